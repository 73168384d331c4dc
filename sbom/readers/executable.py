"""Compiled programs and libraries of any kind: their sections, and where an address lies in the file.

The bytes are never run, mapped or relocated; offsets outside the file read as nothing.
"""

from collections.abc import Iterator

import msgspec

MAX_SECTIONS = 4096
"""Sections of one file that are looked at; kernels with one section a function stay below it."""
_CONSTANTS = frozenset({".rodata", ".rdata", "__cstring", "__const", ".data.rel.ro", ".rodata.str"})
_VARIABLES = frozenset({".data", "__data"})
MAX_NAME = 256
"""Bytes of a section's or symbol's name."""


class Section(msgspec.Struct, frozen=True, array_like=True):
    """A named part of the file."""

    name: str
    offset: int
    """Bytes from the start of the file."""
    size: int
    """Bytes in the file; 0 for what exists in memory alone."""
    address: int
    """In memory; 0 when it is not loaded."""
    kind: int = 0
    """`sh_type` of ELF, characteristics of PE, flags of Mach-O."""
    link: int = 0
    """Index of the section that holds its names (ELF)."""


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """A part of the file that is loaded to an address."""

    address: int
    offset: int
    size: int
    """Bytes in the file."""
    writable: bool = False


class Executable(msgspec.Struct, frozen=True):
    """One compiled file."""

    content: bytes
    """The whole file."""
    format: str
    """`elf`, `pe` or `mach-o`."""
    bits: int
    """32 or 64."""
    big: bool
    """Whether numbers stand with the highest byte first."""
    machine: str
    """For example `x86_64`; `machine-N` when it has no name here."""
    sections: tuple[Section, ...] = ()
    segments: tuple[Segment, ...] = ()
    base: int = 0
    """Where this program starts in the file (one of several in a universal Mach-O file)."""
    image_base: int = 0
    """What absolute addresses in the data have on top of those of `segments` (PE)."""

    @property
    def byteorder(self) -> str:
        """For `struct`: `>` or `<`."""
        return ">" if self.big else "<"

    def section(self, *names: str) -> Section | None:
        """The first section with one of these names."""
        return next((s for s in self.sections if s.name in names), None)

    def bytes_of(self, section: Section | Segment, most: int = 1 << 28) -> bytes:
        """Bytes of a section, cut off at the end of the file and at `most`."""
        return self.content[section.offset : section.offset + min(section.size, most)]

    def place(self, address: int) -> int | None:
        """Offset in the file of an address in memory, or None when no segment holds it."""
        for segment in self.segments:
            if segment.address <= address < segment.address + segment.size:
                return segment.offset + address - segment.address
        return None

    def constants(self, *, data: bool = False) -> Iterator[Section]:
        """The sections in which compilers put texts; none when the file has no section list.

        Args:
            data: Also those of variables, where texts in arrays stand.
        """
        wanted = _CONSTANTS | _VARIABLES if data else _CONSTANTS
        return (s for s in self.sections if s.name in wanted or s.name.startswith(".rodata."))


def name_at(content: bytes, offset: int) -> str:
    """The text up to the next NUL byte, at most `MAX_NAME` bytes; empty outside the file."""
    if not 0 <= offset < len(content):
        return ""
    end = content.find(b"\0", offset, offset + MAX_NAME)
    return content[offset : end if end >= 0 else offset + MAX_NAME].decode("utf-8", "replace")
