"""Laws of history: what holds now is what was last read, and the past stays what it was."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.collector import State
from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from scanner.result import ReadFile
from scanner.store.component_rows import component_rows
from scanner.store.edge_rows import edges_of
from scanner.store.queries import issues
from scanner.store.store import Store, open_store
from scanner.store.writer import Writer

Held = dict[tuple[str, str], Counter[Component]]
NAMES = ("voorbeeld", "@gemeente/balie", "left-pad", "Unïcode\ud800")


@st.composite
def components(draw: st.DrawFn) -> Component:
    name = draw(st.sampled_from(NAMES))
    exact = draw(st.booleans())
    version = draw(st.sampled_from(["1.0.0", "2.1.0-rc.1+b", "3"])) if exact else ""
    line = draw(st.sampled_from([None, 1, 7]))
    scope, _, bare = name.rpartition("/")
    raws = draw(st.lists(st.sampled_from(["MIT", "Apache 2", "?"]), max_size=2, unique=True))
    kinds = (LicenseKind.DECLARED, LicenseKind.DETECTED)
    return Component(
        purl=draw(st.just(build("npm", bare, version, namespace=scope)) | st.just("")),
        name=name,
        version=version if exact else draw(st.sampled_from(["", "${revision}"])),
        version_kind=VersionKind.EXACT if exact else VersionKind.UNRESOLVED,
        requirement="" if exact else draw(st.sampled_from(["^1", ">=2"])),
        scope=draw(st.sampled_from([Scope.RUNTIME, Scope.DEV])),
        roles=draw(st.sampled_from([(), (Role.ROOT,), (Role.DECLARED, Role.GIT)])),
        direct=draw(st.sampled_from([None, True, False])),
        ref=draw(st.sampled_from(["", "x", "node_modules/x"])),
        module=draw(st.sampled_from(["", "packages/a"])),
        licenses=tuple(
            LicenseClaim(raw=r, kind=k, source="license", line=line)
            for k, r in sorted(zip(kinds, raws, strict=False))
        ),
        supplier=draw(st.sampled_from(["", "Voorbeeld BV"])),
        hashes=draw(st.sampled_from([(), (("SHA-256", "ab" * 32),)])),
        line=line,
        properties=draw(st.sampled_from([(), (("marker", "x"),)])),
    )


@st.composite
def files(draw: st.DrawFn, path: str) -> ReadFile:
    state = draw(st.sampled_from(["read", "read", "read", "failed", "partial", "skipped"]))
    entries = draw(st.lists(components(), max_size=4)) if state in {"read", "partial"} else []
    found: list[Issue] = []
    if state == "partial":
        subject = draw(st.sampled_from(["", "left-pad", "nothing known"]))
        found.append(Issue(kind=IssueKind.ENTRY, message="malformed", subject=subject, path=path))
    elif state == "failed":
        found.append(Issue(kind=IssueKind.UNREADABLE, message="cut off", path=path))
    elif state == "skipped" and draw(st.booleans()):
        found.append(Issue(kind=IssueKind.LIMIT, message="too large", path=path))
    edges = draw(st.sampled_from([(), (Dependency(ref="x", targets=("gone", "node_modules/x")),)]))
    inventory = Inventory(
        components=tuple(entries), dependencies=edges if entries else (), issues=tuple(found)
    )
    return ReadFile(
        path=path, format="npm/package-lock", blob="b", state=state, inventory=inventory
    )


@st.composite
def attempts(draw: st.DrawFn) -> list[tuple[str, State, list[ReadFile], bool]]:
    """What became of two sources in one scan; the last value: the listing was cut short."""
    made = []
    for name in ("een", "twee"):
        state = draw(st.sampled_from([State.COMPLETE, State.COMPLETE, State.PARTIAL, State.FAILED]))
        paths = draw(st.lists(st.sampled_from(["a.json", "map/b.json"]), unique=True))
        cut = state is State.PARTIAL and draw(st.booleans())
        made.append((name, state, [draw(files(p)) for p in paths], cut))
    return made


class Model:
    """What should hold, in the simplest words."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], list[Component]] = {}

    def scan(self, name: str, state: State, listed: list[ReadFile], *, cut: bool) -> None:
        if state is State.FAILED:
            return
        seen = {f.path for f in listed}
        for key in [k for k in self.held if k[0] == name and k[1] not in seen and not cut]:
            del self.held[key]
        for file in listed:
            limited = any(i.kind is IssueKind.LIMIT for i in file.inventory.issues)
            if file.state == "failed" or (file.state == "skipped" and (limited or cut)):
                continue
            now = [cleaned(c) for c in file.inventory.components]
            if file.state == "partial":
                subject = file.inventory.issues[0].subject
                unseen = Counter(map(timeless, self.held.get((name, file.path), [])))
                unseen -= Counter(map(timeless, now))
                now += [c for c in unseen.elements() if not subject or c.name == subject]
            self.held[name, file.path] = now

    def counted(self) -> Held:
        return {place: Counter(now) for place, now in self.held.items() if now}


def cleaned(component: Component) -> Component:
    """With the texts that the store can hold."""
    return msgspec.structs.replace(component, name=component.name.replace("\ud800", "\\ud800"))


def timeless(component: Component) -> Component:
    """Without lines, which are no history."""
    claims = tuple(msgspec.structs.replace(c, line=None) for c in component.licenses)
    return msgspec.structs.replace(component, line=None, licenses=claims)


def stored(store: Store, scan: int) -> Held:
    found: Held = {}
    for row in component_rows(store, scan, None):
        found.setdefault((row.source, row.path), Counter())[row.component] += 1
    return found


def without_lines(held: Held) -> Held:
    made: Held = {}
    for place, counts in held.items():
        made[place] = Counter()
        for component, n in counts.items():
            made[place][timeless(component)] += n
    return made


@given(st.lists(attempts(), min_size=1, max_size=5))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_now_is_what_was_last_read_and_the_past_stays(empty_database, make, sequence) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(shutil.copy(empty_database, Path(folder) / "estate.db"))
        with open_store(database) as store:
            writer, model, past = Writer(store), Model(), {}
            partial = any(f.state == "partial" for scan in sequence for s in scan for f in s[2])
            for attempted in sequence:
                scan = writer.begin_scan(make.meta)
                for name, state, listed, cut in attempted:
                    short = [Issue(kind=IssueKind.LIMIT, message="too many files")] if cut else []
                    result = make.result(*listed, name=name, state=state, issues=short)
                    writer.write_source(scan, result)
                    model.scan(name, state, listed, cut=cut)
                writer.finish_scan(scan, State.COMPLETE, make.now)
                now = stored(store, scan)
                assert without_lines(now) == without_lines(model.counted())
                if not partial:
                    assert now == model.counted()
                past[scan] = (without_lines(now), edges_of(store, scan), issues(store, scan))
            for scan, (held, edges, found) in past.items():
                assert without_lines(stored(store, scan)) == held
                assert edges_of(store, scan) == edges
                assert issues(store, scan) == found
            assert store.rows("PRAGMA foreign_key_check") == []
            unions = store.rows(
                "SELECT count(*) FROM occurrence o LEFT JOIN license_claim lc "
                "ON lc.source_id = o.source_id AND lc.component_id = o.component_id "
                "AND lc.to_scan IS NULL WHERE o.to_scan IS NULL AND o.license_id IS NOT lc.set_id"
            )
            assert unions == [(0,)]


def test_the_same_again_writes_nothing_but_the_scan(scans, make, counted) -> None:
    first = make.result(
        make.file(
            components=[make.component("a", "1.0.0", "MIT", ref="a"), make.component("b", "")],
            edges=[Dependency(ref="a", targets=("b",))],
            issues=[Issue(kind=IssueKind.NOTE, message="odd", path="package-lock.json")],
            descriptors=[Descriptor(kind="publiccode", name="Afspraken")],
        )
    )
    pair = (make.finding("x"), make.waiver())
    scans(first, findings=[make.finding()], waived=[pair])
    before = counted()
    scans(first, findings=[make.finding()], waived=[pair])
    after = counted()
    changed = {table for table, rows in after.items() if rows != before[table]}
    assert changed == {"scan", "source_scan"}
    assert not scans.writer.changed


def test_unchanged_sources_cost_one_row_each(scans, make, counted) -> None:
    results = [
        make.result(make.file(components=[make.component("a")]), name=f"bron-{i}") for i in range(5)
    ]
    scans(*results)
    before = counted()
    scan = scans.writer.begin_scan(make.meta)
    assert {k.revision for k in scans.writer.known_revisions().values()} == {"r1"}
    scans.writer.unchanged(scan, [r.target for r in results])
    assert not scans.writer.changed
    assert scans.writer.last_judged() == "j1"
    scans.writer.finish_scan(scan, State.COMPLETE, make.now)
    after = counted()
    assert {t: after[t] - before[t] for t in after if after[t] != before[t]} == {
        "scan": 1,
        "source_scan": 5,
    }
    assert scans.store.rows("SELECT sum(components) FROM source_scan WHERE unchanged") == [(5,)]


def test_lines_that_shift_are_no_history(scans, make, counted) -> None:
    entries = [make.component(f"p{i}", line=i, ref=f"p{i}") for i in range(1, 50)]
    scans(make.result(make.file(components=entries)))
    before = counted()
    shifted = [msgspec.structs.replace(c, line=(c.line or 0) + 3) for c in entries]
    scans(make.result(make.file(components=shifted, blob="b2")))
    assert counted()["occurrence"] == before["occurrence"]
    rows = scans.store.rows("SELECT min(line), max(line) FROM current_occurrence")
    assert rows == [(4, 52)]


def test_an_upgrade_closes_one_row_and_opens_one(scans, make) -> None:
    rest = [make.component(f"p{i}") for i in range(20)]
    first = scans(make.result(make.file(components=[make.component("x", "1.0.0"), *rest])))
    second = scans(
        make.result(make.file(components=[make.component("x", "1.1.0"), *rest], blob="2"))
    )
    rows = scans.store.rows(
        "SELECT c.version, o.from_scan, o.to_scan FROM occurrence o JOIN component c "
        "ON c.id = o.component_id WHERE c.purl LIKE '%/x@%' ORDER BY 1"
    )
    assert rows == [("1.0.0", first, second), ("1.1.0", second, None)]


def test_a_source_that_is_no_longer_configured_ends_and_may_come_back(scans, make) -> None:
    result = make.result(make.file(components=[make.component("a", "1.0.0", "MIT")]))
    scans(result)
    scan = scans.writer.begin_scan(make.meta)
    scans.writer.retire_sources(scan, ["afspraken", "never known"])
    assert scans.writer.changed
    scans.writer.finish_scan(scan, State.COMPLETE, make.now)
    assert scans.writer.known_revisions() == {}
    assert scans.store.rows("SELECT count(*) FROM current_occurrence") == [(0,)]
    assert scans.store.rows("SELECT count(*) FROM effective_license") == [(0,)]
    again = scans(result)
    assert stored(scans.store, again) == stored(scans.store, 1)
    assert set(scans.writer.known_revisions()) == {"afspraken"}


def test_a_source_written_twice_in_one_scan_leaves_no_trace_of_the_first(scans, make) -> None:
    scan = scans.writer.begin_scan(make.meta)
    for version in ("1.0.0", "2.0.0"):
        one = make.component("a", version, "MIT" if version == "1.0.0" else "ISC", ref="a")
        scans.writer.write_source(scan, make.result(make.file(components=[one], blob=version)))
    scans.writer.finish_scan(scan, State.COMPLETE, make.now)
    assert scans.store.rows("SELECT version FROM current_occurrence") == [("2.0.0",)]
    assert scans.store.rows("SELECT count(*) FROM occurrence") == [(1,)]
    assert scans.store.rows("SELECT count(*) FROM license_claim") == [(1,)]


def test_a_file_below_a_folder_that_could_not_be_listed_keeps_its_facts(scans, make) -> None:
    inside = make.file("map/a.json", [make.component("a")])
    outside = make.file("b.json", [make.component("b")])
    scans(make.result(inside, outside))
    refused = Issue(kind=IssueKind.UNREADABLE, message="permission denied", path="map")
    scans(make.result(state=State.PARTIAL, issues=[refused]))
    assert scans.store.rows("SELECT path FROM current_occurrence") == [("map/a.json",)]


def test_a_failed_source_keeps_its_facts_and_says_why(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("a")])))
    gone = Issue(kind=IssueKind.UNREADABLE, message="repository not found")
    scan = scans(make.result(state=State.FAILED, issues=[gone], revision=""))
    assert scans.store.rows("SELECT count(*) FROM current_occurrence") == [(1,)]
    assert [r.issue.message for r in issues(scans.store, scan)] == ["repository not found"]
    assert scans.writer.known_revisions()["afspraken"].state is State.FAILED
    later = scans(make.result(make.file(components=[make.component("a")])))
    assert issues(scans.store, later) == ()


def test_systems_have_a_history(scans, make) -> None:
    scans(systems=[make.system("balie"), make.system("post", owner="KCC")])
    second = scans(systems=[make.system("balie", criticality="vital")])
    rows = scans.store.rows(
        "SELECT id, criticality, owner, from_scan, to_scan FROM system ORDER BY row"
    )
    assert rows == [
        ("balie", "medium", "", 1, second),
        ("post", "medium", "KCC", 1, second),
        ("balie", "vital", "", second, None),
    ]
