"""The example estate from file to finding, and through its life: change, waiver, gate, removal."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, Sluis, apart, environment, rows, sound

LOCK = "repositories/mijn-voorbeeld/frontend/package-lock.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the examples with a database of its own, so that tests may change it."""
    copied = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", copied, ignore=shutil.ignore_patterns("out"))
    estate = copied / "estate.yaml"
    estate.write_text("database: estate.db\n" + estate.read_text("utf-8"), "utf-8")
    return copied


def scan(sluis: Sluis, folder: Path, *arguments: str, **environment: str) -> int:
    """Scan the estate; the exit code."""
    ran = sluis("scan", folder / "estate.yaml", *arguments, **environment)
    assert "Traceback" not in ran.err, ran.err
    return ran.code


def query(folder: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return rows(folder / "estate.db", sql, *values)


def standing(folder: Path, status: str = "open") -> set[tuple[str, str, str]]:
    """(rule, system, subject) of findings with a status."""
    return set(query(folder, "SELECT rule, system, subject FROM finding WHERE status = ?", status))


def fingerprint(folder: Path, rule: str, subject: str) -> str:
    ((found,),) = query(
        folder, "SELECT fingerprint FROM finding WHERE rule = ? AND subject = ?", rule, subject
    )
    return str(found)


def test_first_scan_finds_what_is_wrong_and_says_what_is_missing(
    sluis: Sluis, folder: Path
) -> None:
    ran = sluis("scan", folder / "estate.yaml")
    assert ran.code == 3
    assert sound(folder / "estate.db")
    found = standing(folder)
    subjects = {(rule, system, subject.partition("@")[0]) for rule, system, subject in found}
    for rule, system, subject in (
        ("license-undecided", "mijn-voorbeeld", "pkg:npm/tinymce"),  # GPL sent to browsers
        ("license-denied", "mijn-voorbeeld", "pkg:npm/%40directus/schema"),  # BUSL
        ("license-unparsable", "mijn-voorbeeld", "pkg:npm/mapbox-gl"),
        ("license-undecided", "jeugdhulp", "pkg:nuget/EPPlus"),  # PolyForm from a supplier
        ("license-undecided", "zaaksysteem", "pkg:golang/github.com/hashicorp/terraform"),
        ("source-available-component", "mijn-voorbeeld", "pkg:npm/%40directus/schema"),
        ("repository-unlinked", "", "repositories/oude-kaartenviewer"),
    ):
        assert (rule, system, subject) in subjects
    assert any(rule == "waiver-expired" for rule, _, _ in found)
    assert standing(folder, "waived"), "a waiver that holds hides nothing and is shown"
    lost = query(
        folder,
        "SELECT s.uri, i.path, i.line, i.subject, i.message FROM issue i JOIN source s "
        "ON s.id = i.source_id WHERE i.to_scan IS NULL AND i.kind IN ('unreadable', 'entry', 'limit')",
    )
    assert {(uri, path) for uri, path, *_ in lost} == {
        ("repositories/geoportaal", "viewer/package-lock.json"),
        ("supplied/zaaksysteem/zaakwerk-2026.3.cdx.json", "zaakwerk-2026.3.cdx.json"),
    }
    assert all(line and message for _, _, line, _, message in lost)
    assert "viewer/package-lock.json" in ran.out
    assert "zaakwerk-2026.3.cdx.json" in ran.out


def test_second_scan_reads_nothing_and_writes_no_fact(sluis: Sluis, folder: Path) -> None:
    tables = ("occurrence", "component", "edge", "file", "issue", "license_claim", "finding",
              "finding_event", "verdict_count", "descriptor", "summary")  # fmt: skip
    assert scan(sluis, folder) == 3
    before = {t: query(folder, f"SELECT * FROM {t} ORDER BY 1") for t in tables}
    ran = sluis("scan", folder / "estate.yaml")
    assert ran.code == 3, "what could not be read still could not be read"
    assert {t: query(folder, f"SELECT * FROM {t} ORDER BY 1") for t in tables} == before
    assert query(folder, "SELECT count(*), sum(unchanged) FROM source_scan WHERE scan_id = 2") == [
        (12, 12)
    ]
    changes = json.loads(sluis("diff", "--db", folder / "estate.db", "--json").out)
    assert not any(changes[k] for k in ("components", "licenses", "findings", "coverage"))


def test_reading_all_again_gives_the_same_facts(sluis: Sluis, folder: Path) -> None:
    scan(sluis, folder)
    before = query(folder, "SELECT * FROM occurrence ORDER BY id")
    scan(sluis, folder, "--reread", "--jobs", "2")
    assert query(folder, "SELECT * FROM occurrence ORDER BY id") == before
    assert query(folder, "SELECT sum(unchanged) FROM source_scan WHERE scan_id = 2") == [(0,)]


def test_one_changed_file_reads_one_source_and_shows_in_the_diff(
    sluis: Sluis, folder: Path
) -> None:
    scan(sluis, folder)
    lock = folder / LOCK
    data = json.loads(lock.read_text("utf-8"))
    data["packages"]["node_modules/left-pad"] = {"version": "1.3.0", "license": "AGPL-3.0-only"}
    lock.write_text(json.dumps(data, indent=2), "utf-8")
    scan(sluis, folder)
    read = query(
        folder,
        "SELECT s.uri FROM source_scan c JOIN source s ON s.id = c.source_id "
        "WHERE c.scan_id = 2 AND c.unchanged = 0",
    )
    assert read == [("repositories/mijn-voorbeeld",)]
    ran = sluis("diff", "--db", folder / "estate.db")
    assert ran.code == 0
    assert "left-pad" in ran.out
    changes = json.loads(sluis("diff", "--db", folder / "estate.db", "--json").out)
    assert len(changes["components"]) == 1
    found = sluis("find", "left-pad", "--json", "--db", folder / "estate.db")
    assert found.code == 0
    ((row,)) = json.loads(found.out)
    assert (row["system"], row["version"]) == ("mijn-voorbeeld", "1.3.0")


def test_waiver_is_written_holds_and_expires(sluis: Sluis, folder: Path) -> None:
    subject = "pkg:npm/%40directus/schema"
    scan(sluis, folder)
    number = fingerprint(folder, "license-denied", subject)
    database = folder / "estate.db"
    arguments = (
        "waive", number[:10], "--ground", "temporary", "--explanation", 'Vervangen in 2027: "ja" #nee',
        "--decided-by", "CIO-overleg", "--file", folder / "waivers.yaml", "--db", database,
    )  # fmt: skip
    refused = sluis(*arguments, "--until", "2026-11-22")
    assert (refused.code, "in the past" in refused.err) == (2, True)
    wrong = sluis(
        *(a if a != "temporary" else "zomaar" for a in arguments), "--until", "2027-01-01"
    )
    assert (wrong.code, "--ground" in wrong.err) == (2, True)
    assert sluis(*arguments, "--until", "2027-03-31").code == 0
    twice = sluis(*arguments, "--until", "2027-03-31")
    assert (twice.code, "already" in twice.err) == (2, True)
    scan(sluis, folder)
    assert ("license-denied", "mijn-voorbeeld", subject) in standing(folder, "waived")
    told = sluis("explain", number, "--db", database)
    assert 'Vervangen in 2027: "ja" #nee' in told.out
    assert query(folder, "SELECT sum(unchanged) FROM source_scan WHERE scan_id = 2") == [(12,)]
    scan(sluis, folder, SLUIS_NOW="2027-03-31T23:59:00+00:00")
    assert ("license-denied", "mijn-voorbeeld", subject) in standing(folder, "waived")
    scan(sluis, folder, SLUIS_NOW="2027-04-01T00:01:00+00:00")
    assert ("license-denied", "mijn-voorbeeld", subject) in standing(folder)
    events = query(
        folder, "SELECT event FROM finding_event WHERE fingerprint = ? ORDER BY id", number
    )
    assert [e for (e,) in events] == ["opened", "waived", "unwaived"]


def readable(folder: Path) -> None:
    """Take the two things that cannot be read out of the estate."""
    shutil.rmtree(folder / "repositories/geoportaal/viewer")
    shutil.rmtree(folder / "supplied/zaaksysteem")
    estate = folder / "estate.yaml"
    text = estate.read_text("utf-8")
    entry = "  - sbom: supplied/zaaksysteem/zaakwerk-2026.3.cdx.json\n    system: zaaksysteem\n"
    assert entry in text
    estate.write_text(text.replace(entry, ""), "utf-8")


def test_gate_decides_the_exit_code(sluis: Sluis, folder: Path) -> None:
    readable(folder)
    assert scan(sluis, folder) == 0, "report-only unless somebody asks for more"
    assert scan(sluis, folder, "--fail-on", "high") == 1
    assert scan(sluis, folder, "--fail-on", "critical") == 0
    assert scan(sluis, folder, "--fail-on", "high", "--only-new") == 0
    assert scan(sluis, folder, "--fail-on", "high", "--baseline", "1") == 0
    lock = folder / "repositories/oude-kaartenviewer/package-lock.json"
    data = json.loads(lock.read_text("utf-8"))
    data["packages"]["node_modules/left-pad"] = {"version": "1.3.0", "license": "BUSL-1.1"}
    lock.write_text(json.dumps(data), "utf-8")
    assert scan(sluis, folder, "--fail-on", "low", "--only-new") == 1
    assert scan(sluis, folder, "--fail-on", "low", "--only-new") == 0, "no longer new"
    assert scan(sluis, folder, "--fail-on", "low", "--baseline", "1") == 1
    ran = sluis("scan", folder / "estate.yaml", "--fail-on", "low", "--baseline", "99")
    assert ran.code in {2, 3}
    assert "no finished scan 99" in ran.err


def test_what_is_missing_outweighs_the_gate(sluis: Sluis, folder: Path) -> None:
    assert scan(sluis, folder, "--fail-on", "high") == 3


def test_target_that_is_left_out_is_retired_and_can_come_back(sluis: Sluis, folder: Path) -> None:
    scan(sluis, folder)
    estate = folder / "estate.yaml"
    whole = estate.read_text("utf-8")
    estate.write_text(whole.replace("  - folder: repositories/oude-kaartenviewer\n", ""), "utf-8")
    scan(sluis, folder)
    uri = "repositories/oude-kaartenviewer"
    assert query(folder, "SELECT retired_scan FROM source WHERE uri = ?", uri) == [(2,)]
    assert query(folder, "SELECT count(*) FROM current_occurrence WHERE source = ?", uri) == [(0,)]
    assert ("repository-unlinked", "", uri) in standing(folder, "resolved")
    estate.write_text(whole, "utf-8")
    scan(sluis, folder)
    assert query(folder, "SELECT retired_scan FROM source WHERE uri = ?", uri) == [(None,)]
    assert ("repository-unlinked", "", uri) in standing(folder)
    events = query(
        folder,
        "SELECT event FROM finding_event WHERE fingerprint = ? ORDER BY id",
        fingerprint(folder, "repository-unlinked", uri),
    )
    assert [e for (e,) in events] == ["opened", "resolved", "reopened"]


def test_moving_a_target_to_another_system_judges_again(sluis: Sluis, folder: Path) -> None:
    scan(sluis, folder)
    estate = folder / "estate.yaml"
    text = estate.read_text("utf-8")
    target = "  - folder: repositories/oude-kaartenviewer"
    estate.write_text(text.replace(target, target + "\n    system: geoportaal"), "utf-8")
    scan(sluis, folder)
    assert query(folder, "SELECT sum(unchanged) FROM source_scan WHERE scan_id = 2") == [(12,)]
    assert not any(rule == "repository-unlinked" for rule, _, _ in standing(folder))


@pytest.mark.slow
def test_demo_runs_from_the_source_tree(tmp_path: Path, folder: Path) -> None:
    ran = apart("demo", "--folder", folder, "--out", tmp_path / "uit", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert {p.name for p in (tmp_path / "uit").iterdir()} >= {
        "estate.db",
        "rapport.html",
        "report.html",
        "findings.csv",
        "findings.sarif",
        "estate.cdx.json",
    }


@pytest.mark.slow
def test_reports_are_the_same_bytes_under_any_hash_seed(tmp_path: Path, folder: Path) -> None:
    made: dict[str, set[bytes]] = {}
    for seed in ("1", "2"):
        database = tmp_path / f"{seed}.db"
        env = environment(tmp_path, PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1700000000")
        apart("scan", folder / "estate.yaml", "--db", database, "-q", cwd=folder, env=env)
        for form in ("html", "csv", "json", "sarif", "markdown", "cyclonedx", "csv-components"):
            file = tmp_path / f"{seed}.{form}"
            ran = apart("report", "--db", database, "-f", form, "-o", file, cwd=folder, env=env)
            assert ran.code == 0, ran.err
            made.setdefault(form, set()).add(file.read_bytes())
    assert {form: len(m) for form, m in made.items()} == dict.fromkeys(made, 1)


def test_report_of_an_earlier_scan_stays_the_same(sluis: Sluis, folder: Path) -> None:
    database = folder / "estate.db"
    scan(sluis, folder)
    before = sluis("report", "--db", database, "-f", "csv-components").out
    (folder / LOCK).unlink()
    scan(sluis, folder)
    assert sluis("report", "--db", database, "-f", "csv-components").out != before
    assert sluis("report", "--db", database, "-f", "csv-components", "--scan", "1").out == before


def test_backup_is_a_whole_database(sluis: Sluis, folder: Path) -> None:
    scan(sluis, folder)
    copy = folder / "kopie.db"
    assert sluis("db", "backup", copy, "--db", folder / "estate.db").code == 0
    assert sound(copy)
    assert sluis("db", "check", "--db", copy).code == 0
    assert sluis("report", "--db", copy).code == 0
    assert not os.access(copy.with_name("kopie.db-wal"), os.F_OK)
