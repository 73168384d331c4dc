"""JSON, JSON lines, CSV, Markdown, table and CycloneDX: readable by others, safe, complete."""

import csv
import io
import json

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from scanner.reports.data import ReportData
from scanner.reports.escape import csv_cell, html, markdown, seen, xml
from scanner.reports.formats import (
    csv_components,
    csv_findings,
    cyclonedx,
    json_whole,
    jsonl,
    table,
)
from scanner.reports.formats import markdown as markdown_report
from scanner.reports.terminal import Screen, display_width


def test_json_and_json_lines_say_the_same(data: ReportData) -> None:
    whole = json.loads("".join(json_whole.render(data, lang="nl")))
    rows = [json.loads(line) for line in "".join(jsonl.render(data, lang="nl")).splitlines()]
    kinds = {
        "system": "systems",
        "finding": "findings",
        "component": "components",
        "issue": "issues",
    }
    for kind, member in kinds.items():
        listed = [{k: v for k, v in r.items() if k != "type"} for r in rows if r["type"] == kind]
        assert listed == whole[member]
    assert whole["scan"]["schema"] == "sluis-report/1"
    assert whole["scan"]["complete"] is False


def test_json_survives_hostile_text(hostile_data: ReportData) -> None:
    json.loads("".join(json_whole.render(hostile_data, lang="nl")))
    for line in "".join(jsonl.render(hostile_data, lang="nl")).splitlines():
        json.loads(line)


def test_csv_rows_have_all_columns_and_no_formula(
    data: ReportData, hostile_data: ReportData
) -> None:
    for found in (data, hostile_data):
        for module in (csv_findings, csv_components):
            text = "".join(module.render(found, lang="nl"))
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert tuple(rows[0]) == module.COLUMNS
            assert all(len(row) == len(module.COLUMNS) for row in rows)
            assert not [
                c
                for row in rows[1:]
                for c in row
                if c[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}
            ]


@given(st.text())
def test_csv_cell_reads_back(text: str) -> None:
    [row] = csv.reader([csv_cell(text) + ",x"])
    assert row[1:] == ["x"]
    assert row[0] in {seen(text), "'" + seen(text)}


@given(st.text())
def test_escaped_text_holds_nothing_active(text: str) -> None:
    assert not set(html(text)) & set("<>\"'")
    assert "<" not in xml(text)
    assert "\x1b" not in seen(text)
    assert "\n" not in markdown(text)
    assert "<" not in markdown(text)
    assert "@" not in markdown(text)


def test_markdown_of_a_hostile_estate_keeps_its_tables(hostile_data: ReportData) -> None:
    text = markdown_report.render(hostile_data, lang="nl")
    assert "<script" not in text
    assert "@iedereen" not in text
    assert "https://" not in text
    for line in text.splitlines():
        if line.startswith("| "):
            assert line.endswith(" |")


def test_table_fits_the_screen_and_has_no_colour_unless_asked(data: ReportData) -> None:
    for width in (60, 80, 120):
        for lang in ("nl", "en"):
            for line in table.render(data, lang=lang, screen=Screen(width=width)):
                assert "\x1b" not in line
                assert display_width(line.rstrip("\n")) <= width, line
    colored = "".join(table.render(data, lang="nl", screen=Screen(color=True)))
    assert "\x1b[31m" in colored


def test_cyclonedx_is_valid_and_carries_verdicts(data: ReportData) -> None:
    text = cyclonedx.render(data, lang="nl")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    made = json.loads(text)
    said = {
        c["name"]: {
            p["value"] for p in c.get("properties", []) if p["name"] == "sluis:license-verdict"
        }
        for c in made["components"]
    }
    assert said == {
        "kaartlaag": {"deviates"},
        "lijstje": {"complies"},
        "zonder-versie": {"unknown"},
    }
    assert made["compositions"][0]["aggregate"] == "incomplete"


def test_cyclonedx_keeps_the_worst_verdict_of_a_component(
    data: ReportData, changed: object
) -> None:
    rows = [*data.components(), *data.components()]
    import msgspec

    rows[1] = msgspec.structs.replace(rows[1], verdict="deviates", license_class="proprietary")
    made = json.loads(cyclonedx.render(changed(components=lambda: iter(rows)), lang="en"))  # type: ignore[operator]  # a fixture that makes data
    [found] = [c for c in made["components"] if c["name"] == "lijstje"]
    assert {"name": "sluis:license-verdict", "value": "deviates"} in found["properties"]
