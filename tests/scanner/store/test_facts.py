"""Facts over the database equal facts in memory."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.collector import State
from policies.facts import LicenseKey, UseMode
from policies.memory_facts import facts_of
from sbom.component import Component, Role, Scope, VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from scanner.store.facts import StoreFacts
from scanner.store.store import open_store
from scanner.store.writer import Writer


@st.composite
def components(draw: st.DrawFn) -> Component:
    name = draw(st.sampled_from(["voorbeeld", "balie", "left-pad"]))
    exact = draw(st.booleans())
    version = draw(st.sampled_from(["1.0.0", "2.0.0"])) if exact else ""
    return Component(
        purl=build("npm", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if exact else VersionKind.RANGE,
        requirement="" if exact else "^1",
        scope=draw(st.sampled_from([Scope.RUNTIME, Scope.DEV])),
        roles=draw(st.sampled_from([(), (Role.ROOT,), (Role.DECLARED,), (Role.GIT,)])),
        direct=draw(st.sampled_from([None, True])),
        line=draw(st.sampled_from([None, 3, 12])),
        licenses=tuple(
            LicenseClaim(raw=r, kind=k)
            for r, k in draw(
                st.lists(
                    st.tuples(st.sampled_from(["MIT", "GPL"]), st.sampled_from(list(LicenseKind))),
                    max_size=2,
                )
            )
        ),
    )


@given(
    st.dictionaries(
        st.sampled_from(["a.json", "map/b.json", "c.txt"]), st.lists(components(), max_size=6)
    )
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_says_the_same_as_memory(empty_database, make, content) -> None:
    inventories = {p: Inventory(components=tuple(c)) for p, c in content.items()}
    system = make.system("balie", use_mode=UseMode.HOSTED)
    memory = facts_of(inventories, uri="afspraken", kind="git", system=system)
    with tempfile.TemporaryDirectory() as folder:
        database = shutil.copy(empty_database, Path(folder) / "estate.db")
        with open_store(database) as store:
            writer = Writer(store)
            scan = writer.begin_scan(make.meta)
            writer.write_systems(scan, [system])
            files = [make.file(p, c) for p, c in content.items()]
            writer.write_source(scan, make.result(*files))
            writer.finish_scan(scan, State.COMPLETE, make.now)
            facts = StoreFacts(store)
            assert facts.systems() == memory.systems()
            assert facts.license_keys() == memory.license_keys()
            for key in memory.license_keys():
                assert list(facts.uses_of(key)) == sorted(
                    memory.uses_of(key), key=lambda u: (u.system, u.purl, u.place)
                )
                assert facts.use_counts(key) == memory.use_counts(key)
            assert list(facts.unresolved()) == list(memory.unresolved())
            assert list(facts.license_changes()) == []


def test_a_key_that_nothing_has_gives_nothing(scans, make) -> None:
    scans(make.result())
    key = LicenseKey(claims=(), use_mode=None, scope="runtime", supplied=False)
    facts = StoreFacts(scans.store)
    assert (list(facts.uses_of(key)), facts.use_counts(key)) == ([], {})


def test_a_source_states_its_files_and_its_own_licences(scans, make) -> None:
    root = make.component("afspraken", "1.0.0", "EUPL-1.2", roles=(Role.ROOT,))
    deep = make.component("diep", "1.0.0", "MIT", roles=(Role.ROOT,))
    claim = (LicenseClaim(raw="EUPL-1.2 of later"),)
    scans(
        make.result(
            make.file("package.json", [root], format_name="npm/package-json"),
            make.file("sub/package.json", [deep], format_name="npm/package-json"),
            make.file("LICENSE", format_name="project/license-file"),
            make.file("LICENSES/MIT.txt", format_name="project/license-file"),
            make.file("vendor/x/LICENSE", format_name="project/license-file"),
            make.file(
                "publiccode.yml",
                format_name="project/publiccode",
                descriptors=[Descriptor(kind="publiccode", licenses=claim)],
            ),
            supplied=True,
        )
    )
    (source,) = StoreFacts(scans.store).sources()
    assert (source.uri, source.kind, source.system, source.state) == (
        "afspraken",
        "git",
        "balie",
        "complete",
    )
    assert source.supplied
    assert source.license_files == ("LICENSE", "LICENSES/MIT.txt")
    assert source.publiccode == ("publiccode.yml",)
    assert source.declared_licenses == ("EUPL-1.2", "EUPL-1.2 of later")
    assert [f.path for f in source.files][:2] == ["LICENSE", "LICENSES/MIT.txt"]
    assert [f.components for f in source.files] == [0, 0, 1, 0, 1, 0]


def test_claims_of_several_files_count_together_within_a_source(scans, make) -> None:
    scans(
        make.result(
            make.file("a.json", [make.component("x", "1.0.0", "MIT")]),
            make.file("b.json", [make.component("x", "1.0.0", "GPL-2.0")]),
            make.file("c.json", [make.component("x", "1.0.0")]),
        )
    )
    (key,) = StoreFacts(scans.store).license_keys()
    assert key.claims == (("declared", "GPL-2.0"), ("declared", "MIT"))
    assert len(list(StoreFacts(scans.store).uses_of(key))) == 3


def change(scans):
    return [
        (c.purl_base, c.system, c.before, c.after, c.place.path, c.place.line)
        for c in StoreFacts(scans.store).license_changes()
    ]


def test_a_licence_that_changes_with_an_upgrade_is_a_change(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("husky", "4.0.0", "MIT", line=3)])))
    assert change(scans) == []
    scans(make.result(make.file(components=[make.component("husky", "5.0.0", "Parity", line=8)])))
    assert change(scans) == [
        (
            "pkg:npm/husky",
            "balie",
            (("4.0.0", "declared", "MIT"),),
            (("5.0.0", "declared", "Parity"),),
            "package-lock.json",
            8,
        )
    ]
    scans(make.result(make.file(components=[make.component("husky", "5.0.0", "Parity", line=8)])))
    assert change(scans) == []


def test_an_upgrade_under_the_same_licence_and_a_newcomer_are_no_change(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("a", "1.0.0", "MIT")])))
    now = [make.component("a", "2.0.0", "MIT"), make.component("new", "1.0.0", "GPL")]
    scans(make.result(make.file(components=now)))
    assert change(scans) == []


def test_a_failed_scan_in_between_does_not_hide_a_change(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("a", "1.0.0", "MIT")])))
    scans(make.result(state=State.FAILED))
    scans(make.result(make.file(components=[make.component("a", "1.0.0")])))
    assert [c[2:4] for c in change(scans)] == [((("1.0.0", "declared", "MIT"),), ())]


def test_the_licence_that_counts_is_a_view(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("a", "1.0.0", "MIT")])))
    assert scans.store.rows("SELECT * FROM effective_license") == [
        ("afspraken", "pkg:npm/a@1.0.0", "declared", "MIT", "permissive", "stated")
    ]
