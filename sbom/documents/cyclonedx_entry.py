"""One CycloneDX component entry to one Component.

Rules:

- The name is the ecosystem's full name (`wording.name_of`); `sluis:name` overrides it.
- A version that is a range or placeholder leaves the purl without version. A component without
  version takes the one of its purl. `versionRange` (1.7) is a range.
- No purl, or one beyond repair: a purl of type `generic` and property `purl-origin` = `derived`.
- Licences: `id`, `name`, `expression` and, when there is nothing else, the first line of `text`
  or the `url`; the claim's `source` says which. An expression in `id` is a claim like any other
  with source `expression`. `acknowledgement: concluded` makes it CONCLUDED, `evidence.licenses`
  DETECTED.
- Supplier: `supplier`, else `manufacturer`, else `publisher`.
- Scope: `required` or nothing is RUNTIME (the schema's default), `optional` is OPTIONAL,
  `excluded` is DEV; the npm and Composer marks of CycloneDX plug-ins for development, and
  `sluis:scope`, go first.
- Properties of other tools stay, at most 64 of them, under their own names.
"""

from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.documents import cyclonedx_model as wire
from sbom.documents.wording import (
    DERIVED,
    PREFIX,
    address,
    claim,
    first_line,
    name_of,
    purl_of,
    version_kind,
    version_of,
    without_version,
)
from sbom.license import LicenseClaim, LicenseKind

MAX_PROPERTIES = 64
MAX_VALUE = 1024
KINDS = {k.value: k for k in ComponentKind} | {
    "device": ComponentKind.FIRMWARE,
    "device-driver": ComponentKind.FIRMWARE,
    "machine-learning-model": ComponentKind.DATA,
    "cryptographic-asset": ComponentKind.DATA,
}
SCOPES = {"required": Scope.RUNTIME, "optional": Scope.OPTIONAL, "excluded": Scope.DEV}
_SCOPE_VALUES = {s.value: s for s in Scope}
_ROLE_VALUES = {r.value: r for r in Role}
_KIND_VALUES = {k.value: k for k in VersionKind}
_DEV_MARKS = frozenset({"cdx:npm:package:development", "cdx:composer:package:isDevRequirement"})
_BUNDLED_MARK = "cdx:npm:package:bundled"


class Own:
    """What a component's properties say: ours taken apart, those of others kept."""

    __slots__ = (
        "direct",
        "inferred",
        "kept",
        "name",
        "requirement",
        "roles",
        "scope",
        "version_kind",
    )

    def __init__(self) -> None:
        """Nothing stated."""
        self.direct: bool | None = None
        self.inferred: list[str] = []
        self.kept: list[tuple[str, str]] = []
        self.name = ""
        self.requirement = ""
        self.roles: list[Role] = []
        self.scope: Scope | None = None
        self.version_kind: VersionKind | None = None

    def read(self, properties: list[wire.Property]) -> None:
        """Take over a list of properties."""
        for item in properties:
            name, value = item.name, item.value
            if not name or value is None:
                continue
            if name.startswith(PREFIX):
                self._ours(name[len(PREFIX) :], value)
            elif name in _DEV_MARKS:
                if value == "true" and self.scope is None:
                    self.scope = Scope.DEV
                self._keep(name, value)
            elif name == _BUNDLED_MARK:
                if value == "true":
                    self.roles.append(Role.BUNDLED)
                self._keep(name, value)
            else:
                self._keep(name, value)

    def _keep(self, name: str, value: str) -> None:
        if len(self.kept) < MAX_PROPERTIES:
            self.kept.append((name[:200], value[:MAX_VALUE]))

    def _ours(self, name: str, value: str) -> None:
        if name == "role" and value in _ROLE_VALUES:
            self.roles.append(_ROLE_VALUES[value])
        elif name == "scope" and value in _SCOPE_VALUES:
            self.scope = _SCOPE_VALUES[value]
        elif name == "version-kind" and value in _KIND_VALUES:
            self.version_kind = _KIND_VALUES[value]
        elif name == "requirement":
            self.requirement = value
        elif name == "direct":
            self.direct = {"true": True, "false": False}.get(value)
        elif name == "name":
            self.name = value
        elif name == "license-inferred":
            self.inferred.append(value)
        elif name not in {"license-verdict", "license-class"}:
            self._keep(name, value)


def claims(choices: list[wire.Choice], default: LicenseKind, place: str) -> list[LicenseClaim]:
    """Licence claims of a list of choices, in order.

    Args:
        choices: `licenses` of a component, of its evidence or of the metadata.
        default: Kind of a claim without acknowledgement.
        place: Field name, the start of `LicenseClaim.source`.
    """
    found = []
    for choice in choices:
        license_ = choice.license
        said = choice.acknowledgement or (license_.acknowledgement if license_ else None)
        kind = LicenseKind.CONCLUDED if said == "concluded" else default
        if choice.expression:
            made = claim(choice.expression, kind, f"{place}.expression")
        elif license_ is not None:
            raw, source = _license(license_)
            made = claim(raw, kind, f"{place}.{source}")
        else:
            made = None
        if made is not None:
            found.append(made)
    return found


def _license(license_: wire.License) -> tuple[str, str]:
    if license_.expression:
        return license_.expression, "expression"
    if license_.id:
        compound = " " in license_.id.strip() or "(" in license_.id
        return license_.id, "expression" if compound else "id"
    if license_.name:
        if "\n" in license_.name and len(license_.name) > 200:
            return first_line(license_.name), "text"
        return license_.name, "name"
    content = _content(license_.text)
    if content:
        return first_line(content), "text"
    return license_.url or "", "url"


def _content(text: Any) -> str:
    """Text of an attachment, decoded when it is base64."""
    if isinstance(text, str):
        return text
    if not isinstance(text, dict) or not isinstance(text.get("content"), str):
        return ""
    content: str = text["content"]
    if text.get("encoding") != "base64":
        return content
    import base64

    try:
        return base64.b64decode(content[:32_768], validate=False).decode("utf-8", "replace")
    except ValueError:
        return ""


def component(
    entry: wire.Entry,
    *,
    ref: str,
    roles: tuple[Role, ...] = (),
    line: int | None = None,
) -> tuple[Component, str | None]:
    """The component of an entry that has a name, and why its purl was changed, if it was.

    Args:
        entry: As decoded.
        ref: Unique identity within the document, or empty.
        roles: What its place in the document says (root, bundled).
        line: 1-based line of the entry.
    """
    if entry.properties:
        own = Own()
        own.read(entry.properties)
        properties = own.kept
    else:
        own, properties = _SILENT, []
    name, group = (entry.name or "").strip(), (entry.group or "").strip()
    stated = (entry.purl or "").strip()
    version, kind, requirement = _version(entry, own)
    purl, reason = purl_of(stated, group, name, version if kind is VersionKind.EXACT else "")
    if kind is VersionKind.ABSENT and own.version_kind is None and "@" in purl:
        version, kind = version_of(purl), VersionKind.EXACT
    elif kind is not VersionKind.EXACT:
        purl = without_version(purl)
    if purl.startswith("pkg:generic/") and not stated.lower().startswith("pkg:generic/"):
        properties.append(DERIVED)
    download = _references(entry.external_references, properties)
    _further(entry, properties)
    found = claims(entry.licenses, LicenseKind.DECLARED, "licenses") if entry.licenses else []
    if entry.evidence is not None:
        _evidence(entry.evidence, found, properties)
    for raw in own.inferred:
        if made_claim := claim(raw, LicenseKind.INFERRED, "license-inferred"):
            found.append(made_claim)
    if own.roles:
        roles = tuple(sorted({*own.roles, *roles}))
    made = Component(
        purl=purl,
        name=own.name or name_of(purl, group, name),
        version=version,
        version_kind=kind,
        requirement=requirement,
        kind=KINDS.get(entry.type or "", ComponentKind.LIBRARY),
        scope=own.scope or _scope(entry.scope),
        roles=roles,
        direct=own.direct,
        ref=ref,
        licenses=tuple(found),
        supplier=_supplier(entry),
        hashes=_hashes(entry.hashes) if entry.hashes else (),
        download=download,
        line=line,
        purl_raw=stated if stated and stated != purl else "",
        properties=tuple(sorted(properties)) if properties else (),
    )
    return made, reason


_SILENT = Own()


def _scope(stated: str | None) -> Scope:
    if stated is None or stated == "required":
        return Scope.RUNTIME
    return SCOPES.get(stated.lower(), Scope.RUNTIME)


def _version(entry: wire.Entry, own: Own) -> tuple[str, VersionKind, str]:
    """Version, its kind and the requirement."""
    version = (entry.version or "").strip()
    if own.version_kind is not None:
        keeps = own.version_kind in {VersionKind.EXACT, VersionKind.UNRESOLVED}
        return (version if keeps else ""), own.version_kind, own.requirement
    if entry.version_range and not version:
        return "", VersionKind.RANGE, entry.version_range
    kind = version_kind(version)
    if kind is VersionKind.RANGE:
        return "", kind, own.requirement or version
    if kind is VersionKind.ABSENT:
        return "", kind, own.requirement
    return version, kind, own.requirement


def _supplier(entry: wire.Entry) -> str:
    for party in (entry.supplier, entry.manufacturer):
        if party is not None and party.name and party.name.strip():
            return party.name.strip()
    return (entry.publisher or "").strip()


def _hashes(hashes: list[wire.Hash]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(h.alg, h.content.lower()) for h in hashes if h.alg and h.content}))


def _references(references: list[wire.Reference] | None, properties: list[tuple[str, str]]) -> str:
    """Download location; homepage and repository go to the properties."""
    download = ""
    for reference in references or ():
        if not reference.url:
            continue
        if reference.type in {"distribution", "distribution-intake"}:
            download = download or address(reference.url)
        elif reference.type == "website":
            properties.append(("homepage", address(reference.url)))
        elif reference.type == "vcs":
            properties.append(("vcs", address(reference.url)))
    return download


def _further(entry: wire.Entry, properties: list[tuple[str, str]]) -> None:
    author = entry.author
    if not author and entry.authors:
        author = ", ".join(a.name or a.email or "" for a in entry.authors)
    for name, value in (
        ("author", author),
        ("publisher", entry.publisher),
        ("description", entry.description),
        ("copyright", entry.copyright),
        ("cpe", entry.cpe),
    ):
        if value and (value := value.strip()):
            properties.append((name, value[:MAX_VALUE]))
    if entry.modified:
        properties.append(("modified", "true"))
    if entry.pedigree:
        properties.append(("pedigree", ", ".join(sorted(entry.pedigree))[:MAX_VALUE]))
    if entry.is_external:
        properties.append(("external", "true"))


def _evidence(
    evidence: wire.Evidence, found: list[LicenseClaim], properties: list[tuple[str, str]]
) -> None:
    if evidence.licenses:
        found.extend(claims(evidence.licenses, LicenseKind.DETECTED, "evidence.licenses"))
    for occurrence in (evidence.occurrences or ())[:MAX_PROPERTIES]:
        if occurrence.location:
            line = "" if occurrence.line is None else f":{occurrence.line}"
            properties.append(("location", occurrence.location[:MAX_VALUE] + line))
