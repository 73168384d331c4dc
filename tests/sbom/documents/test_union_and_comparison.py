"""Several documents as one, and what changed between two."""

from datetime import UTC, datetime

import pytest

from sbom.component import Component, Role, Scope
from sbom.documents.bom import Bom, from_inventories
from sbom.documents.comparison import changes
from sbom.documents.union import left_out, united
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim
from sbom.purl import build


def part(name: str, version: str = "1.0", **facts: object) -> Component:
    raws = facts.pop("licenses", ())
    made = {
        "purl": build("npm", name, version),
        "name": name,
        "version": version,
        "ref": f"{name}@{version}",
        "licenses": tuple(LicenseClaim(raw=str(r)) for r in raws),  # type: ignore[attr-defined]  # a tuple of texts
        **facts,
    }
    return Component(**made)  # type: ignore[arg-type]  # as the fields are


def document(*components: Component, **facts: str) -> Inventory:
    properties = tuple(sorted(facts.items()))
    return Inventory(
        components=components,
        descriptors=(Descriptor(kind="cyclonedx-document", properties=properties),),
    )


A = document(
    part("kern", licenses=("MIT",), supplier="Voorbeeld"),
    part("samen"),
    timestamp="2026-01-01T00:00:00Z",
    author="Een",
)
B = document(
    part("kern", licenses=("Apache-2.0",), supplier="Voorbeeld"),
    part("samen"),
    part("nieuw"),
    timestamp="2026-02-01T00:00:00+01:00",
    author="Twee",
    services="s1, s2",
    files="3",
)


def stated(bom: Bom, name: str) -> list[str]:
    (entry,) = [c for c in bom.components if c.component.name == name]
    return [v for n, v in entry.component.properties if n == "stated"]


def test_a_component_stands_once_and_each_document_keeps_its_word() -> None:
    bom = united([("a.json", A), ("b.json", B)], name="samen")
    assert [c.component.name for c in bom.components] == ["kern", "nieuw", "samen"]
    kern = bom.components[0]
    assert {c.raw for c in kern.component.licenses} == {"MIT", "Apache-2.0"}
    assert [p for p, _ in kern.occurrences] == ["a.json", "b.json"]
    assert stated(bom, "kern") == ["a.json: license MIT", "b.json: license Apache-2.0"]
    assert stated(bom, "samen") == []


def test_nothing_depends_on_the_clock_or_the_order() -> None:
    one = united([("a.json", A), ("b.json", B)], name="x")
    assert one == united([("b.json", B), ("a.json", A)], name="x")
    assert one.timestamp is not None
    assert one.timestamp.astimezone(UTC) == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert one.author == ""
    assert united([("a.json", A)]).author == "Een"
    assert united([("a.json", document(part("x"), timestamp="gisteren"))]).timestamp is None


def test_what_has_no_place_is_told() -> None:
    assert left_out(B) == "2 services, 3 files"
    many = Inventory(descriptors=(Descriptor(kind="vulnerability", name="CVE-1"),))
    assert left_out(many) == "1 vulnerabilities"
    assert left_out(A) == ""


def bill(*components: Component) -> Bom:
    return from_inventories([("x", document(*components))], name="vergeleken")


def test_changes() -> None:
    before = bill(
        part("weg"),
        part("hoger"),
        part("twee"),
        part("twee", "2.0"),
        part("licentie", licenses=("MIT",)),
        part("gelijk", licenses=("MIT License",)),
        part("maker", supplier="Een"),
    )
    after = bill(
        part("nieuw"),
        part("hoger", "2.0"),
        part("twee", "2.0"),
        part("licentie", licenses=("AGPL-3.0-only",)),
        part("gelijk", licenses=("MIT",)),
        part("maker", supplier="Twee"),
    )
    known = {"MIT License": "MIT", "MIT": "MIT"}
    found = changes(before, after, normalise=known.get)
    assert [(c.name, c.what, c.before, c.after) for c in found] == [
        ("hoger", "version", ("1.0",), ("2.0",)),
        ("licentie", "license", ("MIT",), ("AGPL-3.0-only",)),
        ("maker", "supplier", ("Een",), ("Twee",)),
        ("nieuw", "added", (), ("1.0",)),
        ("twee", "version", ("1.0", "2.0"), ("2.0",)),
        ("weg", "removed", ("1.0",), ()),
    ]
    assert changes(before, before) == ()
    assert len(changes(before, after)) == 7


def test_a_list_and_an_expression_with_and_are_one() -> None:
    listed = bill(part("a", licenses=("EPL-1.0", "Apache-2.0")))
    joined = bill(part("a", licenses=("Apache-2.0 AND EPL-1.0",)))
    assert changes(listed, joined, normalise=lambda raw: raw) == ()
    either = bill(part("a", licenses=("Apache-2.0 OR EPL-1.0",)))
    assert len(changes(listed, either, normalise=lambda raw: raw)) == 1


@pytest.mark.parametrize("scope", list(Scope))
def test_scopes_are_not_compared(scope: Scope) -> None:
    assert changes(bill(part("a", scope=scope)), bill(part("a"))) == ()


def test_a_root_that_was_made_is_no_component() -> None:
    made = Component(
        purl="pkg:generic/x",
        name="x",
        roles=(Role.ROOT,),
        ref="x",
        properties=(("purl-origin", "derived"),),
    )
    assert changes(bill(part("a")), bill(part("a"), made)) == ()
