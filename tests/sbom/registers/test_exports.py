"""Registers of others, as they give them out."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.documents import sheet_csv
from sbom.errors import NotThisFormatError, ParseError
from sbom.registers.declaration import form, read_declaration
from sbom.registers.exports import read_export, read_sheets
from sbom.registers.facts import Contract, RegisterKind, Subprocessor, System, Vendor

ONE = "0000VOORBEELDEEN0023"
TWO = "0000VOORBEELDTWEE091"
TOP = "0000VOORBEELDDRIE073"
"""Made up, with check digits that fit."""


def entity(code: str, name: str, country: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "lei-records",
        "id": code,
        "attributes": {
            "lei": code,
            "entity": {
                "legalName": {"name": name},
                "jurisdiction": country,
                "legalAddress": {"country": country, "addressLines": ["Straat 1"]},
                **more,
            },
            "registration": {"lastUpdateDate": "2026-05-01T00:00:00Z"},
        },
    }


def edge(start: str, end: str, kind: str, status: str = "ACTIVE") -> dict[str, Any]:
    found = {
        "startNode": {"id": start, "type": "LEI"},
        "endNode": {"id": end, "type": "LEI"},
        "type": kind,
        "status": status,
    }
    return {"type": "relationship-records", "attributes": {"relationship": found}}


def read(tree: Any) -> dict[RegisterKind, list[Any]]:
    return {r.kind: list(r.entries) for r in read_export(json.dumps(tree).encode())}


def test_gleif_links_the_chain() -> None:
    kvk = {"registeredAt": {"id": "RA000463"}, "registeredAs": "01234567"}
    tree = {
        "data": [
            entity(ONE, "Zaakwerk B.V.", "NL", **kvk),
            entity(TWO, "Zaakwerk Holding Ltd", "IE"),
            entity(TOP, "Northlake Inc.", "US"),
            edge(ONE, TWO, "IS_DIRECTLY_CONSOLIDATED_BY"),
            edge(ONE, TOP, "IS_ULTIMATELY_CONSOLIDATED_BY"),
            edge(TWO, ONE, "IS_DIRECTLY_CONSOLIDATED_BY", "INACTIVE"),
        ]
    }
    vendors = {v.name: v for v in read(tree)[RegisterKind.VENDORS]}
    found = vendors["Zaakwerk B.V."]
    assert {(i.scheme, i.value) for i in found.ids} == {("lei", ONE), ("kvk", "01234567")}
    assert (found.parent, found.ultimate_parent, found.ultimate_parent_country) == (
        "Zaakwerk Holding Ltd",
        "Northlake Inc.",
        "US",
    )
    assert (found.source, found.as_of) == ("GLEIF", date(2026, 5, 1))
    assert "Straat" not in repr(vendors)


def test_gleif_golden_copy_in_json_and_csv() -> None:
    tree = {
        "records": [
            {
                "LEI": {"$": ONE},
                "Entity": {
                    "LegalName": {"$": "Zaakwerk B.V."},
                    "LegalAddress": {"Country": {"$": "NL"}},
                },
            }
        ]
    }
    (vendor,) = read(tree)[RegisterKind.VENDORS]
    assert (vendor.name, vendor.country) == ("Zaakwerk B.V.", "NL")
    rows = f'"LEI","Entity.LegalName","Entity.LegalAddress.Country"\n"{TWO}","Hostwerk GmbH","DE"\n'
    (found,) = read_sheets([sheet_csv.read(rows)])
    assert [(e.name, e.country) for e in found.entries if isinstance(e, Vendor)] == [
        ("Hostwerk GmbH", "DE")
    ]
    rows = (
        "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
        f"Relationship.RelationshipStatus\n{ONE},{TOP},IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE\n"
    )
    (found,) = read_sheets([sheet_csv.read(rows)])
    assert {(e.name, e.ultimate_parent) for e in found.entries if isinstance(e, Vendor)} == {
        (ONE, TOP)
    }


def test_kvk_profile() -> None:
    tree = {
        "kvkNummer": "01234567",
        "naam": "Zaakwerk",
        "statutaireNaam": "Zaakwerk B.V.",
        "materieleRegistratie": {"datumAanvang": "20100101", "datumEinde": "20260101"},
        "_embedded": {
            "eigenaar": {"rsin": "123456782", "rechtsvorm": "BV", "adressen": [{"plaats": "X"}]}
        },
    }
    (vendor,) = read(tree)[RegisterKind.VENDORS]
    assert (vendor.name, vendor.country, vendor.source) == ("Zaakwerk B.V.", "NL", "KvK")
    assert ("datumEinde", "20260101") in vendor.beside
    assert {i.scheme for i in vendor.ids} == {"kvk", "rsin"}


def test_tenderned_keeps_the_seller_as_seller() -> None:
    release = {
        "ocid": "ocds-1",
        "date": "2026-03-01T10:00:00Z",
        "buyer": {"name": "Gemeente Voorbeeld"},
        "parties": [
            {
                "id": "1",
                "name": "Licentiehuis B.V.",
                "roles": ["supplier"],
                "identifier": {
                    "scheme": "NL-KVK",
                    "id": "07654321",
                    "legalName": "Licentiehuis B.V.",
                },
                "contactPoint": {"email": "iemand@voorbeeld.example"},
            },
        ],
        "tender": {
            "title": "Zaaksysteem",
            "contractPeriod": {"startDate": "2026-04-01", "endDate": "2030-03-31"},
        },
        "awards": [
            {
                "id": "a1",
                "value": {"amount": 240000.5, "currency": "EUR"},
                "suppliers": [{"name": "Licentiehuis B.V."}],
            }
        ],
    }
    for tree in ({"releases": [release]}, {"records": [{"compiledRelease": release}]}):
        found = read(tree)
        (contract,) = found[RegisterKind.CONTRACTS]
        assert isinstance(contract, Contract)
        assert (contract.title, contract.vendor, contract.product_vendor) == (
            "Zaaksysteem",
            "Licentiehuis B.V.",
            "",
        )
        assert (contract.end, contract.value) == (date(2030, 3, 31), Decimal("240000.50"))
        (vendor,) = found[RegisterKind.VENDORS]
        assert vendor.ids[0].value == "07654321"
        assert "iemand" not in repr(found)


def test_both_shapes_of_the_software_catalogue() -> None:
    for maker in (
        {
            "id": "o1",
            "naam": "Zaakwerk B.V.",
            "kvkNummer": "01234567",
            "moederOrganisatie": "Northlake Inc.",
            "contactgegevens": {"email": "x@y.example"},
        },
        {"id": "o1", "organisatienaam": "Zaakwerk B.V.", "kvk-nummer": "1234567"},
    ):
        found = read(
            {
                "leveranciers": [maker],
                "voorzieningen": [
                    {
                        "id": "p1",
                        "naam": "Zaakwerk Balie",
                        "referentieComponenten": [{"naam": "Zaaksysteem"}, "KCC"],
                    }
                ],
            }
        )
        (vendor,) = found[RegisterKind.VENDORS]
        assert (vendor.name, vendor.ids[0].value) == ("Zaakwerk B.V.", "01234567")
        (system,) = found[RegisterKind.SYSTEMS]
        assert system.component == "Zaaksysteem, KCC"
        assert "y.example" not in repr(found)


def test_open_source_register() -> None:
    tree = {
        "repositories": [
            {
                "url": "https://git.example/zaken",
                "organisation": {"label": "Gemeente Voorbeeld"},
                "publiccode": {
                    "name": "Zaken",
                    "softwareVersion": "2.1",
                    "releaseDate": "2026-02-02",
                },
            }
        ]
    }
    (system,) = read(tree)[RegisterKind.SYSTEMS]
    assert isinstance(system, System)
    assert (system.name, system.repository, system.owner) == (
        "Zaken",
        "https://git.example/zaken",
        "Gemeente Voorbeeld",
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_our_form_goes_out_and_comes_back(language: str) -> None:
    rows = form(language)
    filled = {
        1: "Zaakwerk B.V.",
        2: "01234567",
        3: "kapot",
        5: "Nederland",
        8: "Northlake Inc.",
        9: "Verenigde Staten",
        10: "Northlake Inc., Fonds X",
        11: "2026-11-01",
        12: "Postduif Inc.; US; US; e-mail",
    }
    text = "\n".join(f"{row[0]}\t{filled.get(n, '')}" for n, row in enumerate(rows)).replace(
        f"{rows[0][0]}\t", f"{rows[0][0]}\t{rows[0][1]}", 1
    )
    vendors, parties = read_declaration(sheet_csv.read(text))
    (vendor,) = vendors.entries
    assert isinstance(vendor, Vendor)
    assert (vendor.country, vendor.ultimate_parent_country, vendor.as_of) == (
        "NL",
        "US",
        date(2026, 11, 1),
    )
    assert vendor.holders == ("Northlake Inc.", "Fonds X")
    assert [i.subject for i in vendors.issues] == ["kapot"]
    (party,) = parties.entries
    assert isinstance(party, Subprocessor)
    assert (party.name, party.country, party.task, party.source) == (
        "Postduif Inc.",
        "US",
        "e-mail",
        "leveranciersverklaring",
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "data",
                    "records",
                    "attributes",
                    "lei",
                    "LEI",
                    "entity",
                    "Entity",
                    "legalName",
                    "relationship",
                    "kvkNummer",
                    "naam",
                    "_embedded",
                    "releases",
                    "ocid",
                    "parties",
                    "awards",
                    "value",
                    "roles",
                    "publiccode",
                    "url",
                    "referentieComponenten",
                    "oidn",
                    "moederOrganisatie",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_registers_or_a_reason(tree: Any) -> None:
    try:
        read_export(json.dumps(tree).encode())
    except (ParseError, NotThisFormatError):
        return
