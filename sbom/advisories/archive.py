"""Zip archives of many small records, read entry by entry: quicker than `zipfile`, and bounded.

Only what advisory archives hold: stored and deflated entries, 64-bit sizes. An entry that is
broken, encrypted, too large or larger than it claims is given with the reason instead of its
content; the rest goes on. Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from sbom.errors import ParseError

MAX_ENTRY = 32 << 20
"""Bytes of one entry, unpacked."""
MAX_TOTAL = 4 << 30
"""Bytes of all entries together, unpacked."""
MAX_ENTRIES = 2_000_000
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")


class Unpacked(NamedTuple):
    """One entry."""

    name: str
    content: bytes
    problem: str
    """Why there is no content, in English; empty when there is."""


def is_zip(content: bytes) -> bool:
    """Whether it opens as a zip does."""
    return content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def entries(content: bytes) -> Iterator[Unpacked]:
    """The files of an archive, in its own order; folders are left out.

    Raises:
        ParseError: no archive, cut off, or over the caps.
    """
    view = memoryview(content)
    count, start = _directory(content)
    if count > MAX_ENTRIES:
        raise ParseError(f"holds more than {MAX_ENTRIES} entries")
    total = 0
    for _ in range(count):
        try:
            head = _CENTRAL.unpack_from(content, start)
        except struct.error as error:
            raise ParseError("is cut off in its directory") from error
        if head[0] != b"PK\x01\x02":
            raise ParseError("has a broken directory")
        flags, method, packed, size = head[3], head[4], head[8], head[9]
        name_end = start + _CENTRAL.size + head[10]
        name = bytes(view[start + _CENTRAL.size : name_end]).decode("utf-8", "replace")
        offset = head[16]
        if 0xFFFFFFFF in {packed, size, offset}:
            size, packed, offset = _wide(view[name_end : name_end + head[11]], size, packed, offset)
        start = name_end + head[11] + head[12]
        if name.endswith("/"):
            continue
        made = _unpack(view, name, offset, packed, size, method, flags, head[7])
        total += len(made.content)
        if total > MAX_TOTAL:
            raise ParseError(f"holds more than {MAX_TOTAL >> 20} MiB unpacked")
        yield made


def _directory(content: bytes) -> tuple[int, int]:
    """(number of entries, offset of the first) of the central directory."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0 or at + _END.size > len(content):
        raise ParseError("is no complete zip archive (its directory is missing)")
    end = _END.unpack_from(content, at)
    count, start = end[4], end[6]
    if (count == 0xFFFF or start == 0xFFFFFFFF) and at >= _LOCATOR.size:
        locator = _LOCATOR.unpack_from(content, at - _LOCATOR.size)
        if locator[0] == b"PK\x06\x07" and locator[2] + _END64.size <= len(content):
            wide = _END64.unpack_from(content, locator[2])
            if wide[0] == b"PK\x06\x06":
                return wide[7], wide[9]
    return count, start


def _wide(extra: memoryview, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            values = (
                iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
                if at + 4 + length <= len(extra)
                else iter(())
            )
            size = next(values, size) if size == 0xFFFFFFFF else size
            packed = next(values, packed) if packed == 0xFFFFFFFF else packed
            offset = next(values, offset) if offset == 0xFFFFFFFF else offset
            break
        at += 4 + length
    return size, packed, offset


def _unpack(
    view: memoryview,
    name: str,
    offset: int,
    packed: int,
    size: int,
    method: int,
    flags: int,
    crc: int,
) -> Unpacked:
    if flags & 1:
        return Unpacked(name, b"", "is encrypted")
    if size > MAX_ENTRY:
        return Unpacked(name, b"", f"has {size} bytes, more than {MAX_ENTRY}")
    try:
        local = _LOCAL.unpack_from(view, offset)
    except struct.error:
        return Unpacked(name, b"", "lies outside the archive")
    if local[0] != b"PK\x03\x04":
        return Unpacked(name, b"", "has no header of its own")
    start = offset + _LOCAL.size + local[9] + local[10]
    data = view[start : start + packed]
    if len(data) != packed:
        return Unpacked(name, b"", "is cut off")
    if method == 0:
        content = bytes(data)
    elif method == 8:
        try:
            inflater = zlib.decompressobj(-15)
            content = inflater.decompress(data, size + 1)
        except zlib.error:
            return Unpacked(name, b"", "cannot be unpacked")
    else:
        return Unpacked(name, b"", f"is packed by method {method}, which is not read")
    if len(content) != size:
        return Unpacked(name, b"", "is not of the size that the archive states")
    if zlib.crc32(content) != crc:
        return Unpacked(name, b"", "has another checksum than the archive states")
    return Unpacked(name, content, "")
