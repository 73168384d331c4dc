"""Fast reading of machine-written TOML locks: `Cargo.lock`, `uv.lock`, `poetry.lock`, `pdm.lock`.

Such a file is a run of `[[package]]` tables in a narrow subset of TOML. One regular expression
walks the statements; values stay text (`Raw`) until somebody asks for them. Whatever does not fit
the subset (multi-line strings, odd indentation, dotted keys, doubled keys, merge markers) sends
the whole file to tomllib, and the caller sees no difference except the time it takes.

How a parser uses it:

    lock = read_lock(content, "package")            # "packages" for pylock.toml
    lock.top["version"], lock.table("metadata")     # everything outside the array
    for entry in lock.entries:
        entry.line                                  # 1-based line of its [[package]] header
        entry.text("name")                          # a string, "" when absent or not a string
        entry.texts("dependencies")                 # list of strings (Cargo.lock)
        entry.tables("dependencies")                # list of inline tables (uv.lock)
        entry.table("source")                       # one inline table or [package.source]
        entry.get("optional")                       # any value, decoded
        entry.rows("wheels", PATTERN)               # groups per line of a multi-line array, or None

Cargo.lock needs no more than `text("name")`, `text("version")`, `text("source")`,
`text("checksum")`, `texts("dependencies")`, `lock.top["version"]` and, for version 1 checksums,
`lock.table("metadata")`.

Not checked by the fast way: values that nobody asks for. Source: TOML 1.0.0.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy
from sbom.readers.text import decode
from sbom.readers.toml_reader import loads_toml

_STATEMENT = re.compile(
    r'(?:([A-Za-z0-9_-]+|"[^"\\\n]+") = (?:"([^"\\\n]*)"|(\[\n(?:[ \t][^\n]*\n)*+\]|[^\n]+))'
    r"|\[(\[?)([A-Za-z0-9_.-]+)\](\]?)|#[^\n]*|)\n++|([^\n])"
)
"""A statement, or (last group) one character where none stands; without it a search would go on and
take quadratic time over a long line."""
_KEY = re.compile(r"(?<=[{,\n ])([A-Za-z0-9_-]+) ?= ?(?=[\"\[{0-9tf-])")
_SIMPLE_STRINGS = lazy(r'\[\s*+(?:"[^"\\\n]*"\s*+(?:,\s*+|(?=\])))*+\]')
_STRING = lazy(r'"([^"\\\n]*)"')
_QUOTED_HEADER = lazy(r"^\[\[([A-Za-z0-9_-]+)\]\]", re.MULTILINE)


class Raw(str):
    """A value as written in the file, not decoded yet."""

    __slots__ = ()


class Entry:
    """One table of the array, or any other table; values are decoded when asked for."""

    __slots__ = ("line", "values")

    def __init__(self, values: dict[str, Any], line: int | None) -> None:
        """`values` may hold `Raw` at any depth of tables; `line` is 1-based or unknown."""
        self.values = values
        self.line = line

    def get(self, key: str) -> Any:
        """The decoded value, or None when the key is absent.

        Raises:
            ParseError: the value is not TOML.
        """
        return plain(self.values.get(key))

    def text(self, key: str) -> str:
        """A string; empty when absent or of another type."""
        value = self.values.get(key)
        if type(value) is str:
            return value
        value = plain(value)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> list[str]:
        """The strings of an array; other items are left out; empty when it is no array."""
        value = self.values.get(key)
        if type(value) is Raw and _SIMPLE_STRINGS.fullmatch(value):
            return _STRING.findall(value)
        value = plain(value)
        return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []

    def table(self, key: str) -> dict[str, Any]:
        """A table, decoded; empty when absent or of another type."""
        value = self.get(key)
        return value if isinstance(value, dict) else {}

    def tables(self, key: str) -> list[dict[str, Any]]:
        """The tables of an array; other items are left out; empty when it is no array."""
        value = self.get(key)
        return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []

    def rows(self, key: str, pattern: re.Pattern[str]) -> list[Any] | None:
        """What `pattern` finds in an array with one item a line, when it fits every line.

        Args:
            key: Name of the array.
            pattern: One whole line, its newline included; starts with `^` (MULTILINE). It needs not
                mind backslashes, which are refused beforehand.

        Returns:
            As `findall`; [] when the key is absent; None when a line does not fit or the value is
            decoded already: the caller takes `tables` then.
        """
        value = self.values.get(key)
        if value is None:
            return []
        if type(value) is not Raw or value[:2] != "[\n" or "\\" in value:
            return None
        found = pattern.findall(value, 2)
        return found if len(found) == value.count("\n") - 1 else None


class LockFile:
    """A lock: the entries of its array and everything else. Treat all values as read-only."""

    __slots__ = ("_rest", "entries", "fast")

    def __init__(self, rest: dict[str, Any], entries: list[Entry], *, fast: bool) -> None:
        """`rest` is the top table without the array; `fast` tells which way it was read."""
        self._rest = rest
        self.entries = entries
        self.fast = fast

    @property
    def top(self) -> dict[str, Any]:
        """Decoded keys of the top table that are no tables."""
        return {k: plain(v) for k, v in self._rest.items() if not isinstance(v, dict)}

    def section(self, name: str) -> Entry:
        """A top table as an `Entry` (values decoded on demand); empty when absent."""
        value = self._rest.get(name)
        if isinstance(value, Raw):
            value = plain(value)
        return Entry(value if isinstance(value, dict) else {}, None)

    def table(self, name: str) -> dict[str, Any]:
        """A top table, decoded to the bottom; empty when absent."""
        value = plain(self._rest.get(name))
        return value if isinstance(value, dict) else {}

    def plain(self, array: str) -> dict[str, Any]:
        """The whole file as tomllib would give it; for tests."""
        whole = {k: plain(v) for k, v in self._rest.items()}
        if self.entries:
            whole[array] = [plain(e.values) for e in self.entries]
        return whole


def read_lock(content: bytes, array: str, *, fast: bool = True) -> LockFile:
    """A lock file by its array of tables.

    Args:
        content: The bytes of the file.
        array: Name of the array of tables, `package` or `packages`.
        fast: False goes straight to tomllib, the oracle of the tests.

    Raises:
        ParseError: empty, not TOML, or `array` is something else than an array.
    """
    text = decode(content)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not text.strip():
        raise ParseError("is empty")
    if fast and "\r" not in text:
        lock = _read_fast(text if text.endswith("\n") else text + "\n", array)
        if lock is not None:
            return lock
    return _read_full(text, array)


def _read_fast(text: str, array: str) -> LockFile | None:
    """None as soon as anything is outside the subset."""
    rest: dict[str, Any] = {}
    entries: list[Entry] = []
    current = rest
    inside: dict[str, Any] | None = None
    line, counted, position = 1, 0, 0
    for match in _STATEMENT.finditer(text):
        start = match.start()
        if start != position:
            return None
        position = match.end()
        key, simple, raw, opening, header, closing, odd = match.groups()
        if odd is not None:
            return None
        if key is not None:
            if key[0] == '"':
                key = key[1:-1]
            if key in current:
                return None
            if simple is not None:
                current[key] = simple
            elif raw[:2] != "[\n" and ('"""' in raw or "'''" in raw):
                return None
            else:
                current[key] = Raw(raw)
        elif header is not None:
            if bool(opening) != bool(closing):
                return None
            if opening and header == array:
                line += text.count("\n", counted, start)
                counted = start
                current = inside = {}
                entries.append(Entry(inside, line))
                continue
            path = header.split(".")
            base: dict[str, Any] | None = rest
            if path[0] == array:
                base = inside
                del path[0]
            opened = None if base is None else _open(base, path, array=bool(opening))
            if opened is None:
                return None
            current = opened
    if position != len(text) or array in rest:
        return None
    return LockFile(rest, entries, fast=True)


_DEEPEST = 64
"""Parts of a header that the fast reader follows."""


def _open(base: dict[str, Any], path: list[str], *, array: bool) -> dict[str, Any] | None:
    """The table that a header opens, or None when it clashes with what is there or is too deep."""
    if len(path) > _DEEPEST:
        return None
    for name in path[:-1]:
        found = base.setdefault(name, {})
        if isinstance(found, list) and found:
            found = found[-1]
        if not isinstance(found, dict):
            return None
        base = found
    if not path or not path[-1]:
        return None
    made: dict[str, Any] = {}
    if array:
        tables = base.setdefault(path[-1], [])
        if not isinstance(tables, list):
            return None
        tables.append(made)
    elif path[-1] in base:
        return None
    else:
        base[path[-1]] = made
    return made


def _read_full(text: str, array: str) -> LockFile:
    data = loads_toml(text)
    items = data.pop(array, [])
    if not isinstance(items, list):
        raise ParseError(f"{array!r} is not an array of tables")
    lines: Iterator[int | None] = iter(())
    heads = [m.start() for m in _QUOTED_HEADER.finditer(text) if m.group(1) == array]
    if len(heads) == len(items):
        lines = iter([text.count("\n", 0, h) + 1 for h in heads])
    entries = [Entry(i, next(lines, None)) for i in items if isinstance(i, dict)]
    return LockFile(data, entries, fast=False)


def plain(value: Any) -> Any:
    """A value with every `Raw` in it decoded.

    Raises:
        ParseError: a value is not TOML.
    """
    kind = type(value)
    if kind is Raw:
        return _decoded(value)
    if kind is dict:
        return {k: plain(v) for k, v in value.items()}
    if kind is list:
        return [plain(v) for v in value]
    return value


def _decoded(raw: str) -> Any:
    return _short(raw) if len(raw) < _SHORT else _value(raw)


@lru_cache(maxsize=4096)
def _short(raw: str) -> Any:
    """As `_value`: the same few sources and flags return in every entry."""
    if raw == "true":
        return True
    if raw == "false":
        return False
    return _value(raw)


def _value(raw: str) -> Any:
    """One value: rewritten as JSON where that is safe, else by tomllib.

    A key is quoted wherever one seems to stand. Were that inside a string, the new quote would
    end the string early and json would refuse the text; tomllib reads it then: no wrong value.
    """
    if "\\" not in raw and "null" not in raw:
        text = _KEY.sub(r'"\1": ', raw).replace(",\n]", "\n]")
        try:
            return msgspec.json.decode(text)
        except (ValueError, RecursionError):
            pass
    return loads_toml(f"v = {raw}\n")["v"]


_SHORT = 160
"""Texts below this length are decoded once and remembered."""
