"""KvK Basisprofiel, GEMMA Softwarecatalogus and the OSS register of developer.overheid.nl.

Sources: KvK API Basisprofiel 1.4; VNG-Realisatie/Softwarecatalogus (2025-09), both of its specifications;
publiccode.yml 0.4; OSS Register v1 (OpenAPI document of developer.overheid.nl).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.issue import Issue, IssueKind
from sbom.readers.shape import mapping, text
from sbom.registers.facts import Entry, Register, RegisterKind, System, Vendor
from sbom.registers.foreign import MAX_ENTRIES, add_id, day, either, plain, records, register
from sbom.registers.identifiers import Identifier


def read_kvk(tree: Any) -> Iterator[Register]:
    """Vendors of profiles, none where it is something else."""
    entries: list[Entry] = []
    issues: list[Issue] = []
    for number, record in enumerate(records(tree, "resultaten"), 1):
        if (
            "kvkNummer" not in record
            or not {"naam", "statutaireNaam", "handelsnamen"} & record.keys()
        ):
            continue
        owner = mapping(mapping(record.get("_embedded")).get("eigenaar"))
        ids: set[Identifier] = set()
        add_id("kvk", record.get("kvkNummer"), ids)
        add_id("rsin", owner.get("rsin"), ids)
        end = text(mapping(record.get("materieleRegistratie")).get("datumEinde"))
        name = text(record.get("statutaireNaam")) or text(record.get("naam"))
        if not name or not ids:
            message = "has no name or no number that can be one"
            issues.append(Issue(kind=IssueKind.ENTRY, subject=name[:200] or "?", message=message))
            continue
        beside = [
            (
                "rechtsvorm",
                text(owner.get("rechtsvorm")) or text(owner.get("uitgebreideRechtsvorm")),
            )
        ]
        if end:
            beside.append(("datumEinde", end))
        entries.append(
            Vendor(
                line=number,
                name=name[:300],
                ids=tuple(sorted(ids)),
                country="NL",
                source="KvK",
                beside=tuple(sorted((k, v[:100]) for k, v in beside if v)),
            )
        )
    if entries or issues:
        yield register(RegisterKind.VENDORS, entries, issues, "KvK")


_MAKERS = frozenset({"kvkNummer", "kvk-nummer", "oidn", "moederOrganisatie"})
_PRODUCTS = frozenset(
    {"referentieComponenten", "referentieComponent", "functionaliteiten", "voorzieningId"}
)


def read_gemma(tree: Any) -> Iterator[Register]:
    """Vendors and products of the catalogue, none where it is something else."""
    lists: list[Mapping[str, Any]] = []
    if isinstance(tree, dict):
        for key, held in tree.items():
            if isinstance(held, list):
                lists += [r for r in held[:MAX_ENTRIES] if isinstance(r, dict)]
            elif key == "_embedded" and isinstance(held, dict):
                lists += [
                    r
                    for v in held.values()
                    if isinstance(v, list)
                    for r in v
                    if isinstance(r, dict)
                ]
    lists = lists or records(tree)
    vendors: list[Entry] = []
    systems: list[Entry] = []
    for number, record in enumerate(lists, 1):
        name = text(record.get("naam")) or text(record.get("organisatienaam"))
        if not name:
            continue
        if _MAKERS & record.keys():
            vendors.append(_maker(record, name, number))
        elif _PRODUCTS & record.keys():
            held = record.get("referentieComponenten") or record.get("referentieComponent")
            listed = held if isinstance(held, list) else [held]
            systems.append(
                System(
                    line=number,
                    key=text(record.get("id")),
                    name=name[:300],
                    component=", ".join(
                        plain(c) or text(mapping(c).get("naam")) for c in listed if c
                    )[:500],
                    vendor=text(record.get("organisatieId"))[:300],
                    source="GEMMA Softwarecatalogus",
                )
            )
    if vendors:
        yield register(RegisterKind.VENDORS, vendors, [], "GEMMA Softwarecatalogus")
    if systems:
        yield register(RegisterKind.SYSTEMS, systems, [], "GEMMA Softwarecatalogus")


def _maker(record: Mapping[str, Any], name: str, number: int) -> Vendor:
    ids: set[Identifier] = set()
    add_id("kvk", either(record, "kvkNummer", "kvk-nummer"), ids)
    add_id("oin", record.get("oidn"), ids)
    parent = record.get("moederOrganisatie")
    return Vendor(
        line=number,
        key=text(record.get("id")),
        name=name[:300],
        ids=tuple(sorted(ids)),
        website=text(record.get("website"))[:300],
        parent=(text(parent) or text(mapping(parent).get("naam")))[:300],
        source="GEMMA Softwarecatalogus",
    )


_OSS = frozenset(
    {
        "publiccodeYmlUrl",
        "publiccode_yml_url",
        "lastCrawledAt",
        "publiccodeUrl",
        "publicCodeUrl",
        "gitOrganisationUrl",
        "repositoryUrl",
    }
)
"""Keys that only the OSS register has, in its versions."""


def read_oss(tree: Any) -> Iterator[Register]:
    """Repositories as systems, none where it is something else."""
    entries: list[Entry] = []
    for number, record in enumerate(records(tree, "repositories", "results", "items", "data"), 1):
        code = mapping(either(record, "publiccode", "publicCode", "publiccodeYml"))
        address = plain(either(record, "url", "repositoryUrl", "repository_url")) or text(
            code.get("url")
        )
        if not code and not _OSS & record.keys():
            continue
        name = text(code.get("name")) or plain(either(record, "name", "title"))
        if not name or not address:
            continue
        owner = either(record, "organisation", "organization", "organisatie")
        entries.append(
            System(
                line=number,
                name=name[:300],
                repository=address[:500],
                owner=(text(mapping(owner).get("label")) or plain(owner))[:300],
                version=text(code.get("softwareVersion"))[:100],
                status=text(code.get("developmentStatus"))[:100],
                source="developer.overheid.nl",
                as_of=day(code.get("releaseDate")) or day(record.get("updatedAt")),
            )
        )
    if entries:
        yield register(RegisterKind.SYSTEMS, entries, [], "developer.overheid.nl")
