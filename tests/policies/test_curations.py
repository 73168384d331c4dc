"""Curations and licence choices."""

from datetime import date
from typing import Any

import pytest

from policies.curations import Curation, curate, problems, read_curations
from sbom.errors import PackError


def curation(**changes: Any) -> Curation:
    fields: dict[str, Any] = {
        "id": "a",
        "purl": "pkg:npm/voorbeeld",
        "concluded": "MIT",
        "reason": "De tekst is de MIT-licentie.",
        "decided_by": "licentiebalie",
        "decided_on": date(2026, 11, 23),
        "source": "https://example.org/LICENSE",
    }
    return Curation(**(fields | changes))


def test_a_version_range_limits_it() -> None:
    only = curation(versions=">=1.0.0|<2.0.0")
    components = [
        ("pkg:npm/voorbeeld@1.9.0", ""),
        ("pkg:npm/voorbeeld@2.0.0", ""),
        ("pkg:npm/voorbeeld", ""),
    ]
    found = curate(components, [only])
    assert found.concluded == (("pkg:npm/voorbeeld@1.9.0", "MIT", "a", ""),)
    assert found.unused == ()


def test_scoped_names_and_globs() -> None:
    scoped = curation(id="s", purl="pkg:npm/%40gemeente/*", concluded="EUPL-1.2")
    found = curate([("pkg:npm/%40gemeente/zaken@1.0.0", ""), ("pkg:npm/zaken@1", "")], [scoped])
    assert found.concluded == (("pkg:npm/%40gemeente/zaken@1.0.0", "EUPL-1.2", "s", ""),)


def test_the_last_decision_counts_and_the_unused_are_named() -> None:
    later = curation(id="b", concluded="ISC", decided_on=date(2026, 11, 24))
    other = curation(id="c", purl="pkg:npm/anders")
    found = curate([("pkg:npm/voorbeeld@1", "")], [curation(), later, other])
    assert found.concluded == (("pkg:npm/voorbeeld@1", "ISC", "b", ""),)
    assert [c.id for c in found.unused] == ["c"]


def test_a_choice_holds_only_where_it_is_offered() -> None:
    choice = curation(concluded="", choice="Apache-2.0")
    components = [
        ("pkg:npm/voorbeeld@1", "MIT OR Apache-2.0"),
        ("pkg:npm/voorbeeld@2", "(MIT OR Apache-2.0) AND ISC"),
        ("pkg:npm/voorbeeld@3", "MIT"),
    ]
    found = curate(components, [choice])
    assert [e for _, e, _, _ in found.concluded] == ["Apache-2.0", "Apache-2.0 AND ISC"]
    assert found.refused == (("a", "pkg:npm/voorbeeld@3"),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"purl": "voorbeeld"}, "purl"),
        ({"purl": "pkg:npm/*"}, "purl"),
        ({"purl": "pkg:npm/voorbeeld@1"}, "purl"),
        ({"concluded": ""}, "concluded"),
        ({"choice": "MIT"}, "concluded"),
        ({"concluded": "geen licentie"}, "concluded"),
    ],
)
def test_problems(changes: dict[str, Any], field: str) -> None:
    assert [f for f, _ in problems(curation(**changes))] == [field]


def test_reading_names_every_mistake() -> None:
    entry = {
        "id": "a", "purl": "pkg:npm/x", "concluded": "MIT", "reason": "r", "decided_by": "d",
        "decided_on": "2026-11-23", "source": "s",
    }  # fmt: skip
    assert read_curations({"curations": [entry]})[0].decided_on == date(2026, 11, 23)
    with pytest.raises(PackError) as caught:
        read_curations({"curations": [entry, entry, {"id": 3}, entry | {"onbekend": 1}]})
    assert "curations[1].id" in str(caught.value)
    assert "curations[2]" in str(caught.value)
    assert "onbekend" in str(caught.value)
    for wrong in (None, [], {"curations": {}}, {"curations": 3}):
        with pytest.raises(PackError):
            read_curations(wrong)
