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
- External references: the first distribution is `download`; `homepage`, `vcs` and, for all other
  types, `reference:<type>` are properties, at most 64.
"""

from functools import lru_cache
from typing import Any

import msgspec

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.documents import cyclonedx_model as wire
from sbom.documents.wording import (
    DERIVED,
    PREFIX,
    REFERENCE,
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
_REMEMBERED = 512
"""Longest list, in bytes of JSON, that is kept in case it comes again."""


class Own:
    """What a component's properties say: ours taken apart, those of others kept."""

    __slots__ = (
        "direct",
        "inferred",
        "kept",
        "kind",
        "name",
        "requirement",
        "roles",
        "roles_found",
        "scope",
        "version_kind",
    )

    def __init__(self) -> None:
        """Nothing stated."""
        self.direct: bool | None = None
        self.inferred: list[str] = []
        self.kept: list[tuple[str, str]] = []
        self.kind: ComponentKind | None = None
        self.name = ""
        self.requirement = ""
        self.roles: list[Role] = []
        self.roles_found: tuple[Role, ...] = ()
        """As `roles`, sorted and without doubles."""
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
        self.roles_found = tuple(sorted(set(self.roles)))

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
        elif name == "kind" and value in KINDS:
            self.kind = KINDS[value]
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


def declared(raw: msgspec.Raw) -> tuple[LicenseClaim, ...]:
    """Claims of the undecoded `licenses` of a component; equal lists are read once."""
    content = bytes(raw)
    return _declared(content) if len(content) <= _REMEMBERED else _declared_in(content)


def _declared_in(content: bytes) -> tuple[LicenseClaim, ...]:
    try:
        choices = wire.CHOICES.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        choices = wire.choices(wire.decoded(content))
    return tuple(claims(choices, LicenseKind.DECLARED, "licenses"))


_declared = lru_cache(maxsize=4096)(_declared_in)


def own_of(raw: msgspec.Raw) -> Own:
    """What the undecoded `properties` of a component say; equal lists are read once, so the
    answer is not to be changed.
    """
    content = bytes(raw)
    return _own(content) if len(content) <= _REMEMBERED else own_in(content)


def own_in(content: bytes) -> Own:
    """What a `properties` list says, as JSON."""
    try:
        stated = wire.PROPERTIES.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        stated = wire.properties(wire.decoded(content))
    own = Own()
    own.read(stated)
    return own


_own = lru_cache(maxsize=4096)(own_in)


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
    own = SILENT if entry.properties is wire.NOTHING else own_of(entry.properties)
    properties = own.kept.copy()
    name, group = (entry.name or "").strip(), (entry.group or "").strip()
    stated = (entry.purl or "").strip()
    version, kind, requirement = _version(entry, own, stated)
    purl, reason = purl_of(stated, group, name, version if kind is _EXACT else "")
    if kind is not _EXACT:
        if kind is VersionKind.ABSENT and "@" in purl:
            version, kind = version_of(purl), _EXACT
        else:
            purl = without_version(purl)
    if purl.startswith("pkg:generic/") and not stated.lower().startswith("pkg:generic/"):
        properties.append(DERIVED)
    links = entry.external_references
    download = _references(links, properties) if links else ""
    _further(entry, properties)
    found = () if entry.licenses is wire.NOTHING else declared(entry.licenses)
    if entry.evidence is not None:
        found += _evidence(entry.evidence, properties)
    if own.inferred:
        found += tuple(c for r in own.inferred if (c := claim(r, LicenseKind.INFERRED, _INFERRED)))
    if own.roles:
        roles = tuple(sorted({*own.roles, *roles})) if roles else own.roles_found
    if len(properties) > 1:
        properties.sort()
    scope = entry.scope
    made = Component(
        purl=purl,
        name=own.name or name_of(purl, group, name),
        version=version,
        version_kind=kind,
        requirement=requirement,
        kind=own.kind or KINDS.get(entry.type or "", ComponentKind.LIBRARY),
        scope=own.scope or (Scope.RUNTIME if scope is None else meaning(scope)),
        roles=roles,
        direct=own.direct,
        ref=ref,
        licenses=found,
        supplier=_supplier(entry),
        hashes=_hashes(entry.hashes) if entry.hashes else (),
        download=download,
        line=line,
        purl_raw=stated if stated != purl else "",
        properties=tuple(properties),
    )
    return made, reason


SILENT = Own()
"""What an entry without properties says."""
_EXACT = VersionKind.EXACT
_INFERRED = "license-inferred"


def meaning(stated: str) -> Scope:
    """The scope that `required`, `optional` or `excluded` means; RUNTIME for anything else."""
    return SCOPES.get(stated) or SCOPES.get(stated.lower(), Scope.RUNTIME)


def _version(entry: wire.Entry, own: Own, purl: str) -> tuple[str, VersionKind, str]:
    """Version, its kind and the requirement."""
    version = (entry.version or "").strip()
    kind = credible(own.version_kind, version, purl)
    if kind is None:
        if entry.version_range and not version:
            return "", VersionKind.RANGE, entry.version_range
        kind = version_kind(version)
        if kind is VersionKind.RANGE:
            return "", kind, own.requirement or version
    keeps = kind is _EXACT or kind is VersionKind.UNRESOLVED
    return (version if keeps else ""), kind, own.requirement


def credible(kind: VersionKind | None, version: str, purl: str) -> VersionKind | None:
    """What `sluis:version-kind` says, or None when the rest of the entry contradicts it.

    EXACT and UNRESOLVED need a version; RANGE and ABSENT have none, and a purl that has one is exact.

    Args:
        kind: As the property says, or None.
        version: Of the entry, stripped.
        purl: As stated, or empty.
    """
    if kind is None or kind is _EXACT:
        return kind if version else None
    if "@" in purl.partition("?")[0].rpartition("/")[2]:
        return None
    return kind if bool(version) is (kind is VersionKind.UNRESOLVED) else None


def _supplier(entry: wire.Entry) -> str:
    for party in (entry.supplier, entry.manufacturer):
        if party is not None and party.name and (name := party.name.strip()):
            return name
    return entry.publisher.strip() if entry.publisher else ""


def _hashes(hashes: list[wire.Hash]) -> tuple[tuple[str, str], ...]:
    found = [(h.alg, h.content.lower()) for h in hashes if h.alg and h.content]
    return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))


def _references(references: list[wire.Reference], properties: list[tuple[str, str]]) -> str:
    """Download location; all others go to the properties."""
    download = ""
    for reference in references[:MAX_PROPERTIES]:
        kind, url = reference.type, reference.url
        if not url:
            continue
        if kind == "distribution" and not download:
            download = address(url)
        elif kind == "website":
            properties.append(("homepage", address(url)))
        elif kind == "vcs":
            properties.append(("vcs", address(url)))
        else:
            properties.append((f"{REFERENCE}{(kind or 'other')[:64]}", address(url)))
    return download


def _further(entry: wire.Entry, properties: list[tuple[str, str]]) -> None:
    author = entry.author
    if not author and entry.authors:
        author = ", ".join(a.name or a.email or "" for a in entry.authors)
    if author and (author := author.strip()):
        properties.append(("author", author[:MAX_VALUE]))
    if entry.publisher and (value := entry.publisher.strip()):
        properties.append(("publisher", value[:MAX_VALUE]))
    if entry.description and (value := entry.description.strip()):
        properties.append(("description", value[:MAX_VALUE]))
    if entry.copyright and (value := entry.copyright.strip()):
        properties.append(("copyright", value[:MAX_VALUE]))
    if entry.cpe and (value := entry.cpe.strip()):
        properties.append(("cpe", value[:MAX_VALUE]))
    if entry.modified:
        properties.append(("modified", "true"))
    if entry.pedigree:
        properties.append(("pedigree", ", ".join(sorted(entry.pedigree))[:MAX_VALUE]))
    if entry.is_external:
        properties.append(("external", "true"))


def _evidence(
    evidence: wire.Evidence, properties: list[tuple[str, str]]
) -> tuple[LicenseClaim, ...]:
    for occurrence in (evidence.occurrences or ())[:MAX_PROPERTIES]:
        if occurrence.location:
            line = "" if occurrence.line is None else f":{occurrence.line}"
            properties.append(("location", occurrence.location[:MAX_VALUE] + line))
    if not evidence.licenses:
        return ()
    return tuple(claims(evidence.licenses, LicenseKind.DETECTED, "evidence.licenses"))
