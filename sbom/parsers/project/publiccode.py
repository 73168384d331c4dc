"""publiccode.yml 0.2 to 0.7: what a public organisation says of its own software.

Rules: the software is ROOT and a `Descriptor` of kind `publiccode` holds the facts about it.
Each entry of `dependsOn` is a component with role DECLARED, purl type generic and property
`dependency-type` (open, proprietary, hardware); hardware is of kind PLATFORM, the rest
APPLICATION. `version` is EXACT as stated, `versionMin`/`versionMax` a RANGE; `optional: true`
is OPTIONAL. A key that breaks the standard is a NOTE that names it, and all that can be read is
read. Names and addresses of persons (`maintenance.contacts`) are not kept, only how many there
are.

Source: publiccode.yml standard, "The Standard (core)".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.git_address import without_credentials
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.publiccode_schema import flaws
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml
from sbom.readers.yaml_values import YamlMap
from sbom.source import SourceFile

_HOSTED = re.compile(
    r"https?://(?:www\.)?(github|bitbucket)\.(?:com|org)/([^/\s]+)/([^/\s#?]+)", re.IGNORECASE
)
_ROOT = "."
_KINDS = {
    "library": ComponentKind.LIBRARY,
    "configurationFiles": ComponentKind.DATA,
    "standalone/other": ComponentKind.APPLICATION,
}


def parse(source: SourceFile, /) -> Inventory:
    """The software, its facts and what it depends on.

    Raises:
        ParseError: not YAML, empty, or no mapping.
        NotThisFormatError: a mapping without any key of the standard.
    """
    documents = load_yaml(source.content)
    document = documents[0] if documents else None
    if document is None:
        raise ParseError("is empty")
    if not isinstance(document, YamlMap):
        raise ParseError("holds no mapping at the top")
    if not {"publiccodeYmlVersion", "name", "url", "legal", "maintenance"}.intersection(document):
        raise NotThisFormatError("holds no key of publiccode.yml")
    notes = flaws(document)
    licences = _licences(document)
    root = _software(document, licences)
    needs = list(_needs(document.get("dependsOn")))
    targets = tuple(sorted({c.ref for c in needs}))
    return Inventory(
        components=(root, *needs),
        dependencies=(Dependency(ref=_ROOT, targets=targets),) if targets else (),
        descriptors=(_descriptor(document, licences, valid=not notes),),
        issues=tuple(
            Issue(
                kind=IssueKind.NOTE,
                subject=flaw.key[:200],
                line=flaw.line,
                message=f"{flaw.key} {flaw.message}",
            )
            for flaw in notes
        ),
        format_version=text(document.get("publiccodeYmlVersion")),
        expects_components=False,
    )


def _licences(document: Mapping[str, Any]) -> tuple[LicenseClaim, ...]:
    legal = document.get("legal")
    stated = text(mapping(legal).get("license"))
    if not stated:
        return ()
    return (LicenseClaim(raw=stated, line=line_of(legal, "license"), source="legal.license"),)


def _name(document: Mapping[str, Any]) -> str:
    """The name; of a name per language (not the standard) the first."""
    stated = document.get("name")
    return text(stated) or next((text(v) for v in mapping(stated).values() if text(v)), "")


def _owner(document: Mapping[str, Any]) -> str:
    legal = mapping(document.get("legal"))
    return (
        text(mapping(document.get("organisation")).get("name"))
        or text(legal.get("repoOwner"))
        or text(legal.get("mainCopyrightOwner"))
    )


def _software(document: YamlMap, licences: tuple[LicenseClaim, ...]) -> Component:
    name = _name(document)
    version = text(document.get("softwareVersion"))
    address = without_credentials(text(document.get("url")))
    hosted = _HOSTED.match(address)
    if hosted:
        owner, repository = hosted.group(2), hosted.group(3).removesuffix(".git")
        purl = build(hosted.group(1).lower(), repository, version, namespace=owner)
    else:
        purl = build("generic", name or "unnamed", version)
    return Component(
        purl=purl,
        name=name or "unnamed",
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=_KINDS.get(text(document.get("softwareType")), ComponentKind.APPLICATION),
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=licences,
        supplier=_owner(document),
        download=address,
        line=document.line_of("name"),
    )


def _needs(value: object) -> Iterator[Component]:
    refs: set[str] = set()
    for kind in ("open", "proprietary", "hardware"):
        entries = mapping(value).get(kind)
        for index, entry in enumerate(items(entries)):
            facts = mapping(entry)
            name = text(facts.get("name")) or (text(entry) if not facts else "")
            if not name:
                continue
            low, high = text(facts.get("versionMin")), text(facts.get("versionMax"))
            version = text(facts.get("version"))
            bounds = [f">={low}"] if low else []
            bounds += [f"<={high}"] if high else []
            requirement = version or ", ".join(bounds)
            firm = VersionKind.RANGE if bounds else VersionKind.ABSENT
            if version:
                firm = VersionKind.EXACT
            ref = f"{kind} {name}"
            while ref in refs:
                ref += "+"
            refs.add(ref)
            yield Component(
                purl=build("generic", name, version),
                name=name,
                version=version,
                version_kind=firm,
                requirement=requirement,
                kind=ComponentKind.PLATFORM if kind == "hardware" else ComponentKind.APPLICATION,
                scope=Scope.OPTIONAL if facts.get("optional") is True else Scope.RUNTIME,
                roles=(Role.DECLARED,),
                direct=True,
                ref=ref,
                line=item_line(entries, index),
                properties=pairs(
                    dependency_type=kind,
                    optional="true" if facts.get("optional") is True else "",
                    version_min=low,
                    version_max=high,
                ),
            )


def _joined(value: object) -> str:
    words = [text(v) for v in items(value)] or [text(value)]
    return ", ".join(w for w in words if w)[:4096]


def _named(value: object, key: str = "name") -> str:
    return ", ".join(text(mapping(v).get(key)) for v in items(value) if mapping(v).get(key))[:4096]


def _descriptor(
    document: YamlMap, licences: tuple[LicenseClaim, ...], *, valid: bool
) -> Descriptor:
    legal, upkeep = mapping(document.get("legal")), mapping(document.get("maintenance"))
    languages = mapping(document.get("localisation"))
    audience = mapping(document.get("intendedAudience"))
    organisation = mapping(document.get("organisation"))
    ready = languages.get("localisationReady")
    contacts = len(items(upkeep.get("contacts")))
    facts = {
        "spec-version": text(document.get("publiccodeYmlVersion")),
        "valid": "true" if valid else "false",
        "url": without_credentials(text(document.get("url"))),
        "landing-url": text(document.get("landingURL")),
        "release-date": text(document.get("releaseDate")),
        "development-status": text(document.get("developmentStatus")),
        "software-type": text(document.get("softwareType")),
        "organisation": text(organisation.get("name")),
        "organisation-uri": text(organisation.get("uri")),
        "main-copyright-owner": text(legal.get("mainCopyrightOwner")),
        "repo-owner": text(legal.get("repoOwner")),
        "maintenance-type": text(upkeep.get("type")),
        "contractors": _named(upkeep.get("contractors")),
        "contract-until": _named(upkeep.get("contractors"), "until"),
        "contacts": str(contacts) if contacts else "",
        "platforms": _joined(document.get("platforms")),
        "categories": _joined(document.get("categories")),
        "localisation-ready": str(ready).lower() if isinstance(ready, bool) else "",
        "languages": _joined(languages.get("availableLanguages")),
        "is-based-on": _joined(document.get("isBasedOn")),
        "used-by": _joined(document.get("usedBy")),
        "funded-by": _named(document.get("fundedBy")),
        "supports": _named(document.get("supports"), "id"),
        "audience-scope": _joined(audience.get("scope")),
        "audience-countries": _joined(audience.get("countries")),
        "roadmap": text(document.get("roadmap")),
        "description-languages": ", ".join(mapping(document.get("description"))),
    }
    return Descriptor(
        kind="publiccode",
        name=_name(document),
        version=text(document.get("softwareVersion")),
        licenses=licences,
        properties=tuple(sorted((k, v) for k, v in facts.items() if v)),
    )
