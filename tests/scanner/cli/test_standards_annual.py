"""`sluis standards annual` and `sluis register form`."""

from pathlib import Path

from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from sbom.documents.sheet_archive import read
from scanner.sheet_file import xlsx

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"


def test_the_paragraph_is_drafted_and_what_is_missing_is_named(
    sluis: Sluis, tmp_path: Path
) -> None:
    ran = sluis("standards", "annual", DOSSIERS / "gemengd", DOSSIERS / "goed", "--year", "2026")
    assert ran.code == 1
    assert "## Open standaarden: pas toe of leg uit, 2026" in ran.out
    assert "Stroomkaart Vergunningen (Stroomkaart B.V.): DNSSEC" in ran.out
    assert "Wat ontbreekt" in ran.out
    file = tmp_path / "paragraaf.md"
    ran = sluis(
        "standards", "annual", DOSSIERS / "goed", "--year", "2026", "-o", file, "--lang", "en"
    )
    assert ran.code == 0
    assert "No deviations were laid down." in file.read_text("utf-8")
    assert sluis("standards", "annual", tmp_path).code == 2


def test_the_form_goes_out_and_what_comes_back_is_read(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "verklaring.xlsx"
    assert sluis("register", "form", "-o", file).code == 0
    (sheet,) = read(file.read_bytes())
    rows = [texts for _, texts in sheet.rows]
    assert rows[0] == ["Veld", "Antwoord"]
    answers = {"Statutaire naam": "Zaakwerk B.V.", "KvK-nummer": "01234567"}
    filled = [rows[0], *([r[0], answers.get(r[0], "")] for r in rows[1:])]
    file.write_bytes(xlsx("Verklaring", filled, (60, 60)))
    ran = sluis("register", "read", file, "--format", "nl")
    assert ran.code == 0
    assert "Zaakwerk B.V." in ran.out
    assert "01234567" in ran.out
    assert sluis("register", "form", "-o", tmp_path / "verklaring.txt").code == 2
