"""Rows of a table of an SQLite database, read from its bytes: no engine, no SQL, nothing executed.

Only rowid tables are read. Changes that stand in a write-ahead log beside the file are not seen.

Source: SQLite, "Database File Format" (sections 1.3, 1.6, 2.1, 2.6).
"""

from collections.abc import Iterator

from sbom.errors import ParseError

Value = int | float | str | bytes | None

MAGIC = b"SQLite format 3\x00"
_LEAF, _INTERIOR = 0x0D, 0x05
_TIMES = 4
"""Rows together may be this many times the file; more means that pages are used over and over."""
_INT_SIZES = (0, 1, 2, 3, 4, 6, 8)


def rows(content: bytes, table: str) -> Iterator[tuple[int, list[Value]]]:
    """Rowid and column values of every row.

    Raises:
        ParseError: not an SQLite database, no such table, or a damaged page. Rows before the damage
            have been given by then.
    """
    file = _File(content)
    root = file.root_of(table)
    if root is None:
        raise ParseError(f"is a database without a table {table!r}")
    yield from file.walk(root)


class _File:
    """Pages of a database."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC):
            raise ParseError("is not an SQLite database")
        if len(content) < 100:
            raise ParseError("is an SQLite database that ends in its header")
        size = int.from_bytes(content[16:18], "big")
        self._size = 65536 if size == 1 else size
        self._usable = self._size - content[20]
        if self._size < 512 or self._size & (self._size - 1) or self._usable < 480:
            raise ParseError("is an SQLite database with an impossible page size")
        self._content = content
        self._left = _TIMES * len(content)
        self._encoding = {2: "utf-16-le", 3: "utf-16-be"}.get(
            int.from_bytes(content[56:60], "big"), "utf-8"
        )

    def root_of(self, table: str) -> int | None:
        """Root page of a table, from the schema table on page 1."""
        for _, values in self.walk(1):
            if len(values) > 3 and values[0] == "table" and values[1] == table:
                return values[3] if isinstance(values[3], int) else None
        return None

    def walk(self, root: int) -> Iterator[tuple[int, list[Value]]]:
        """Rows of the tree below a page, in order."""
        stack, seen = [root], set[int]()
        while stack:
            number = stack.pop()
            if number in seen:
                raise ParseError(f"is damaged: page {number} stands in its tree twice")
            seen.add(number)
            page = self._page(number)
            head = 100 if number == 1 else 0
            kind = page[head]
            count = int.from_bytes(page[head + 3 : head + 5], "big")
            start = head + (12 if kind == _INTERIOR else 8)
            if start + 2 * count > len(page) or kind not in {_LEAF, _INTERIOR}:
                raise ParseError(f"is damaged: page {number} is no page of a table")
            cells = [
                int.from_bytes(page[i : i + 2], "big") for i in range(start, start + 2 * count, 2)
            ]
            if kind == _INTERIOR:
                stack.append(int.from_bytes(page[head + 8 : head + 12], "big"))
                stack.extend(int.from_bytes(page[c : c + 4], "big") for c in reversed(cells))
                continue
            for cell in cells:
                yield self._row(page, cell)

    def _page(self, number: int) -> bytes:
        start = (number - 1) * self._size
        page = self._content[start : start + self._size]
        if number < 1 or len(page) < self._size:
            raise ParseError(f"is damaged: page {number} lies outside the file")
        return page

    def _row(self, page: bytes, at: int) -> tuple[int, list[Value]]:
        length, at = _varint(page, at)
        rowid, at = _varint(page, at)
        payload = self._payload(page, at, length)
        end, position = _varint(payload, 0)
        types = []
        while position < min(end, len(payload)):
            kind, position = _varint(payload, position)
            types.append(kind)
        values: list[Value] = []
        position = end
        for kind in types:
            value, position = self._value(payload, position, kind)
            values.append(value)
        return rowid, values

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        """A payload with its overflow pages."""
        self._left -= length
        if length > len(self._content) or self._left < 0:
            raise ParseError("is damaged: its rows are longer than the file")
        most = self._usable - 35
        if length <= most:
            return page[at : at + length]
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (self._usable - 4)
        local = local if local <= most else least
        parts = [page[at : at + local]]
        left = length - local
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        while left > 0:
            if not following:
                raise ParseError("is damaged: a row ends too early")
            chunk = self._page(following)
            parts.append(chunk[4 : 4 + min(left, self._usable - 4)])
            left -= self._usable - 4
            following = int.from_bytes(chunk[:4], "big")
        return b"".join(parts)

    def _value(self, payload: bytes, at: int, kind: int) -> tuple[Value, int]:
        if kind == 0:
            return None, at
        if kind <= 6:
            end = at + _INT_SIZES[kind]
            return int.from_bytes(payload[at:end], "big", signed=True), end
        if kind == 7:
            import struct

            raw = payload[at : at + 8]
            return (struct.unpack(">d", raw)[0] if len(raw) == 8 else None), at + 8
        if kind <= 9:
            return kind - 8, at
        end = at + (kind - 12) // 2
        data = payload[at:end]
        return (data if kind % 2 == 0 else data.decode(self._encoding, "replace")), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length integer and the offset behind it."""
    value = 0
    for index in range(9):
        if at + index >= len(data):
            raise ParseError("is damaged: a number runs out of its page")
        byte = data[at + index]
        if index == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + index + 1
    raise AssertionError  # pragma: no cover - the ninth byte always returns
