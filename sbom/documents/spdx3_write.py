"""A bill of materials as SPDX 3.0.1 JSON-LD: valid, sorted, the same bytes for the same input.

Written is the Software profile with simple licensing: one creation info, the document, one SBOM
collection, a package per component, a licence expression per distinct expression, relationships.

- Licences as in `spdx_write`: one expression per kind; what is no expression is a `LicenseRef-` whose
  text stands in a SimpleLicensingText.
- Edges are `dependsOn`; those from the root to what is there for development, tests or builds have
  that lifecycle scope, and to what is optional are `hasOptionalDependency`.
- What SPDX has no field for stands as `sluis:name=value` lines in `comment`.
- A document needs a time: without `Bom.timestamp` it is 1970-01-01T00:00:00Z.

Source: SPDX 3.0.1 specification, model and JSON-LD serialisation.
"""

from datetime import UTC
from hashlib import blake2b
from json.encoder import encode_basestring as q

from sbom.component import Component, ComponentKind, Scope
from sbom.documents.bom import Bom, BomComponent
from sbom.documents.cyclonedx_write import Verdicts, url, uuid_of
from sbom.documents.licensing import Licensing, Normalise
from sbom.documents.spdx_write import NAMESPACE, own_comment
from sbom.documents.wording import DERIVED
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim, LicenseKind

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_PURPOSES = {
    ComponentKind.LIBRARY: "library",
    ComponentKind.APPLICATION: "application",
    ComponentKind.FRAMEWORK: "framework",
    ComponentKind.CONTAINER: "container",
    ComponentKind.PLATFORM: "platform",
    ComponentKind.OPERATING_SYSTEM: "operatingSystem",
    ComponentKind.FILE: "file",
    ComponentKind.FIRMWARE: "firmware",
    ComponentKind.DATA: "data",
}
_ALGORITHMS = {
    "MD5": ("md5", 32),
    "SHA-1": ("sha1", 40),
    "SHA-256": ("sha256", 64),
    "SHA-384": ("sha384", 96),
    "SHA-512": ("sha512", 128),
    "SHA3-256": ("sha3_256", 64),
    "SHA3-384": ("sha3_384", 96),
    "SHA3-512": ("sha3_512", 128),
    "BLAKE2b-256": ("blake2b256", 64),
    "BLAKE2b-384": ("blake2b384", 96),
    "BLAKE2b-512": ("blake2b512", 128),
    "BLAKE3": ("blake3", 64),
}
"""Name in CycloneDX to name in SPDX and number of hex digits."""
_SCOPES = {Scope.DEV: "development", Scope.TEST: "test", Scope.BUILD: "build"}
_CPE = lazy(r"cpe:2\.3:[aho*-](?::[^:\s]+){10}\Z")
_REF = lazy(r"LicenseRef-[A-Za-z0-9.-]+")
_HEX = "0123456789abcdef"


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
        namespace: Start of the addresses of the elements.
    """
    writer = _Writer(bom, Licensing(normalise, None), verdicts or {}, _start(bom, namespace))
    lines = ",\n".join(writer.elements())
    return f'{{\n"@context":"{CONTEXT}",\n"@graph":[\n{lines}\n]\n}}\n'.encode("utf-8", "replace")


def _start(bom: Bom, namespace: str) -> str:
    """Where the addresses of the elements start: the same for the same content."""
    parts = [bom.root.ref, *(c.ref for c in bom.components)]
    digest = uuid_of(repr((parts, bom.timestamp, bom.tool, bom.author)).encode("utf-8", "replace"))
    return url(f"{namespace.rstrip('/')}/{digest}")


def _digest(ref: str) -> str:
    return blake2b(ref.encode("utf-8", "replace"), digest_size=10).hexdigest()


class _Writer:
    """Settings of one rendering, and the licences gathered on the way."""

    def __init__(self, bom: Bom, licensing: Licensing, verdicts: Verdicts, start: str) -> None:
        self._bom = bom
        self._licensing = licensing
        self._verdicts = verdicts
        self._start = start
        self._names: dict[str, str] = {}
        self._expressions: dict[str, str] = {}
        self._agents: dict[str, str] = {}
        self._ids = {e.ref: f"{start}#package-{_digest(e.ref)}" for e in self._entries()}

    def _entries(self) -> list[BomComponent]:
        return [self._bom.root, *self._bom.components]

    def elements(self) -> list[str]:
        """All elements, one a line: what the document is first, then sorted by kind and id."""
        packages = [self._package(e) for e in self._entries()]
        relations = sorted([*self._licenses(), *self._dependencies()])
        licenses = [self._license(e, r) for e, r in sorted(self._expressions.items())]
        texts = [self._text(ref, raw) for ref, raw in sorted(self._names.items())]
        agents = [
            self._element("Organization", ref, f'"name":{q(name)}')
            for name, ref in sorted(self._agents.items())
        ]
        root = self._ids[self._bom.root.ref]
        members = ",".join(f'"{i}"' for i in sorted(self._ids.values()))
        name, version = self._bom.tool
        tool = f"{name} {version}" if version else name
        kind, maker = (
            ("Organization", self._bom.author) if self._bom.author else ("SoftwareAgent", tool)
        )
        comment = ""
        if self._bom.complete is not None:
            comment = f',"comment":{q(f"sluis:complete={str(self._bom.complete).lower()}")}'
        return [
            (
                f'{{"type":"CreationInfo","@id":"_:creation","specVersion":"3.0.1",'
                f'"created":"{self._created()}","createdBy":["{self._start}#maker"],'
                f'"createdUsing":["{self._start}#tool"]}}'
            ),
            self._element(kind, f"{self._start}#maker", f'"name":{q(maker)}'),
            self._element("Tool", f"{self._start}#tool", f'"name":{q(tool)}'),
            self._element(
                "SpdxDocument",
                f"{self._start}#document",
                f'"name":{q(self._bom.root.component.name or "unnamed")}{comment},'
                '"profileConformance":["core","software","simpleLicensing"],'
                f'"rootElement":["{self._start}#sbom"],"element":["{self._start}#sbom"]',
            ),
            self._element(
                "software_Sbom",
                f"{self._start}#sbom",
                f'"software_sbomType":["analyzed"],"rootElement":["{root}"],"element":[{members}]',
            ),
            *agents,
            *packages,
            *texts,
            *licenses,
            *relations,
        ]

    def _created(self) -> str:
        if self._bom.timestamp is None:
            return "1970-01-01T00:00:00Z"
        return self._bom.timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @staticmethod
    def _element(kind: str, ref: str, members: str) -> str:
        joint = "," if members else ""
        return f'{{"type":"{kind}","spdxId":{q(ref)},"creationInfo":"_:creation"{joint}{members}}}'

    def _agent(self, name: str) -> str:
        return self._agents.setdefault(name, f"{self._start}#organization-{_digest(name)}")

    def _package(self, entry: BomComponent) -> str:
        """One package, on one line."""
        c = entry.component
        comment: list[tuple[str, str]] = []
        text = f'"name":{q(c.name)}'
        if c.version:
            text += f',"software_packageVersion":{q(c.version)}'
        text += f',"software_primaryPurpose":"{_PURPOSES[c.kind]}"'
        if DERIVED not in c.properties:
            text += f',"software_packageUrl":{q(c.purl)}'
        if c.download:
            text += f',"software_downloadLocation":{q(url(c.download))}'
        if c.supplier:
            text += f',"suppliedBy":"{self._agent(c.supplier)}"'
        text += self._properties(c, comment)
        hashes = []
        for algorithm, content in c.hashes:
            name, digits = _ALGORITHMS.get(algorithm, ("", 0))
            if len(content) == digits and not content.strip(_HEX):
                hashes.append(f'{{"type":"Hash","algorithm":"{name}","hashValue":"{content}"}}')
            else:
                comment.append(("hash", f"{algorithm}:{content}"))
        if hashes:
            text += f',"verifiedUsing":[{",".join(hashes)}]'
        for claim in c.licenses:
            if claim.kind in {LicenseKind.DETECTED, LicenseKind.INFERRED}:
                comment.append((f"license-{claim.kind.value}", claim.raw))
        text += own_comment(entry, comment, self._verdicts.get(entry.ref))
        return self._element("software_Package", self._ids[entry.ref], text)

    def _properties(self, c: Component, comment: list[tuple[str, str]]) -> str:
        """Members made of properties; those without a member go to the comment."""
        members: dict[str, str] = {}
        cpes = []
        for name, value in c.properties:
            if name == "homepage" and "software_homePage" not in members and "://" in value:
                members["software_homePage"] = q(url(value))
            elif name == "description" and "summary" not in members:
                members["summary"] = q(value)
            elif name == "copyright" and "software_copyrightText" not in members:
                members["software_copyrightText"] = q(value)
            elif name == "author" and "originatedBy" not in members and value.strip():
                members["originatedBy"] = f'["{self._agent(value)}"]'
            elif name == "cpe" and _CPE.match(value):
                cpes.append(value)
            elif (name, value) != DERIVED:
                comment.append((name, value))
        if cpes:
            items = ",".join(
                f'{{"type":"ExternalIdentifier","externalIdentifierType":"cpe23","identifier":{q(v)}}}'
                for v in cpes
            )
            members["externalIdentifier"] = f"[{items}]"
        return "".join(f',"{name}":{value}' for name, value in sorted(members.items()))

    def _licenses(self) -> list[str]:
        """Relationships to licences; fills the tables of expressions and texts."""
        found = []
        for entry in self._entries():
            kinds: dict[LicenseKind, list[LicenseClaim]] = {}
            for claim in entry.component.licenses:
                kinds.setdefault(claim.kind, []).append(claim)
            for kind, name in (
                (LicenseKind.DECLARED, "hasDeclaredLicense"),
                (LicenseKind.CONCLUDED, "hasConcludedLicense"),
            ):
                if claims := kinds.get(kind):
                    expression = self._licensing.expression(claims, self._names)
                    ref = self._expressions.setdefault(
                        expression, f"{self._start}#license-{_digest(expression)}"
                    )
                    found.append(self._relation(self._ids[entry.ref], name, ref))
        return found

    def _license(self, expression: str, ref: str) -> str:
        text = f'"simplelicensing_licenseExpression":{q(expression)}'
        customs = sorted({r for r in _REF.findall(expression) if r in self._names})
        if customs:
            items = ",".join(
                f'{{"type":"DictionaryEntry","key":"{r}","value":"{self._text_id(r)}"}}'
                for r in customs
            )
            text += f',"simplelicensing_customIdToUri":[{items}]'
        return self._element("simplelicensing_LicenseExpression", ref, text)

    def _text_id(self, ref: str) -> str:
        return f"{self._start}#{ref}"

    def _text(self, ref: str, raw: str) -> str:
        text = f'"name":{q(raw)},"simplelicensing_licenseText":{q(raw)}'
        return self._element("simplelicensing_SimpleLicensingText", self._text_id(ref), text)

    def _dependencies(self) -> list[str]:
        scopes = {e.ref: e.component.scope for e in self._entries()}
        found = []
        for edge in self._bom.dependencies:
            source = self._ids[edge.ref]
            groups: dict[str | bool, list[str]] = {}
            for target in edge.targets:
                scope = scopes[target] if edge.ref == self._bom.root.ref else Scope.UNKNOWN
                groups.setdefault(_SCOPES.get(scope, scope is Scope.OPTIONAL), []).append(target)
            for kind, targets in groups.items():
                ends = [self._ids[t] for t in targets]
                if isinstance(kind, str):
                    found.append(self._relation(source, "dependsOn", *ends, scope=kind))
                elif kind:
                    found.append(self._relation(source, "hasOptionalDependency", *ends))
                else:
                    found.append(self._relation(source, "dependsOn", *ends))
        return found

    def _relation(self, source: str, kind: str, *targets: str, scope: str = "") -> str:
        ends = ",".join(f'"{t}"' for t in sorted(targets))
        ref = f"{self._start}#relationship-{_digest(f'{source} {kind} {scope} {ends}')}"
        text = f'"from":"{source}","relationshipType":"{kind}","to":[{ends}]'
        if scope:
            return self._element("LifecycleScopedRelationship", ref, f'{text},"scope":"{scope}"')
        return self._element("Relationship", ref, text)
