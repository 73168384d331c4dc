"""Every form is read, and what is broken is named while the rest goes on."""

import gzip
import io
import zipfile
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.advisories import archive, plain_yaml
from sbom.advisories.feed import Feed
from sbom.advisories.index import MemoryAdvisories
from sbom.advisories.matching import Matcher
from sbom.advisories.reading import read
from sbom.component import Component
from sbom.errors import ParseError
from sbom.readers.yaml_reader import loads_yaml

RUBYSEC = b"""---
gem: voorbeeld
cve: 2026-0001
ghsa: aaaa-bbbb-cccc
title: A title
date: 2026-01-02
description: |
  Some text: with a colon

  and more
cvss_v3: 7.5
unaffected_versions:
  - "< 0.9"
patched_versions:
  - "~> 1.2.3"
  - ">= 1.4.0"
"""
FRIENDSOFPHP = b"""title:     A title
link:      https://example.org/x
cve:       CVE-2026-0002
branches:
    1.x:
        time:     2026-01-02 11:30:00
        versions: ['>=1.0.0', '<1.4.2']
    2.x:
        time:     ~
        versions: ['>=2.0.0', '<2.1']
reference: composer://voor/beeld
"""
NODEJS = {
    "id": 145,
    "module_name": "voorbeeld",
    "vulnerable_versions": "<1.10.4 || >=1.11.0 <1.16.0",
    "cves": ["CVE-2026-0003"],
    "cvss_vector": "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N",
}
RETIRE = {
    "voorbeeld": {
        "npmname": "voorbeeld-js",
        "vulnerabilities": [
            {
                "atOrAbove": "1.0.0",
                "below": "1.2.0",
                "severity": "medium",
                "identifiers": {"CVE": ["CVE-2026-0004"]},
            },
            {
                "ranges": [{"below": "0.5"}],
                "severity": "high",
                "identifiers": {"githubID": "GHSA-x"},
            },
        ],
    },
    "retire-example": {"vulnerabilities": [{"below": "1"}]},
}
GITHUB = {
    "ghsa_id": "GHSA-aaaa-bbbb-dddd",
    "cve_id": "CVE-2026-0005",
    "severity": "medium",
    "type": "reviewed",
    "vulnerabilities": [
        {
            "package": {"ecosystem": "pip", "name": "voorbeeld"},
            "vulnerable_version_range": ">= 1.0, < 1.2",
            "first_patched_version": "1.2",
        },
        {"package": {"ecosystem": "pip", "name": "tweede"}, "vulnerable_version_range": "= 3.1"},
    ],
}
RUSTSEC = b"""```toml
[advisory]
id = "RUSTSEC-2026-0001"
package = "voorbeeld"
date = "2026-01-02"
aliases = ["CVE-2026-0006"]
cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"

[versions]
patched = [">= 1.2.0"]
unaffected = ["< 0.5.0"]
```

# Text
"""


def taken(name: str, content: bytes) -> Feed:
    feed = Feed(name="proef")
    read(name, content, feed)
    return feed


def hits(feed: Feed, kind: str, name: str, versions: str) -> list[bool]:
    matcher = Matcher(MemoryAdvisories([feed]))
    return [
        bool(matcher.ask(Component(purl=f"pkg:{kind}/{name}@{v}", name=name, version=v)).matches)
        for v in versions.split()
    ]


def test_rubysec() -> None:
    feed = taken("gems/voorbeeld/CVE-2026-0001.yml", RUBYSEC)
    (advisory,) = feed.advisories
    assert advisory.id == "CVE-2026-0001"
    assert advisory.aliases == ("GHSA-aaaa-bbbb-cccc",)
    assert feed.sources == {"rubysec"}
    assert hits(feed, "gem", "voorbeeld", "0.8 0.9 1.2.2 1.2.3 1.2.9 1.3.0 1.4.0") == [
        False, True, True, False, False, True, False,
    ]  # fmt: skip


def test_friendsofphp() -> None:
    feed = taken("voor/beeld/CVE-2026-0002.yaml", FRIENDSOFPHP)
    assert feed.advisories[0].published == "2026-01-02"
    assert hits(feed, "composer", "voor/beeld", "0.9 v1.0.0 1.4.2 2.0.5 2.1") == [
        False, True, False, True, False,
    ]  # fmt: skip


def test_nodejs_security_wg() -> None:
    feed = taken("145.json", msgspec.json.encode(NODEJS))
    assert feed.advisories[0].id == "NSWG-ECO-145"
    assert hits(feed, "npm", "voorbeeld", "1.10.3 1.10.4 1.11.0 1.16.0") == [
        True,
        False,
        True,
        False,
    ]


def test_retirejs_under_the_name_of_its_package() -> None:
    feed = taken("jsrepository.json", msgspec.json.encode(RETIRE))
    assert len(feed.advisories) == 2
    assert hits(feed, "npm", "voorbeeld-js", "0.4 0.6 1.1.0 1.2.0") == [True, False, True, False]


def test_github() -> None:
    feed = taken("ghsa.json", msgspec.json.encode([GITHUB]))
    assert hits(feed, "pypi", "voorbeeld", "0.9 1.0 1.1.9 1.2") == [False, True, True, False]
    assert hits(feed, "pypi", "tweede", "3.0 3.1 3.2") == [False, True, False]


def test_rustsec_and_pypa_in_their_own_forms() -> None:
    feed = taken("RUSTSEC-2026-0001.md", RUSTSEC)
    assert hits(feed, "cargo", "voorbeeld", "0.4.0 0.5.0 1.1.9 1.2.0") == [False, True, True, False]
    pypa = (
        b"id: PYSEC-2026-1\nmodified: '2026-01-02T00:00:00Z'\naffected:\n- package:\n    ecosystem: PyPI\n"
        b"    name: voorbeeld\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: '0'\n"
        b"    - fixed: '1.2'\n  versions:\n  - '1.1'\n"
    )
    feed = taken("PYSEC-2026-1.yaml", pypa)
    assert feed.sources == {"osv"}
    assert hits(feed, "pypi", "voorbeeld", "1.1 1.2") == [True, False]


def test_kev_epss_and_ends_of_life() -> None:
    entry = {
        "cveID": "CVE-2026-1",
        "dateAdded": "2026-01-02",
        "knownRansomwareCampaignUse": "Known",
    }
    kev = {
        "catalogVersion": "1",
        "dateReleased": "2026-01-03T00:00:00Z",
        "vulnerabilities": [entry, 5, {}],
    }
    feed = taken("kev.json", msgspec.json.encode(kev))
    assert feed.exploited["CVE-2026-1"].ransomware
    assert len(feed.issues) == 2
    csv = b"cveID,dateAdded\nCVE-2026-1,2026-01-02\n"
    assert set(taken("kev.csv", csv).exploited) == {"CVE-2026-1"}
    epss = b"#model_version:v1,score_date:2026-01-02T00:00:00Z\ncve,epss,percentile\nCVE-1,0.5,0.9\nCVE-2,x,1\nCVE-3,7,1\n"
    feed = taken("epss.csv.gz", gzip.compress(epss))
    assert feed.probabilities["CVE-1"].score == 0.5
    assert feed.stated.startswith("2026-01-02")
    assert len(feed.issues) == 2
    cycles = [{"cycle": "3.8", "eol": "2024-10-07"}, {"cycle": 3.11, "eol": False}]
    assert taken("python.json", msgspec.json.encode(cycles)).products[0].id == "python"
    api = {
        "result": [
            {
                "name": "x",
                "identifiers": [{"type": "purl", "id": "pkg:npm/x"}],
                "releases": [{"name": "1", "eolFrom": "2024-01-01"}],
            }
        ]
    }
    (product,) = taken("full.json", msgspec.json.encode(api)).products
    assert (product.purls, product.cycles[0].ends) == (("pkg:npm/x",), "2024-01-01")


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in files.items():
            archived.writestr(name, content)
    return made.getvalue()


def test_a_broken_entry_of_an_archive_is_named_and_the_rest_is_read(
    record: Callable[..., dict],
) -> None:
    good = msgspec.json.encode(record(events=[{"introduced": "0"}]))
    content = bytearray(
        zipped(
            {
                "a.json": good,
                "b.json": b"x" * 400 + b"eindje",
                "c.json": good.replace(b"VB-1", b"VB-2"),
            }
        )
    )
    at = content.find(b"b.json")
    content[at + 12] ^= 0xFF
    feed = taken("alles.zip", bytes(content))
    assert sorted(a.id for a in feed.advisories) == ["VB-1", "VB-2"]
    (issue,) = feed.issues
    assert issue.path == "alles.zip!b.json"


def test_bombs_cut_off_and_nested_archives_are_named(record: Callable[..., dict]) -> None:
    good = msgspec.json.encode(record(events=[{"introduced": "0"}]))
    bomb = zipped({"groot.json": b"[" + b" " * (archive.MAX_ENTRY + 1) + b"]", "a.json": good})
    feed = taken("bom.zip", bomb)
    assert len(feed.advisories) == 1
    assert "more than" in feed.issues[0].message
    nested = taken("nest.zip", zipped({"in.json": zipped({"a.json": good})}))
    assert "archive in an archive" in nested.issues[0].message
    for cut in (10, len(bomb) // 2, len(bomb) - 1):
        assert taken("half.zip", bomb[:cut]).issues
    assert taken("half.csv.gz", gzip.compress(b"cve,epss,percentile\n")[:-4]).issues


def test_the_archive_reader_agrees_with_the_library() -> None:
    content = zipped({f"{n}.json": bytes([n % 251]) * (n * 37) for n in range(200)})
    with zipfile.ZipFile(io.BytesIO(content)) as archived:
        expected = [(n, archived.read(n)) for n in archived.namelist()]
    assert [(u.name, u.content) for u in archive.entries(content)] == expected


def test_a_record_of_the_wrong_shape_loses_only_what_is_wrong(record: Callable[..., dict]) -> None:
    odd = record(
        events=[{"introduced": 0}, {"fixed": "2"}, 7],
        aliases="CVE-2026-9",
        severity={"type": 3},
        summary=12,
    )
    feed = taken("odd.json", msgspec.json.encode(odd))
    (advisory,) = feed.advisories
    assert advisory.aliases == ("CVE-2026-9",)
    assert hits(feed, "pypi", "voorbeeld", "1 2") == [True, False]
    assert "members of the wrong type" in feed.issues[0].message
    assert taken("zonder.json", b'{"affected": [], "modified": "x", "id": 4}').issues


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"5",
        b"[1, 2]",
        b"{",
        b"\xff\xfe",
        b'{"id": null, "affected": 3}',
        b"[" * 100_000,
        b'{"vulnerabilities": [null]}',
    ],
)
def test_nothing_crashes(content: bytes) -> None:
    for name in ("a.json", "a.yaml", "a.csv", "a.md", "a.toml", "a.zip", "a.jsonl", "zonder"):
        feed = taken(name, content)
        MemoryAdvisories([feed])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda v: (
            st.lists(v, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "affected",
                        "package",
                        "ranges",
                        "events",
                        "versions",
                        "introduced",
                        "fixed",
                        "severity",
                        "score",
                        "type",
                        "name",
                        "ecosystem",
                        "aliases",
                        "gem",
                        "patched_versions",
                        "vulnerabilities",
                        "releases",
                        "products",
                        "cycle",
                        "eol",
                        "ghsa_id",
                        "branches",
                        "reference",
                        "module_name",
                        "vulnerable_versions",
                        "modified",
                        "advisory",
                        "cveID",
                        "result",
                    ]
                ),
                v,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_becomes_a_feed(value: object) -> None:
    feed = taken("x.json", msgspec.json.encode(value))
    advisories = MemoryAdvisories([feed])
    for key in list(advisories.keys()):
        advisories.entries(key)


@given(st.binary(max_size=400))
def test_any_bytes_as_archive_become_entries_or_an_error(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        try:
            list(archive.entries(start + content + b"PK\x05\x06" + content[:18].ljust(18, b"\0")))
        except ParseError as error:
            assert error.reason


@given(
    st.lists(
        st.sampled_from(
            [
                "a: b",
                "a:",
                "b: 'x'",
                "  c: 1",
                "  - d",
                "- e",
                "b: |",
                "    f: g",
                "t: [a, 'b']",
                "",
                "x: ~",
                "# n",
                'k: "q"',
                "z: a: b",
            ]
        ),
        max_size=7,
    )
)
def test_the_plain_reader_reads_as_the_full_one_or_gives_up(lines: list[str]) -> None:
    text = "\n".join(lines)
    plain = plain_yaml.read(text)
    if not plain:
        return
    (full,) = loads_yaml(text)

    def told(value: object) -> object:
        if isinstance(value, dict):
            return {k: told(v) for k, v in value.items()}
        if isinstance(value, list):
            return [told(v) for v in value]
        return None if value in {None, ""} else str(value).strip()

    assert told(plain) == told(full)


def test_a_record_of_a_hundred_megabytes_is_lost_and_named_and_the_rest_is_read(
    record: Callable[..., dict],
) -> None:
    feed = Feed(name="proef")
    whole = msgspec.json.encode(record(events=[{"introduced": "0"}]))
    start = whole.index(b"{") + 1
    long = whole[:start] + b'"details":"' + b"x" * (100 << 20) + b'",' + whole[start:]
    read("groot.json", long, feed)
    read("klein.json", whole, feed)
    assert len(feed.advisories) == 1
    (issue,) = feed.issues
    assert (issue.path, "more than" in issue.message) == ("groot.json", True)
