"""Mails, their attachments and archives: every file in them, and nothing lost to a bad one."""

from email.message import EmailMessage

from contract_files import Pdf, docx, paragraph, zipped

from sbom.contracts.document import Document, PassageKind
from sbom.contracts.read_all import read_documents


def read(name: str, content: bytes) -> list[Document]:
    return list(read_documents(name, content))


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "inkoop@gemeente.example"
    message["To"] = "verkoop@voorbeeldsoft.example"
    message["Subject"] = "Opzegging"
    message["Date"] = "Mon, 23 Nov 2026 12:00:00 +0100"
    message.set_content("Hierbij zeggen wij de overeenkomst op.\n\nMet vriendelijke groet")
    return message


def test_a_mail_has_its_words_and_its_attachments() -> None:
    message = mail()
    message.add_attachment(
        docx(paragraph("De bijlage.")),
        maintype="application",
        subtype="octet-stream",
        filename="bijlage.docx",
    )
    letter, attached = read("opzegging.eml", message.as_bytes())
    assert "zeggen wij de overeenkomst op" in letter.text
    assert letter.passages[0].kind is PassageKind.TITLE
    assert (attached.name, attached.text) == ("opzegging.eml!bijlage.docx", "De bijlage.")


def test_a_mail_of_only_html_is_read() -> None:
    message = mail()
    message.set_content("<p>Wij gaan <b>akkoord</b>.</p>", subtype="html")
    assert "Wij gaan akkoord." in read("a.eml", message.as_bytes())[0].text


def test_a_mail_in_a_mail_is_read() -> None:
    outer = mail()
    outer.add_attachment(mail())
    names = [d.name for d in read("a.eml", outer.as_bytes())]
    assert len(names) == 2
    assert names[1].endswith(".eml")


def test_an_archive_is_read_file_by_file() -> None:
    pdf = Pdf().page().line(60, 80, "De overeenkomst duurt een jaar.").write()
    found = read(
        "map.zip", zipped({"a/een.pdf": pdf, "twee.txt": "Tekst.", "stuk.docx": b"PK\x03\x04x"})
    )
    by_name = {d.name: d for d in found}
    assert by_name["map.zip!a/een.pdf"].text == "De overeenkomst duurt een jaar."
    assert by_name["map.zip!twee.txt"].text == "Tekst."
    assert by_name["map.zip!stuk.docx"].issues


def test_archives_in_archives_end() -> None:
    content = zipped({"diep.txt": "Diep."})
    for _ in range(6):
        content = zipped({"in.zip": content})
    found = read("map.zip", content)
    assert any("nested" in i.message for d in found for i in d.issues)


def test_a_bomb_costs_only_itself() -> None:
    found = read("map.zip", zipped({"bom.txt": b"0" * (65 << 20), "goed.txt": "Goed."}))
    assert [d.text for d in found if d.text] == ["Goed."]
    assert any("unpacks to more" in i.message for d in found for i in d.issues)


def test_a_picture_without_recognition_says_so() -> None:
    (found,) = read("scan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    assert "no text recognition" in found.issues[0].message


def test_invisible_signs_do_not_hide_words() -> None:
    words = "De over\u200been\u00adkomst \u202eduurt\u202c een jaar."
    for name, content in (("a.txt", words.encode()), ("a.docx", docx(paragraph(words)))):
        (found,) = read(name, content)
        assert "De overeenkomst " in found.text
        assert "duurt" in found.text
        assert "invisible" in found.issues[0].message
