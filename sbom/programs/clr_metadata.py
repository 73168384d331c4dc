"""Name and version of a .NET assembly, from the metadata tables in it.

Only the sizes of the tables before `Assembly` are worked out; nothing else of them is read.

Source: ECMA-335, 6th edition, partition II: 24.2 (metadata root, streams, `#~`), 24.2.6 (sizes of
columns), 22 (tables), 25.3.3 (CLI header).
"""

import struct
from typing import NamedTuple

from sbom.readers.executable import Executable, name_at
from sbom.readers.pe import CLR, directory

_ASSEMBLY = 0x20
_CODED: dict[str, tuple[int, tuple[int, ...]]] = {
    "TypeDefOrRef": (2, (0x02, 0x01, 0x1B)),
    "HasConstant": (2, (0x04, 0x08, 0x17)),
    "HasCustomAttribute": (
        5,
        (
            *(0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14),
            *(0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B),
        ),
    ),
    "HasFieldMarshal": (1, (0x04, 0x08)),
    "HasDeclSecurity": (2, (0x02, 0x06, 0x20)),
    "MemberRefParent": (3, (0x02, 0x01, 0x1A, 0x06, 0x1B)),
    "HasSemantics": (1, (0x14, 0x17)),
    "MethodDefOrRef": (1, (0x06, 0x0A)),
    "MemberForwarded": (1, (0x04, 0x06)),
    "CustomAttributeType": (3, (0x06, 0x0A)),
    "ResolutionScope": (2, (0x00, 0x1A, 0x23, 0x01)),
}
"""Bits of the tag and tables of each coded index (II.24.2.6)."""
_TABLES = (
    "2 S G G G",
    "ResolutionScope S S",
    "4 S S TypeDefOrRef t04 t06",
    "t04",
    "2 S B",
    "t06",
    "4 2 2 S B t08",
    "t08",
    "2 2 S",
    "t02 TypeDefOrRef",
    "MemberRefParent S B",
    "2 HasConstant B",
    "HasCustomAttribute CustomAttributeType B",
    "HasFieldMarshal B",
    "2 HasDeclSecurity B",
    "2 4 t02",
    "4 t04",
    "B",
    "t02 t14",
    "t14",
    "2 S TypeDefOrRef",
    "t02 t17",
    "t17",
    "2 S B",
    "2 t06 HasSemantics",
    "t02 MethodDefOrRef MethodDefOrRef",
    "S",
    "B",
    "2 MemberForwarded S t1A",
    "4 t04",
    "4 4",
    "4",
)
"""Columns of the tables 0x00 to 0x1F: bytes, a heap (`S`, `G`, `B`), a table (`tNN`) or a coded index."""


class Assembly(NamedTuple):
    """One row of the table `Assembly`."""

    name: str
    version: str
    """Four numbers."""
    culture: str
    """Of a satellite assembly with translations; empty for code."""


def read_assembly(program: Executable) -> Assembly | None:
    """The assembly in a PE file; None for a native file, a module without one, or damaged tables."""
    streams = _streams(program)
    tables, texts = streams.get("#~") or streams.get("#-"), streams.get("#Strings")
    if tables is None or texts is None:
        return None
    held = program.content[tables[0] : tables[0] + tables[1]]
    if len(held) < 24:
        return None
    heaps = held[6]
    (valid,) = struct.unpack_from("<Q", held, 8)
    rows: dict[int, int] = {}
    at = 24
    for number in range(64):
        if valid >> number & 1:
            if at + 4 > len(held):
                return None
            (rows[number],) = struct.unpack_from("<I", held, at)
            at += 4
    if not rows.get(_ASSEMBLY):
        return None
    for number, columns in enumerate(_TABLES):
        if number in rows:
            at += rows[number] * sum(_width(c, heaps, rows) for c in columns.split())
    return _row(program, held, at, heaps, texts)


def _row(
    program: Executable, held: bytes, at: int, heaps: int, texts: tuple[int, int]
) -> Assembly | None:
    wide = 4 if heaps & 1 else 2
    place = at + 16 + (4 if heaps & 4 else 2)
    if place + 2 * wide > len(held):
        return None
    numbers = struct.unpack_from("<HHHH", held, at + 4)
    name, culture = struct.unpack_from("<II" if wide == 4 else "<HH", held, place)
    content = program.content
    return Assembly(
        name_at(content, texts[0] + name) if name < texts[1] else "",
        ".".join(map(str, numbers)),
        name_at(content, texts[0] + culture) if 0 < culture < texts[1] else "",
    )


def _width(column: str, heaps: int, rows: dict[int, int]) -> int:
    """Bytes of a column."""
    if column in {"2", "4"}:
        return int(column)
    if column in {"S", "G", "B"}:
        return 4 if heaps & {"S": 1, "G": 2, "B": 4}[column] else 2
    if column.startswith("t"):
        return 4 if rows.get(int(column[1:], 16), 0) > 0xFFFF else 2
    bits, tables = _CODED[column]
    return 4 if max(rows.get(t, 0) for t in tables) >= 1 << (16 - bits) else 2


def _streams(program: Executable) -> dict[str, tuple[int, int]]:
    """Offset and bytes of each stream of the metadata, by name; empty for a native file."""
    content = program.content
    header, size = directory(program, CLR)
    if size < 16 or header + 16 > len(content):
        return {}
    root = program.place(struct.unpack_from("<I", content, header + 8)[0])
    if root is None or content[root : root + 4] != b"BSJB" or root + 20 > len(content):
        return {}
    (length,) = struct.unpack_from("<I", content, root + 12)
    at = root + 16 + min(length, 256)
    if at + 4 > len(content):
        return {}
    (count,) = struct.unpack_from("<H", content, at + 2)
    at += 4
    found: dict[str, tuple[int, int]] = {}
    for _ in range(min(count, 16)):
        if at + 12 > len(content):
            break
        offset, size = struct.unpack_from("<II", content, at)
        name = name_at(content, at + 8)[:32]
        found.setdefault(name, (root + offset, size))
        at += 8 + ((len(name) + 4) & ~3)
    return found
