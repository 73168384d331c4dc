"""Who stands behind a product: the chain over all registers, and seller apart from maker."""

from datetime import date

import pytest

from policies.default_pack import load_default
from policies.finding import Verdict
from policies.pack_vendor import VendorPolicy
from policies.vendor.line import Line
from policies.vendor.owner_lines import owner_lines
from sbom.registers.facts import Contract, Vendor
from sbom.registers.identifiers import Identifier

KVK = Identifier("kvk", "01234567")


@pytest.fixture(name="policy", scope="module")
def _policy() -> VendorPolicy:
    found = load_default().vendor
    assert found is not None
    return found


def lines(
    policy: VendorPolicy, *known: Vendor, makers: tuple[Contract, ...] = ()
) -> dict[str, Line]:
    rows = [(f"{v.source or 'eigen'}.csv", v) for v in known]
    contracts = [("contracten.csv", c) for c in makers]
    return {x.id: x for x in owner_lines("Zaakwerk B.V.", (KVK,), rows, policy, contracts)}


def test_the_chain_runs_over_registers_with_source_and_date(policy: VendorPolicy) -> None:
    own = Vendor(line=2, name="Zaakwerk B.V.", ids=(KVK,), country="NL", source="eigen")
    catalogue = Vendor(
        line=5, name="Zaakwerk", ids=(KVK,), parent="Zaakwerk Holding", source="GEMMA"
    )
    holding = Vendor(
        line=9,
        name="Zaakwerk Holding Ltd",
        country="IE",
        ultimate_parent="Northlake Inc.",
        ultimate_parent_country="US",
        source="GLEIF",
        as_of=date(2026, 5, 1),
    )
    found = lines(policy, own, catalogue, holding)["owner/parent"]
    assert found.verdict is Verdict.DEVIATES
    assert "Northlake Inc. (US)" in found.says.nl
    told = [p.quote for p in found.proofs]
    assert any("GLEIF, 2026-05-01" in q for q in told)
    assert any(p.document == "GEMMA.csv" and p.line == 5 for p in found.proofs)


def test_sources_that_name_different_owners_are_both_shown(policy: VendorPolicy) -> None:
    one = Vendor(
        line=1,
        name="Zaakwerk B.V.",
        ids=(KVK,),
        ultimate_parent="Groep NL",
        ultimate_parent_country="NL",
        source="a",
    )
    two = Vendor(
        line=2,
        name="Zaakwerk",
        ids=(KVK,),
        ultimate_parent="Northlake Inc.",
        ultimate_parent_country="US",
        source="b",
    )
    found = lines(policy, one, two)["owner/parent"]
    assert found.verdict is Verdict.UNKNOWN
    assert "Groep NL" in found.says.nl
    assert "Northlake" in found.says.nl
    assert {p.document for p in found.proofs} == {"a.csv", "b.csv"}


def test_a_ring_of_parents_ends(policy: VendorPolicy) -> None:
    one = Vendor(line=1, name="Zaakwerk B.V.", ids=(KVK,), parent="Beheer X")
    two = Vendor(line=2, name="Beheer X", parent="Zaakwerk B.V.")
    assert lines(policy, one, two)["owner/parent"].verdict is Verdict.UNKNOWN


def test_the_owner_of_the_maker_counts_not_of_the_seller(policy: VendorPolicy) -> None:
    seller = Vendor(
        line=1,
        name="Zaakwerk B.V.",
        ids=(KVK,),
        ultimate_parent="Groep NL",
        ultimate_parent_country="NL",
    )
    maker = Vendor(
        line=2, name="Bouwsoft Inc.", ultimate_parent="Northlake Inc.", ultimate_parent_country="US"
    )
    contract = Contract(line=7, vendor="Zaakwerk BV", product_vendor="Bouwsoft")
    found = lines(policy, seller, maker, makers=(contract,))
    assert found["owner/vendor"].verdict is Verdict.COMPLIES
    assert found["owner/maker"].proofs[0].document == "contracten.csv"
    assert found["owner/parent"].verdict is Verdict.DEVIATES
    unknown = lines(policy, seller, makers=(contract,))["owner/parent"]
    assert unknown.verdict is Verdict.UNKNOWN
    assert unknown.searched is not None
    assert "Bouwsoft" in unknown.searched.nl


def test_a_name_that_looks_alike_gives_no_owner(policy: VendorPolicy) -> None:
    other = Vendor(
        line=1,
        name="Zaakwerken Noord",
        ultimate_parent="Northlake Inc.",
        ultimate_parent_country="US",
    )
    found = lines(policy, other)
    assert found["owner/vendor"].verdict is Verdict.UNKNOWN
    assert "owner/parent" not in found or found["owner/parent"].verdict is Verdict.UNKNOWN


def judged_on(day: date, policy: VendorPolicy, *known: Vendor) -> dict[str, Line]:
    rows = [(f"{v.source or 'eigen'}.csv", v) for v in known]
    return {x.id: x for x in owner_lines("Zaakwerk B.V.", (KVK,), rows, policy, (), day)}


def test_what_a_register_said_long_ago_is_asked_again(policy: VendorPolicy) -> None:
    own = Vendor(
        line=2,
        name="Zaakwerk B.V.",
        ids=(KVK,),
        ultimate_parent="Zaakwerk Groep",
        ultimate_parent_country="NL",
        as_of=date(2024, 6, 1),
    )
    found = judged_on(date(2026, 5, 1), policy, own)["owner/parent"]
    assert found.verdict is Verdict.COMPLIES
    found = judged_on(date(2026, 8, 1), policy, own)["owner/parent"]
    assert found.verdict is Verdict.UNKNOWN
    assert "1 juni 2024" in found.says.nl
    assert found.question is not None


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ((("datumEinde", "20260801"),), "beëindigd op 1 augustus 2026"),
        ((("status", "INACTIVE"),), "beëindigd."),
    ],
)
def test_a_vendor_that_no_longer_exists_is_told(
    policy: VendorPolicy, beside: tuple[tuple[str, str], ...], words: str
) -> None:
    own = Vendor(line=2, name="Zaakwerk B.V.", ids=(KVK,), source="KvK", beside=beside)
    found = judged_on(date(2026, 11, 1), policy, own)["owner/registration"]
    assert found.verdict is Verdict.DEVIATES
    assert words in found.says.nl
    live = Vendor(line=2, name="Zaakwerk B.V.", ids=(KVK,), beside=(("status", "ACTIVE"),))
    assert "owner/registration" not in judged_on(date(2026, 11, 1), policy, live)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (
            {"parent": "Midden B.V.", "parent_country": "NL", "ultimate_parent": "Top Inc."},
            "unknown",
        ),
        ({"ultimate_parent": "Top Inc.", "parent_country": "US"}, "deviates"),
        (
            {
                "parent": "Midden B.V.",
                "parent_country": "NL",
                "ultimate_parent": "Top Inc.",
                "ultimate_parent_country": "US",
            },
            "deviates",
        ),
    ],
)
def test_the_country_of_a_parent_in_between_is_not_that_of_the_owner(
    policy: VendorPolicy, row: dict[str, str], verdict: str
) -> None:
    known = [("leveranciers.csv", Vendor(name="Formwel B.V.", country="NL", line=2, **row))]
    found = {x.id: x for x in owner_lines("Formwel B.V.", (), known, policy)}
    assert found["owner/parent"].verdict == verdict
