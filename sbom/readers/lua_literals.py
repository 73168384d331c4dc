"""Assignments of literals in Lua, as rockspecs hold them; nothing is run."""

import re
from typing import Any

_TOKEN = re.compile(
    r"--\[(?P<cl>=*)\[.*?(?:\](?P=cl)\]|\Z)|--[^\n]*+|\[(?P<sl>=*)\[(?P<long>.*?)(?:\](?P=sl)\]|\Z)|"
    r'"(?P<double>(?:[^"\\\n]|\\.)*+)"|\'(?P<single>(?:[^\'\\\n]|\\.)*+)\'|'
    r"(?P<word>[A-Za-z_][A-Za-z0-9_.]*+)|(?P<number>[0-9][0-9.]*+)|(?P<mark>\.\.|[={}\[\],;])|\n",
    re.DOTALL,
)
MAX_DEPTH = 100


class LuaText(str):
    """A string that knows its 1-based line."""

    __slots__ = ("line",)
    line: int


class LuaTable:
    """A table: its list part and its named part."""

    __slots__ = ("items", "line", "named")

    def __init__(self, line: int) -> None:
        """`line` is 1-based."""
        self.line = line
        self.items: list[Any] = []
        self.named: dict[str, Any] = {}


def read_assignments(text: str) -> LuaTable:
    """The `name = literal` statements at the top of a text, as one table.

    A string that is joined to something with `..` is left out: it is no literal. What is neither
    literal nor table is passed over.
    """
    top = LuaTable(1)
    stack: list[tuple[LuaTable, str]] = []
    table, key, waiting = top, "", ""
    line, joined = 1, False
    for match in _TOKEN.finditer(text):
        kind, whole = match.lastgroup, match.group()
        mark = match.group("mark")
        if kind == "word":
            waiting = whole
        elif mark == "=":
            key, waiting = waiting, ""
        elif mark == "..":
            joined = True
            _drop_last(table, key)
        elif mark == "{":
            if len(stack) < MAX_DEPTH:
                inner = LuaTable(line)
                _store(table, key, inner)
                stack.append((table, key))
                table, key, waiting = inner, "", ""
        elif mark == "}":
            if stack:
                table, _ = stack.pop()
            key = waiting = ""
        elif mark in {",", ";"}:
            key, waiting, joined = "", "", False
        elif value := _string(match):
            string = LuaText(value[0])
            string.line = line
            if joined:
                joined = False
            elif table is top and not key:
                pass
            elif mark is None and text[match.end() : match.end() + 1] == "]":
                waiting = string
            else:
                _store(table, key, string)
                if table is top:
                    key = ""
        line += whole.count("\n")
    return top


def _string(match: re.Match[str]) -> tuple[str] | None:
    for group in ("long", "double", "single"):
        value = match.group(group)
        if value is not None:
            return (value.replace('\\"', '"').replace("\\'", "'").replace("\\\\", "\\"),)
    return None


def _store(table: LuaTable, key: str, value: Any) -> None:
    if key:
        table.named[key] = value
    else:
        table.items.append(value)


def _drop_last(table: LuaTable, key: str) -> None:
    if key:
        table.named.pop(key, None)
    elif table.items:
        table.items.pop()
