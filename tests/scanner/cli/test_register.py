"""`sluis register` as a person runs it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from command_line import Sluis

from sbom.registers.deadlines import Deadline, DeadlineKind
from sbom.registers.facts import Contract
from scanner.calendar_file import render
from scanner.words import words

REGISTERS = Path(__file__).resolve().parents[3] / "examples" / "registers"


def test_read_shows_the_columns_and_names_the_cell_that_was_lost(sluis: Sluis) -> None:
    ran = sluis("register", "read", REGISTERS / "contracten.csv")
    assert ran.code == 3
    assert "4 regels met contracten" in ran.out
    assert "Einddatum -> end" in ran.out
    assert (
        "contracten.csv:5: om te bepalen: wordt niet begrepen in kolom 'Contractwaarde'" in ran.err
    )
    lines = sluis("register", "read", REGISTERS / "leveranciers.csv", "--format", "nl").out
    rows = [json.loads(line) for line in lines.splitlines()]
    assert rows[1]["ids"] == [["kvk", "01987654"]]
    assert rows[1]["kind"] == "vendors"


def test_deadlines_and_a_calendar(sluis: Sluis, tmp_path: Path) -> None:
    calendar = tmp_path / "contracten.ics"
    register = REGISTERS / "contracten.csv"
    ran = sluis("register", "deadlines", register, "--ics", calendar, "--format", "json")
    assert ran.code == 0
    assert {"einde", "einddatum onbekend"} <= {r["kind"] for r in json.loads(ran.out)}
    text = calendar.read_text("utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "wordt niet bewaard" not in text


def test_a_file_that_is_no_register_is_named(sluis: Sluis, tmp_path: Path) -> None:
    other = tmp_path / "brief.csv"
    other.write_text("Beste lezer,\n", "utf-8")
    ran = sluis("register", "read", other)
    assert ran.code == 2
    assert "brief.csv: is geen tabel" in ran.err
    mapping = tmp_path / "map.yaml"
    mapping.write_text("Nummer: nergens\n", "utf-8")
    ran = sluis("register", "read", REGISTERS / "contracten.csv", "--map", mapping)
    assert ran.code == 2
    assert "'nergens', which is no field" in ran.err


def test_the_calendar_folds_escapes_and_is_the_same_each_time() -> None:
    contract = Contract(
        line=2, key="C-1", title="Zaaksysteem; dienst, met é " + "lang " * 20, vendor="Zaak\nwerk"
    )
    some = [
        Deadline(contract=contract, kind=DeadlineKind.NOTICE, day=date(2027, 8, 31)),
        Deadline(contract=contract, kind=DeadlineKind.NO_END, day=None),
    ]
    now = datetime(2026, 11, 23, tzinfo=UTC)
    text = render(some, now, words("nl"))
    assert text == render(some, now, words("nl"))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:Laatste dag om op te zeggen: Zaaksysteem\\; dienst\\, met é" in whole
    assert "Zaak\\nwerk" in whole
    assert "DTSTART;VALUE=DATE:20270831" in whole
    assert whole.count("BEGIN:VEVENT") == 1
