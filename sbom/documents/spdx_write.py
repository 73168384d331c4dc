"""A bill of materials as SPDX 2.3 JSON: valid, sorted, the same bytes for the same input.

- Licences: one expression per kind; several claims of a kind are joined with AND, and what is no
  expression becomes a `LicenseRef-` with its raw text in `hasExtractedLicensingInfos`. DETECTED
  claims go to `licenseInfoFromFiles` only where the package has analysed files, which a BOM of
  ours has not, so they are written as `sluis:license-detected` lines.
- Edges: DEPENDS_ON; from the root, what is there for development, tests, builds or as an option
  is written as `DEV_DEPENDENCY_OF` and its kin, the other way round.
- What SPDX has no field for stands as `sluis:name=value` lines in `comment`, and `spdx_package`
  reads it back.
- A document needs a time: without `Bom.timestamp` it is 1970-01-01T00:00:00Z.

Source: SPDX 2.3 and its JSON schema.
"""

import re
from datetime import UTC
from hashlib import blake2b
from json.encoder import encode_basestring as q

from sbom.component import Component, ComponentKind, Scope
from sbom.documents.bom import Bom, BomComponent
from sbom.documents.cyclonedx_write import Verdicts, url, uuid_of
from sbom.documents.licensing import Licensing, Normalise
from sbom.documents.wording import DERIVED, PREFIX, name_of
from sbom.license import LicenseClaim, LicenseKind

NAMESPACE = "https://spdx.example.org/"
"""Start of `documentNamespace` when the caller has none of its own; SPDX asks for unique, not for
reachable."""
_PURPOSES = {
    ComponentKind.LIBRARY: "LIBRARY",
    ComponentKind.APPLICATION: "APPLICATION",
    ComponentKind.FRAMEWORK: "FRAMEWORK",
    ComponentKind.CONTAINER: "CONTAINER",
    ComponentKind.PLATFORM: "FRAMEWORK",
    ComponentKind.OPERATING_SYSTEM: "OPERATING-SYSTEM",
    ComponentKind.FILE: "FILE",
    ComponentKind.FIRMWARE: "FIRMWARE",
    ComponentKind.DATA: "OTHER",
}
_ALGORITHMS = {
    "MD5": ("MD5", 32),
    "SHA-1": ("SHA1", 40),
    "SHA-256": ("SHA256", 64),
    "SHA-384": ("SHA384", 96),
    "SHA-512": ("SHA512", 128),
    "SHA3-256": ("SHA3-256", 64),
    "SHA3-384": ("SHA3-384", 96),
    "SHA3-512": ("SHA3-512", 128),
    "BLAKE2b-256": ("BLAKE2b-256", 64),
    "BLAKE2b-384": ("BLAKE2b-384", 96),
    "BLAKE2b-512": ("BLAKE2b-512", 128),
}
"""Name in CycloneDX to name in SPDX and number of hex digits."""
_HEX = re.compile(r"[a-f0-9]+\Z")
_RELATIONS = {
    Scope.DEV: "DEV_DEPENDENCY_OF",
    Scope.TEST: "TEST_DEPENDENCY_OF",
    Scope.BUILD: "BUILD_DEPENDENCY_OF",
    Scope.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
}
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_DOWNLOAD = re.compile(r"(?:https?|ftps?|sftp|ssh|git|svn|hg|bzr|git\+[a-z]+|svn\+[a-z]+)://[^\s/]")
_CPE = re.compile(r"cpe:2\.3:[aho*-](?::[^:\s]+){10}\Z")


def render(
    bom: Bom,
    *,
    normalise: Normalise | None = None,
    verdicts: Verdicts | None = None,
    namespace: str = NAMESPACE,
) -> bytes:
    """The document, UTF-8, ending in a newline.

    Args:
        bom: What to write.
        normalise: SPDX expression that a raw licence means, or None; without it every licence is a
            `LicenseRef-`.
        verdicts: Judgement on the licences of a component, by ref.
        namespace: Start of the document's own address.
    """
    writer = _Writer(Licensing(normalise, None), verdicts or {})
    entries = [bom.root, *bom.components]
    ids = {e.ref: _id(e) for e in entries}
    packages = ",\n".join([writer.package(e, ids[e.ref]) for e in entries])
    parts = [
        f'"documentDescribes":[{q(ids[bom.root.ref])}]',
        f'"packages":[\n{packages}\n]',
        f'"relationships":[\n{_relationships(bom, entries, ids)}\n]',
    ]
    if writer.names:
        infos = ",\n".join(
            f'{{"licenseId":{q(ref)},"name":{q(raw)},"extractedText":{q(raw)}}}'
            for ref, raw in sorted(writer.names.items())
        )
        parts.append(f'"hasExtractedLicensingInfos":[\n{infos}\n]')
    body = ",\n".join(parts).encode("utf-8", "replace")
    slug = _UNSAFE.sub("-", bom.root.component.name)[:80].strip("-") or "bom"
    head = (
        '{\n"spdxVersion":"SPDX-2.3",\n"dataLicense":"CC0-1.0",\n"SPDXID":"SPDXRef-DOCUMENT",\n'
        f'"name":{q(slug)},\n'
        f'"documentNamespace":{q(_address(namespace, slug, body))},\n'
        f'"creationInfo":{_creation(bom)},\n'
    )
    return head.encode("utf-8", "replace") + body + b"\n}\n"


def _address(namespace: str, slug: str, body: bytes) -> str:
    return url(f"{namespace.rstrip('/')}/{slug}-{uuid_of(body)}")


def _creation(bom: Bom) -> str:
    name, version = bom.tool
    creators = [f"Tool: {name}-{version}" if version else f"Tool: {name}"]
    if author := bom.author.strip():
        creators.append(f"Organization: {author}")
    created = "1970-01-01T00:00:00Z"
    if bom.timestamp is not None:
        created = bom.timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = ",".join(q(c) for c in creators)
    comment = ""
    if bom.complete is not None:
        comment = f',"comment":{q(f"sluis:complete={str(bom.complete).lower()}")}'
    return f'{{"created":"{created}","creators":[{listed}]{comment}}}'


def _id(entry: BomComponent) -> str:
    digest = blake2b(entry.ref.encode("utf-8", "replace"), digest_size=8).hexdigest()
    slug = _UNSAFE.sub("-", entry.component.name)[:60].strip("-")
    return f"SPDXRef-Package-{slug}-{digest}"


def _relationships(bom: Bom, entries: list[BomComponent], ids: dict[str, str]) -> str:
    scopes = {e.ref: e.component.scope for e in entries}
    rows = [("SPDXRef-DOCUMENT", "DESCRIBES", ids[bom.root.ref])]
    for edge in bom.dependencies:
        source = ids[edge.ref]
        for target in edge.targets:
            reverse = _RELATIONS.get(scopes[target]) if edge.ref == bom.root.ref else None
            if reverse is None:
                rows.append((source, "DEPENDS_ON", ids[target]))
            else:
                rows.append((ids[target], reverse, source))
    return ",\n".join(
        [
            f'{{"spdxElementId":"{a}","relationshipType":"{kind}","relatedSpdxElement":"{b}"}}'
            for a, kind, b in sorted(rows)
        ]
    )


class _Writer:
    """What one rendering gathers: names of LicenseRefs."""

    def __init__(self, licensing: Licensing, verdicts: Verdicts) -> None:
        self._licensing = licensing
        self._verdicts = verdicts
        self.names: dict[str, str] = {}

    def package(self, entry: BomComponent, ref: str) -> str:
        """One package object, on one line."""
        c = entry.component
        comment: list[tuple[str, str]] = []
        text = f'{{"SPDXID":"{ref}","name":{q(c.name)}'
        if c.version:
            text += f',"versionInfo":{q(c.version)}'
        text += f',"primaryPackagePurpose":"{_PURPOSES[c.kind]}"'
        if supplier := c.supplier.strip():
            text += f',"supplier":{q(f"Organization: {supplier}")}'
        text += self._properties(c, comment)
        download = url(c.download) if c.download else ""
        if _DOWNLOAD.match(download):
            text += f',"downloadLocation":{q(download)}'
        else:
            text += ',"downloadLocation":"NOASSERTION"'
            if c.download:
                comment.append(("download", c.download))
        text += ',"filesAnalyzed":false' + self._licenses(c.licenses, comment)
        text += self._hashes(c, comment) + _references(c)
        if c.kind in {ComponentKind.PLATFORM, ComponentKind.DATA}:
            comment.append(("kind", c.kind.value))
        return text + own_comment(entry, comment, self._verdicts.get(entry.ref)) + "}"

    def _licenses(self, claims: tuple[LicenseClaim, ...], comment: list[tuple[str, str]]) -> str:
        kinds: dict[LicenseKind, list[LicenseClaim]] = {}
        for claim in claims:
            kinds.setdefault(claim.kind, []).append(claim)
        declared = self._licensing.expression(kinds.get(LicenseKind.DECLARED, []), self.names)
        concluded = self._licensing.expression(kinds.get(LicenseKind.CONCLUDED, []), self.names)
        for kind in (LicenseKind.DETECTED, LicenseKind.INFERRED):
            for claim in kinds.get(kind, ()):
                comment.append((f"license-{kind.value}", claim.raw))
        return (
            f',"licenseDeclared":{q(declared)},"licenseConcluded":{q(concluded)},"copyrightText":'
        )

    def _properties(self, c: Component, comment: list[tuple[str, str]]) -> str:
        """Fields made of properties; those without a field go to the comment."""
        fields = {}
        for name, value in c.properties:
            if name == "homepage" and "homepage" not in fields and "://" in value:
                fields["homepage"] = url(value)
            elif name == "description" and "summary" not in fields:
                fields["summary"] = value
            elif name == "author" and "originator" not in fields and value.strip():
                fields["originator"] = f"Organization: {value.strip()}"
            elif name not in {"cpe", "copyright"} and (name, value) != DERIVED:
                comment.append((name, value))
        return "".join(f',"{name}":{q(value)}' for name, value in sorted(fields.items()))

    def _hashes(self, c: Component, comment: list[tuple[str, str]]) -> str:
        copyright_ = next((v for n, v in c.properties if n == "copyright"), "NOASSERTION")
        text = q(copyright_)
        items = []
        for algorithm, content in c.hashes:
            name, digits = _ALGORITHMS.get(algorithm, ("", 0))
            if len(content) == digits and _HEX.match(content):
                items.append(f'{{"algorithm":"{name}","checksumValue":"{content}"}}')
            else:
                comment.append(("hash", f"{algorithm}:{content}"))
        return f'{text},"checksums":[{",".join(items)}]' if items else text


def own_comment(
    entry: BomComponent, further: list[tuple[str, str]], verdict: tuple[str, str] | None
) -> str:
    """`,"comment":"..."` with what SPDX has no field for, as lines that `spdx_package` reads back.

    Args:
        entry: The component.
        further: Names and values to write besides.
        verdict: Judgement on its licences, and their class.
    """
    c = entry.component
    pairs = [*further, ("scope", c.scope.value), ("version-kind", c.version_kind.value)]
    pairs += [("role", role.value) for role in c.roles]
    if c.requirement:
        pairs.append(("requirement", c.requirement))
    if c.direct is not None:
        pairs.append(("direct", "true" if c.direct else "false"))
    if name_of(c.purl, "", c.name) != c.name:
        pairs.append(("name", c.name))
    for path, line in entry.occurrences:
        pairs.append(("location", path if line is None else f"{path}:{line}"))
    if verdict is not None:
        pairs.append(("license-verdict", verdict[0]))
        pairs.append(("license-class", verdict[1]))
    lines = "\n".join([f"{PREFIX}{n}={_line(v)}" for n, v in sorted(pairs)])
    return f',"comment":{q(lines)}'


def _references(c: Component) -> str:
    items = []
    if DERIVED not in c.properties:
        items.append(("PACKAGE-MANAGER", "purl", c.purl))
    for name, value in c.properties:
        if name == "cpe" and _CPE.match(value):
            items.append(("SECURITY", "cpe23Type", value))
    if not items:
        return ""
    listed = ",".join(
        [
            f'{{"referenceCategory":"{a}","referenceType":"{b}","referenceLocator":{q(v)}}}'
            for a, b, v in items
        ]
    )
    return f',"externalRefs":[{listed}]'


def _line(value: str) -> str:
    """A value on one line; `spdx_package` turns it back."""
    if "\\" not in value and "\n" not in value and "\r" not in value:
        return value
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
