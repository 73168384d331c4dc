"""Mach-O files (macOS, iOS): sections and segments, also the first program of a universal file.

Source: Apple, "OS X ABI Mach-O File Format Reference"; `mach-o/loader.h` and `mach-o/fat.h`.
"""

import struct

from sbom.errors import NotThisFormatError, ParseError
from sbom.readers.executable import MAX_SECTIONS, Executable, Section, Segment
from sbom.readers.program_magic import MACH_O, UNIVERSAL, is_macho

_MACHINES = {7: "i386", 0x01000007: "x86_64", 12: "arm", 0x0100000C: "aarch64", 18: "ppc"}
_SEGMENT_32, _SEGMENT_64 = 0x1, 0x19
_MAX_COMMANDS = 4096
_ZERO_FILL = frozenset({1, 12, 18})


def read_macho(content: bytes) -> Executable:
    """Sections (by their own name, without that of the segment) and segments.

    Raises:
        NotThisFormatError: no Mach-O file.
        ParseError: a header is cut off.
    """
    if not is_macho(content[:8]):
        raise NotThisFormatError("is no Mach-O file")
    base = _first(content) if content[:4] in UNIVERSAL else 0
    magic = content[base : base + 4]
    if magic not in MACH_O:
        raise ParseError("the universal Mach-O file names a program that is not there")
    big, wide = magic[0] == 0xFE, b"\xcf" in magic
    order = ">" if big else "<"
    if base + 32 > len(content):
        raise ParseError("the Mach-O header is cut off")
    _, machine, _, _, count, size = struct.unpack_from(order + "IIIIII", content, base)
    sections: list[Section] = []
    segments: list[Segment] = []
    at = base + (32 if wide else 28)
    end = min(len(content), at + size)
    for _ in range(min(count, _MAX_COMMANDS)):
        if at + 8 > end:
            break
        command, length = struct.unpack_from(order + "II", content, at)
        if command in {_SEGMENT_32, _SEGMENT_64}:
            _segment(content, order, base, at, min(end, at + length), sections, segments)
        if length < 8:
            break
        at += length
    return Executable(
        content=content,
        format="mach-o",
        bits=64 if wide else 32,
        big=big,
        machine=_MACHINES.get(machine, f"machine-{machine}"),
        sections=tuple(sections),
        segments=tuple(segments),
        base=base,
    )


def _first(content: bytes) -> int:
    """Offset of the first program of a universal file."""
    wide = content[:4] == UNIVERSAL[1]
    if len(content) < 40:
        raise ParseError("the universal Mach-O header is cut off")
    return int(struct.unpack_from(">Q" if wide else ">I", content, 16)[0])


def _segment(  # the parts of one load command
    content: bytes,
    order: str,
    base: int,
    at: int,
    end: int,
    sections: list[Section],
    segments: list[Segment],
) -> None:
    wide = content[at : at + 4] == struct.pack(order + "I", _SEGMENT_64)
    layout = struct.Struct(order + ("II16sQQQQiiII" if wide else "II16sIIIIiiII"))
    row_layout = struct.Struct(order + ("16s16sQQIIIIIIII" if wide else "16s16sIIIIIIIII"))
    if at + layout.size > end:
        return
    row = layout.unpack_from(content, at)
    address, offset, held, protection, count = row[3], row[5], row[6], row[8], row[9]
    if base + offset < len(content):
        segments.append(Segment(address, base + offset, held, bool(protection & 2)))
    place = at + layout.size
    for _ in range(count):
        if place + row_layout.size > end or len(sections) >= MAX_SECTIONS:
            return
        entry = row_layout.unpack_from(content, place)
        name = entry[0].rstrip(b"\0").decode("utf-8", "replace")
        size = 0 if entry[8] & 0xFF in _ZERO_FILL else entry[3]
        sections.append(Section(name, base + entry[4], size, entry[2], entry[8]))
        place += row_layout.size
