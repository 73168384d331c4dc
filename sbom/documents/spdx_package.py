"""One SPDX 2.x package to one Component.

Rules:

- `versionInfo` as for CycloneDX: ranges leave the purl without version, none is taken from the
  purl.
- purl and cpe come from `externalRefs`; of several purls the first stands and the others become
  properties `purl-other`.
- `licenseDeclared` is DECLARED, `licenseConcluded` CONCLUDED, `licenseInfoFromFiles` DETECTED.
  NOASSERTION is no claim. NONE is no claim either, but leaves property `license-declared` or
  `license-concluded` = `NONE`. A lone `LicenseRef-x` whose extracted licence has a name is that
  name.
- `supplier` without the words Organization, Person or Tool and the address; `originator` is the
  property `author`, for who made a package need not be who supplies it.
- `primaryPackagePurpose` gives the kind. Files are not components.
- What Sluis cannot say in SPDX itself it writes as `sluis:name=value` lines in `comment`.

Source: SPDX 2.3, clause 7 (package information) and JSON schema.
"""

import re
from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.documents.cyclonedx_entry import Own, credible
from sbom.documents.cyclonedx_model import Property, items, text
from sbom.documents.wording import (
    DERIVED,
    PREFIX,
    address,
    claim,
    name_of,
    purl_of,
    version_kind,
    version_of,
    without_version,
)
from sbom.license import LicenseClaim, LicenseKind

KINDS = {
    "APPLICATION": ComponentKind.APPLICATION,
    "FRAMEWORK": ComponentKind.FRAMEWORK,
    "LIBRARY": ComponentKind.LIBRARY,
    "CONTAINER": ComponentKind.CONTAINER,
    "OPERATING-SYSTEM": ComponentKind.OPERATING_SYSTEM,
    "OPERATING_SYSTEM": ComponentKind.OPERATING_SYSTEM,
    "OPERATINGSYSTEM": ComponentKind.OPERATING_SYSTEM,
    "PLATFORM": ComponentKind.PLATFORM,
    "DATA": ComponentKind.DATA,
    "MODEL": ComponentKind.DATA,
    "DEVICE": ComponentKind.FIRMWARE,
    "FIRMWARE": ComponentKind.FIRMWARE,
    "FILE": ComponentKind.FILE,
}
ALGORITHMS = {
    "SHA1": "SHA-1",
    "SHA256": "SHA-256",
    "SHA384": "SHA-384",
    "SHA512": "SHA-512",
    "SHA3_256": "SHA3-256",
    "SHA3_384": "SHA3-384",
    "SHA3_512": "SHA3-512",
    "BLAKE2B256": "BLAKE2b-256",
    "BLAKE2B384": "BLAKE2b-384",
    "BLAKE2B512": "BLAKE2b-512",
}
"""Spelling of SPDX to that of CycloneDX, where they differ."""
_PARTIES = frozenset({"Organization", "Person", "Tool"})
_ESCAPE = re.compile(r"\\(.)")
_FIELDS = (
    ("licenseDeclared", LicenseKind.DECLARED, "license-declared"),
    ("licenseConcluded", LicenseKind.CONCLUDED, "license-concluded"),
)


def party(value: Any) -> str:
    """Name of a supplier, originator or creator; empty for NOASSERTION."""
    stated = (text(value) or "").strip()
    if stated in {"", "NOASSERTION", "NONE"}:
        return ""
    kind, colon, name = stated.partition(":")
    if not colon or kind not in _PARTIES:
        return stated[:1024]
    opened = name.rfind("(")
    if name.endswith(")") and opened >= 0 and ")" not in name[opened:-1]:
        name = name[:opened]
    return name.strip()[:1024]


def package(
    value: dict[str, Any],
    name: str,
    *,
    ref: str,
    scope: Scope,
    roles: tuple[Role, ...],
    extracted: Mapping[str, str],
    line: int | None,
) -> tuple[Component, str | None]:
    """The component of a package, and why its purl was changed, if it was.

    Args:
        value: The package object.
        name: Its name, stripped and not empty.
        ref: Unique identity within the document.
        scope: What relationships say.
        roles: Same.
        extracted: Names of `LicenseRef-` identifiers.
        line: 1-based line of the entry.
    """
    own = Own()
    own.read(_own_lines(text(value.get("comment")) or ""))
    stated, properties = _external(value.get("externalRefs"))
    version, kind, requirement = _version(text(value.get("versionInfo")) or "", own, stated)
    purl, reason = purl_of(stated, "", name, version if kind is VersionKind.EXACT else "")
    if kind is VersionKind.ABSENT and "@" in purl:
        version, kind = version_of(purl), VersionKind.EXACT
    elif kind is not VersionKind.EXACT:
        purl = without_version(purl)
    properties += own.kept
    if purl.startswith("pkg:generic/") and not stated.lower().startswith("pkg:generic/"):
        properties.append(DERIVED)
    claims = _claims(value, extracted, properties)
    claims += [
        made
        for raw in own.inferred
        if (made := claim(raw, LicenseKind.INFERRED, "license-inferred"))
    ]
    for field, name_ in (("homepage", "homepage"), ("summary", "description")):
        found = (text(value.get(field)) or "").strip()
        if found not in {"", "NOASSERTION", "NONE"}:
            properties.append((name_, address(found) if field == "homepage" else found[:1024]))
    originator = party(value.get("originator"))
    if originator:
        properties.append(("author", originator))
    download = (text(value.get("downloadLocation")) or "").strip()
    purpose = text(value.get("primaryPackagePurpose")) or ""
    made_component = Component(
        purl=purl,
        name=own.name or name_of(purl, "", name),
        version=version,
        version_kind=kind,
        requirement=requirement,
        kind=own.kind or KINDS.get(purpose.upper(), ComponentKind.LIBRARY),
        scope=own.scope or scope,
        roles=tuple(sorted({*own.roles, *roles})),
        direct=own.direct,
        ref=ref,
        licenses=tuple(claims),
        supplier=party(value.get("supplier")),
        hashes=_hashes(value.get("checksums")),
        download="" if download in {"NOASSERTION", "NONE"} else address(download),
        line=line,
        purl_raw=stated if stated and stated != purl else "",
        properties=tuple(sorted(properties)),
    )
    return made_component, reason


def _own_lines(comment: str) -> list[Property]:
    """Our own `sluis:name=value` lines; other comments stay unread."""
    found = []
    if PREFIX in comment:
        for row in comment.splitlines():
            name, equals, value = row.partition("=")
            if equals and name.startswith(PREFIX):
                found.append(Property(name, _ESCAPE.sub(_unescaped, value)))
    return found


def _unescaped(match: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r"}.get(match[1], match[1])


def _version(stated: str, own: Own, purl: str) -> tuple[str, VersionKind, str]:
    version = stated.strip()
    own_kind = credible(own.version_kind, version, purl)
    if own_kind is not None:
        keeps = own_kind in {VersionKind.EXACT, VersionKind.UNRESOLVED}
        return (version if keeps else ""), own_kind, own.requirement
    kind = version_kind(version)
    if kind is VersionKind.RANGE:
        return "", kind, own.requirement or version
    return ("" if kind is VersionKind.ABSENT else version), kind, own.requirement


def _external(value: Any) -> tuple[str, list[tuple[str, str]]]:
    """The stated purl, and properties for what else identifies the package."""
    purl, properties = "", []
    for item in items(value):
        if not isinstance(item, dict):
            continue
        kind = (text(item.get("referenceType")) or "").rpartition("/")[2].lower()
        locator = (text(item.get("referenceLocator")) or "").strip()
        if not locator:
            continue
        if kind == "purl" and not purl:
            purl = locator
        elif kind == "purl" and locator != purl:
            properties.append(("purl-other", locator[:1024]))
        elif kind in {"cpe23type", "cpe22type"}:
            properties.append(("cpe", locator[:1024]))
        elif kind in {"vcs", "swh", "gitoid"}:
            properties.append((kind, address(locator)))
    return purl, properties


def _claims(
    value: dict[str, Any], extracted: Mapping[str, str], properties: list[tuple[str, str]]
) -> list[LicenseClaim]:
    found = []
    for field, kind, name in _FIELDS:
        stated = (text(value.get(field)) or "").strip()
        if stated == "NONE":
            properties.append((name, "NONE"))
        raw = extracted.get(stated, stated)
        made = claim(raw, kind, field if raw == stated else f"{field}:{stated}")
        if made is not None:
            found.append(made)
    for item in items(value.get("licenseInfoFromFiles"))[:200]:
        stated = text(item) or ""
        made = claim(extracted.get(stated, stated), LicenseKind.DETECTED, "licenseInfoFromFiles")
        if made is not None:
            found.append(made)
    return found


def _hashes(value: Any) -> tuple[tuple[str, str], ...]:
    found = set()
    for item in items(value):
        if isinstance(item, dict):
            algorithm, content = text(item.get("algorithm")), text(item.get("checksumValue"))
            if algorithm and content:
                found.add((ALGORITHMS.get(algorithm, algorithm), content.lower()))
    return tuple(sorted(found))
