"""ScanCode Toolkit JSON: packages, dependencies, and licences found in files.

- A package with a `package_uid` is a component: ROOT or WORKSPACE cannot be told, so a package that
  other packages do not depend on and whose manifest lies in the scanned folder is a component like
  any other; scope UNKNOWN.
- A dependency is a component of its own unless it resolved to a package of the scan: EXACT when it is
  pinned, else RANGE with its requirement. `is_optional` is OPTIONAL, scopes named for development or
  tests are DEV or TEST, else RUNTIME.
- The declared licence of a package is DECLARED. Licences detected in its files are DETECTED claims on
  it, one per distinct expression. Those of files that belong to no package stand in the descriptor.

Source: ScanCode Toolkit 32 output format; field names of 21 to 31 are read too.
"""

from typing import Any

from msgspec.structs import replace

from sbom.component import Component, Scope, VersionKind
from sbom.documents.wording import (
    DERIVED,
    address,
    claim,
    name_of,
    purl_of,
    version_kind,
    version_of,
    without_version,
)
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import items, mapping, text
from sbom.readers.text import KeyFinder, decode

_HASHES = (("md5", "MD5"), ("sha1", "SHA-1"), ("sha256", "SHA-256"), ("sha512", "SHA-512"))
_MAX_CLAIMS = 200


def read(content: bytes) -> Inventory:
    """Facts of one document; `line` is that of the package's uid.

    Raises:
        ParseError: not a JSON object.
        NotThisFormatError: no `headers` of ScanCode.
    """
    table = load_json_object(content)
    header = mapping(next(iter(items(table.get("headers"))), None))
    if "scancode" not in text(header.get("tool_name")).lower():
        raise NotThisFormatError("is JSON but not of ScanCode (no such tool_name)")
    reader = _Reader(KeyFinder(decode(content)))
    found, loose = _detected(table.get("files"))
    for entry in items(table.get("packages")):
        reader.package(mapping(entry), found)
    for entry in items(table.get("dependencies")):
        reader.dependency(mapping(entry))
    files = [f for f in items(table.get("files")) if text(mapping(f).get("type")) == "file"]
    facts = {
        "tool": f"scancode-toolkit {text(header.get('tool_version'))}".strip(),
        "timestamp": text(header.get("end_timestamp")),
        "files": str(len(files) or ""),
    }
    descriptor = Descriptor(
        kind="scancode-document",
        licenses=tuple(loose.values())[:_MAX_CLAIMS],
        properties=tuple(sorted((k, v) for k, v in facts.items() if v)),
    )
    return reader.gathering.inventory(
        version=text(header.get("output_format_version")),
        expects=bool(items(table.get("packages"))),
        descriptors=(descriptor,),
    )


def _detected(value: Any) -> tuple[dict[str, dict[str, LicenseClaim]], dict[str, LicenseClaim]]:
    """Claims by package uid and raw text, and those of files that belong to no package."""
    found: dict[str, dict[str, LicenseClaim]] = {}
    loose: dict[str, LicenseClaim] = {}
    for item in items(value):
        file = mapping(item)
        raws = [
            text(file.get("detected_license_expression_spdx"))
            or text(file.get("detected_license_expression"))
        ]
        if not raws[0]:
            raws = [text(e) for e in items(file.get("license_expressions"))]
        owners = [text(p) for p in items(file.get("for_packages")) if text(p)]
        for raw in raws:
            made = claim(raw, LicenseKind.DETECTED, text(file.get("path"))[:200] or "file")
            if made is None:
                continue
            for table in [found.setdefault(o, {}) for o in owners] or [loose]:
                if len(table) < _MAX_CLAIMS:
                    table.setdefault(made.raw, made)
    return found, loose


class _Reader:
    """State of one reading: what was gathered, and refs by uid and by purl."""

    def __init__(self, places: KeyFinder) -> None:
        self.gathering = Gathering()
        self._places = places
        self._uids: dict[str, str] = {}
        self._purls: dict[str, str] = {}

    def package(self, entry: Any, found: dict[str, dict[str, LicenseClaim]]) -> None:
        uid, name = text(entry.get("package_uid")), text(entry.get("name"))
        if not name:
            self.gathering.lost(uid or "package", "has no name")
            return
        line = self._places.line_of(f'"{uid}"') if uid else None
        component = _package(entry, name, line)
        claims = (*component.licenses, *found.get(uid, {}).values())
        ref = self.gathering.add(replace(component, ref=uid, licenses=claims))
        self._uids.setdefault(uid, ref)
        self._purls.setdefault(component.purl, ref)

    def dependency(self, entry: Any) -> None:
        stated, requirement = text(entry.get("purl")), text(entry.get("extracted_requirement"))
        if not stated:
            self.gathering.lost(text(entry.get("dependency_uid")) or "dependency", "has no purl")
            return
        purl, reason = purl_of(stated, "", stated.rpartition("/")[2], "")
        if reason and reason != "is not in canonical form":
            self.gathering.note(stated, f"purl read otherwise: {reason}")
        version = version_of(purl)
        ref = self._purls.get(purl)
        if ref is None:
            kind = VersionKind.EXACT if version else VersionKind.ABSENT
            if not version and requirement:
                kind = VersionKind.RANGE
            direct = entry.get("is_direct")
            ref = self.gathering.add(
                Component(
                    purl=purl,
                    name=name_of(purl, "", _name_in(purl)),
                    version=version,
                    version_kind=kind,
                    requirement=requirement,
                    scope=_scope(entry),
                    direct=direct if isinstance(direct, bool) else None,
                    ref=text(entry.get("dependency_uid")),
                    line=None,
                )
            )
            self._purls[purl] = ref
        holder = self._uids.get(text(entry.get("for_package_uid")))
        if holder is not None:
            self.gathering.need(holder, [ref])


def _name_in(purl: str) -> str:
    from sbom.purl import base, unquote

    return unquote(base(purl).rpartition("/")[2])


def _scope(entry: Any) -> Scope:
    stated = text(entry.get("scope")).lower()
    if "dev" in stated:
        return Scope.DEV
    if "test" in stated:
        return Scope.TEST
    if "build" in stated or "provided" in stated:
        return Scope.BUILD
    return Scope.OPTIONAL if entry.get("is_optional") is True else Scope.RUNTIME


def _package(entry: Any, name: str, line: int | None) -> Component:
    stated, version = text(entry.get("purl")), text(entry.get("version"))
    group = text(entry.get("namespace"))
    if not stated and text(entry.get("type")):
        stated = build(text(entry["type"]), name, version, namespace=group)
    kind = version_kind(version)
    purl, _ = purl_of(stated, group, name, version if kind is VersionKind.EXACT else "")
    if kind is not VersionKind.EXACT:
        purl = without_version(purl)
    claims = []
    for field in (
        "declared_license_expression_spdx",
        "license_expression_spdx",
        "declared_license_expression",
        "license_expression",
        "extracted_license_statement",
        "declared_license",
    ):
        if made := claim(text(entry.get(field)), LicenseKind.DECLARED, field):
            claims.append(made)
            break
    parties = [mapping(p) for p in items(entry.get("parties"))]
    authors = ", ".join(n for p in parties if (n := text(p.get("name"))))
    facts = (
        ("author", authors),
        ("copyright", text(entry.get("copyright"))),
        ("description", text(entry.get("description"))),
        ("homepage", address(text(entry.get("homepage_url")))),
        ("vcs", address(text(entry.get("vcs_url")))),
    )
    properties = [(n, v[:1024]) for n, v in facts if v]
    properties += [
        ("location", p) for x in items(entry.get("datafile_paths"))[:64] if (p := text(x))
    ]
    if purl.startswith("pkg:generic/") and not stated.startswith("pkg:generic/"):
        properties.append(DERIVED)
    hashes = [(label, h.lower()) for key, label in _HASHES if (h := text(entry.get(key)))]
    return Component(
        purl=purl,
        name=name_of(purl, group, name),
        version=version if kind in {VersionKind.EXACT, VersionKind.UNRESOLVED} else "",
        version_kind=kind,
        requirement=version if kind is VersionKind.RANGE else "",
        scope=Scope.UNKNOWN,
        licenses=tuple(claims),
        hashes=tuple(sorted(hashes)),
        download=address(text(entry.get("download_url"))),
        line=line,
        purl_raw=stated if stated and stated != purl else "",
        properties=tuple(sorted(properties)),
    )
