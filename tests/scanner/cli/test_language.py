"""Which language people are spoken to in."""

import sqlite3
from pathlib import Path

import pytest
from command_line import Sluis

ESTATE = """organisation: {name: Gemeente Voorbeeld}
language: %s
systems:
  - id: balie
    name: Balie
    targets: [{folder: balie}]
"""


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """A small estate that states English."""
    (tmp_path / "balie").mkdir()
    (tmp_path / "balie" / "requirements.txt").write_text("flask==3.0.0\n")
    (tmp_path / "estate.yaml").write_text(ESTATE % "'en'  # or nl")
    return tmp_path


def test_the_estate_states_it_and_an_option_goes_first(sluis: Sluis, english: Path) -> None:
    database = english / "x.db"
    assert "Systems" in sluis("scan", "--db", database).out
    assert "Systemen" in sluis("scan", "--db", database, "--lang", "nl").out
    assert "Systems" in sluis("report", "--db", database).out
    elsewhere = english / "balie"
    ran = sluis("scan", english / "estate.yaml", "--db", database, cwd=elsewhere)
    assert "Systems" in ran.out
    assert "Systemen" in sluis("report", "--db", database, cwd=elsewhere).out
    assert sqlite3.connect(database).execute("SELECT count(*) FROM scan").fetchone() == (3,)


def test_dutch_is_the_default(sluis: Sluis, english: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (english / "estate.yaml").write_text((ESTATE % "nl").replace("language: nl\n", ""))
    assert "Systemen" in sluis("scan", "--db", english / "x.db").out


def test_explain_leaves_no_places_for_values(sluis: Sluis) -> None:
    for lang, word in (("nl", "Wat te doen"), ("en", "What to do")):
        ran = sluis("explain", "license-unknown", "--lang", lang)
        assert ran.code == 0
        assert word in ran.out
        assert "{" not in ran.out


def test_a_document_names_author_and_supplier(sluis: Sluis, english: Path) -> None:
    assert '"manufacturer":{"name":"Gemeente Voorbeeld"}' in sluis("sbom", "create", "balie").out
    ran = sluis("sbom", "create", "balie", "--author", "Bureau", "--supplier", "Voorbeeld BV")
    assert '"manufacturer":{"name":"Bureau"}' in ran.out
    assert '"supplier":{"name":"Voorbeeld BV"}' in ran.out
    (english / "estate.yaml").write_text("organisation: 3\n")
    ran = sluis("sbom", "create", "balie")
    assert ran.code == 0
    assert "manufacturer" not in ran.out
    assert "noemt geen maker" in ran.err


def test_a_system_is_supplied_as_the_estate_states(sluis: Sluis, english: Path) -> None:
    database = english / "x.db"
    sluis("scan", "-q", "--db", database)
    made = sluis("sbom", "create", "--system", "balie", "--db", database).out
    assert '"supplier":{"name":"Gemeente Voorbeeld"}' in made
    whole = sluis("sbom", "create", "--estate", "--db", database).out
    assert '"manufacturer":{"name":"Gemeente Voorbeeld"}' in whole
