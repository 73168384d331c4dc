"""A bill of materials as SPDX 2.3 tag-value: what `spdx_write` says, as tags.

The JSON document is made and its members are written as tags, so both forms state the same facts.
Values of several lines stand in `<text>`; a `</text>` inside a value is broken with a space, since the
format has no escape.

Source: SPDX 2.3 specification, clauses 6 to 11 (tag-value form).
"""

from typing import Any

import msgspec

from sbom.documents.bom import Bom
from sbom.documents.cyclonedx_write import Verdicts
from sbom.documents.licensing import Normalise
from sbom.documents.spdx_write import NAMESPACE
from sbom.documents.spdx_write import render as render_json

_PACKAGE = (
    ("PackageName", "name"),
    ("SPDXID", "SPDXID"),
    ("PackageVersion", "versionInfo"),
    ("PackageSupplier", "supplier"),
    ("PackageOriginator", "originator"),
    ("PackageDownloadLocation", "downloadLocation"),
    ("FilesAnalyzed", "filesAnalyzed"),
    ("PackageHomePage", "homepage"),
    ("PackageLicenseConcluded", "licenseConcluded"),
    ("PackageLicenseDeclared", "licenseDeclared"),
    ("PackageCopyrightText", "copyrightText"),
    ("PackageSummary", "summary"),
    ("PackageComment", "comment"),
    ("PrimaryPackagePurpose", "primaryPackagePurpose"),
)
_LONG = frozenset({"PackageCopyrightText", "PackageSummary", "PackageComment", "ExtractedText"})


def render(
    bom: Bom,
    *,
    normalise: Normalise | None = None,
    verdicts: Verdicts | None = None,
    namespace: str = NAMESPACE,
) -> bytes:
    """The document, UTF-8, ending in a newline; arguments as `spdx_write.render`."""
    document = msgspec.json.decode(
        render_json(bom, normalise=normalise, verdicts=verdicts, namespace=namespace)
    )
    creation = document["creationInfo"]
    lines = [
        _tag("SPDXVersion", document["spdxVersion"]),
        _tag("DataLicense", document["dataLicense"]),
        _tag("SPDXID", document["SPDXID"]),
        _tag("DocumentName", document["name"]),
        _tag("DocumentNamespace", document["documentNamespace"]),
        *(_tag("Creator", c) for c in creation["creators"]),
        _tag("Created", creation["created"]),
    ]
    if "comment" in creation:
        lines.append(_tag("CreatorComment", creation["comment"]))
    for package in document["packages"]:
        lines.append("")
        lines.extend(_package(package))
    lines.append("")
    for relation in document["relationships"]:
        ends = relation["spdxElementId"], relation["relatedSpdxElement"]
        lines.append(f"Relationship: {ends[0]} {relation['relationshipType']} {ends[1]}")
    for info in document.get("hasExtractedLicensingInfos", ()):
        lines.append("")
        lines.append(_tag("LicenseID", info["licenseId"]))
        lines.append(_tag("ExtractedText", info["extractedText"]))
        lines.append(_tag("LicenseName", info["name"]))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _package(value: dict[str, Any]) -> list[str]:
    lines = []
    for tag, member in _PACKAGE:
        stated = value.get(member)
        if stated is not None:
            lines.append(_tag(tag, str(stated).lower() if isinstance(stated, bool) else stated))
    for checksum in value.get("checksums", ()):
        lines.append(f"PackageChecksum: {checksum['algorithm']}: {checksum['checksumValue']}")
    for link in value.get("externalRefs", ()):
        words = link["referenceCategory"], link["referenceType"], link["referenceLocator"]
        lines.append(f"ExternalRef: {' '.join(words)}")
    return lines


def _tag(tag: str, value: str) -> str:
    """One tag; `<text>` for what is long or has several lines. A NUL would make the file binary."""
    value = value.replace("\x00", "\ufffd")
    if tag in _LONG and value not in {"NOASSERTION", "NONE"}:
        value = value.replace("</text>", "</ text>")
        return f"{tag}: <text>{value}</text>"
    return f"{tag}: {' '.join(value.splitlines()) or 'NOASSERTION'}"
