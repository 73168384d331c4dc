"""A bill of materials as CycloneDX JSON 1.4 to 1.7: valid, sorted, reproducible.

One component a line, so that two documents can be compared. Strings are put together here because
that is a hundred times faster than a document model.

What CycloneDX has no field for is written as properties, and `cyclonedx_entry` reads them back:
`sluis:scope` and `sluis:version-kind` (always), `sluis:role` (one per role), `sluis:requirement`,
`sluis:direct`, `sluis:name` (when group and name do not give it), `sluis:kind` (when the version of
CycloneDX has no such type), `sluis:license-inferred`, `sluis:license-verdict`,
`sluis:license-class`; other properties of a component under `sluis:` or, when they have a namespace
already, under their own name. A purl that Sluis made from the name alone is not written.

Scope: RUNTIME `required`, OPTIONAL `optional`, DEV, TEST and BUILD `excluded`, UNKNOWN nothing.

In 1.4 there is no place for occurrences: they are `sluis:location` properties. Lines of
occurrences are written from 1.6 on.

Source: CycloneDX JSON schemas bom-1.4 to bom-1.7.
"""

import re
from collections.abc import Container, Mapping
from datetime import UTC

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.digests import sha1
from sbom.documents.bom import Bom, BomComponent
from sbom.documents.licensing import Licensing, Normalise
from sbom.documents.quoting import quote as q
from sbom.documents.wording import DERIVED, PREFIX, REFERENCE, name_of, naming
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim, LicenseKind

SPECS = ("1.4", "1.5", "1.6", "1.7")
Verdicts = Mapping[str, tuple[str, str]]
"""bom-ref to (verdict, class), both short words."""
_SCOPES = {
    Scope.RUNTIME: ',"scope":"required"',
    Scope.OPTIONAL: ',"scope":"optional"',
    Scope.DEV: ',"scope":"excluded"',
    Scope.TEST: ',"scope":"excluded"',
    Scope.BUILD: ',"scope":"excluded"',
    Scope.UNKNOWN: "",
}
_ALGORITHMS = frozenset(
    "MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 "  # noqa: SIM905 - words in a row
    "BLAKE2b-512 BLAKE3".split()
)
_DIGITS = frozenset({32, 40, 64, 96, 128})
_SCP = lazy(r"([A-Za-z0-9._-]+@[A-Za-z0-9.-]+):(?!//)")
_MAYBE_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f%]')
"""One set of characters, which `re` finds four times as fast as the alternatives below."""
_NOT_IRI = lazy(r'[\x00-\x20<>"{}|\\^`\x7f]|%(?![0-9A-Fa-f]{2})')
_PLAIN = re.compile(r"[A-Za-z0-9:/?#\[\]!$&'()*+,;=._~-]*\Z").match
"""Addresses that need neither repair nor escapes: nearly all."""
_URL_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")
"""The URL namespace of RFC 9562, for name-based ids."""
_FIELDS = frozenset({"author", "publisher", "description", "copyright", "cpe"})
_LINKS = {"homepage": "website", "vcs": "vcs"}
_LINK_TYPES_1_4 = frozenset(
    "advisories bom build-meta build-system chat distribution documentation issue-tracker license "  # noqa: SIM905 - words in a row
    "mailing-list other release-notes social support vcs website".split()
)
_LINK_TYPES_1_5 = _LINK_TYPES_1_4 | frozenset(
    "adversary-model attestation certification-report codified-infrastructure "  # noqa: SIM905 - words in a row
    "component-analysis-report configuration distribution-intake dynamic-analysis-report evidence "
    "exploitability-statement formulation log maturity-report model-card pentest-report poam "
    "quality-metrics risk-assessment runtime-analysis-report security-contact "
    "static-analysis-report threat-model vulnerability-assertion".split()
)
_LINK_TYPES_1_6 = _LINK_TYPES_1_5 | {
    "digital-signature",
    "electronic-signature",
    "rfc-9116",
    "source-distribution",
}
_LINK_TYPES = {
    "1.4": _LINK_TYPES_1_4,
    "1.5": _LINK_TYPES_1_5,
    "1.6": _LINK_TYPES_1_6,
    "1.7": _LINK_TYPES_1_6 | {"citation", "patent", "patent-assertion", "patent-family"},
}
"""Types of external references by specVersion."""
_OLD_KINDS = {ComponentKind.PLATFORM: "framework", ComponentKind.DATA: "file"}
"""What stands in 1.4 for types that came later."""
_Own = tuple[tuple[Role, ...], int, int, bool | None, tuple[str, str] | None, int]
"""What scope and properties of most components follow from; enumeration members by `id`, since
hashing one runs Python code."""


def render(
    bom: Bom,
    *,
    spec: str = "1.6",
    normalise: Normalise | None = None,
    license_ids: Container[str] | None = None,
    verdicts: Verdicts | None = None,
) -> bytes:
    """The document, UTF-8, ending in a newline.

    Args:
        bom: What to write.
        spec: `1.4` to `1.7`.
        normalise: SPDX expression that a raw licence means, or None; without it licences are names.
        license_ids: What may stand in `license.id`; None trusts `normalise`.
        verdicts: Judgement on the licences of a component, by ref.

    Raises:
        ValueError: an unknown `spec`.
    """
    if spec not in SPECS:
        raise ValueError(f"specVersion {spec!r} is not one of {', '.join(SPECS)}")
    writer = _Writer(spec, Licensing(normalise, license_ids), verdicts or {})
    parts = [f'"version":1,\n"metadata":{writer.metadata(bom)}']
    lines = ",\n".join([writer.component(c) for c in bom.components])
    parts.append(f'"components":[\n{lines}\n]' if lines else '"components":[]')
    edges = ",\n".join(
        [
            f'{{"ref":{q(d.ref)},"dependsOn":[{",".join([q(t) for t in d.targets])}]}}'
            for d in bom.dependencies
        ]
    )
    parts.append(f'"dependencies":[\n{edges}\n]' if edges else '"dependencies":[]')
    if bom.complete is not None:
        aggregate = "complete" if bom.complete else "incomplete"
        parts.append(
            f'"compositions":[{{"aggregate":"{aggregate}","assemblies":[{q(bom.root.ref)}]}}]'
        )
    body = ",\n".join(parts).encode("utf-8", "replace")
    head = (
        f'{{\n"$schema":"http://cyclonedx.org/schema/bom-{spec}.schema.json",\n'
        f'"bomFormat":"CycloneDX",\n"specVersion":"{spec}",\n'
        f'"serialNumber":"urn:uuid:{uuid_of(body)}",\n'
    )
    return head.encode() + body + b"\n}\n"


def uuid_of(content: bytes) -> str:
    """Name-based id (version 5) of a content: the same content has the same id."""
    digest = bytearray(sha1(_URL_NAMESPACE + content)[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def url(address: str) -> str:
    """An address that is a valid IRI reference; `git@host:path` becomes an ssh address."""
    if _PLAIN(address):
        return address
    address = _SCP.sub(r"ssh://\1/", address, count=1) if "@" in address[:80] else address
    return _NOT_IRI.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), address)


class _Writer:
    """Settings of one rendering, and texts that come back often."""

    def __init__(self, spec: str, licensing: Licensing, verdicts: Verdicts) -> None:
        self._oldest = spec == "1.4"
        self._early = spec in {"1.4", "1.5"}
        self._mixes = spec == "1.7"
        self._link_types = _LINK_TYPES[spec]
        self._licensing = licensing
        self._verdicts = verdicts
        self._licenses: dict[tuple[tuple[str, int], ...], tuple[str, str]] = {}
        self._own: dict[_Own, tuple[str, list[tuple[str, str]], str]] = {}
        self._paths: dict[str, str] = {}

    def metadata(self, bom: Bom) -> str:
        """The metadata object."""
        parts = []
        if bom.timestamp is not None:
            stamp = bom.timestamp.astimezone(UTC).isoformat(timespec="seconds")
            parts.append(f'"timestamp":{q(stamp.replace("+00:00", "Z"))}')
        name, version = bom.tool
        versioned = f',"version":{q(version)}' if version else ""
        tool = f'"name":{q(name)}{versioned}}}]'
        if self._oldest:
            parts.append(f'"tools":[{{{tool}')
        else:
            parts.append(f'"tools":{{"components":[{{"type":"application",{tool}}}')
        parts.append(f'"component":{self.component(bom.root)}')
        if bom.author:
            maker = "manufacture" if self._early else "manufacturer"
            parts.append(f'"{maker}":{{"name":{q(bom.author)}}}')
        if bom.supplier:
            parts.append(f'"supplier":{{"name":{q(bom.supplier)}}}')
        return "{" + ",".join(parts) + "}"

    def component(self, entry: BomComponent) -> str:  # noqa: C901, PLR0915 - one object, field by field; calls cost a tenth of the time
        """One component object, on one line."""
        c = entry.component
        ref = quoted = q(entry.ref)
        if c.purl != entry.ref:
            quoted = q(c.purl)
        group, name, settled = naming(c.purl, c.name)
        fields: dict[str, str] = {}
        links: list[tuple[str, str]] = []
        extra: list[tuple[str, str]] = []
        places: list[tuple[str, int | None]] = []
        if c.properties:
            self._sort_out(c.properties, fields, links, extra, places)
            if DERIVED in c.properties:
                quoted = ""
        kind: str = _OLD_KINDS.get(c.kind, c.kind) if self._oldest else c.kind
        text = f'{{"type":"{kind}","bom-ref":{ref}'
        if c.supplier:
            text += f',"supplier":{{"name":{q(c.supplier)}}}'
        if "author" in fields:
            author = q(fields["author"])
            text += f',"author":{author}' if self._early else f',"authors":[{{"name":{author}}}]'
        if "publisher" in fields:
            text += f',"publisher":{q(fields["publisher"])}'
        if group:
            text += f',"group":{q(group)}'
        text += f',"name":{q(name)}'
        if c.version:
            text += f',"version":{q(c.version)}'
        if "description" in fields:
            text += f',"description":{q(fields["description"])}'
        scope, pairs, own = self._stated(entry.ref, c)
        text += scope
        if c.hashes:
            text += _hashes(c.hashes, extra)
        evidence = ""
        if c.licenses:
            licenses, evidence = self._license_texts(c.licenses, extra)
            text += licenses
        if "copyright" in fields:
            text += f',"copyright":{q(fields["copyright"])}'
        if "cpe" in fields:
            text += f',"cpe":{q(fields["cpe"])}'
        if quoted:
            text += f',"purl":{quoted}'
        if c.download:
            links.append(("distribution", c.download))
        if links:
            text += _references(links)
        if not settled and name_of(c.purl, group, name) != c.name:
            extra.append(("sluis:name", c.name))
        if c.requirement:
            extra.append(("sluis:requirement", c.requirement))
        places = [*entry.occurrences, *places] if places else [*entry.occurrences]
        if self._oldest:
            extra.extend(("sluis:location", _place(*p)) for p in dict.fromkeys(places))
            places = []
        if places or evidence:
            text += self._evidence(places, evidence)
        if extra:
            return f'{text},"properties":[{_listed(extra + pairs)}]}}'
        return text + own

    def _sort_out(
        self,
        properties: tuple[tuple[str, str], ...],
        fields: dict[str, str],
        links: list[tuple[str, str]],
        extra: list[tuple[str, str]],
        places: list[tuple[str, int | None]],
    ) -> None:
        """Spread the properties of a component over the places CycloneDX has for them."""
        for pair in properties:
            name, value = pair
            if name in _FIELDS and name not in fields:
                fields[name] = value
            elif name in _LINKS:
                links.append((_LINKS[name], value))
            elif ":" in name:
                if name.startswith(REFERENCE) and name[len(REFERENCE) :] in self._link_types:
                    links.append((name[len(REFERENCE) :], value))
                else:
                    extra.append(pair)
            elif name == "location":
                path, colon, line = value.rpartition(":")
                if colon and line.isascii() and line.isdigit():
                    places.append((path, int(line)))
                else:
                    places.append((value, None))
            elif pair != DERIVED:
                extra.append((PREFIX + name, value))

    def _stated(self, ref: str, c: Component) -> tuple[str, list[tuple[str, str]], str]:
        """The scope, the properties for which CycloneDX has no field, and these as the end of the
        component.
        """
        kind = c.kind if self._oldest and c.kind in _OLD_KINDS else ComponentKind.LIBRARY
        verdict = self._verdicts.get(ref)
        key = (c.roles, id(c.scope), id(c.version_kind), c.direct, verdict, id(kind))
        known = self._own.get(key)
        if known is None:
            pairs = _own_pairs(c, verdict, kind)
            end = f',"properties":[{_listed(pairs)}]}}'
            known = self._own[key] = _SCOPES[c.scope], pairs, end
        return known

    def _evidence(self, places: list[tuple[str, int | None]], licenses: str) -> str:
        seen = []
        for path, line in places:
            quoted = self._paths.get(path)
            if quoted is None:
                quoted = self._paths[path] = q(path)
            if line is None or self._early:
                seen.append(f'{{"location":{quoted}}}')
            else:
                seen.append(f'{{"location":{quoted},"line":{line}}}')
        if len(seen) == 1 and not licenses:
            return f',"evidence":{{"occurrences":[{seen[0]}]}}'
        parts = [licenses] if licenses else []
        if seen:
            parts.append(f'"occurrences":[{",".join(dict.fromkeys(seen))}]')
        return f',"evidence":{{{",".join(parts)}}}'

    def _license_texts(
        self, claims: tuple[LicenseClaim, ...], extra: list[tuple[str, str]]
    ) -> tuple[str, str]:
        """`,"licenses":[...]` and the `"licenses":[...]` of evidence; either may be empty."""
        key = tuple([(c.raw, id(c.kind)) for c in claims])
        found = self._licenses.get(key)
        if found is None:
            stated = [c for c in claims if c.kind in {LicenseKind.DECLARED, LicenseKind.CONCLUDED}]
            detected = [c for c in claims if c.kind is LicenseKind.DETECTED]
            listed, seen = self._list(stated), self._list(detected)
            found = (
                f',"licenses":[{listed}]' if listed else "",
                f'"licenses":[{seen}]' if seen else "",
            )
            self._licenses[key] = found
        if len(claims) > 1 or claims[0].kind is LicenseKind.INFERRED:
            for claim in claims:
                if claim.kind is LicenseKind.INFERRED:
                    extra.append(("sluis:license-inferred", claim.raw))
        return found

    def _list(self, claims: list[LicenseClaim]) -> str:
        """Licence choices; an expression stands alone before 1.7, else it is written as a name."""
        alone = self._mixes or len(claims) == 1
        items = []
        for claim in claims:
            stated = self._licensing.stated(claim.raw)
            said = ""
            if not self._early and claim.kind is not LicenseKind.DETECTED:
                said = f',"acknowledgement":"{claim.kind}"'
            if stated.id:
                items.append(f'{{"license":{{"id":{q(stated.id)}{said}}}}}')
            elif stated.expression and alone:
                items.append(f'{{"expression":{q(stated.expression)}{said}}}')
            else:
                name = stated.expression or stated.name
                items.append(f'{{"license":{{"name":{q(name)}{said}}}}}')
        return ",".join(dict.fromkeys(items))


def _own_pairs(
    c: Component, verdict: tuple[str, str] | None, kind: ComponentKind
) -> list[tuple[str, str]]:
    """Properties for what CycloneDX has no field for."""
    pairs = [("sluis:role", str(role)) for role in c.roles]
    pairs.append(("sluis:scope", str(c.scope)))
    pairs.append(("sluis:version-kind", str(c.version_kind)))
    if c.direct is not None:
        pairs.append(("sluis:direct", "true" if c.direct else "false"))
    if kind is not ComponentKind.LIBRARY:
        pairs.append(("sluis:kind", str(kind)))
    if verdict is not None:
        pairs.append(("sluis:license-verdict", verdict[0]))
        pairs.append(("sluis:license-class", verdict[1]))
    return pairs


def _place(path: str, line: int | None) -> str:
    return path if line is None else f"{path}:{line}"


def _references(links: list[tuple[str, str]]) -> str:
    if len(links) > 1:
        links = sorted(set(links))
    items = ",".join(
        [
            f'{{"type":"{kind}","url":"{link}"}}'
            if _PLAIN(link)
            else f'{{"type":"{kind}","url":{q(url(link))}}}'
            for kind, link in links
        ]
    )
    return f',"externalReferences":[{items}]'


def _listed(pairs: list[tuple[str, str]]) -> str:
    return ",".join([f'{{"name":{q(n)},"value":{q(v)}}}' for n, v in sorted(pairs)])


def _hashes(hashes: tuple[tuple[str, str], ...], extra: list[tuple[str, str]]) -> str:
    items = []
    for algorithm, content in hashes:
        if algorithm in _ALGORITHMS and len(content) in _DIGITS and not content.strip(_HEX):
            items.append(f'{{"alg":"{algorithm}","content":"{content}"}}')
        else:
            extra.append(("sluis:hash", f"{algorithm}:{content}"))
    return f',"hashes":[{",".join(items)}]' if items else ""


_HEX = "0123456789abcdef"
