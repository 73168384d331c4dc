"""Every mistake in an `estate.yaml` at once, each with its line; runs only when there is one."""

import difflib
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import msgspec.inspect as shapes

from sbom.readers.yaml_values import YamlList, YamlMap
from scanner.estate_file import EstateFile


class Problem(msgspec.Struct, frozen=True, order=True):
    """One mistake."""

    line: int
    """1-based."""
    path: str
    """`$.systems[2].use_mode`."""
    reason: str


HINTS = {
    "organization": "organisation",
    "organisatie": "organisation",
    "naam": "name",
    "taal": "language",
    "domeinen": "domains",
    "domein": "domain",
    "systemen": "systems",
    "bronnen": "targets",
    "sources": "targets",
    "repositories": "targets",
    "eigenaar": "owner",
    "leverancier": "supplier",
    "vendor": "supplier",
    "licentie": "outbound_license",
    "license": "outbound_license",
    "licence": "outbound_license",
    "url": "git",
    "repo": "git",
    "repository": "git",
    "path": "folder",
    "directory": "folder",
    "map": "folder",
    "branch": "revision",
    "tag": "revision",
    "commit": "revision",
    "ref": "revision",
    "ignore": "exclude",
    "uitsluiten": "exclude",
    "token": "token_env",
    "password": "token_env",
    "db": "database",
    "ontheffingen": "waivers",
    "licentiebesluiten": "curations",
    "pakketregisters": "indexes",
    "eigen": "own",
    "commercieel": "commercial",
    "gemengd": "mixed",
    "intern": "internal",
    "laag": "low",
    "middel": "medium",
    "hoog": "high",
    "vitaal": "vital",
    "nederlands": "nl",
    "dutch": "nl",
    "engels": "en",
    "english": "en",
}
"""Words that newcomers and Dutch speakers write, and what they mean here."""


def structure(data: Any) -> list[Problem]:
    """Mistakes against the shape of `EstateFile`: unknown and missing keys, types, values."""
    return list(_check(data, shapes.type_info(EstateFile), "$", 1))


def closest(word: str, known: list[str]) -> str:
    """`; did you mean 'x'?`, or empty."""
    hint = HINTS.get(word.lower())
    near = [hint] if hint in known else difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _check(value: Any, shape: shapes.Type, path: str, line: int) -> Iterator[Problem]:
    if isinstance(shape, shapes.Metadata):
        shape = shape.type
    if isinstance(shape, shapes.StructType):
        yield from _mapping(value, shape, path, line)
    elif isinstance(shape, shapes.VarTupleType):
        yield from _list(value, shape, path, line)
    elif isinstance(shape, shapes.LiteralType):
        yield from _choice(value, shape, path, line)
    else:
        for kind, check in _SCALARS.items():
            if isinstance(shape, kind) and (reason := check(value, shape)):
                yield Problem(line, path, reason)


def _mapping(value: Any, shape: shapes.StructType, path: str, line: int) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(line, path, f"must be a mapping of keys, not {_kind(value)}")
        return
    fields = {field.encode_name: field for field in shape.fields}
    for key, item in value.items():
        at = value.line_of(key) if isinstance(value, YamlMap) else line
        if key not in fields:
            tip = closest(key, list(fields)) or f"; known here: {', '.join(fields)}"
            yield Problem(at, path, f"unknown key {key[:60]!r}{tip}")
        elif item is None and fields[key].required:
            yield Problem(at, f"{path}.{key}", "is empty")
        else:
            yield from _check(item, fields[key].type, f"{path}.{key}", at)
    start = value.line if isinstance(value, YamlMap) else line
    for name, field in fields.items():
        if field.required and name not in value:
            yield Problem(start, path, f"key {name!r} is missing")


def _list(value: Any, shape: shapes.VarTupleType, path: str, line: int) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(
            line, path, f"must be a list (lines that start with `- `), not {_kind(value)}"
        )
        return
    lines = value.item_lines if isinstance(value, YamlList) else [line] * len(value)
    for index, item in enumerate(value):
        yield from _check(item, shape.item_type, f"{path}[{index}]", lines[index])


def _choice(value: Any, shape: shapes.LiteralType, path: str, line: int) -> Iterator[Problem]:
    known = [str(v) for v in shape.values]
    if not isinstance(value, str):
        yield Problem(line, path, f"must be one of {', '.join(known)}, not {_kind(value)}")
    elif value not in known:
        tip = closest(value, known)
        yield Problem(line, path, f"{value[:60]!r} is not one of {', '.join(known)}{tip}")


def _text(value: Any, shape: Any) -> str:
    if not isinstance(value, str):
        quotes = '; put it between quotes ("…")' if isinstance(value, (int, float)) else ""
        return f"must be text, not {_kind(value)}{quotes}"
    if shape.min_length and len(value) < shape.min_length:
        return "is empty"
    if shape.max_length and len(value) > shape.max_length:
        return f"is longer than {shape.max_length} characters"
    if shape.pattern and not re.search(shape.pattern, value):
        return "may hold letters, digits, `.`, `_` and `-` only, and opens with a letter or digit"
    return ""


def _number(value: Any, shape: Any) -> str:
    whole = isinstance(shape, shapes.IntType)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return f"must be a {'whole ' if whole else ''}number, not {_kind(value)}"
    if shape.ge is not None and not value >= shape.ge:
        return f"must be {shape.ge:g} or more"
    return ""


def _flag(value: Any, _: Any) -> str:
    fine = isinstance(value, bool) or value is None
    return "" if fine else f"must be true or false, not {_kind(value)}"


_SCALARS: dict[type, Callable[[Any, Any], str]] = {
    shapes.StrType: _text,
    shapes.IntType: _number,
    shapes.FloatType: _number,
    shapes.UnionType: _flag,
}


def _kind(value: Any) -> str:
    """What a value is, in words; the value itself may be a secret."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = ((str, "text"), (dict, "a mapping"), (list, "a list"), ((int, float), "a number"))
    return next((name for kind, name in names if isinstance(value, kind)), "something else")
