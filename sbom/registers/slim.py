"""What is kept of an answer of a register: what its reader needs, and nothing of persons or addresses.

A one-man business is registered under its owner's name and home: of a KvK profile only numbers, trade
names, legal form and dates are kept. Contact persons of catalogues and notices are left out.
"""

from collections.abc import Mapping
from typing import Any

from sbom.readers.shape import mapping, text
from sbom.registers.foreign import records

_KVK = ("kvkNummer", "naam", "statutaireNaam", "formeleRegistratiedatum", "materieleRegistratie")
_GEMMA_OUT = frozenset(
    {
        "adres",
        "adressen",
        "bezoekadres",
        "contactgegevens",
        "contactpersoon",
        "contactpersonen",
        "email",
        "e-mail",
        "gebruikers",
        "telefoon",
        "telefoonnummer",
    }
)
_OSS = ("id", "name", "repositoryUrl", "publicCodeUrl", "updatedAt", "organisation", "publiccode")
_PARTY = ("id", "name", "identifier", "roles")


def slim_gleif(record: Mapping[str, Any]) -> dict[str, Any]:
    """A level 1 record or a relationship of the GLEIF API."""
    about = mapping(record.get("attributes"))
    relation = mapping(about.get("relationship"))
    if relation:
        kept = _only(relation, ("type", "status", "startNode", "endNode"))
        return {"attributes": {"relationship": kept}}
    entity = mapping(about.get("entity"))
    country = mapping(entity.get("legalAddress")).get("country")
    held = _only(entity, ("legalName", "jurisdiction", "registeredAt", "registeredAs", "status"))
    held["legalAddress"] = {"country": country}
    registration = _only(mapping(about.get("registration")), ("lastUpdateDate", "status"))
    return {"attributes": {"lei": about.get("lei"), "entity": held, "registration": registration}}


def slim_kvk(record: Mapping[str, Any]) -> dict[str, Any]:
    """A Basisprofiel; the name of a natural person is not a trade name and goes."""
    kept = _only(record, _KVK)
    owner = mapping(mapping(record.get("_embedded")).get("eigenaar"))
    form = _only(owner, ("rsin", "rechtsvorm", "uitgebreideRechtsvorm"))
    if form:
        kept["_embedded"] = {"eigenaar": form}
    return kept


def slim_gemma(record: Mapping[str, Any]) -> dict[str, Any]:
    """An object of the catalogue without the people and addresses in it."""
    return {k: v for k, v in record.items() if k.lower() not in _GEMMA_OUT}


def slim_oss(record: Mapping[str, Any]) -> dict[str, Any]:
    """A repository of the OSS register."""
    return _only(record, _OSS)


def slim_release(release: Mapping[str, Any]) -> dict[str, Any]:
    """An OCDS release: parties without contact points and streets."""
    compiled = mapping(release.get("compiledRelease")) or release
    parties = []
    for party in records(compiled.get("parties") or []):
        kept = _only(party, _PARTY)
        country = mapping(party.get("address")).get("countryName")
        if country:
            kept["address"] = {"countryName": country}
        parties.append(kept)
    tender = _only(mapping(compiled.get("tender")), ("id", "title", "contractPeriod", "value"))
    made = _only(compiled, ("ocid", "date", "awards", "contracts", "buyer"))
    made["parties"] = parties
    made["tender"] = tender
    return made


def concerns(release: Mapping[str, Any], names: frozenset[str], numbers: frozenset[str]) -> bool:
    """Whether a release is about one of these parties.

    Args:
        release: As given by `slim_release`.
        names: In lower case.
        numbers: Registration numbers without spaces.
    """
    parties = [*records(release.get("parties") or []), mapping(release.get("buyer"))]
    for award in records(release.get("awards") or []):
        parties += records(award.get("suppliers") or [])
    for party in parties:
        stated = mapping(party.get("identifier"))
        told = {text(party.get("name")), text(stated.get("legalName"))}
        if {t.strip().lower() for t in told} & names or text(stated.get("id")).strip() in numbers:
            return True
    return False


def _only(record: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {k: record[k] for k in keys if record.get(k) is not None}
