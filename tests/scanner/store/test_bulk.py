"""The way in for huge documents gives what the ordinary way gives."""

import random
from collections import Counter

import pytest

from collectors.collector import State
from sbom.component import Role, Scope, VersionKind
from sbom.documents.cyclonedx_rows import Batch, Row
from sbom.inventory import Descriptor
from sbom.issue import Issue, IssueKind
from scanner.store import bulk_entry
from scanner.store.bulk import BulkFile
from scanner.store.component_rows import component_rows
from scanner.store.facts import StoreFacts
from scanner.store.find import find
from scanner.store.maintenance import check


def rows(count: int, seed: int) -> list[Row]:
    rng = random.Random(seed)  # noqa: S311 - made data, no secret
    made = []
    for _ in range(count):
        n = rng.randrange(60)
        name = f"pakket-{n}" if n % 7 else f"Pakket_{n}"
        version = "" if n % 11 == 0 else f"{n % 3}.{n % 5}"
        base = f"pkg:npm/pakket-{n}"
        purl = "" if n % 13 == 0 else base + (f"@{version}" if version else "")
        kind = VersionKind.EXACT if version else VersionKind.ABSENT
        licenses = rng.choice([(), ("MIT",), ("MIT", "GPL\ud800"), ("ISC",)])
        roles = (Role.BUNDLED,) if n % 17 == 0 else ()
        scope = Scope.DEV if n % 2 else Scope.RUNTIME
        made.append(Row(purl, base, name, version, kind, scope, roles, licenses, None))
    return made


def batches(entries: list[Row]) -> list[Batch]:
    counted = Counter(entries)
    rows = list(counted)
    return [
        Batch(rows[i : i + 50], [counted[r] for r in rows[i : i + 50]], 0, [])
        for i in range(0, len(rows), 50)
    ]


def document(make, revision: str = "1") -> BulkFile:
    return BulkFile(
        target=make.target("leverancier", supplied=True),
        revision=revision,
        path="bom.json",
        format="sbom/cyclonedx-json",
        blob=revision,
        collected_at=make.now,
    )


def held(store, scan):
    return Counter(
        (
            r.component.purl,
            r.component.name,
            r.component.version,
            r.component.version_kind,
            r.component.scope,
            r.component.roles,
            tuple(c.raw for c in r.component.licenses),
            r.license_raw,
        )
        for r in component_rows(store, scan, None)
    )


def wanted(entries: list[Row]):
    plain = [
        (r, tuple(sorted(x.replace("\ud800", "\\ud800") for x in r.licenses))) for r in entries
    ]
    union: dict[object, set[str]] = {}
    for r, raws in plain:
        union.setdefault((r.purl or r.name, r.version), set()).update(raws)
    return Counter(
        (
            r.purl,
            r.name,
            r.version,
            r.version_kind,
            r.scope,
            r.roles,
            raws,
            " | ".join(sorted(union[r.purl or r.name, r.version])),
        )
        for r, raws in plain
    )


@pytest.mark.parametrize("distinct", [100_000, 25])
def test_what_goes_in_comes_out_first_and_later(scans, make, monkeypatch, distinct) -> None:
    monkeypatch.setattr(bulk_entry, "_WAITING", distinct)
    monkeypatch.setattr(bulk_entry, "_AT_ONCE", 30)
    past = {}
    for number in range(1, 4):
        entries = rows(400 + 150 * number, seed=number)
        scan = scans.writer.begin_scan(make.meta)
        scans.writer.ingest_stream(scan, document(make, str(number)), batches(entries))
        scans.writer.finish_scan(scan, State.COMPLETE, make.now)
        assert held(scans.store, scan) == wanted(entries)
        past[scan] = held(scans.store, scan)
    for scan, before in past.items():
        assert held(scans.store, scan) == before
    assert check(scans.store).sound, "foreign keys hold and every index is back"
    assert scans.store.rows("PRAGMA foreign_keys") == [(1,)]


def test_the_same_document_again_opens_and_closes_nothing(scans, make) -> None:
    entries = rows(500, seed=4)
    for _ in range(2):
        scan = scans.writer.begin_scan(make.meta)
        written = scans.writer.ingest_stream(scan, document(make), batches(entries))
        scans.writer.finish_scan(scan, State.COMPLETE, make.now)
    assert (written.opened, written.closed) == (0, 0)


def test_it_stands_beside_other_sources(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("pakket-1", "1.1", "MIT")])))
    entries = rows(300, seed=5)
    scan = scans.writer.begin_scan(make.meta)
    scans.writer.ingest_stream(scan, document(make), batches(entries))
    scans.writer.finish_scan(scan, State.COMPLETE, make.now)
    found = find(scans.store, "pakket-1", below="2")
    assert sum(r.occurrences for r in found) == 1 + sum(r.name == "pakket-1" for r in entries)
    facts = StoreFacts(scans.store)
    uses = sum(len(list(facts.uses_of(key))) for key in facts.license_keys())
    assert uses == 301
    assert {s.uri: s.supplied for s in facts.sources()} == {"afspraken": False, "leverancier": True}


def test_what_is_not_kept_is_said_and_trouble_makes_it_partial(scans, make) -> None:
    lost = Issue(kind=IssueKind.ENTRY, message="no name", subject="x")
    others = [lost, Descriptor(kind="cyclonedx-document", version="1.6")]
    scan = scans.writer.begin_scan(make.meta)
    scans.writer.ingest_stream(scan, document(make), [Batch(rows(5, 1), [1] * 5, 2, others)])
    scans.writer.finish_scan(scan, State.PARTIAL, make.now)
    messages = [r[0] for r in scans.store.rows("SELECT message FROM issue ORDER BY id")]
    assert messages == [
        "no name",
        "the dependency graph (2 edges) of so large a document is not kept",
    ]
    assert scans.writer.known_revisions()["leverancier"].state is State.PARTIAL
    assert scans.store.rows("SELECT kind FROM descriptor") == [("cyclonedx-document",)]


def test_a_document_that_breaks_off_leaves_nothing(scans, make) -> None:
    def broken():
        yield Batch(rows(100, 1), [1] * 100, 0, [])
        raise RuntimeError("cut off")

    scan = scans.writer.begin_scan(make.meta)
    with pytest.raises(RuntimeError):
        scans.writer.ingest_stream(scan, document(make), broken())
    assert scans.store.rows("SELECT count(*) FROM component") == [(0,)]
    scans.writer.ingest_stream(scan, document(make), batches(rows(100, 1)))
    assert scans.store.rows("SELECT count(*) FROM current_occurrence") == [(100,)]
    assert check(scans.store).sound
