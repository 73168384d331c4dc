"""Outlook messages: a compound file written here, its words and attachment read back."""

import struct

import pytest
from contract_files import docx, paragraph

from sbom.contracts.msg import read_msg
from sbom.contracts.read_all import read_documents
from sbom.errors import ParseError

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def compound(root: dict[str, object]) -> bytes:
    """A compound file of nested storages; every stream is padded past the mini stream."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]
    data: list[bytes] = []
    chains: list[tuple[int, int]] = []
    at = 0

    def add(content: dict[str, object], parent: int) -> None:
        nonlocal at
        before = -1
        for name, value in content.items():
            place = len(entries)
            if before < 0:
                entries[parent][4] = place
            else:
                entries[before][3] = place
            before = place
            if isinstance(value, dict):
                entries.append([name, 1, FREE, FREE, FREE, 0, 0])
                add(value, place)
                continue
            assert isinstance(value, bytes)
            size = max(len(value), 4096)
            count = -(-size // SECTOR)
            entries.append([name, 2, FREE, FREE, FREE, at, size])
            data.append(value.ljust(count * SECTOR, b"\0"))
            chains.append((at, count))
            at += count

    add(root, 0)
    directory = b"".join(
        str(e[0]).encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", len(str(e[0])) * 2 + 2, e[1], 1)
        + struct.pack("<III", e[2], e[3], e[4])
        + bytes(36)
        + struct.pack("<IIxxxx", e[5], e[6])
        for e in entries
    )
    count = -(-len(directory) // SECTOR)
    directory = directory.ljust(count * SECTOR, b"\0")
    first = at
    chains.append((first, count))
    tables = -(-(at + count + 8) // (SECTOR // 4))
    fat = [FREE] * (tables * SECTOR // 4)
    for start, length in chains:
        for step in range(length):
            fat[start + step] = start + step + 1 if step + 1 < length else END
    places = [at + count + n for n in range(tables)]
    for place in places:
        fat[place] = FAT
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    )
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, first, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return head + b"".join(data) + directory + struct.pack(f"<{len(fat)}I", *fat)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


MESSAGE = {
    "__substg1.0_0037001F": wide("Opzegging"),
    "__substg1.0_1000001F": wide(
        "Hierbij zeggen wij de overeenkomst op.\r\n\r\nMet vriendelijke groet"
    ),
    "__attach_version1.0_#00000000": {
        "__substg1.0_3707001F": wide("bijlage.docx"),
        "__substg1.0_37010102": docx(paragraph("De bijlage.")),
    },
}


def test_words_and_attachment_are_read() -> None:
    letter, attached = read_documents("a.msg", compound(MESSAGE))
    assert "Subject: Opzegging" in letter.text
    assert "zeggen wij de overeenkomst op." in letter.text
    assert attached.name == "a.msg!bijlage.docx"
    assert attached.text == "De bijlage."


@pytest.mark.parametrize("cut", [30, 511, 700, 3000])
def test_a_cut_message_is_refused_or_read(cut: int) -> None:
    try:
        blocks, _ = read_msg(compound(MESSAGE)[:cut])
    except ParseError as error:
        assert str(error)
    else:
        assert isinstance(blocks, list)
