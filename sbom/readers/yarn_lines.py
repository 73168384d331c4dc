"""The line format of Yarn 1 lock files: blocks of `name@range, ...:` with indented fields.

It is not YAML: fields are `key value` without a colon, values are bare words or JSON strings.

Source: Yarn 1 source, package `@yarnpkg/lockfile` (tokeniser and stringifier), version 1.22.
"""

import re
from typing import NamedTuple

_HEADER_PART = re.compile(r'\s*+(?:("(?:[^"\\]|\\.)*+")\s*+|([^",\s][^",]*+))(?:,|\Z)')

_COMMENTS = re.compile(r"(?:(?:#.*)?\n)*")
_BLOCK = re.compile(
    r'([^\s#].*:)\n  version "([^"\\\n]*)"\n(?:  resolved "([^"\\\n]*)"\n)?'
    r"(?:  integrity ([^\s\"]+)\n)?"
    r"(?:  dependencies:\n((?:    .+\n)+))?(?:  optionalDependencies:\n((?:    .+\n)+))?\n*"
)
_PAIRS = re.compile(r'    (?:"([^"\\\n]+)"|([^"\s:][^"\s]*)) (?:"([^"\\\n]*)"|([^"\s]+))\n')


class YarnBlock(NamedTuple):
    """One entry."""

    line: int
    """1-based line of the header."""
    descriptors: list[str]
    """`name@range` texts of the header; at least one."""
    fields: dict[str, str]
    """`version`, `resolved`, `integrity` ..."""
    groups: dict[str, dict[str, str]]
    """`dependencies` and `optionalDependencies`: name to range."""


def read_yarn_lock(text: str) -> tuple[list[YarnBlock], list[int]]:
    """All blocks in order, and the lines that could not be read; see `read_blocks`.

    Files exactly as Yarn writes them are read by one expression per block; a file with anything
    else in it, even a single line, is read line by line.
    """
    blocks = _read_written(text)
    return read_blocks(text) if blocks is None else (blocks, [])


def _read_written(text: str) -> list[YarnBlock] | None:
    """The blocks of a file that is exactly as Yarn 1 writes it, else None."""
    if not text.endswith("\n"):
        text += "\n"
    head = _COMMENTS.match(text)
    position = head.end() if head is not None else 0
    line = text.count("\n", 0, position) + 1
    blocks: list[YarnBlock] = []
    match = _BLOCK.match
    end = len(text)
    while position < end:
        found = match(text, position)
        if found is None:
            return None
        header, version, resolved, integrity, needs, optional = found.groups()
        descriptors = _header(header)
        if not descriptors:
            return None
        fields = {"version": version}
        if resolved is not None:
            fields["resolved"] = resolved
        if integrity is not None:
            fields["integrity"] = integrity
        groups = {}
        for name, body in (("dependencies", needs), ("optionalDependencies", optional)):
            if body is not None:
                pairs = _PAIRS.findall(body)
                if len(pairs) != body.count("\n"):
                    return None
                groups[name] = {a or b: c or d for a, b, c, d in pairs}
        blocks.append(YarnBlock(line, descriptors, fields, groups))
        line += text.count("\n", position, found.end())
        position = found.end()
    return blocks


def read_blocks(text: str) -> tuple[list[YarnBlock], list[int]]:
    """All blocks in order, and the lines that could not be read.

    Merge-conflict markers count as lines that could not be read; both sides are kept.
    """
    blocks: list[YarnBlock] = []
    bad: list[int] = []
    fields: dict[str, str] = {}
    groups: dict[str, dict[str, str]] = {}
    group: dict[str, str] | None = None
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] == "#":
            continue
        if line[0] != " ":
            descriptors = _header(line.rstrip())
            inside = bool(descriptors)
            if not inside:
                bad.append(number)
                continue
            fields, groups, group = {}, {}, None
            blocks.append(YarnBlock(number, descriptors, fields, groups))
            continue
        body = line.strip()
        if not body or body[0] == "#" or not inside:
            if body and body[0] != "#" and (not bad or bad[-1] != number - 1):
                bad.append(number)
            continue
        if line[:4] == "    " and group is not None:
            key, value = _pair(body)
            if key:
                group[key] = value
            else:
                bad.append(number)
        elif body[-1] == ":" and " " not in body:
            group = groups.setdefault(body[:-1].strip('"'), {})
        else:
            group = None
            key, value = _pair(body)
            if key:
                fields[key] = value
            else:
                bad.append(number)
    return blocks, bad


def _header(line: str) -> list[str]:
    """Descriptors of a header line; empty when it is none."""
    if line[-1:] != ":":
        return []
    line = line[:-1]
    if '"' not in line:
        return [d for part in line.split(",") if (d := part.strip())]
    if line.count('"') == 2 and line[0] == '"' and line[-1] == '"' and "\\" not in line:
        return [line[1:-1]]
    found, position = [], 0
    while position < len(line):
        match = _HEADER_PART.match(line, position)
        if match is None:
            return []
        found.append(_word(match.group(1) or match.group(2).rstrip()))
        position = match.end()
    return [d for d in found if d]


def _pair(body: str) -> tuple[str, str]:
    """Key and value of `key value`, either of them quoted; an empty key when it is none."""
    if body[0] == '"':
        end = body.find('"', 1)
        key, value = body[1:end], body[end + 1 :]
        if end < 0:
            return "", ""
    else:
        key, _, value = body.partition(" ")
    value = value.lstrip(" :")
    return (key.rstrip(":"), _word(value)) if value else ("", "")


def _word(text: str) -> str:
    """A bare word, or the content of a JSON string."""
    if text[:1] != '"':
        return text
    if "\\" in text:
        import json

        try:
            value = json.loads(text)
        except ValueError:
            return text.strip('"')
        return value if isinstance(value, str) else ""
    return text[1:-1] if text[-1] == '"' and len(text) > 1 else text[1:]
