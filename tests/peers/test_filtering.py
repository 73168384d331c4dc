"""Rules as data: what their words do."""

from typing import Any

import pytest
from peers.filtering import apply
from peers.reading import Reading, Record

CASE = {"id": "syft-1", "format": "conan.lock", "ecosystem": "conan", "options": {}}


def record(**facts: Any) -> Record:
    plain: dict[str, Any] = {
        "name": "kern",
        "version": "1.0",
        "purl": "pkg:conan/kern@1.0",
        "roles": frozenset(),
        "scope": "runtime",
        "version_kind": "exact",
        "direct": "",
        "requirement": "",
        "properties": {},
        "files": ("conan.lock",),
        "occurrences": 1,
    }
    return Record(**(plain | facts))


def kept(rule: dict[str, Any], *records: Record, head: str = "") -> list[Record]:
    reading = Reading(records=records, error="", head=head)
    return apply(CASE, reading, {"syft": [{"source": "", **rule}]})


def test_flags_are_left_out() -> None:
    git, plain = record(roles=frozenset({"git"})), record(name="plat")
    assert kept({"leave-out": {"role": ["git", "root"]}}, git, plain) == [plain]
    assert kept({"leave-out": {"not": {"role": "git"}}}, git, plain) == [git]
    stated = record(properties={"field": "Depends"})
    assert kept({"leave-out": {"property": "field=Imports"}}, stated) == [stated]
    assert kept({"leave-out": {"property": "field=Depends"}}, stated) == []


def test_a_rule_may_hang_on_format_and_beginning_of_the_file() -> None:
    rule = {"file-says": '"version": "0\\.5"', "leave-out": {"scope": "build"}}
    tool = record(scope="build")
    assert kept(rule, tool, head='{"version": "0.4"}') == [tool]
    assert kept(rule, tool, head='{"version": "0.5"}') == []
    assert kept({"for": "uv.lock", "leave-out": {"scope": "build"}}, tool) == [tool]


@pytest.mark.parametrize(
    ("spelling", "facts", "found"),
    [
        (
            {"version": "suffixed platform"},
            {"properties": {"platform": "x64"}},
            ("kern", "1.0-x64"),
        ),
        ({"version": "number-of c"}, {"properties": {"c": "v1.2.3 (nieuw)"}}, ("kern", "1.2.3")),
        ({"version": "number-of c"}, {"properties": {"c": "nieuw"}}, ("kern", "1.0")),
        ({"version": "property commit"}, {"properties": {"commit": "ab"}}, ("kern", "ab")),
        ({"name": "last-part"}, {"purl": "pkg:maven/nl.voorbeeld/deel@1.0"}, ("deel", "1.0")),
        ({"purl": "nothing"}, {}, ("kern", "1.0")),
    ],
)
def test_spelling_takes_the_purl_away(
    spelling: dict[str, str], facts: dict[str, Any], found: tuple[str, str]
) -> None:
    (made,) = kept({"when": {}, "spell": spelling}, record(**facts))
    assert (made.name, made.version) == found
    assert made.purl == ""


@pytest.mark.parametrize(("how", "entries"), [("place", 3), ("place-and-one", 4), ("variant", 2)])
def test_counting(how: str, entries: int) -> None:
    some = record(occurrences=3, properties={"peer-variants": "2"})
    assert len(kept({"when": {}, "once-per": how}, some)) == entries
