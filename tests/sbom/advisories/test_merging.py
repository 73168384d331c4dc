"""Records under one name become one exposure; gravity comes from whoever states it."""

import cvss
import pytest

from policies.finding import Severity
from policies.priority import Setting, priority
from sbom.advisories import scoring
from sbom.advisories.advisory import Advisory, believed
from sbom.advisories.advisory import Severity as Stated
from sbom.advisories.matching import Matcher
from sbom.advisories.merging import MAX_NAMES, exposures

ALL = [{"introduced": "0"}]
NINE = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
VECTORS = [
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:N",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    "AV:N/AC:L/Au:N/C:P/I:P/A:P",
]


def found(known, component, *records, purl="pkg:pypi/voorbeeld@1"):
    advisories = known(*records)
    asked = Matcher(advisories).ask(component(purl))
    return exposures("pypi", asked.matches, advisories)


def test_aliases_join_and_the_own_database_goes_first(known, record, component) -> None:
    ghsa = record(id="GHSA-1", aliases=["CVE-1", "PYSEC-1"], events=ALL, severity=NINE)
    own = record(id="PYSEC-1", aliases=["CVE-1"], events=[*ALL, {"fixed": "2"}])
    (exposure,) = found(known, component, ghsa, own)
    assert exposure.id == "PYSEC-1"
    assert exposure.advisories == ("PYSEC-1", "GHSA-1")
    assert exposure.aliases == ("CVE-1", "GHSA-1")
    assert (exposure.score, exposure.rating) == (9.8, "critical")
    assert exposure.fixed == ("2",)


def test_a_ring_of_aliases_is_one_exposure(known, record, component) -> None:
    ring = [
        record(id="A-1", aliases=["B-1"], events=ALL),
        record(id="B-1", aliases=["C-1"], events=ALL),
        record(id="C-1", aliases=["A-1", "C-1"], events=ALL),
    ]
    (exposure,) = found(known, component, *ring)
    assert exposure.advisories == ("A-1", "B-1", "C-1")


def test_two_records_of_one_database_stay_two(known, record, component) -> None:
    one = record(id="PYSEC-1", aliases=["GHSA-1"], events=ALL)
    two = record(id="PYSEC-2", aliases=["GHSA-1"], events=ALL)
    ghsa = record(id="GHSA-1", aliases=["CVE-1"], events=ALL)
    first, second = found(known, component, one, two, ghsa)
    assert (first.id, second.id) == ("PYSEC-1", "PYSEC-2")
    assert "GHSA-1" in first.advisories
    assert "GHSA-1" in second.advisories


def test_a_record_that_denies_it_is_named_beside(known, record, component) -> None:
    yes = record(id="PYSEC-1", aliases=["CVE-1", "GHSA-1"], events=ALL)
    no = record(id="GHSA-1", aliases=["CVE-1"], events=[{"introduced": "5"}], severity=NINE)
    (exposure,) = found(known, component, yes, no)
    assert exposure.disputed == ("GHSA-1",)
    assert exposure.aliases == ("CVE-1",)
    assert exposure.score == 9.8


@pytest.mark.parametrize("vector", VECTORS)
def test_scores_are_those_of_the_package_of_first(vector: str) -> None:
    kinds = {"CVSS:4": cvss.CVSS4, "CVSS:3": cvss.CVSS3}
    made = kinds.get(vector[:6], cvss.CVSS2)(vector)
    score = scoring.of_vector(vector)
    assert score is not None
    assert score.score == float(made.base_score)
    assert score.version == (vector[5:8] if vector.startswith("CVSS") else "2.0")


def test_what_is_no_vector_gives_nothing() -> None:
    for text in (
        "",
        "CVSS:3.1/onzin",
        "CVSS:4.0/",
        "9.8",
        "x" * 600,
        "CVSS:3.1/AV:N/AC:L",
        "AV:N/Au:",
    ):
        assert scoring.of_vector(text) is None
    assert (
        scoring.of(Advisory(id="X", severity=(Stated(type="Ubuntu", score="medium"),))).rating
        == "medium"
    )
    assert scoring.of(Advisory(id="X")) == scoring.NOTHING


def test_dates_that_nobody_should_believe() -> None:
    from datetime import date

    today = date(2026, 11, 23)
    assert believed("2026-11-24T00:00:00Z", today) == date(2026, 11, 24)
    for text in ("0001-01-01T00:00:00Z", "1970-01-01", "2031-01-01", "onzin", None, 5):
        assert believed(text, today) is None


def test_the_sum_of_a_priority_is_its_parts(known, record, component) -> None:
    (exposure,) = found(known, component, record(id="PYSEC-1", events=ALL, severity=NINE))
    setting = Setting(direct=True, scope="runtime", use_mode="hosted", criticality="vital")
    made = priority(exposure, setting)
    assert made.points == pytest.approx(sum(p.points for p in made.parts), abs=0.1)
    assert (made.points, made.level) == (88.6, Severity.CRITICAL)
    assert made.days is None
    lower = priority(exposure, Setting(scope="dev", criticality="low"))
    assert lower.points == pytest.approx(48.6)


def test_exploited_and_grave_gives_a_week_by_bio2(record, component) -> None:
    import msgspec

    from sbom.advisories.feed import Feed
    from sbom.advisories.index import MemoryAdvisories
    from sbom.advisories.reading import read

    feed = Feed(name="proef")
    read("a.json", msgspec.json.encode(record(id="CVE-1", events=ALL, severity=NINE)), feed)
    kev = {
        "catalogVersion": "1",
        "vulnerabilities": [{"cveID": "CVE-1", "dateAdded": "2026-01-01"}],
    }
    read("k.json", msgspec.json.encode(kev), feed)
    advisories = MemoryAdvisories([feed])
    asked = Matcher(advisories).ask(component("pkg:pypi/voorbeeld@1"))
    (exposure,) = exposures("pypi", asked.matches, advisories)
    made = priority(exposure, Setting())
    assert (made.days, made.norm) == (7, "BIO2 8.08.01")
    assert made.reporting


def test_malicious_is_highest_and_a_notice_is_low(known, record, component) -> None:
    (bad,) = found(known, component, record(id="MAL-2026-1", events=ALL))
    assert bad.malicious
    assert priority(bad, Setting()).points == 100
    notice = record(id="RUSTSEC-1", ecosystem="crates.io", events=ALL)
    notice["affected"][0]["database_specific"] = {"informational": "unmaintained"}
    (told,) = found(known, component, notice, purl="pkg:cargo/voorbeeld@1.0.0")
    assert told.informational == "unmaintained"
    assert priority(told, Setting()).points == 25


def test_a_range_that_cannot_be_is_told_with_the_finding(known, record, component) -> None:
    impossible = [{"introduced": "2"}, {"fixed": "1"}]
    (exposure,) = found(known, component, record(events=impossible), purl="pkg:pypi/voorbeeld@3")
    assert exposure.notes == ("VB-1: fixed '1' comes before anything is introduced",)


def test_very_many_records_of_one_vulnerability_stay_apart_at_a_bounded_cost(
    known, record, component
) -> None:
    events = [{"introduced": "0"}]
    many = [
        record(id=f"GHSA-{n}", aliases=["CVE-2026-1"], events=events, ecosystem="npm")
        for n in range(400)
    ]
    advisories = known(*many)
    matches = Matcher(advisories).ask(component("pkg:npm/voorbeeld@1.0.0")).matches
    found = exposures("npm", matches, advisories)
    assert len(found) == 400
    assert all(len(e.aliases) <= 2 * MAX_NAMES for e in found)
