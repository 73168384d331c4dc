"""Which systems hold a piece of software below a version."""

import pytest

from sbom.errors import StoreError
from scanner.store.find import find, places, search


@pytest.fixture
def estate(scans, make):
    def log4j(version, **more):
        purl = "pkg:maven/org.apache.logging.log4j/log4j-core" + (f"@{version}" if version else "")
        return make.component("org.apache.logging.log4j:log4j-core", version, purl=purl, **more)

    scans(
        make.result(make.file("pom.xml", [log4j("2.14.1", line=7), log4j("2.17.0", line=9)])),
        make.result(
            make.file("a/pom.xml", [log4j("2.14.1")]),
            make.file("b/pom.xml", [log4j("2.14.1")]),
            name="twee",
        ),
        make.result(make.file("pom.xml", [log4j("2.9.0"), log4j("")]), name="drie", system="zaken"),
        make.result(
            make.file(
                components=[
                    make.component("log4js", "6.0.0"),
                    make.component("Log4J-Core", "1.0.0"),
                ]
            ),
            name="vier",
            system="zaken",
        ),
    )
    return scans.store


def shown(rows):
    return [(r.system, r.version, r.sources, r.occurrences, r.certain) for r in rows]


def test_below_a_version_by_system(estate) -> None:
    assert shown(find(estate, "org.apache.logging.log4j:log4j-core", below="2.17")) == [
        ("balie", "2.14.1", 2, 3, True),
        ("zaken", "", 1, 1, False),
        ("zaken", "2.9.0", 1, 1, True),
    ]


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("log4j-core", 5),
        ("LOG4J-CORE", 5),
        ("pkg:maven/org.apache.logging.log4j/log4j-core", 4),
        ("pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", 1),
        ("log4j*", 6),
        ("org.apache.*:log4j-c?re", 4),
        ("log4j_core", 0),
        ("log4%", 0),
        ("nothing", 0),
    ],
)
def test_patterns(estate, pattern, count) -> None:
    assert len(find(estate, pattern)) == count


def test_ranges_and_systems_narrow(estate) -> None:
    assert shown(find(estate, "log4j-core", at_least="2.14", below="2.17", system="balie")) == [
        ("balie", "2.14.1", 2, 3, True)
    ]


def test_a_version_that_cannot_be_ordered_is_not_certain(scans, make) -> None:
    odd = make.component("voorbeeld", "latest stable", kind="pypi")
    scans(make.result(make.file(components=[odd])))
    assert [r.certain for r in find(scans.store, "voorbeeld", below="2.0")] == [False]
    assert [r.certain for r in find(scans.store, "voorbeeld")] == [True]


def test_places_are_the_evidence(estate) -> None:
    rows = list(places(estate, "log4j-core", below="2.17", system="balie"))
    assert [(r.source, r.path, r.line, r.version) for r in rows] == [
        ("afspraken", "pom.xml", 7, "2.14.1"),
        ("twee", "a/pom.xml", 0, "2.14.1"),
        ("twee", "b/pom.xml", 0, "2.14.1"),
    ]


def test_what_is_gone_is_not_found(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("left-pad", "1.0.0")])))
    assert len(find(scans.store, "left-pad")) == 1
    scans(make.result(make.file(components=[])))
    assert find(scans.store, "left-pad") == []


def test_search_by_words(estate) -> None:
    assert {r.purl_base for r in search(estate, "logging core")} == {
        "pkg:maven/org.apache.logging.log4j/log4j-core"
    }
    assert search(estate, '"; drop *') == []
    assert search(estate, "--") == []


def test_an_empty_pattern_is_refused(estate) -> None:
    with pytest.raises(StoreError, match="give a name"):
        find(estate, "  ")
