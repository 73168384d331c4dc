"""GLEIF: who an organisation is (level 1) and who holds it (level 2), from the API or the golden copy.

Source: LEI-CDF 3.1 and RR-CDF 2.1; API 1. A parent that is not in the file keeps its number as its name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sbom.documents.sheet_rows import Sheet
from sbom.readers.shape import mapping
from sbom.registers import identifiers
from sbom.registers.facts import Register, RegisterKind, Vendor
from sbom.registers.foreign import add_id, either, plain, records, register
from sbom.registers.identifiers import Identifier
from sbom.registers.values import read_country, read_date

_ULTIMATE, _DIRECT = "IS_ULTIMATELY_CONSOLIDATED_BY", "IS_DIRECTLY_CONSOLIDATED_BY"
_KVK_AUTHORITY = "RA000463"
"""GLEIF's code of the Dutch trade register."""
_MAX_ROWS = 200_000


def read_gleif(tree: Any) -> Iterator[Register]:
    """The vendors of an export in JSON, none where it is something else."""
    vendors: dict[str, Vendor] = {}
    edges: list[tuple[str, str, str]] = []
    for number, record in enumerate(records(tree, "data", "records", "relations"), 1):
        about = mapping(record.get("attributes")) or record
        if edge := _edge(about):
            edges.append(edge)
        elif vendor := _entity(about, number):
            vendors[next(i.value for i in vendor.ids if i.scheme == "lei")] = vendor
    if not vendors and not edges:
        return
    linked = _linked(vendors, edges)
    yield register(RegisterKind.VENDORS, list(linked), [], "GLEIF")


def _entity(about: Mapping[str, Any], number: int) -> Vendor | None:
    entity = mapping(either(about, "entity", "Entity"))
    code = identifiers.read("lei", plain(either(about, "lei", "LEI")))
    name = plain(either(entity, "legalName", "LegalName"))
    if code is None or not name:
        return None
    ids: set[Identifier] = {code}
    authority = mapping(either(entity, "RegistrationAuthority"))
    where = plain(mapping(either(entity, "registeredAt")).get("id")) or plain(
        authority.get("RegistrationAuthorityID")
    )
    if where == _KVK_AUTHORITY:
        add_id(
            "kvk",
            plain(either(entity, "registeredAs"))
            or plain(authority.get("RegistrationAuthorityEntityID")),
            ids,
        )
    address = mapping(either(entity, "legalAddress", "LegalAddress"))
    country = plain(either(address, "country", "Country")) or plain(
        either(entity, "jurisdiction", "LegalJurisdiction")
    )
    registration = mapping(either(about, "registration", "Registration"))
    state = plain(either(entity, "status", "EntityStatus"))
    return Vendor(
        line=number,
        name=name,
        ids=tuple(sorted(ids)),
        country=read_country(country[:2]),
        source="GLEIF",
        as_of=read_date(plain(either(registration, "lastUpdateDate", "LastUpdateDate"))[:10]),
        beside=(("status", state),) if state else (),
    )


def _edge(about: Mapping[str, Any]) -> tuple[str, str, str] | None:
    found = mapping(either(about, "relationship", "Relationship"))
    kind = plain(either(found, "type", "RelationshipType"))
    start = mapping(either(found, "startNode", "StartNode"))
    end = mapping(either(found, "endNode", "EndNode"))
    state = plain(either(found, "status", "RelationshipStatus")) or "ACTIVE"
    one = plain(either(start, "id", "NodeID"))
    two = plain(either(end, "id", "NodeID"))
    return (one, two, kind) if one and two and kind and state == "ACTIVE" else None


def _linked(vendors: dict[str, Vendor], edges: list[tuple[str, str, str]]) -> Iterator[Vendor]:
    """Vendors with their parents by name; a parent that is not in the file keeps its number."""
    direct = {a: b for a, b, kind in edges if kind == _DIRECT}
    ultimate = {a: b for a, b, kind in edges if kind == _ULTIMATE}
    for number, code in enumerate(sorted({*direct, *ultimate} - vendors.keys()), 1):
        own = identifiers.read("lei", code)
        if own is not None:
            vendors[code] = Vendor(line=number, name=code, ids=(own,), source="GLEIF")
    for code, vendor in vendors.items():
        top = ultimate.get(code) or _top(code, direct)
        parent = direct.get(code, "")
        held, over = vendors.get(parent), vendors.get(top)
        yield msgspec.structs.replace(
            vendor,
            parent=held.name if held else parent,
            ultimate_parent=over.name if over else top,
            ultimate_parent_country=over.country if over else "",
        )


def _top(code: str, direct: Mapping[str, str]) -> str:
    """The end of the chain of parents, empty without one or in a ring."""
    seen = {code}
    at = ""
    while (code := direct.get(code, "")) and code not in seen:
        seen.add(code)
        at = code
    return at if not code else ""


def read_rows(sheet: Sheet) -> Iterator[Register]:
    """The vendors of a golden copy in CSV: records, or relationships; none where it is neither."""
    header = sheet.rows[0][1] if sheet.rows else []
    place = {name: at for at, name in enumerate(header)}
    vendors: dict[str, Vendor] = {}
    edges: list[tuple[str, str, str]] = []
    for number, cells in sheet.rows[1 : _MAX_ROWS + 1]:

        def cell(name: str, cells: list[str] = cells) -> str:
            at = place.get(name, -1)
            return cells[at].strip() if 0 <= at < len(cells) else ""

        if "Relationship.StartNode.NodeID" in place:
            if cell("Relationship.RelationshipStatus") in {"", "ACTIVE"}:
                ends = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID"
                edges.append((cell(ends[0]), cell(ends[1]), cell("Relationship.RelationshipType")))
        elif "Entity.LegalName" in place:
            vendor = _entity(_about(cell), number)
            if vendor is not None:
                vendors[cell("LEI")] = vendor
    if vendors or edges:
        yield register(RegisterKind.VENDORS, list(_linked(vendors, edges)), [], "GLEIF")


def _about(cell: Any) -> Mapping[str, Any]:
    """A row as the record of the JSON."""
    return {
        "LEI": cell("LEI"),
        "Entity": {
            "LegalName": cell("Entity.LegalName"),
            "LegalJurisdiction": cell("Entity.LegalJurisdiction"),
            "LegalAddress": {"Country": cell("Entity.LegalAddress.Country")},
            "RegistrationAuthority": {
                "RegistrationAuthorityID": cell(
                    "Entity.RegistrationAuthority.RegistrationAuthorityID"
                ),
                "RegistrationAuthorityEntityID": cell(
                    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID"
                ),
            },
        },
        "Registration": {"LastUpdateDate": cell("Registration.LastUpdateDate")},
    }
