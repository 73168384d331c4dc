"""A bill of materials as CycloneDX JSON 1.5, 1.6 or 1.7: valid, sorted, reproducible.

One component a line, so that two documents can be compared. Strings are put together here because
that is a hundred times faster than a document model.

What CycloneDX has no field for is written as properties, and `cyclonedx_entry` reads them back:
`sluis:role` (one per role), `sluis:scope` (when not runtime), `sluis:version-kind` (when not
exact), `sluis:requirement`, `sluis:direct`, `sluis:name` (when group and name do not give it),
`sluis:license-inferred`, `sluis:license-verdict`, `sluis:license-class`; other properties of a
component under `sluis:` or, when they have a namespace already, under their own name. A purl that
Sluis made from the name alone is not written.

Scope: RUNTIME `required`, OPTIONAL `optional`, DEV, TEST and BUILD `excluded`, UNKNOWN nothing.

Source: CycloneDX JSON schemas bom-1.5, bom-1.6, bom-1.7.
"""

import re
from collections.abc import Container, Mapping
from datetime import UTC
from hashlib import sha1
from json.encoder import encode_basestring as q

from sbom.component import Scope, VersionKind
from sbom.documents.bom import Bom, BomComponent
from sbom.documents.licensing import Licensing, Normalise
from sbom.documents.wording import DERIVED, PREFIX, name_of, reads_back, split_name
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim, LicenseKind

SPECS = ("1.5", "1.6", "1.7")
Verdicts = Mapping[str, tuple[str, str]]
"""bom-ref to (verdict, class), both short words."""
_SCOPES = {
    Scope.RUNTIME: "required",
    Scope.OPTIONAL: "optional",
    Scope.DEV: "excluded",
    Scope.TEST: "excluded",
    Scope.BUILD: "excluded",
}
_ALGORITHMS = frozenset(
    "MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 "  # noqa: SIM905 - words in a row
    "BLAKE2b-512 BLAKE3".split()
)
_HEX = re.compile(r"(?:[a-f0-9]{32}|[a-f0-9]{40}|[a-f0-9]{64}|[a-f0-9]{96}|[a-f0-9]{128})\Z")
_SCP = lazy(r"([A-Za-z0-9._-]+@[A-Za-z0-9.-]+):(?!//)")
_MAYBE_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f%]')
"""One set of characters, which `re` finds four times as fast as the alternatives below."""
_NOT_IRI = lazy(r'[\x00-\x20<>"{}|\\^`\x7f]|%(?![0-9A-Fa-f]{2})')
_URL_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")
"""The URL namespace of RFC 9562, for name-based ids."""
_FIELDS = frozenset({"author", "publisher", "description", "copyright", "cpe"})
_LINKS = {"homepage": "website", "vcs": "vcs"}


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
        spec: `1.5`, `1.6` or `1.7`.
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
    digest = bytearray(sha1(_URL_NAMESPACE + content, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def url(address: str) -> str:
    """An address that is a valid IRI reference; `git@host:path` becomes an ssh address."""
    address = _SCP.sub(r"ssh://\1/", address, count=1) if "@" in address[:80] else address
    if not _MAYBE_NOT_IRI.search(address):
        return address
    return _NOT_IRI.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), address)


class _Writer:
    """Settings of one rendering, and texts that come back often."""

    def __init__(self, spec: str, licensing: Licensing, verdicts: Verdicts) -> None:
        self._early = spec == "1.5"
        self._mixes = spec == "1.7"
        self._licensing = licensing
        self._verdicts = verdicts
        self._licenses: dict[tuple[tuple[str, LicenseKind], ...], tuple[str, str]] = {}
        self._property_texts: dict[tuple[tuple[str, str], ...], str] = {}

    def metadata(self, bom: Bom) -> str:
        """The metadata object."""
        parts = []
        if bom.timestamp is not None:
            stamp = bom.timestamp.astimezone(UTC).isoformat(timespec="seconds")
            parts.append(f'"timestamp":{q(stamp.replace("+00:00", "Z"))}')
        name, version = bom.tool
        versioned = f',"version":{q(version)}' if version else ""
        parts.append(
            f'"tools":{{"components":[{{"type":"application","name":{q(name)}{versioned}}}]}}'
        )
        parts.append(f'"component":{self.component(bom.root)}')
        if bom.author:
            maker = "manufacture" if self._early else "manufacturer"
            parts.append(f'"{maker}":{{"name":{q(bom.author)}}}')
        if bom.supplier:
            parts.append(f'"supplier":{{"name":{q(bom.supplier)}}}')
        return "{" + ",".join(parts) + "}"

    def component(self, entry: BomComponent) -> str:
        """One component object, on one line."""
        c = entry.component
        purl = "" if c.properties and DERIVED in c.properties else c.purl
        group, name = split_name(c.purl, c.name)
        text = f'{{"type":"{c.kind}","bom-ref":{q(entry.ref)}'
        if c.supplier:
            text += f',"supplier":{{"name":{q(c.supplier)}}}'
        fields: dict[str, str] = {}
        links: list[tuple[str, str]] = []
        extra: list[tuple[str, str]] = []
        places: list[tuple[str, int | None]] = list(entry.occurrences)
        if c.properties:
            _sort_out(c.properties, fields, links, extra, places)
            if "author" in fields:
                author = q(fields["author"])
                text += (
                    f',"author":{author}' if self._early else f',"authors":[{{"name":{author}}}]'
                )
            if "publisher" in fields:
                text += f',"publisher":{q(fields["publisher"])}'
        if group:
            text += f',"group":{q(group)}'
        text += f',"name":{q(name)}'
        if c.version:
            text += f',"version":{q(c.version)}'
        if "description" in fields:
            text += f',"description":{q(fields["description"])}'
        scope = _SCOPES.get(c.scope)
        if scope is not None:
            text += f',"scope":"{scope}"'
        if c.hashes:
            text += _hashes(c.hashes, extra)
        licenses = evidence = ""
        if c.licenses:
            licenses, evidence = self._license_texts(c.licenses, extra)
            text += licenses
        if "copyright" in fields:
            text += f',"copyright":{q(fields["copyright"])}'
        if "cpe" in fields:
            text += f',"cpe":{q(fields["cpe"])}'
        if purl:
            text += f',"purl":{q(purl)}'
        if c.download:
            links.append(("distribution", c.download))
        if links:
            text += _references(links)
        self._add_own(entry, extra)
        if places or evidence:
            text += self._evidence(places, evidence)
        return text + (self._properties(extra) if extra else "") + "}"

    def _add_own(self, entry: BomComponent, extra: list[tuple[str, str]]) -> None:
        """Properties for what CycloneDX has no field for."""
        c = entry.component
        for role in c.roles:
            extra.append(("sluis:role", str(role)))
        if c.scope is not Scope.RUNTIME:
            extra.append(("sluis:scope", str(c.scope)))
        if c.version_kind is not VersionKind.EXACT:
            extra.append(("sluis:version-kind", str(c.version_kind)))
        if c.requirement:
            extra.append(("sluis:requirement", c.requirement))
        if c.direct is not None:
            extra.append(("sluis:direct", "true" if c.direct else "false"))
        if (
            not reads_back(c.purl, c.name)
            and name_of(c.purl, *split_name(c.purl, c.name)) != c.name
        ):
            extra.append(("sluis:name", c.name))
        verdict = self._verdicts.get(entry.ref)
        if verdict is not None:
            extra.append(("sluis:license-verdict", verdict[0]))
            extra.append(("sluis:license-class", verdict[1]))

    def _properties(self, pairs: list[tuple[str, str]]) -> str:
        """`,"properties":[...]`; most components share theirs with many others."""
        key = tuple(pairs)
        found = self._property_texts.get(key)
        if found is None:
            pairs.sort()
            items = ",".join([f'{{"name":{q(n)},"value":{q(v)}}}' for n, v in pairs])
            found = self._property_texts[key] = f',"properties":[{items}]'
        return found

    def _evidence(self, places: list[tuple[str, int | None]], licenses: str) -> str:
        if len(places) == 1 and not licenses and not self._early and places[0][1] is not None:
            path, line = places[0]
            return f',"evidence":{{"occurrences":[{{"location":{q(path)},"line":{line}}}]}}'
        seen = []
        for path, line in places:
            number = "" if line is None or self._early else f',"line":{line}'
            seen.append(f'{{"location":{q(path)}{number}}}')
        parts = [licenses] if licenses else []
        if seen:
            parts.append(f'"occurrences":[{",".join(dict.fromkeys(seen))}]')
        return f',"evidence":{{{",".join(parts)}}}'

    def _license_texts(
        self, claims: tuple[LicenseClaim, ...], extra: list[tuple[str, str]]
    ) -> tuple[str, str]:
        """`,"licenses":[...]` and the `"licenses":[...]` of evidence; either may be empty."""
        key = tuple([(c.raw, c.kind) for c in claims])
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


def _sort_out(
    properties: tuple[tuple[str, str], ...],
    fields: dict[str, str],
    links: list[tuple[str, str]],
    extra: list[tuple[str, str]],
    places: list[tuple[str, int | None]],
) -> None:
    """Spread the properties of a component over the places CycloneDX has for them."""
    for name, value in properties:
        if name in _FIELDS and name not in fields:
            fields[name] = value
        elif name in _LINKS:
            links.append((_LINKS[name], value))
        elif name == "location":
            path, colon, line = value.rpartition(":")
            if colon and line.isascii() and line.isdigit():
                places.append((path, int(line)))
            else:
                places.append((value, None))
        elif (name, value) != DERIVED:
            extra.append((name if ":" in name else PREFIX + name, value))


def _references(links: list[tuple[str, str]]) -> str:
    if len(links) > 1:
        links = sorted(set(links))
    items = ",".join([f'{{"type":"{kind}","url":{q(url(link))}}}' for kind, link in links])
    return f',"externalReferences":[{items}]'


def _hashes(hashes: tuple[tuple[str, str], ...], extra: list[tuple[str, str]]) -> str:
    items = []
    for algorithm, content in hashes:
        if algorithm in _ALGORITHMS and _HEX.match(content):
            items.append(f'{{"alg":"{algorithm}","content":"{content}"}}')
        else:
            extra.append(("sluis:hash", f"{algorithm}:{content}"))
    return f',"hashes":[{",".join(items)}]' if items else ""
