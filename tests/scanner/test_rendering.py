"""`sluis report` and the summary after a scan, on the example estate."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli.report import command
from scanner.pipeline import Outcome
from scanner.rendering import Wanted, make, screen_of_stdout
from scanner.reports.terminal import Screen

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from datetime import UTC, datetime

    from scanner.packs import load_policy, load_waivers
    from scanner.pipeline import Judgement, scan
    from scanner.progress import Progress
    from scanner.settings import load_settings
    from scanner.store.store import open_store

    file = tmp_path_factory.mktemp("estate") / "estate.db"
    settings = load_settings(ROOT / "examples" / "estate.yaml", {})
    judgement = Judgement(
        pack=load_policy(),
        waivers=load_waivers(settings.waivers),
        now=datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
    )
    with open_store(file) as store:
        scan(settings, store, judgement, progress=Progress(1, enabled=False), jobs=1)
    return file


def test_report_on_stdout_is_a_table_in_dutch_without_colour(database: Path) -> None:
    done = CliRunner().invoke(command, ["--db", str(database)])
    assert done.exit_code == 0
    assert done.output.startswith("Gemeente Voorbeeld: meting 1 van 23 november 2026")
    assert "\x1b" not in done.output


def test_report_in_english_to_a_file_is_the_same_twice(database: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        arguments = [
            "--db",
            str(database),
            "-f",
            "html",
            "--lang",
            "en",
            "-o",
            str(tmp_path / name),
        ]
        done = CliRunner().invoke(command, arguments)
        assert done.exit_code == 0, done.output
        assert done.output == ""
    one = (tmp_path / "one.html").read_bytes()
    assert one == (tmp_path / "two.html").read_bytes()
    assert b'<html lang="en">' in one
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.html", "two.html"]


def test_report_names_the_file_that_cannot_be_written(database: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        command, ["--db", str(database), "-o", str(tmp_path / "no" / "x.txt")]
    )
    assert done.exit_code != 0
    assert "cannot be written" in str(done.exception)


def test_components_carry_the_verdict_of_the_pack(database: Path) -> None:
    rows = map(json.loads, make(Wanted(form="jsonl", lang="nl", database=str(database))))
    verdicts = {row["verdict"] for row in rows if row["type"] == "component"}
    assert {"complies", "deviates", "unknown"} <= verdicts


def test_colour_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: False, raising=False)
    assert screen_of_stdout() == Screen()
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "90")
    assert screen_of_stdout() == Screen(width=90, color=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert screen_of_stdout() == Screen(width=90)


def test_summary_after_a_scan_tells_what_was_read_what_fails_and_how_to_go_on(
    database: Path,
) -> None:
    from scanner.packs import load_policy, wording
    from scanner.store.queries import report_data
    from scanner.store.store import open_store
    from scanner.summary import scan_lines

    with open_store(database, readonly=True) as store:
        data = report_data(store, wording(load_policy()))
    outcome = Outcome(scan=1, read=2, unchanged=9, evaluated=False)
    lines = scan_lines(data, outcome, lang="en", caught=3, gate="high", screen=Screen(width=200))
    text = "\n".join(lines)
    assert "Read: 2 sources; unchanged: 9. Nothing changed since the previous scan" in text
    assert "Gate (high and above): 3 findings fail the run." in text
    assert "Not read (" in text
    assert text.endswith("or sluis explain REFERENCE.")
