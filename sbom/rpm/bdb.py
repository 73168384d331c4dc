"""Header blobs of a Berkeley DB hash: `Packages` (rpm before 4.16).

Source: Berkeley DB, dbinc/db_page.h (pages of type hash, their items, overflow pages).
"""

import struct
from collections.abc import Iterator

from sbom.errors import ParseError

_MAGIC = 0x061561
_HASH_PAGES = frozenset({2, 13})
_OVERFLOW = 7
_INLINE, _OFFPAGE = 1, 3
_HEAD = 26


def is_hash(content: bytes) -> bool:
    """Whether the bytes open with the metadata page of a hash database, in either byte order."""
    return len(content) >= 72 and (
        int.from_bytes(content[12:16], "little") == _MAGIC
        or int.from_bytes(content[12:16], "big") == _MAGIC
    )


def header_blobs(content: bytes) -> Iterator[bytes]:
    """The values of the database; a few are not headers (the counter of instances).

    Raises:
        ParseError: an impossible page size, an encrypted database, or a chain of pages that breaks.
    """
    little = int.from_bytes(content[12:16], "little") == _MAGIC
    order = "<" if little else ">"
    size = struct.unpack_from(order + "I", content, 20)[0]
    if not 512 <= size <= 65536 or size & (size - 1):
        raise ParseError("is a Berkeley database with an impossible page size")
    if content[24]:
        raise ParseError("is an encrypted database")
    for start in range(size, len(content) - _HEAD + 1, size):
        page = content[start : start + size]
        if page[25] in _HASH_PAGES:
            yield from _values(content, page, order, size)


def _values(content: bytes, page: bytes, order: str, size: int) -> Iterator[bytes]:
    """Values of one page: every second item is one."""
    count = min(struct.unpack_from(order + "H", page, 20)[0], (len(page) - _HEAD) // 2)
    offsets = struct.unpack_from(f"{order}{count}H", page, _HEAD)
    for index in range(1, count, 2):
        at = offsets[index]
        if at >= len(page):
            raise ParseError("is damaged: an item lies outside its page")
        if page[at] == _INLINE:
            yield page[at + 1 : offsets[index - 1]]
        elif page[at] == _OFFPAGE and at + 12 <= len(page):
            first, length = struct.unpack_from(order + "II", page, at + 4)
            yield _chain(content, first, length, order, size)


def _chain(content: bytes, number: int, length: int, order: str, size: int) -> bytes:
    """A value that is spread over overflow pages."""
    if length > len(content):
        raise ParseError("is damaged: a value is longer than the file")
    parts: list[bytes] = []
    have = 0
    while number and have < length:
        start = number * size
        page = content[start : start + size]
        if len(page) < _HEAD or page[25] != _OVERFLOW:
            raise ParseError("is damaged: a chain of pages breaks off")
        (following,) = struct.unpack_from(order + "I", page, 16)
        used = struct.unpack_from(order + "H", page, 22)[0] if not following else size - _HEAD
        if used <= 0:
            break
        parts.append(page[_HEAD : _HEAD + used])
        have += used
        number = following
    return b"".join(parts)[:length]
