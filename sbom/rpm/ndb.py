"""Header blobs of an ndb database: `Packages.db` (SUSE).

Source: rpm, lib/backend/ndb/rpmpkg.c (the layout of pages, slots and blobs).
"""

import struct
from collections.abc import Iterator

from sbom.errors import ParseError

MAGIC = b"RpmP"
_PAGE, _BLOCK = 4096, 16
_SLOT = struct.Struct("<4sIII")


def header_blobs(content: bytes) -> Iterator[bytes]:
    """The blobs, in the order of their slots.

    Raises:
        ParseError: another version, or a slot that points outside the file.
    """
    if len(content) < 32:
        raise ParseError("is an ndb database that ends in its header")
    version, _, pages = struct.unpack_from("<III", content, 4)
    if version != 0:
        raise ParseError(f"is an ndb database of version {version}, which is not known")
    end = min(pages * _PAGE, len(content)) // _SLOT.size * _SLOT.size
    for magic, number, offset, _ in _SLOT.iter_unpack(content[32:end]):
        if magic != b"Slot" or number == 0:
            continue
        start = offset * _BLOCK
        head = content[start : start + 16]
        if len(head) < 16 or head[:4] != b"BlbS":
            raise ParseError("is damaged: a slot points to no blob")
        length = int.from_bytes(head[12:16], "little")
        blob = content[start + 16 : start + 16 + length]
        if len(blob) < length:
            raise ParseError("is damaged: a blob runs out of the file")
        yield blob
