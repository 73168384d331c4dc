"""Whether an SPDX 2.x document, in any form, has what its specification requires.

Checked are the fields that are mandatory, the shape of identifiers, times, creators, checksums and
relationships, and that an SPDXID stands once; in JSON and YAML also that there are no other members than
those of `spdx_rules`, with values of their types. Ends of relationships that no element has are remarks.

Source: SPDX 2.3 specification, clauses 6 to 11 and Annex A; SPDX 2.2.2, same (licence and copyright
fields are mandatory there).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sbom.documents.fault import MAX_FAULTS, Fault, Verdict, placed
from sbom.documents.json_places import shown
from sbom.documents.spdx_rules import schema

Path = tuple[str | int, ...]
_VERSION = re.compile(r"SPDX-2\.[0-3](?:\.[0-9])?\Z")
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+\Z")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_CREATOR = re.compile(r"(?:Person|Organization|Tool): ?\S")
_PARTY = re.compile(r"(?:NOASSERTION\Z|(?:Person|Organization): ?\S)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+\Z")
_DOWNLOAD = re.compile(
    r"(?:NONE|NOASSERTION)\Z|[A-Za-z][A-Za-z0-9+.-]*:[^\s]+\Z|[^\s@]+@[^\s:]+:\S+\Z"
)
_STRUCTURED = frozenset({"SPDX JSON", "SPDX YAML"})
"""Forms with members of their own types; in the others everything is text."""
_HEX = re.compile(r"[0-9a-fA-F]+\Z")
_LENGTHS = {
    "SHA1": 40, "SHA224": 56, "SHA256": 64, "SHA384": 96, "SHA512": 128, "MD2": 32, "MD4": 32,
    "MD5": 32, "MD6": 0, "SHA3-256": 64, "SHA3-384": 96, "SHA3-512": 128, "BLAKE2b-256": 64,
    "BLAKE2b-384": 96, "BLAKE2b-512": 128, "BLAKE3": 0, "ADLER32": 8,
}  # fmt: skip
"""Hex digits by algorithm; 0: any number."""
_KINDS = frozenset(
    "DESCRIBES DESCRIBED_BY CONTAINS CONTAINED_BY DEPENDS_ON DEPENDENCY_OF DEPENDENCY_MANIFEST_OF "  # noqa: SIM905 - words in a row
    "BUILD_DEPENDENCY_OF DEV_DEPENDENCY_OF OPTIONAL_DEPENDENCY_OF PROVIDED_DEPENDENCY_OF "
    "TEST_DEPENDENCY_OF RUNTIME_DEPENDENCY_OF EXAMPLE_OF GENERATES GENERATED_FROM ANCESTOR_OF "
    "DESCENDANT_OF VARIANT_OF DISTRIBUTION_ARTIFACT PATCH_FOR PATCH_APPLIED COPY_OF FILE_ADDED "
    "FILE_DELETED FILE_MODIFIED EXPANDED_FROM_ARCHIVE DYNAMIC_LINK STATIC_LINK DATA_FILE_OF "
    "TEST_CASE_OF BUILD_TOOL_OF DEV_TOOL_OF TEST_OF TEST_TOOL_OF DOCUMENTATION_OF "
    "OPTIONAL_COMPONENT_OF METAFILE_OF PACKAGE_OF AMENDS PREREQUISITE_FOR HAS_PREREQUISITE "
    "REQUIREMENT_DESCRIPTION_FOR SPECIFICATION_FOR OTHER".split()
)


def of_members(
    members: Any,
    kind: str,
    *,
    text: str = "",
    lines: Sequence[int | None] = (),
    start: Path = (),
) -> Verdict:
    """The verdict on the members of the JSON form.

    Args:
        members: What the document holds.
        kind: Name of the form.
        text: JSON text for lines; empty in another form.
        lines: Of the packages, in another form.
        start: Where the members stand in the text.
    """
    value: dict[str, Any] = members if isinstance(members, dict) else {}
    version = value.get("spdxVersion")
    early = isinstance(version, str) and version < "SPDX-2.3"

    found = [*_document(value), *_creation(value.get("creationInfo"))]
    if kind in _STRUCTURED:
        found.extend(
            (m.path(), m.message) for m in schema("2.2" if early else "2.3").mistakes(value)
        )
    ids: dict[str, Path] = {}
    for path, entry in _elements(value):
        found.extend(_identity(path, entry, ids))
        if path[0] == "packages":
            found.extend(_package(path, entry, early=early))
        found.extend(_checksums(path, entry))
    wrong, lost = _relations(value, ids)
    found += wrong
    return Verdict(
        kind=kind,
        version=str(version or "").removeprefix("SPDX-")[:40],
        faults=_placed(found, text, lines, start),
        remarks=_placed(lost, text, lines, start),
    )


def _placed(
    found: list[tuple[Path, str]], text: str, lines: Sequence[int | None], start: Path
) -> tuple[Fault, ...]:
    if text:
        return placed(text, [((*start, *p), m) for p, m in found])
    found = found[:MAX_FAULTS]
    places = [
        lines[p[1]]
        if len(p) > 1 and p[0] == "packages" and isinstance(p[1], int) and p[1] < len(lines)
        else None
        for p, _ in found
    ]
    return tuple(Fault(shown(p), n, m) for (p, m), n in zip(found, places, strict=True))


def _document(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    version = value.get("spdxVersion")
    if not isinstance(version, str) or not _VERSION.match(version):
        stated = "is missing" if version is None else f"{version!r} is no version of SPDX 2"
        yield ("spdxVersion",), f"spdxVersion {stated}"
    if value.get("dataLicense") != "CC0-1.0":
        yield ("dataLicense",), "dataLicense is not CC0-1.0"
    if value.get("SPDXID") != "SPDXRef-DOCUMENT":
        yield (
            ("SPDXID",),
            f"SPDXID of the document is {value.get('SPDXID')!r}, not SPDXRef-DOCUMENT",
        )
    if not _stated(value.get("name")):
        yield ("name",), "document has no name"
    namespace = value.get("documentNamespace")
    if not isinstance(namespace, str) or not _URI.match(namespace):
        yield ("documentNamespace",), "documentNamespace is no URI without '#'"
    for name in ("packages", "files", "snippets", "relationships", "hasExtractedLicensingInfos"):
        if name in value and not isinstance(value[name], list):
            yield (name,), f"{name} is not a list"


def _creation(value: Any) -> Iterator[tuple[Path, str]]:
    if not isinstance(value, dict):
        yield ("creationInfo",), "document has no creationInfo"
        return
    created, creators = value.get("created"), value.get("creators")
    if not isinstance(created, str) or not _TIME.match(created):
        yield ("creationInfo", "created"), "created is no time of the form YYYY-MM-DDThh:mm:ssZ"
    if not isinstance(creators, list) or not creators:
        yield ("creationInfo", "creators"), "creators is missing or empty"
        return
    for index, creator in enumerate(creators):
        if not isinstance(creator, str) or not _CREATOR.match(creator):
            yield ("creationInfo", "creators", index), "creator is no Person, Organization or Tool"


def _elements(value: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name in ("packages", "files", "snippets"):
        listed = value.get(name)
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            yield (name, index), entry if isinstance(entry, dict) else {}


def _identity(
    path: Path, entry: dict[str, Any], ids: dict[str, Path]
) -> Iterator[tuple[Path, str]]:
    ref = entry.get("SPDXID")
    if not isinstance(ref, str) or not _ID.match(ref):
        stated = "has no SPDXID" if ref is None else f"has the SPDXID {ref!r}, which is not allowed"
        yield path, f"element {stated}"
    if isinstance(ref, str):
        if ref in ids:
            yield path, f"SPDXID {ref[:80]!r} also stands at {shown(ids[ref])}"
        ids.setdefault(ref, path)


def _stated(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _package(path: Path, entry: dict[str, Any], *, early: bool) -> Iterator[tuple[Path, str]]:
    if not _stated(entry.get("name")):
        yield path, "package has no name"
    download = entry.get("downloadLocation")
    if not isinstance(download, str):
        yield path, "package has no downloadLocation"
    elif not _DOWNLOAD.match(download):
        yield (*path, "downloadLocation"), f"downloadLocation {download[:80]!r} is no address"
    for name in ("supplier", "originator"):
        stated = entry.get(name)
        if stated is not None and (not isinstance(stated, str) or not _PARTY.match(stated)):
            yield (*path, name), f"{name} is no Person, Organization or NOASSERTION"
    if early:
        for name in ("licenseConcluded", "licenseDeclared", "copyrightText"):
            if name not in entry:
                yield path, f"package has no {name}, which SPDX 2.2 requires"
    links = entry.get("externalRefs")
    for index, link in enumerate(links if isinstance(links, list) else ()):
        held = link if isinstance(link, dict) else {}
        for name in ("referenceType", "referenceLocator"):
            if not _stated(held.get(name)):
                yield (*path, "externalRefs", index), f"external reference has no {name}"


def _checksums(path: Path, entry: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    listed = entry.get("checksums")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        held = item if isinstance(item, dict) else {}
        algorithm, content = str(held.get("algorithm", "")), str(held.get("checksumValue", ""))
        digits = _LENGTHS.get(algorithm.replace("BLAKE2B", "BLAKE2b-").replace("--", "-"))
        if digits is None:
            yield (*path, "checksums", index), f"algorithm {algorithm[:40]!r} is not of SPDX"
        elif not _HEX.match(content) or (digits and len(content) != digits):
            yield (*path, "checksums", index), f"value is no {algorithm} in hex digits"


def _relations(
    value: dict[str, Any], ids: dict[str, Path]
) -> tuple[list[tuple[Path, str]], list[tuple[Path, str]]]:
    """Faults of relationships, and ends that no element has."""
    wrong: list[tuple[Path, str]] = []
    lost: list[tuple[Path, str]] = []
    listed = value.get("relationships")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        path: Path = ("relationships", index)
        held = item if isinstance(item, dict) else {}
        for name in ("spdxElementId", "relatedSpdxElement"):
            end = held.get(name)
            if not _stated(end):
                wrong.append((path, f"relationship has no {name}"))
            elif end not in ids and not _outside(str(end)):
                lost.append((path, f"{name} {str(end)[:80]!r} is no element of the document"))
        stated = str(held.get("relationshipType"))[:60]
        if stated not in _KINDS:
            wrong.append((path, f"relationshipType {stated!r} is not of SPDX"))
    return wrong, lost


def _outside(ref: str) -> bool:
    return ref in {"NONE", "NOASSERTION", "SPDXRef-DOCUMENT"} or ref.startswith("DocumentRef-")
