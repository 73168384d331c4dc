"""One RPM header blob, as every database of rpm keeps it: index and store, without lead or magic.

Source: rpm.org, "RPM V4 Package format", section Header; rpmtag.h for the numbers of the tags.
"""

import struct

from sbom.errors import ParseError

_INT32, _STRING, _STRING_ARRAY, _I18N = 4, 6, 8, 9
TAGS = {
    1000: "name",
    1001: "version",
    1002: "release",
    1003: "epoch",
    1004: "summary",
    1011: "vendor",
    1014: "license",
    1015: "packager",
    1020: "url",
    1022: "arch",
    1044: "sourcerpm",
    1047: "provides",
    1049: "requires",
    5096: "modularitylabel",
}
_MANY = frozenset({"provides", "requires"})
_ENTRY = struct.Struct(">4i")
_HEAD = struct.Struct(">II")


def read_header(blob: bytes) -> dict[str, list[str]]:
    """Values of the tags in `TAGS`, by name; numbers as text.

    Raises:
        ParseError: the blob is shorter than its index says.
    """
    if len(blob) < 8:
        raise ParseError("is too short for a header")
    count, size = _HEAD.unpack_from(blob)
    start = 8 + 16 * count
    if start > len(blob):
        raise ParseError("has an index that runs out of the header")
    store = blob[start : start + size]
    found: dict[str, list[str]] = {}
    for tag, kind, offset, number in _ENTRY.iter_unpack(blob[8:start]):
        name = TAGS.get(tag)
        if name is None or name in found or not 0 <= offset < len(store) or number < 1:
            continue
        if kind == _INT32:
            found[name] = [str(int.from_bytes(store[offset : offset + 4], "big"))]
        elif kind in {_STRING, _STRING_ARRAY, _I18N}:
            most = min(number, len(store)) if name in _MANY else 1
            found[name] = _strings(store, offset, most)
    return found


def _strings(store: bytes, offset: int, count: int) -> list[str]:
    values = []
    for _ in range(count):
        end = store.find(b"\x00", offset)
        if end < 0:
            break
        values.append(store[offset:end].decode("utf-8", "replace").strip())
        offset = end + 1
    return values
