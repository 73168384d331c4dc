"""What would be hit when something is gone: a component, supplier, country, registry, image or licence."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from policies.facts import SystemFact
from sbom.errors import ConfigError
from sbom.registers.facts import Subprocessor, System, Vendor
from scanner.store import advisory_graph as graph
from scanner.store.advisory_graph import Lost
from scanner.store.store import Store

IMAGES = ("pkg:oci/", "pkg:docker/")


class What(StrEnum):
    """What is gone."""

    COMPONENT = "component"
    VENDOR = "vendor"
    COUNTRY = "country"
    REGISTRY = "registry"
    IMAGE = "image"
    LICENSE = "license"


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """What would be hit."""

    lost: tuple[Lost, ...]
    """Components."""
    whole: Mapping[str, str]
    """Systems that would be gone as a whole, with the reason."""


def impact(
    store: Store,
    what: What,
    word: str,
    systems: Mapping[str, SystemFact],
    registers: Sequence[Path] = (),
) -> Hit:
    """Ask the last scan.

    Args:
        store: The estate.
        what: Kind of loss.
        word: Name, part of an address, SPDX id, or code or name of a country.
        systems: Of the estate.
        registers: Registers of vendors, systems and sub-processors; for a country.

    Raises:
        ConfigError: a country is asked without registers, or is none; a register cannot be read.
    """
    match what:
        case What.LICENSE:
            return Hit(lost=tuple(graph.lost_with_license(store, word)), whole={})
        case What.REGISTRY:
            return Hit(lost=tuple(graph.lost_with_text(store, [word], field="download")), whole={})
        case What.VENDOR:
            return _vendors(store, {word: ""}, systems, {})
        case What.COUNTRY:
            return _country(store, word, systems, registers)
        case _:
            image = what is What.IMAGE
            numbers = graph.numbers_of(store, f"*{word}*" if image else word)
            lost = graph.lost_with_components(store, numbers)
            return Hit(
                lost=tuple(x for x in lost if not image or x.purl.startswith(IMAGES)), whole={}
            )


def per_system(hit: Hit, systems: Mapping[str, SystemFact]) -> list[dict[str, object]]:
    """One row a system, by id."""
    parts: dict[str, list[Lost]] = {s: [] for s in hit.whole}
    for found in hit.lost:
        parts.setdefault(found.system, []).append(found)
    return [_row(number, parts[number], hit, systems.get(number)) for number in sorted(parts)]


def _row(number: str, found: list[Lost], hit: Hit, known: SystemFact | None) -> dict[str, object]:
    return {
        "system": number,
        "name": known.name if known else "",
        "domain": known.domain if known else "",
        "owner": known.owner if known else "",
        "criticality": known.criticality if known else "",
        "whole_system": number in hit.whole,
        "why": hit.whole.get(number, ""),
        "components": len(found),
        "direct": sum(f.direct is True for f in found),
        "occurrences": sum(f.occurrences for f in found),
    }


def _vendors(
    store: Store,
    vendors: Mapping[str, str],
    systems: Mapping[str, SystemFact],
    whole: Mapping[str, str],
) -> Hit:
    """What vendors supply: (name, why)."""
    gone = dict(whole)
    for number, known in systems.items():
        for name, why in vendors.items():
            if known.supplier and name.lower() in known.supplier.lower():
                gone.setdefault(number, why or known.supplier)
    lost = graph.lost_with_text(store, list(vendors), field="supplier") if vendors else []
    return Hit(lost=tuple(lost), whole=gone)


def _country(
    store: Store, stated: str, systems: Mapping[str, SystemFact], registers: Sequence[Path]
) -> Hit:
    from sbom.registers.values import read_country
    from scanner.register_files import load

    country = read_country(stated)
    if not country:
        raise ConfigError(f"--country {stated!r}: is no country; give a code or a name")
    if not registers:
        raise ConfigError("--country needs --register FILE: no lockfile says who stands where")
    entries = [e for path in registers for r in load(path) for e in r.entries]
    vendors: dict[str, str] = {}
    named: dict[str, str] = {}
    for entry in entries:
        match entry:
            case Vendor() if country in _countries(entry):
                parent = entry.country != country and (entry.ultimate_parent or entry.parent)
                vendors[entry.name] = f"{entry.name}: {parent or entry.name} ({country})"
            case System() if entry.hosting_country == country:
                named[entry.name.lower()] = f"hosting: {entry.hosting or country}"
            case Subprocessor() if country in {entry.country, entry.parent_country}:
                vendors.setdefault(entry.name, f"{entry.name} ({country})")
            case _:
                pass
    whole = {
        number: named[name]
        for number, known in systems.items()
        for name in (known.name.lower(), number.lower())
        if name in named
    }
    return _vendors(store, vendors, systems, whole)


def _countries(vendor: Vendor) -> set[str]:
    """Where a vendor and those who own it stand."""
    return {vendor.country, vendor.parent_country, vendor.ultimate_parent_country}


def components(lost: Iterable[Lost]) -> list[dict[str, object]]:
    """One row a component and system."""
    return [
        {
            "system": x.system,
            "name": x.name,
            "purl": x.purl,
            "direct": x.direct,
            "occurrences": x.occurrences,
        }
        for x in lost
    ]
