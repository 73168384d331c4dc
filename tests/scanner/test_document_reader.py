"""The process that reads foreign documents: what it gives, what it survives, what it may not do."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from command_line import ROOT
from contract_files import Pdf, docx, paragraph, zipped

from sbom.contracts.image import read_image
from sbom.contracts.options import Options
from sbom.contracts.picture import Picture, PictureLine
from sbom.issue import INCOMPLETE
from scanner.document_frames import Answer, packed, unpacked
from scanner.document_reader import Bounds, read_bytes, read_file
from scanner.ocr import engine, lines_of, reader, upright, upside_down


def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "contract.docx"
    path.write_bytes(docx(paragraph("De overeenkomst duurt een jaar.")))
    (found,) = read_file(path)
    assert found.text == "De overeenkomst duurt een jaar."
    assert found.name == str(path)


def test_every_file_in_an_archive_comes_back() -> None:
    content = zipped({f"{n}.txt": f"Bepaling {n}." for n in range(30)})
    assert len(read_bytes("map.zip", content)) == 30


def test_a_bad_file_is_an_issue_and_no_error() -> None:
    (found,) = read_bytes("contract.docx", b"PK\x03\x04 stuk")
    assert found.issues[0].kind in INCOMPLETE
    assert not found.text


def test_time_without_progress_ends_the_reader() -> None:
    found = read_bytes("a.txt", b"Tekst.", Bounds(seconds=0.0))
    assert "no progress" in found[-1].issues[0].message


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "groot.pdf"
    with path.open("wb") as file:
        file.truncate((256 << 20) + 1)
    assert "larger than" in read_file(path)[0].issues[0].message


CONFINED = """
import sys
sys.path.insert(0, {root!r})
from scanner.document_child import confine
confine(ocr=False)
{what}
"""


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("import socket; socket.getaddrinfo('example.org', 80)", "PermissionError"),
        ("bytearray(3 << 30)", "MemoryError"),
    ],
)
def test_the_reader_has_no_network_and_no_endless_memory(what: str, told: str) -> None:
    code = CONFINED.format(root=str(ROOT), what=what)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert told in done.stderr


def test_a_reader_that_dies_keeps_what_it_gave() -> None:
    whole = packed(Answer(page=1)) + packed(Answer(page=2))
    assert [a.page for a in unpacked(whole + packed(Answer(page=3))[:-1])] == [1, 2]


TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "4\t1\t1\t1\t1\t0\t10\t20\t100\t12\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96\tDe\n"
    "5\t1\t1\t1\t1\t2\t60\t18\t50\t14\t90\tdienst\n"
    "5\t1\t1\t1\t2\t1\t10\t40\t40\t12\t80\tloopt\n"
)


def test_recognised_words_become_lines() -> None:
    one, two = lines_of(TABLE)
    assert (one.text, one.left, one.top, one.right, one.bottom) == ("De dienst", 10, 18, 110, 32)
    assert one.sure == pytest.approx(0.93)
    assert two.text == "loopt"


def picture(words: list[str]) -> bytes:
    """A page of words at 200 dpi as a picture without text layer, by PDFium."""
    import pypdfium2

    pdf = Pdf().page()
    pdf.lines(60, 80, words, step=16, size=12)
    page = pypdfium2.PdfDocument(pdf.write())[0]
    bitmap = page.render(scale=200 / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    kept = b"".join(
        rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height)
    )
    return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + kept


@pytest.mark.skipif(engine() is None, reason="no text recognition is installed (see sluis doctor)")
def test_words_on_a_picture_are_recognised() -> None:
    read = reader(1)
    assert read is not None
    words = [
        "4.1 De gegevens blijven eigendom van de gemeente.",
        "4.2 Zij staan binnen de Europese Unie.",
    ]
    (lines,) = read([Picture(picture(words), 200, 1)])
    assert [line.text for line in lines] == words


def line(text: str, left: float, top: float, right: float, bottom: float) -> PictureLine:
    return PictureLine(text, left, top, right, bottom, 0.9)


def test_a_page_on_its_side_is_stood_up() -> None:
    first = line("Artikel 1. Opzegging", 480, 10, 500, 210)
    second = line("De klant zegt op met een maand.", 440, 10, 460, 310)
    stood = upright((first, second))
    assert [(p.left, p.top, p.right, p.bottom) for p in stood] == [
        (10, 0, 210, 20),
        (10, 40, 310, 60),
    ]
    upward = (line("Artikel 1. Opzegging", 10, 480, 210, 500),)
    assert upright(upward) == upward


def test_only_a_grey_picture_is_turned() -> None:
    turned = upside_down(Picture(b"P5 2 2 255\n\x01\x02\x03\x04", 200, 1))
    assert turned is not None
    assert turned.data == b"P5 2 2 255\n\x04\x03\x02\x01"
    assert upside_down(Picture(b"\x89PNG\r\n", 200, 1)) is None


@pytest.mark.skipif(engine() is None, reason="no text recognition is installed (see sluis doctor)")
def test_a_page_upside_down_is_read() -> None:
    read = reader(1)
    assert read is not None
    words = [
        "4.1 De gegevens blijven eigendom van de gemeente.",
        "4.2 Zij staan binnen de Europese Unie.",
        "4.3 De leverancier werkt mee aan de overdracht.",
    ]
    wrong = upside_down(Picture(picture(words), 200, 1))
    assert wrong is not None
    (lines,) = read([wrong])
    assert [line.text for line in lines] == words


def test_pages_of_one_picture_file_stay_apart() -> None:
    def two(_: Iterable[Picture]) -> Iterator[tuple[PictureLine, ...]]:
        yield (
            line("1. De klant mag opzeggen.", 10, 10, 200, 30),
            msgspec.structs.replace(line("2. De data blijven hier.", 10, 10, 200, 30), sheet=3),
        )

    document = read_image(b"", Options(ocr=two))
    assert document.page_at(document.text.index("data")) == 3
    assert document.page_at(document.text.index("klant")) == 1
    assert (document.ocr, document.unread) == ((1, 3), (2,))
