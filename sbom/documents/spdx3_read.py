"""SPDX 3.0 JSON-LD to an inventory: packages, relationships, licences, hashes and makers.

The graph is turned into the members of SPDX 2.3 JSON, so that `spdx_read` knows the rules for both.

- Elements come in any order, with `spdxId` or `@id`, `type` or `@type`; names of members with or
  without their profile (`software_packageVersion`, `software:packageVersion`, `packageVersion`,
  full IRIs); objects written inside others count as if they stood alone.
- Packages (`software_Package`, and the AI and dataset packages that are kinds of it) become
  components; files and snippets are counted.
- `hasDeclaredLicense` is DECLARED, `hasConcludedLicense` CONCLUDED. Licence elements become
  expressions.
- `dependsOn` with a scope of development, test or build gives that scope, as do
  `hasOptionalDependency` and its kin; `usesTool` within a build is BUILD. Relationship types in
  capitals, as an early writer has them, are read as the same.

Source: SPDX 3.0.1 specification, model and JSON-LD serialisation.
"""

from collections.abc import Iterator
from typing import Any

from sbom.documents import spdx_read
from sbom.documents.cyclonedx_model import items, text
from sbom.documents.spdx_package import party as spdx_party
from sbom.documents.wording import MAX_RAW
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.readers.json_reader import load_json

MAX_DEPTH = 100
_PACKAGES = frozenset({"Package", "AIPackage", "DatasetPackage"})
_PROFILES = frozenset(
    "core software simplelicensing expandedlicensing ai dataset build security extension lite".split()  # noqa: SIM905 - words in a row
)
_AGENTS = {
    "Organization": "Organization",
    "Agent": "Organization",
    "Person": "Person",
    "Tool": "Tool",
    "SoftwareAgent": "Tool",
}
_FORWARD = {
    "dependson": "DEPENDS_ON",
    "contains": "CONTAINS",
    "describes": "DESCRIBES",
    "hasdynamiclink": "DYNAMIC_LINK",
    "hasstaticlink": "STATIC_LINK",
    "hasprerequisite": "HAS_PREREQUISITE",
}
_BACKWARD = {
    "hasoptionaldependency": "OPTIONAL_DEPENDENCY_OF",
    "hasoptionalcomponent": "OPTIONAL_COMPONENT_OF",
    "hasprovideddependency": "PROVIDED_DEPENDENCY_OF",
    "usestool": "BUILD_TOOL_OF",
}
_SCOPED = {
    "development": "DEV_DEPENDENCY_OF",
    "test": "TEST_DEPENDENCY_OF",
    "build": "BUILD_DEPENDENCY_OF",
}
_LINKS = {
    "packageurl": "purl",
    "purl": "purl",
    "packageuri": "purl",
    "cpe23": "cpe23Type",
    "cpe22": "cpe22Type",
    "swhid": "swh",
    "gitoid": "gitoid",
}
_IDS = lazy(rb'"(?:spdxId|@id)"\s{0,8}:\s{0,8}"([^"]{1,1000})"')
_Element = dict[str, Any]


def read(content: bytes) -> Inventory:
    """Facts of one SPDX 3 document.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no element of SPDX in it.
    """
    value = load_json(content)
    graph = _Graph(value)
    known = _PACKAGES | {"SpdxDocument", "Sbom", "Bom", "File"}
    if not any(e["type"] in known for e in graph.elements.values()):
        raise NotThisFormatError("is JSON-LD but holds no document, package or file of SPDX 3")
    return spdx_read.read_members(
        graph.members(), lines=_lines(content, graph), others=graph.others()
    )


def _lines(content: bytes, graph: "_Graph") -> list[int | None]:
    """Line on which each package states its own id, found in one pass over the text."""
    found: dict[str, int] = {}
    line, counted = 1, 0
    for match in _IDS.finditer(content):
        line += content.count(b"\n", counted, match.start())
        counted = match.start()
        found.setdefault(match[1].decode("utf-8", "replace").replace("\\/", "/"), line)
    return [found.get(ref) for ref in graph.packages]


def _short(name: str) -> str:
    """A member or type without profile and address."""
    name = name.rpartition("/")[2] if "/" in name else name
    for joint in (":", "_"):
        profile, found, rest = name.partition(joint)
        if found and profile.lower() in _PROFILES:
            return rest
    return name


class _Graph:
    """All elements by id, each with short names and its `type`."""

    def __init__(self, value: Any) -> None:
        self.elements: dict[str, _Element] = {}
        self._blank = 0
        self._expressions: dict[str, str] = {}
        listed = value.get("@graph", value) if isinstance(value, dict) else value
        for item in items(listed):
            self._add(item, 0)
        self.packages = [r for r, e in self.elements.items() if e["type"] in _PACKAGES]

    def _add(self, value: Any, depth: int) -> Any:
        """The value with objects in it replaced by their ids."""
        if isinstance(value, list):
            return [self._add(v, depth) for v in value]
        if not isinstance(value, dict) or depth > MAX_DEPTH:
            return value
        ref = text(value.get("spdxId")) or text(value.get("@id")) or ""
        stated = value.get("type", value.get("@type"))
        if isinstance(stated, list):
            stated = next((s for s in stated if isinstance(s, str)), None)
        kind = _short(text(stated) or "")
        if not kind:
            return ref or text(value.get("@value")) or value
        if not ref:
            self._blank += 1
            ref = f"_:made{self._blank}"
        element = self.elements.setdefault(ref, {"type": kind})
        for name, held in value.items():
            if name not in {"type", "@type", "spdxId", "@id", "@context"}:
                element.setdefault(_short(name), self._add(held, depth + 1))
        return ref

    def others(self) -> Iterator[str]:
        """Ids of what is no package, those of other documents included."""
        chosen = set(self.packages)
        for ref, element in self.elements.items():
            if ref not in chosen:
                yield ref
            if element["type"] == "ExternalMap":
                yield text(element.get("externalSpdxId")) or ref

    def get(self, ref: Any) -> _Element:
        """The element of an id; an empty one when there is none."""
        return self.elements.get(ref, {}) if isinstance(ref, str) else {}

    def of(self, *kinds: str) -> list[tuple[str, _Element]]:
        """Elements of these types."""
        return [(r, e) for r, e in self.elements.items() if e["type"] in kinds]

    def members(self) -> dict[str, Any]:
        """The members of SPDX 2.3 JSON."""
        documents = self.of("SpdxDocument")
        ref, document = documents[0] if documents else ("", {})
        creation = self.get(document.get("creationInfo"))
        if not creation:
            creation = next((e for _, e in self.of("CreationInfo")), {})
        licenses = self._licenses()
        return {
            "spdxVersion": text(creation.get("specVersion")) or "3.0.1",
            "SPDXID": ref,
            "name": text(document.get("name")) or "",
            "documentNamespace": ref,
            "dataLicense": self.expression(document.get("dataLicense")),
            "creationInfo": {
                "created": text(creation.get("created")),
                "creators": [
                    p
                    for name in ("createdBy", "createdUsing")
                    for made in items(creation.get(name))
                    if (p := self.party(made))
                ],
            },
            "documentDescribes": self._described(document),
            "packages": [self._package(r, licenses.get(r, {})) for r in self.packages],
            "files": [{"SPDXID": r} for r, _ in self.of("File")],
            "snippets": [{"SPDXID": r} for r, _ in self.of("Snippet")],
            "relationships": self._relations(),
            "hasExtractedLicensingInfos": self._custom(),
        }

    def _described(self, document: _Element) -> list[str]:
        """Packages that the document is about, by way of its collections."""
        found: list[str] = []
        todo = list(items(document.get("rootElement")))
        if not todo:
            todo = [t for _, e in self.of("Sbom", "Bom") for t in items(e.get("rootElement"))]
        seen: set[str] = set()
        while todo:
            ref = todo.pop()
            held = self.get(ref)
            if not held or ref in seen:
                continue
            seen.add(ref)
            if held["type"] in _PACKAGES:
                found.append(ref)
            elif held["type"] in {"Sbom", "Bom", "Bundle"}:
                todo += items(held.get("rootElement"))
        return found

    def party(self, ref: Any) -> str:
        """A maker or supplier in the words of SPDX 2."""
        agent = self.get(ref)
        name = text(agent.get("name")) or ""
        kind = _AGENTS.get(agent.get("type", ""), "Organization")
        if not agent and isinstance(ref, str):
            name = "" if ref.endswith(("NoAssertion", "NoAssertionElement")) else ref
        name = spdx_party(name)
        return f"{kind}: {name}" if name else ""

    def _relations(self) -> list[dict[str, str]]:
        found = []
        for element in self.elements.values():
            kind = _plain(element.get("relationshipType"))
            first = text(element.get("from"))
            if not kind or not first:
                continue
            scope = (text(element.get("scope")) or "").rpartition("/")[2].lower()
            name, turned = _FORWARD.get(kind, ""), False
            if kind == "dependson" and scope in _SCOPED:
                name, turned = _SCOPED[scope], True
            elif kind in _BACKWARD and (kind != "usestool" or scope in {"build", ""}):
                name, turned = _BACKWARD[kind], True
            elif kind in {"hasdeclaredlicense", "hasconcludedlicense"}:
                continue
            for second in items(element.get("to")):
                if isinstance(second, str):
                    ends = (second, first) if turned else (first, second)
                    found.append(
                        {
                            "spdxElementId": ends[0],
                            "relationshipType": name or kind.upper(),
                            "relatedSpdxElement": ends[1],
                        }
                    )
        return found

    def _licenses(self) -> dict[str, dict[str, str]]:
        """Expressions by package and field of SPDX 2."""
        found: dict[str, dict[str, list[str]]] = {}
        for element in self.elements.values():
            kind = _plain(element.get("relationshipType"))
            field = {
                "hasdeclaredlicense": "licenseDeclared",
                "hasconcludedlicense": "licenseConcluded",
            }.get(kind)
            first = text(element.get("from"))
            if field is None or first is None:
                continue
            stated = found.setdefault(first, {}).setdefault(field, [])
            stated += [e for t in items(element.get("to")) if (e := self.expression(t))]
        return {
            ref: {field: _joined(stated) for field, stated in fields.items()}
            for ref, fields in found.items()
        }

    def expression(self, ref: Any) -> str:
        """The licence expression that an element or an id means, at most 4,096 characters.

        Each element is read once; one that holds itself is empty there.
        """
        if not isinstance(ref, str):
            return ""
        known = self._expressions.get(ref)
        if known is None:
            self._expressions[ref] = ""
            known = self._expressions[ref] = self._meaning(ref, self.get(ref))[:MAX_RAW]
        return known

    def _meaning(self, ref: str, element: _Element) -> str:
        tail = ref.rpartition("/")[2].rpartition("#")[2]
        if not element:
            special = {"NoAssertionLicense": "NOASSERTION", "NoneLicense": "NONE"}
            return special.get(tail.removeprefix("expandedlicensing_"), tail)
        if stated := text(element.get("licenseExpression")):
            return stated.strip()
        kind = element["type"]
        if kind in {"ConjunctiveLicenseSet", "DisjunctiveLicenseSet"}:
            members = [m for r in items(element.get("member")) if (m := self.expression(r))]
            joint = " AND " if kind == "ConjunctiveLicenseSet" else " OR "
            return f"({joint.join(members)})" if len(members) > 1 else "".join(members)
        if kind == "OrLaterOperator":
            return self.expression(element.get("subjectLicense")) + "+"
        if kind == "WithAdditionOperator":
            whole = self.expression(element.get("subjectExtendableLicense"))
            return f"{whole} WITH {self.expression(element.get('subjectAddition'))}"
        if kind in {"NoAssertionLicense", "NoneLicense"}:
            return "NOASSERTION" if kind == "NoAssertionLicense" else "NONE"
        named = text(element.get("name")) or ""
        if kind in {"ListedLicense", "ListedLicenseException", "License"}:
            return tail or named
        return named or ref.rpartition("#")[2].rpartition("/")[2]

    def _custom(self) -> list[dict[str, str]]:
        """Names and texts of `LicenseRef-` ids that expressions point to."""
        found = []
        for _, element in self.of("LicenseExpression"):
            for entry in items(element.get("customIdToUri")):
                pair = self.get(entry) or (entry if isinstance(entry, dict) else {})
                key, target = text(pair.get("key")), self.get(pair.get("value"))
                if key:
                    found.append(
                        {
                            "licenseId": key,
                            "name": text(target.get("name")) or "",
                            "extractedText": text(target.get("licenseText")) or "",
                        }
                    )
        return found

    def _package(self, ref: str, licenses: dict[str, str]) -> dict[str, Any]:
        """A package object of SPDX 2.3."""
        e = self.elements[ref]
        made: dict[str, Any] = {
            "SPDXID": ref,
            "name": text(e.get("name")),
            "versionInfo": text(e.get("packageVersion")),
            "downloadLocation": text(e.get("downloadLocation")),
            "homepage": text(e.get("homePage")),
            "summary": text(e.get("summary")) or text(e.get("description")),
            "copyrightText": text(e.get("copyrightText")),
            "comment": text(e.get("comment")),
            "primaryPackagePurpose": _plain(e.get("primaryPurpose")).upper(),
            "supplier": self.party(e.get("suppliedBy")),
            "originator": next(
                (p for r in items(e.get("originatedBy")) if (p := self.party(r))), ""
            ),
            "checksums": self._hashes(e),
            "externalRefs": self._links(e),
            **licenses,
        }
        if isinstance(e.get("suppliedBy"), list):
            made["supplier"] = next((p for r in e["suppliedBy"] if (p := self.party(r))), "")
        return made

    def _hashes(self, element: _Element) -> list[dict[str, str | None]]:
        found = []
        for ref in items(element.get("verifiedUsing")):
            held = self.get(ref)
            algorithm = _plain(held.get("algorithm")).upper().replace("_", "-")
            if algorithm:
                content = text(held.get("hashValue"))
                found.append(
                    {"algorithm": algorithm.replace("BLAKE2B", "BLAKE2b"), "checksumValue": content}
                )
        return found

    def _links(self, element: _Element) -> list[dict[str, str | None]]:
        found: list[dict[str, str | None]] = []
        if stated := text(element.get("packageUrl")):
            found.append({"referenceType": "purl", "referenceLocator": stated})
        for name in ("externalIdentifier", "externalIdentifiers"):
            for ref in items(element.get(name)):
                held = self.get(ref)
                kind = _LINKS.get(_plain(held.get("externalIdentifierType")))
                locator = text(held.get("identifier"))
                if kind and locator and not (kind == "purl" and locator == stated):
                    found.append({"referenceType": kind, "referenceLocator": locator})
        for ref in items(element.get("externalRef")):
            held = self.get(ref)
            if _plain(held.get("externalRefType")) == "vcs":
                for locator in items(held.get("locator")):
                    found.append({"referenceType": "vcs", "referenceLocator": text(locator)})
        return found


def _plain(value: Any) -> str:
    """An enumeration value in small letters, without address or underscores between words."""
    stated = (text(value) or "").rpartition("/")[2]
    return stated.replace("_", "").lower() if stated.isupper() else stated.lower()


def _joined(stated: list[str]) -> str:
    """Several licences of one kind hold together."""
    if len(stated) < 2:
        return "".join(stated)
    return " AND ".join(f"({s})" if " OR " in s else s for s in dict.fromkeys(stated))
