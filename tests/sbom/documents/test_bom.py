"""Merging inventories into one bill of materials."""

from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.documents.bom import Bom, from_inventories
from sbom.inventory import Inventory
from sbom.license import LicenseClaim, LicenseKind


def npm(name: str, version: str = "1.0.0", **fields: object) -> Component:
    values: dict[str, object] = {
        "purl": f"pkg:npm/{name}@{version}" if version else f"pkg:npm/{name}",
        "name": name,
        "version": version,
        "ref": name,
        **fields,
    }
    return Component(**values)  # type: ignore[arg-type]  # test data by keyword


def declared(name: str, requirement: str, **fields: object) -> Component:
    return npm(
        name,
        "",
        version_kind=VersionKind.RANGE,
        requirement=requirement,
        roles=(Role.DECLARED,),
        **fields,
    )


def inventory(*components: Component, edges: dict[str, tuple[str, ...]] | None = None) -> Inventory:
    dependencies = tuple(Dependency(ref=r, targets=t) for r, t in (edges or {}).items())
    return Inventory(components=components, dependencies=dependencies)


def named(bom: Bom) -> dict[str, Component]:
    return {c.component.name: c.component for c in bom.components}


def test_same_purl_is_one_component_with_its_places() -> None:
    bom = from_inventories(
        [
            ("b/yarn.lock", inventory(npm("kern", line=9, scope=Scope.DEV, direct=False))),
            ("a/yarn.lock", inventory(npm("kern", line=3, direct=True), npm("kern", "2.0.0"))),
        ]
    )
    assert [c.ref for c in bom.components] == ["pkg:npm/kern@1.0.0", "pkg:npm/kern@2.0.0"]
    first = bom.components[0]
    assert first.occurrences == (("a/yarn.lock", 3), ("b/yarn.lock", 9))
    assert first.component.direct is True
    assert first.component.scope is Scope.RUNTIME


def test_licences_hashes_properties_and_first_words_are_united() -> None:
    one = npm(
        "kern",
        licenses=(LicenseClaim(raw="MIT"),),
        hashes=(("SHA-1", "a" * 40),),
        properties=(("vcs", "x"),),
    )
    two = npm(
        "kern",
        licenses=(
            LicenseClaim(raw="MIT", source="ander"),
            LicenseClaim(raw="MIT", kind=LicenseKind.CONCLUDED),
        ),
        hashes=(("MD5", "b" * 32),),
        supplier="Voorbeeld",
        download="https://example.org/kern.tgz",
    )
    merged = named(from_inventories([("a", inventory(one)), ("b", inventory(two))]))["kern"]
    assert [(c.raw, c.kind) for c in merged.licenses] == [
        ("MIT", LicenseKind.CONCLUDED),
        ("MIT", LicenseKind.DECLARED),
    ]
    assert merged.hashes == (("MD5", "b" * 32), ("SHA-1", "a" * 40))
    assert (merged.supplier, merged.download) == ("Voorbeeld", "https://example.org/kern.tgz")
    assert merged.properties == (("vcs", "x"),)


def test_weak_roles_stay_only_when_all_have_them() -> None:
    sums = npm("kern", roles=(Role.INDIRECT_HASH,))
    built = npm("kern", roles=(Role.GIT,))
    both = named(from_inventories([("a", inventory(sums)), ("b", inventory(built))]))["kern"]
    assert both.roles == (Role.GIT,)
    only = named(from_inventories([("a", inventory(sums)), ("b", inventory(sums))]))["kern"]
    assert only.roles == (Role.INDIRECT_HASH,)


def test_declared_folds_into_the_governing_lock() -> None:
    bom = from_inventories(
        [
            ("app/web/package.json", inventory(declared("kern", "^1.0.0", line=7, direct=True))),
            ("app/package-lock.json", inventory(npm("kern", "1.4.0", line=20))),
            ("package-lock.json", inventory(npm("kern", "9.0.0"))),
        ]
    )
    folded = bom.components[0]
    assert folded.ref == "pkg:npm/kern@1.4.0"
    assert folded.occurrences == (("app/package-lock.json", 20), ("app/web/package.json", 7))
    assert folded.component.direct is True
    assert folded.component.roles == ()
    assert folded.component.requirement == "^1.0.0"
    assert len(bom.components) == 2


def test_declared_stays_when_the_lock_does_not_settle_it() -> None:
    two = (npm("kern", "1.0.0"), npm("kern", "2.0.0"))
    bom = from_inventories(
        [
            ("package.json", inventory(declared("kern", "*"), declared("elders", "*"))),
            ("package-lock.json", inventory(*two)),
        ]
    )
    kept = [c for c in bom.components if Role.DECLARED in c.component.roles]
    assert len(kept) == 2
    assert all(c.ref.startswith("pkg:npm/") and "~" in c.ref for c in kept)
    direct = (npm("kern", "1.0.0", direct=False), npm("kern", "2.0.0", direct=True))
    bom = from_inventories(
        [
            ("package.json", inventory(declared("kern", "*"))),
            ("package-lock.json", inventory(*direct)),
        ]
    )
    assert [c.ref for c in bom.components] == ["pkg:npm/kern@1.0.0", "pkg:npm/kern@2.0.0"]


def test_without_exact_version_name_and_requirement_are_the_key() -> None:
    bom = from_inventories(
        [
            ("a/package.json", inventory(declared("kern", "^1"), declared("kern", "^2"))),
            ("b/package.json", inventory(declared("kern", "^1"))),
        ]
    )
    assert sorted(len(c.occurrences) for c in bom.components) == [1, 2]
    assert len({c.ref for c in bom.components}) == 2


def test_the_only_root_is_the_root() -> None:
    root = npm("zaaksysteem", roles=(Role.ROOT,), ref=".")
    bom = from_inventories(
        [
            (
                "package-lock.json",
                inventory(root, npm("a"), npm("b"), edges={".": ("a", "weg"), "a": ("b",)}),
            )
        ]
    )
    assert bom.root.ref == "pkg:npm/zaaksysteem@1.0.0"
    assert [c.component.name for c in bom.components] == ["a", "b"]
    assert bom.dependencies == (
        Dependency(ref="pkg:npm/a@1.0.0", targets=("pkg:npm/b@1.0.0",)),
        Dependency(ref="pkg:npm/zaaksysteem@1.0.0", targets=("pkg:npm/a@1.0.0",)),
    )


def test_a_named_root_needs_the_roots_and_the_direct_ones() -> None:
    web = npm("web", roles=(Role.ROOT,), ref=".")
    bom = from_inventories(
        [
            ("web/package-lock.json", inventory(web, npm("a", direct=True), edges={".": ("a",)})),
            ("requirements.txt", inventory(npm("b", direct=True, ref=""), npm("c", ref=""))),
        ],
        name="Zaaksysteem",
        version="3",
    )
    assert bom.root.component.name == "Zaaksysteem"
    edges = {d.ref: d.targets for d in bom.dependencies}
    assert edges[bom.root.ref] == ("pkg:npm/b@1.0.0", "pkg:npm/web@1.0.0")
    assert edges["pkg:npm/web@1.0.0"] == ("pkg:npm/a@1.0.0",)


def test_nothing_gives_an_empty_bom_and_order_does_not_matter() -> None:
    assert from_inventories([]).root.component.name == "unnamed"
    files = [("a", inventory(npm("x"), npm("y"))), ("b", inventory(npm("y", line=2)))]
    assert from_inventories(files) == from_inventories(files[::-1])
