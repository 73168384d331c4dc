"""Evaluations of accessibility (EARL, WCAG-EM)."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.default_pack import load_default
from policies.facts import SystemFact
from policies.memory_facts import facts_of
from policies.standards import proofs
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.project.wcag_report import parse
from sbom.source import SourceFile


def read(value: Any) -> Inventory:
    return parse(SourceFile(path="wcag.json", content=json.dumps(value).encode()))


def report(states: dict[str, str], *, level: str = "AA", day: str = "2026-09-18") -> dict[str, Any]:
    return {
        "defineScope": {
            "scope": {"title": "Register"},
            "conformanceTarget": level,
            "wcagVersion": "2.1",
        },
        "reportFindings": {"date": {"type": "date", "value": day}},
        "auditSample": [
            {
                "type": "Assertion",
                "test": {"id": f"WCAG21:{t}"},
                "result": {"outcome": {"id": f"earl:{s}"}},
            }
            for t, s in states.items()
        ],
    }


FIFTY = {f"criterion-{n}": "inapplicable" if n % 5 == 0 else "passed" for n in range(50)}


def shown(value: Any) -> list[bool]:
    """What the evaluation shows of digital accessibility: for (True) or against (False)."""
    system = SystemFact(id="product", name="Register", tags=("webapp",))
    facts = facts_of({"wcag.json": read(value)}, uri="d", kind="sbom", system=system, supplied=True)
    standards = load_default().standards
    assert standards is not None
    found = proofs(facts, standards, date(2026, 11, 24))
    return [p.holds for p in found.get(("product", "digitoegankelijk"), [])]


def test_each_criterion_is_a_property_and_the_worst_outcome_counts() -> None:
    value = report({"focus-order": "passed", "keyboard": "cantTell", "reflow": "untested"})
    value["auditSample"].append(
        {"test": "WCAG21:focus-order", "result": {"outcome": "earl:failed"}}
    )
    (made,) = read(value).descriptors
    assert (made.kind, made.name) == ("wcag-report", "Register")
    assert dict(made.properties) == {
        "conformance-target": "AA",
        "date": "2026-09-18",
        "wcag": "2.1",
        "test focus-order": "failed",
        "test keyboard": "cant-tell",
        "test reflow": "untested",
    }


def test_the_older_layout_is_read_too() -> None:
    value = {
        "evaluationScope": {
            "conformanceTarget": "wai:WCAG2AA-Conformance",
            "website": {"siteName": "S"},
        },
        "auditResult": [{"testcase": "WCAG20:keyboard", "result": {"outcome": "earl:passed"}}],
    }
    (made,) = read(value).descriptors
    told = dict(made.properties)
    assert (made.name, told["conformance-target"], told["wcag"]) == ("S", "AA", "2.0")


def test_a_whole_evaluation_shows_accessibility() -> None:
    assert shown(report(FIFTY)) == [True]


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        (report(FIFTY | {"criterion-3": "failed"}), [False]),
        (report(FIFTY | {"criterion-3": "cantTell"}), []),
        (report(dict(list(FIFTY.items())[:30])), []),
        (report(FIFTY, level="A"), []),
        (report(FIFTY, day="2022-01-01"), []),
        (report(FIFTY, day="ooit"), []),
    ],
)
def test_a_failure_speaks_against_and_what_is_not_whole_shows_nothing(
    value: dict[str, Any], holds: list[bool]
) -> None:
    assert shown(value) == holds


@pytest.mark.parametrize("value", [{}, [], {"auditSample": [1, {"test": 3}]}, {"@graph": {}}])
def test_other_json_is_not_this_format(value: Any) -> None:
    with pytest.raises(NotThisFormatError):
        read(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda x: (
        st.lists(x, max_size=4)
        | st.dictionaries(st.sampled_from(["test", "result", "outcome", "id", "date", "scope"]), x)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["auditSample", "defineScope", "reportFindings"]), JSON))
def test_any_shape_gives_an_inventory_or_a_reason(value: dict[str, Any]) -> None:
    with suppress(ParseError):
        assert isinstance(read(value), Inventory)
