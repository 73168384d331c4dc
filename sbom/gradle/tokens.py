"""Tokens of a Groovy or Kotlin build script: enough to find literal calls, never to run them."""

import re
from enum import StrEnum
from typing import NamedTuple

MAX_TOKENS = 200_000
"""Some 20,000 lines; a hostile file stops here after a few seconds."""


class Kind(StrEnum):
    """What a token is."""

    NAME = "name"
    """An identifier with its dotted path, `libs.foo.bar`."""
    TEXT = "text"
    """A string without interpolation."""
    TEMPLATE = "template"
    """A string that may hold `$name` or `${...}`."""
    MARK = "mark"
    """One character of punctuation, or a number."""
    END = "end"
    """End of a line, or a semicolon."""


class Token(NamedTuple):
    """One token."""

    kind: Kind
    value: str
    line: int


# Each alternative starts with another character and consumes what it looked at, so it is linear.
_TOKEN = re.compile(
    r"(?P<skip>[ \t\r\f]+|//[^\n]*|/\*.*?(?:\*/|\Z)|\\\r?\n)"
    r"|(?P<end>[\n;])"
    r"|(?P<triple>\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z))"
    r"|(?P<double>\"(?:[^\"\\\n$]|\\.|\$\{[^}\n]{0,200}\}|\$)*\"?)"
    r"|(?P<single>'(?:[^'\\\n]|\\.)*'?)"
    r"|(?P<name>[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)*|`[^`\n]{1,200}`)"
    r"|(?P<number>[0-9][\w.]*)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def tokenize(text: str) -> list[Token]:
    """Tokens in order, comments and spaces left out; at most `MAX_TOKENS`."""
    tokens: list[Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        group, value = match.lastgroup, match.group()
        at = line
        if "\n" in value:
            line += value.count("\n")
        if group == "skip":
            continue
        tokens.append(_token(group or "", value, at))
        if len(tokens) >= MAX_TOKENS:
            break
    return tokens


def _token(group: str, value: str, line: int) -> Token:
    if group == "end":
        return Token(Kind.END, value, line)
    if group == "name":
        return Token(Kind.NAME, value.strip("`").replace("?.", "."), line)
    if group == "triple":
        kind = Kind.TEMPLATE if value[0] == '"' else Kind.TEXT
        return Token(kind, value[3:-3] if value.endswith(value[:3]) else value[3:], line)
    if group in {"double", "single"}:
        inner = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
        kind = Kind.TEMPLATE if group == "double" and "$" in inner else Kind.TEXT
        return Token(kind, _ESCAPE.sub(r"\1", inner) if "\\" in inner else inner, line)
    return Token(Kind.MARK, value, line)


def closing(tokens: list[Token], start: int) -> int:
    """Index of the mark that closes the one at `start`; the end of the tokens when none does."""
    depth = 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.kind is Kind.MARK:
            if token.value in "([{":
                depth += 1
            elif token.value in ")]}":
                depth -= 1
                if depth == 0:
                    return index
    return len(tokens)


def brackets(tokens: list[Token]) -> dict[int, int]:
    """Index of the closing mark for each opening one, in one pass."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind is Kind.MARK:
            if token.value in "([{":
                opened.append(index)
            elif token.value in ")]}" and opened:
                found[opened.pop()] = index
    return found


def split(tokens: list[Token]) -> list[list[Token]]:
    """Arguments: the tokens between commas that are not inside brackets; line ends left out."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind is Kind.END:
            continue
        if token.kind is Kind.MARK:
            if token.value in "([{":
                depth += 1
            elif token.value in ")]}":
                depth -= 1
            elif token.value == "," and depth == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    return [p for p in parts if p]
