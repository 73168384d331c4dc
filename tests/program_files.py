"""Small valid ELF, PE and Mach-O files, made to the specifications, for tests of what reads them."""

import struct
from collections.abc import Mapping


def elf(
    sections: Mapping[str, bytes], *, bits: int = 64, big: bool = False, address: int = 0x400000
) -> bytes:
    """An ELF file in which one writable segment covers all sections; the address of each is `address` + offset."""
    order, wide = (">" if big else "<"), bits == 64
    header, program, entry = (64, 56, 64) if wide else (52, 32, 40)
    names = b"\0" + b"".join(n.encode() + b"\0" for n in [*sections, ".shstrtab"])
    body, rows = bytearray(header + program), [(0, 0, 0, 0, 0, 0)]
    for name, content in [*sections.items(), (".shstrtab", names)]:
        body += b"\0" * (-len(body) % 16)
        kind = {".shstrtab": 3, ".dynstr": 3, ".dynsym": 11}.get(name, 1)
        link = list(sections).index(".dynstr") + 1 if name == ".dynsym" else 0
        at = names.index(b"\0" + name.encode() + b"\0") + 1
        rows.append((at, kind, address + len(body), len(body), len(content), link))
        body += content
    body += b"\0" * (-len(body) % 16)
    table = len(body)
    for at, kind, place, offset, size, link in rows:
        layout = order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII")
        body += struct.pack(layout, at, kind, 0, place, offset, size, link, 0, 1, 0)
    numbers = (2, 62 if wide else 3, 1, address, header, table, 0)
    sizes = (header, program, 1, entry, len(rows), len(rows) - 1)
    ident = b"\x7fELF" + bytes([2 if wide else 1, 2 if big else 1, 1]) + b"\0" * 9
    body[:header] = (
        ident
        + struct.pack(order + ("HHIQQQI" if wide else "HHIIIII"), *numbers)
        + (struct.pack(order + "6H", *sizes))
    )
    segment = (
        struct.pack(order + "IIQQQQQQ", 1, 6, 0, address, address, table, table, 16)
        if wide
        else struct.pack(order + "IIIIIIII", 1, 0, address, address, table, table, 6, 16)
    )
    body[header : header + program] = segment
    return bytes(body)


def elf_offset(made: bytes, needle: bytes) -> int:
    """Where a content lies in a made file."""
    return made.index(needle)


def pe(
    sections: Mapping[str, bytes],
    directories: Mapping[int, tuple[str, int]] | None = None,
    *,
    bits: int = 64,
) -> bytes:
    """A PE file; data directories by number give the section that they point at and their size.

    The relative address of the first section is 0x1000, of each next one 0x10000 more.
    """
    wide = bits == 64
    optional = 240 if wide else 224
    head = bytearray(64 + 24 + optional + 40 * len(sections))
    head[:2], head[60:64] = b"MZ", struct.pack("<I", 64)
    machine = 0x8664 if wide else 0x14C
    head[64:88] = b"PE\0\0" + struct.pack("<HHIIIHH", machine, len(sections), 0, 0, 0, optional, 2)
    head[88:90] = b"\x0b\x02" if wide else b"\x0b\x01"
    base = 0x140000000 if wide else 0x400000
    where = 88 + (24 if wide else 28)
    head[where : where + (8 if wide else 4)] = base.to_bytes(8 if wide else 4, "little")
    places = {name: 0x1000 + 0x10000 * i for i, name in enumerate(sections)}
    for number, (name, size) in (directories or {}).items():
        at = 88 + (112 if wide else 96) + number * 8
        head[at : at + 8] = struct.pack("<II", places[name], size)
    body = bytearray()
    start = len(head)
    for index, (name, content) in enumerate(sections.items()):
        at = 88 + optional + 40 * index
        flags = 0xC0000040 if name == ".data" else 0x40000040
        row = (name.encode()[:8], len(content), places[name], len(content), start + len(body))
        head[at : at + 40] = struct.pack("<8sIIIIIIHHI", *row, 0, 0, 0, 0, flags)
        body += content
    return bytes(head + body)


def macho(sections: Mapping[str, bytes], *, bits: int = 64, big: bool = False) -> bytes:
    """A Mach-O file with one writable segment."""
    order, wide = (">" if big else "<"), bits == 64
    header, segment, entry = (32, 72, 80) if wide else (28, 56, 68)
    size = segment + entry * len(sections)
    start = header + size
    body, rows = bytearray(), b""
    for name, content in sections.items():
        body += b"\0" * (-(start + len(body)) % 16)
        offset = start + len(body)
        layout = "16s16sQQIIIIIIII" if wide else "16s16sIIIIIIIII"
        last = (0,) * (8 if wide else 7)
        values = (name.encode(), b"__DATA", 0x1000 + offset, len(content), offset, *last[1:])
        rows += struct.pack(order + layout, *values)
        body += content
    total = start + len(body)
    magic = 0xFEEDFACF if wide else 0xFEEDFACE
    first = struct.pack(order + "7I", magic, 0x0100000C if wide else 12, 0, 2, 1, size, 0)
    first += b"\0" * (header - 28)
    layout = "II16sQQQQiiII" if wide else "II16sIIIIiiII"
    command = (0x19 if wide else 1, size, b"__DATA", 0x1000, total, 0, total, 3, 3)
    first += struct.pack(order + layout, *command, len(sections), 0)
    return first + rows + bytes(body)


def varint(number: int) -> bytes:
    """Seven bits a byte, lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


GUARD = (
    bytes.fromhex("3077af0c9274080241e1c107e6d618e6"),
    bytes.fromhex("f932433186182072008242104116d8f2"),
)


def go_inline(version: str, modules: str) -> bytes:
    """Build information as Go 1.18 and later write it."""
    held = GUARD[0] + modules.encode() + GUARD[1]
    texts = b"".join(varint(len(t)) + t for t in (version.encode(), held))
    return b"\xff Go buildinf:" + bytes([8, 2]) + b"\0" * 16 + texts


def go_pointers(version: str, modules: str, *, base: int, bits: int, big: bool) -> bytes:
    """Build information as Go 1.13 to 1.17 write it; it will lie at the address `base`."""
    width, order = bits // 8, "big" if big else "little"
    held = GUARD[0] + modules.encode() + GUARD[1]

    def number(value: int) -> bytes:
        return value.to_bytes(width, order)  # type: ignore[arg-type] # one of the two literals

    go_at = base + 64
    mod_at = go_at + 2 * width
    text_at = mod_at + 2 * width
    made = b"\xff Go buildinf:" + bytes([width, 1 if big else 0]) + number(go_at) + number(mod_at)
    made = made.ljust(64, b"\0")
    made += (
        number(text_at) + number(len(version)) + number(text_at + len(version)) + number(len(held))
    )
    return made + version.encode() + held


def version_resource(facts: Mapping[str, str]) -> bytes:
    """A `.rsrc` section at relative address 0x1000 with one RT_VERSION."""

    def padded(content: bytes) -> bytes:
        return content + b"\0" * (-len(content) % 4)

    def node(key: str, value: bytes, children: bytes = b"", words: int = 0) -> bytes:
        head = padded(b"\0" * 6 + key.encode("utf-16-le") + b"\0\0") + padded(value) + children
        return padded(struct.pack("<HHH", len(head), words, 1) + head[6:])

    strings = b"".join(
        node(k, v.encode("utf-16-le") + b"\0\0", words=len(v) + 1) for k, v in facts.items()
    )
    fixed = struct.pack("<13I", 0xFEEF04BD, 0x10000, 0x00030001, 0x00040002, *(0,) * 9)
    info = node("StringFileInfo", b"", node("040904b0", b"", strings))
    held = node("VS_VERSION_INFO", fixed, info, words=len(fixed))
    tree = b""
    for depth, key in enumerate((16, 1, 1033)):
        target = 24 * (depth + 1) | (0x80000000 if depth < 2 else 0)
        tree += b"\0" * 12 + struct.pack("<HHII", 0, 1, key, target)
    return tree + struct.pack("<IIII", 0x1000 + 24 * 3 + 16, len(held), 0, 0) + held


def assembly(name: str, version: tuple[int, int, int, int], culture: str = "") -> bytes:
    """CLI header and metadata at relative address 0x1000, with tables Module, TypeRef and Assembly."""
    texts = b"\0" + name.encode() + b"\0" + culture.encode() + b"\0"
    place = len(name) + 2 if culture else 0
    rows = b"\0" * 10 + b"\0" * 6 * 2
    rows += struct.pack("<IHHHHIHHH", 0x8004, *version, 0, 0, 1, place)
    valid = 1 << 0 | 1 << 1 | 1 << 0x20
    tables = struct.pack("<IBBBBQQIII", 0, 2, 0, 0, 1, valid, 0, 1, 2, 1) + rows
    tables += b"\0" * (-len(tables) % 4)
    head = (
        struct.pack("<4sHHII", b"BSJB", 1, 1, 0, 12) + b"v4.0.30319\0\0" + struct.pack("<HH", 0, 2)
    )
    streams = len(head) + 12 + 20
    head += struct.pack("<II", streams, len(tables)) + b"#~\0\0"
    head += struct.pack("<II", streams + len(tables), len(texts)) + b"#Strings\0\0\0\0"
    metadata = head + tables + texts
    cli = struct.pack("<IHHII", 72, 2, 5, 0x1000 + 72, len(metadata)).ljust(72, b"\0")
    return cli + metadata
