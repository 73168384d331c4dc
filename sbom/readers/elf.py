"""ELF files (Linux, BSD and most else): sections, segments, notes and symbols.

Source: System V ABI, "Object Files" (2013 draft): ELF header, section header table, program header
table, note section, symbol table; numbers of machines from the gABI list.
"""

import struct
from collections.abc import Iterator

from sbom.errors import NotThisFormatError, ParseError
from sbom.readers.executable import MAX_SECTIONS, Executable, Section, Segment, name_at
from sbom.readers.program_magic import ELF

_MACHINES = {
    2: "sparc",
    3: "i386",
    8: "mips",
    20: "ppc",
    21: "ppc64",
    22: "s390x",
    40: "arm",
    43: "sparc64",
    62: "x86_64",
    183: "aarch64",
    243: "riscv",
    247: "bpf",
    258: "loongarch",
}
_NOBITS = 8
_SYMBOLS = frozenset({2, 11})
_LOAD = 1
_WRITE = 2
_EXTENDED = 0xFFFF
_MAX_SEGMENTS = 4096
_MAX_SYMBOLS = 500_000


def read_elf(content: bytes) -> Executable:
    """Sections and segments.

    Raises:
        NotThisFormatError: no ELF file.
        ParseError: its header is cut off or of an unknown class.
    """
    if not content.startswith(ELF):
        raise NotThisFormatError("is no ELF file")
    if len(content) < 64 or content[4] not in {1, 2} or content[5] not in {1, 2}:
        raise ParseError("the ELF header is cut off or damaged")
    wide, big = content[4] == 2, content[5] == 2
    order = ">" if big else "<"
    numbers = struct.unpack_from(
        order + ("HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"), content, 16
    )
    machine, program_at, section_at = numbers[1], numbers[4], numbers[5]
    program_size, program_count, section_size, section_count, names = numbers[8:13]
    return Executable(
        content=content,
        format="elf",
        bits=64 if wide else 32,
        big=big,
        machine=_MACHINES.get(machine, f"machine-{machine}"),
        sections=_sections(content, order, section_at, section_size, section_count, names),
        segments=_segments(content, order, program_at, program_size, program_count),
    )


def _sections(
    content: bytes, order: str, start: int, size: int, count: int, names: int
) -> tuple[Section, ...]:
    """The section table; empty when it was stripped or lies outside the file."""
    layout = struct.Struct(order + ("IIQQQQIIQQ" if size >= 64 else "IIIIIIIIII"))
    if start == 0 or size < layout.size or start + size > len(content):
        return ()
    first = layout.unpack_from(content, start)
    if count == 0:  # more than the field can hold: the first entry says
        count = first[5]
    if names == _EXTENDED:
        names = first[6]
    count = min(count, MAX_SECTIONS, (len(content) - start) // size)
    rows = [layout.unpack_from(content, start + i * size) for i in range(count)]
    text_at = rows[names][4] if names < len(rows) else len(content)
    return tuple(
        Section(
            name_at(content, text_at + row[0]),
            row[4],
            0 if row[1] == _NOBITS or row[4] > len(content) else row[5],
            row[3],
            row[1],
            row[6],
        )
        for row in rows
    )


def _segments(content: bytes, order: str, start: int, size: int, count: int) -> tuple[Segment, ...]:
    wide = size >= 56
    layout = struct.Struct(order + ("IIQQQQQQ" if wide else "IIIIIIII"))
    if start == 0 or size < layout.size:
        return ()
    count = max(0, min(count, _MAX_SEGMENTS, (len(content) - start) // size))
    found = []
    for index in range(count):
        row = layout.unpack_from(content, start + index * size)
        if row[0] != _LOAD:
            continue
        flags, offset, address, length = (
            (row[1], row[2], row[3], row[5]) if wide else (row[6], row[1], row[2], row[4])
        )
        if offset < len(content):
            found.append(Segment(address, offset, length, bool(flags & _WRITE)))
    return tuple(found)


def notes(program: Executable, section: Section) -> Iterator[tuple[str, int, bytes]]:
    """Owner, type and content of each note of a section."""
    held = program.bytes_of(section, 1 << 20)
    layout = struct.Struct(program.byteorder + "III")
    at = 0
    while at + layout.size <= len(held):
        name_size, size, kind = layout.unpack_from(held, at)
        at += layout.size
        owner = held[at : at + min(name_size, 256)].rstrip(b"\0").decode("utf-8", "replace")
        at += (name_size + 3) & ~3
        yield owner, kind, held[at : at + size]
        at += (size + 3) & ~3


def symbols(program: Executable, wanted: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Address and size of symbols by name, of those wanted that the file has.

    The names are looked for first: a file without them costs one search through its texts.
    """
    found: dict[str, tuple[int, int]] = {}
    layout = struct.Struct(program.byteorder + ("IBBHQQ" if program.bits == 64 else "IIIBBH"))
    for table in program.sections:
        if table.kind not in _SYMBOLS or table.link >= len(program.sections):
            continue
        texts = program.bytes_of(program.sections[table.link], 1 << 26)
        held = {n for n in wanted if b"\0" + n.encode() + b"\0" in texts}
        if not held:
            continue
        rows = program.bytes_of(table, layout.size * _MAX_SYMBOLS)
        for row in layout.iter_unpack(rows[: len(rows) // layout.size * layout.size]):
            name = name_at(texts, row[0]) if texts[row[0] : row[0] + 1] in _OPENINGS else ""
            if name in held:
                address, size = (row[4], row[5]) if program.bits == 64 else (row[1], row[2])
                found.setdefault(name, (address, size))
    return found


_OPENINGS = frozenset({b"s", b"_"})
"""First letters of the symbols that are asked for."""
