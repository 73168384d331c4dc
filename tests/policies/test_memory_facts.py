"""Facts in memory: made of inventories, judged without a database."""

from datetime import date

import pytest

from policies.engine import evaluate
from policies.facts import SystemFact, UseMode
from policies.memory_facts import facts_of, purl_base
from policies.pack import Pack
from policies.registry import load_rules
from sbom.component import Component, Role, Scope, VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim, LicenseKind


@pytest.mark.parametrize(
    ("purl", "base"),
    [
        ("pkg:npm/a@1", "pkg:npm/a"),
        ("pkg:npm/%40s/a@1.0?x=y#z", "pkg:npm/%40s/a"),
        ("pkg:npm/@s/a", "pkg:npm/@s/a"),
        ("pkg:golang/a/b", "pkg:golang/a/b"),
    ],
)
def test_purl_base(purl: str, base: str) -> None:
    assert purl_base(purl) == base


def component(name: str, version: str = "1.0.0", raw: str = "", **more: object) -> Component:
    exact = version != ""
    values: dict[str, object] = {
        "purl": f"pkg:npm/{name}@{version}" if exact else f"pkg:npm/{name}",
        "name": name,
        "version": version,
        "version_kind": VersionKind.EXACT if exact else VersionKind.RANGE,
        "licenses": (LicenseClaim(raw=raw),) if raw else (),
        "line": 3,
    }
    return Component(**{**values, **more})  # type: ignore[arg-type] # values of many types


def test_inventories_become_facts(pack: Pack) -> None:
    detected = LicenseClaim(raw="AGPL-3.0-only", kind=LicenseKind.DETECTED)
    files = {
        "package.json": Inventory(
            components=(
                component("app", roles=(Role.ROOT,)),
                component("a", "", roles=(Role.DECLARED,), requirement="^1"),
            ),
            expects_components=False,
        ),
        "package-lock.json": Inventory(
            components=(
                component("a", raw="MIT"),
                component("b", scope=Scope.DEV),
                component("c", "", requirement=">=2"),
            )
        ),
        "extra.json": Inventory(components=(component("a", licenses=(detected,)),)),
        "leeg.json": Inventory(),
        "kapot.json": Inventory(issues=(Issue(kind=IssueKind.ENTRY, message="fout"),)),
        "LICENSE": Inventory(
            descriptors=(Descriptor(kind="license-file"),), expects_components=False
        ),
        "sub/LICENSE": Inventory(
            descriptors=(Descriptor(kind="license-file"),), expects_components=False
        ),
        "publiccode.yml": Inventory(
            descriptors=(Descriptor(kind="publiccode", licenses=(LicenseClaim(raw="EUPL-1.2"),)),),
            expects_components=False,
        ),
    }
    system = SystemFact(id="s", name="Systeem", use_mode=UseMode.INTERNAL)
    facts = facts_of(files, uri="map", system=system, formats={"leeg.json": "npm/x"})
    (source,) = facts.sources()
    assert source.license_files == ("LICENSE",)
    assert source.publiccode == ("publiccode.yml",)
    assert source.declared_licenses == ("EUPL-1.2",)
    assert source.state == "partial"
    keys = {u.name: k for k in facts.license_keys() for u in facts.uses_of(k)}
    assert set(keys) == {"a", "b", "c"}
    assert keys["a"].claims == (("declared", "MIT"), ("detected", "AGPL-3.0-only"))
    assert facts.use_counts(keys["a"]) == {"s": 1}
    assert [u.name for u in facts.unresolved()] == ["c"]
    found = evaluate(facts, pack, load_rules(), [], date(2026, 11, 23))
    assert {(f.rule, f.subject) for f in found.findings} >= {
        ("license-conflict", "pkg:npm/a"),
        ("license-unknown", "pkg:npm/b"),
        ("version-unresolved", "pkg:npm/c"),
        ("manifest-empty", "map:leeg.json"),
    }
