"""TenderNed as OCDS: contracts with who won them. The winner sells; it need not make the product.

Source: Open Contracting Data Standard 1.1: release packages, record packages, or one release a line.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sbom.readers.shape import mapping, text
from sbom.registers.facts import Contract, Entry, Register, RegisterKind, Vendor
from sbom.registers.foreign import MAX_ENTRIES, add_id, day, records, register
from sbom.registers.identifiers import Identifier
from sbom.registers.values import read_country


def read_ocds(tree: Any) -> Iterator[Register]:
    """Contracts and winners, none where it is something else."""
    packages = tree if isinstance(tree, list) else [tree]
    releases: list[Mapping[str, Any]] = []
    for package in packages[:MAX_ENTRIES]:
        held = mapping(package)
        for one in records(held, "releases", "records"):
            compiled = mapping(one.get("compiledRelease")) or one
            if text(compiled.get("ocid")):
                releases.append(compiled)
    if not releases:
        return
    vendors: dict[tuple[str, tuple[Identifier, ...]], Vendor] = {}
    contracts: list[Entry] = []
    for release in releases:
        parties = {
            text(p.get("id")): p for p in records(release.get("parties") or []) if p.get("id")
        }
        for party in parties.values():
            roles = party.get("roles")
            if isinstance(roles, list) and {"supplier", "tenderer"} & {text(r) for r in roles}:
                vendor = _party(party, release)
                vendors.setdefault((vendor.name, vendor.ids), vendor)
        contracts += _awards(release)
    yield register(RegisterKind.CONTRACTS, contracts, [], "TenderNed")
    if vendors:
        yield register(RegisterKind.VENDORS, list(vendors.values()), [], "TenderNed")


def _party(party: Mapping[str, Any], release: Mapping[str, Any]) -> Vendor:
    stated = mapping(party.get("identifier"))
    ids: set[Identifier] = set()
    add_id(text(stated.get("scheme")) or "other", stated.get("id"), ids)
    country = text(mapping(party.get("address")).get("countryName"))
    return Vendor(
        line=1,
        name=(text(stated.get("legalName")) or text(party.get("name")))[:300] or "?",
        ids=tuple(sorted(ids)),
        country=read_country(country),
        source="TenderNed",
        as_of=day(release.get("date")),
    )


def _awards(release: Mapping[str, Any]) -> Iterator[Contract]:
    tender = mapping(release.get("tender"))
    signed = {text(c.get("awardID")): c for c in records(release.get("contracts") or [])}
    for award in records(release.get("awards") or []):
        held = mapping(signed.get(text(award.get("id"))))
        period = (
            mapping(held.get("period"))
            or mapping(award.get("contractPeriod"))
            or mapping(tender.get("contractPeriod"))
        )
        suppliers = [text(s.get("name")) for s in records(award.get("suppliers") or [])]
        yield Contract(
            line=1,
            key=text(held.get("id")) or text(award.get("id")) or text(release.get("ocid")),
            title=(text(tender.get("title")) or text(award.get("title")))[:500],
            vendor="; ".join(s for s in suppliers if s)[:500],
            start=day(period.get("startDate")),
            end=day(period.get("endDate")),
            value=_amount(mapping(held.get("value")) or mapping(award.get("value"))),
            value_basis="total",
            tender=text(release.get("ocid")),
            source="TenderNed",
            as_of=day(release.get("date")),
        )


def _amount(value: Mapping[str, Any]) -> Decimal | None:
    if text(value.get("currency")) not in {"", "EUR"}:
        return None
    try:
        amount = Decimal(str(value.get("amount")))
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and abs(amount) < 10**15 else None
