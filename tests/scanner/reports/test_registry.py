"""Every report is registered, deterministic and the same as its snapshot."""

import os
from pathlib import Path

import pytest

import scanner.reports.formats
from sbom.errors import ConfigError
from scanner.reports.data import ReportData
from scanner.reports.registry import REPORTS, Report, load_report, render

SNAPSHOTS = Path(__file__).parent / "snapshots"
LANGUAGES = ("nl", "en")


def test_every_module_of_formats_is_registered_once() -> None:
    folder = Path(scanner.reports.formats.__file__).parent
    modules = sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
    assert sorted(r.module for r in REPORTS) == modules
    assert len({r.name for r in REPORTS}) == len(REPORTS)
    assert len({r.extension for r in REPORTS}) == len(REPORTS)


def test_an_unknown_report_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="sarif"):
        load_report("powerpoint")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_report_is_as_recorded(report: Report, lang: str, data: ReportData) -> None:
    made = "".join(render(report.name, data, lang=lang))
    file = SNAPSHOTS / f"{report.name}.{lang}{report.extension}"
    if os.environ.get("SLUIS_RECORD") == "1":
        file.write_text(made, encoding="utf-8", newline="")
    assert made == file.read_bytes().decode()
    assert made == "".join(render(report.name, data, lang=lang))


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_an_estate_without_anything_renders(report: Report, changed: object) -> None:
    empty = changed(  # type: ignore[operator]  # a fixture that makes data
        systems=(),
        findings=(),
        rules=(),
        licenses=(),
        sources=(),
        formats=(),
        issues=(),
        component_count=0,
        occurrence_count=0,
        complete=True,
        previous_scan_id=None,
        components=lambda: iter(()),
    )
    for lang in LANGUAGES:
        assert "".join(render(report.name, empty, lang=lang)).strip()


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_no_report_lets_an_escape_sequence_or_a_nul_through(
    report: Report, hostile_data: ReportData
) -> None:
    made = "".join(render(report.name, hostile_data, lang="nl"))
    assert "\x00" not in made
    assert "\x1b" not in made
