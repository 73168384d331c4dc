"""PE files (Windows and .NET): sections, data directories and the version resource.

Source: Microsoft, "PE Format": DOS stub, COFF header, optional header, section table, `.rsrc`;
"VS_VERSIONINFO structure" and its children.
"""

import struct
from collections.abc import Iterator

from sbom.errors import NotThisFormatError, ParseError
from sbom.readers.executable import MAX_SECTIONS, Executable, Section, Segment
from sbom.readers.program_magic import PE

_MACHINES = {0x14C: "i386", 0x8664: "x86_64", 0xAA64: "aarch64", 0x1C0: "arm", 0x1C4: "arm"}
_WRITE = 0x80000000
_RESOURCES = 2
_VERSION = 16
_MAX_ENTRIES = 512
_MAX_STRINGS = 256
CLR = 14
"""Number of the data directory that .NET uses."""


def read_pe(content: bytes) -> Executable:
    """Sections and segments; addresses are relative to the image base, as in the file.

    Raises:
        NotThisFormatError: a DOS program, or no program at all.
        ParseError: a header is cut off.
    """
    at = _header(content)
    machine, count, _, _, _, optional, _ = struct.unpack_from("<HHIIIHH", content, at + 4)
    start = at + 24 + optional
    wide = content[at + 24 : at + 26] == b"\x0b\x02"
    sections, segments = [], []
    for index in range(min(count, MAX_SECTIONS, max(0, (len(content) - start) // 40))):
        row = struct.unpack_from("<8sIIIIIIHHI", content, start + index * 40)
        held = min(row[3], row[1]) if row[1] else row[3]
        name = row[0].rstrip(b"\0").decode("latin-1")
        sections.append(Section(name, row[4], held, row[2], row[9]))
        segments.append(Segment(row[2], row[4], row[3], bool(row[9] & _WRITE)))
    return Executable(
        content=content,
        format="pe",
        bits=64 if wide else 32,
        big=False,
        machine=_MACHINES.get(machine, f"machine-{machine}"),
        sections=tuple(sections),
        segments=tuple(segments),
        image_base=_image_base(content, at, wide=wide),
    )


def _image_base(content: bytes, at: int, *, wide: bool) -> int:
    """The address for which the file was made."""
    where = at + (48 if wide else 52)
    held = content[where : where + (8 if wide else 4)]
    return int.from_bytes(held, "little")


def _header(content: bytes) -> int:
    """Where the PE signature stands."""
    if not content.startswith(PE) or len(content) < 64:
        raise NotThisFormatError("is no PE file")
    at = int(struct.unpack_from("<I", content, 60)[0])
    if content[at : at + 4] != b"PE\0\0":
        raise NotThisFormatError("is a DOS program, not a PE file")
    if at + 26 > len(content):
        raise ParseError("the PE header is cut off")
    return at


def directory(program: Executable, number: int) -> tuple[int, int]:
    """Offset in the file and bytes of a data directory; (0, 0) when there is none."""
    content = program.content
    at = _header(content) + 24
    first = at + (112 if program.bits == 64 else 96)
    where = first + number * 8
    optional = struct.unpack_from("<H", content, at - 4)[0]
    if where + 8 > min(len(content), at + optional):
        return 0, 0
    address, size = struct.unpack_from("<II", content, where)
    place = program.place(address) if address else None
    return (place, size) if place is not None else (0, 0)


def version_resource(program: Executable) -> dict[str, str]:
    """The texts of the version resource: `ProductName`, `ProductVersion`, `CompanyName` ...

    Of several languages the first that states a name counts. `FixedFileVersion` is the number of the
    fixed part. Empty when there is none.
    """
    start, size = directory(program, _RESOURCES)
    if not size:
        return {}
    content = program.content
    for leaf in _leaves(content, start, start, 0, [_MAX_ENTRIES]):
        if leaf + 16 > len(content):
            continue
        address, length = struct.unpack_from("<II", content, leaf)
        place = program.place(address)
        if place is None:
            continue
        held = content[place : place + min(length, 65_536)]
        found = _strings(held)
        if found:
            return found
    return {}


def _leaves(content: bytes, top: int, at: int, depth: int, left: list[int]) -> Iterator[int]:
    """Offsets of the data entries of RT_VERSION."""
    if at + 16 > len(content) or depth > 2:
        return
    named, numbered = struct.unpack_from("<HH", content, at + 12)
    for index in range(named + numbered):
        place = at + 16 + index * 8
        left[0] -= 1
        if left[0] < 0 or place + 8 > len(content):
            return
        name, target = struct.unpack_from("<II", content, place)
        if depth == 0 and name != _VERSION:
            continue
        if target & 0x80000000:
            yield from _leaves(content, top, top + (target & 0x7FFFFFFF), depth + 1, left)
        else:
            yield top + target


def _strings(held: bytes) -> dict[str, str]:
    """Names and values of StringFileInfo, and the number of VS_FIXEDFILEINFO."""
    found: dict[str, str] = {}
    fixed = held.find(b"\xbd\x04\xef\xfe")
    if 0 <= fixed <= len(held) - 24:
        high, low = struct.unpack_from("<II", held, fixed + 8)
        found["FixedFileVersion"] = f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
    info = held.find("StringFileInfo".encode("utf-16-le"))
    if info < 0:
        return found if fixed >= 0 else {}
    at = _aligned(info + 30)
    if at + 6 > len(held):
        return found
    table = struct.unpack_from("<H", held, at)[0]
    end, at = min(len(held), at + table), _aligned(at + 6 + 18)
    for _ in range(_MAX_STRINGS):
        if at + 6 > end:
            break
        length, words = struct.unpack_from("<HH", held, at)
        if length < 6:
            break
        key = _text(held, at + 6, min(end, at + length))
        value_at = _aligned(at + 6 + len(key) * 2 + 2)
        value_end = min(end, at + length, value_at + words * 2 if words else at + length)
        value = _text(held, value_at, value_end)
        if key:
            found.setdefault(key[:64], value.strip()[:1000])
        at = _aligned(at + length)
    return found


def _aligned(at: int) -> int:
    return (at + 3) & ~3


def _text(held: bytes, start: int, end: int) -> str:
    """UTF-16 up to the first NUL."""
    return held[start : max(start, end)].decode("utf-16-le", "replace").partition("\0")[0]
