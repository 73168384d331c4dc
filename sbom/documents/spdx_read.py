"""An SPDX 2.x JSON document to an inventory; tolerant, entry by entry.

Packages become components (`sbom.documents.spdx_package`), relationships become edges, scopes and
roots (`sbom.documents.spdx_relations`). Files and snippets are counted in the descriptor (`files`,
`snippets`). A package without name is lost with an ENTRY issue; without SPDXID it is kept outside
the graph. A document wrapped in `sbom` (an attestation's predicate) is unwrapped. The other forms of
SPDX 2 and SPDX 3 come in by `read_members`.

Source: SPDX 2.2.1 and 2.3 specifications, JSON schemas.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sbom.component import Component, Dependency, Role, Scope
from sbom.documents.cyclonedx_descriptor import value_of
from sbom.documents.cyclonedx_model import decoded, items, strict, text
from sbom.documents.spdx_package import package, party
from sbom.documents.spdx_relations import Relations, relations, roots
from sbom.documents.wording import claim, first_line
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseKind

SPEC_VERSIONS = ("SPDX-2.0", "SPDX-2.1", "SPDX-2.2", "SPDX-2.2.1", "SPDX-2.3")


def read_version_two(content: bytes, table: dict[str, msgspec.Raw], version: str) -> Inventory:
    """Facts of the members of one SPDX 2 document in JSON."""
    return _Reader(content).run(table, version)


def read_members(
    members: dict[str, Any],
    *,
    lines: Sequence[int | None],
    others: Iterable[str] = (),
    note: tuple[str, int] | None = None,
) -> Inventory:
    """As `read`, of the members that another form of SPDX was turned into.

    Args:
        members: JSON-like, as in SPDX 2.3 JSON.
        lines: Of each package, in order.
        others: Ids of elements that are no packages.
        note: A message about the whole, and its line.
    """
    table = {k: msgspec.Raw(msgspec.json.encode(strict(v))) for k, v in members.items()}
    reader = _Reader(b"", lines)
    if note is not None:
        reader.issues.append(Issue(kind=IssueKind.NOTE, message=note[0], line=note[1] or None))
    return reader.run(table, text(members.get("spdxVersion")) or "", frozenset(others))


class _Reader:
    """State of one reading."""

    def __init__(self, content: bytes, lines: Sequence[int | None] | None = None) -> None:
        self._content = content
        self._lines = lines
        self._offset = 0
        self._line = 1
        self.issues: list[Issue] = []
        self._mended: dict[str, list[str]] = {}

    def run(
        self,
        table: dict[str, msgspec.Raw],
        version: str,
        others: frozenset[str] = frozenset(),
    ) -> Inventory:
        if version not in SPEC_VERSIONS and not version.startswith("3."):
            self._note(f"states spdxVersion {version[:40]!r}, read as SPDX-2.3", "spdxVersion")
        packages = self._packages(table.get("packages"))
        files = items(value_of(table, "files"))
        snippets = items(value_of(table, "snippets"))
        document = text(value_of(table, "SPDXID")) or "SPDXRef-DOCUMENT"
        refs = self._refs([p for p, _ in packages])
        found = relations(
            value_of(table, "relationships"),
            value_of(table, "documentDescribes"),
            packages=set(refs),
            others={document, *others}
            | {text(f.get("SPDXID")) or "" for f in (*files, *snippets) if isinstance(f, dict)},
        )
        extracted = _extracted(value_of(table, "hasExtractedLicensingInfos"))
        components = self._components(packages, refs, found, extracted)
        if found.dangling:
            some = ", ".join(repr(r[:60]) for r in found.dangling[:3])
            count = len(found.dangling)
            self._note(
                f"{count} relationship ends point to no element, for example {some}",
                found.dangling[0],
            )
        for reason, purls in self._mended.items():
            count_text = f"{len(purls)} purls" if len(purls) > 1 else "purl"
            self._note(f"{count_text} read otherwise: {reason}", purls[0])
        return Inventory(
            components=components,
            dependencies=tuple(
                Dependency(ref=ref, targets=tuple(sorted(targets)))
                for ref, targets in found.edges.items()
            ),
            descriptors=(_descriptor(table, version, found, components, (files, snippets)),),
            issues=tuple(self.issues),
            format_version=version.removeprefix("SPDX-"),
            expects_components="packages" in table,
        )

    def _note(self, message: str, subject: str, line: int | None = None) -> None:
        self.issues.append(
            Issue(kind=IssueKind.NOTE, message=message, subject=subject[:200], line=line)
        )

    def _lost(self, message: str, subject: str, line: int | None) -> None:
        self.issues.append(
            Issue(kind=IssueKind.ENTRY, message=message, subject=subject[:200], line=line)
        )

    def _packages(self, raw: msgspec.Raw | None) -> list[tuple[dict[str, Any], int | None]]:
        """Package objects with the line each starts on."""
        if raw is None:
            return []
        try:
            entries = msgspec.json.decode(raw, type=list[msgspec.Raw])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            if decoded(raw) is not None:
                self._lost("packages is not a list", "packages", None)
            return []
        found = []
        for number, entry in enumerate(entries):
            if self._lines is None:
                line = self._place(entry)
            else:
                line = self._lines[number] if number < len(self._lines) else None
            value = decoded(entry)
            if isinstance(value, dict):
                found.append((value, line))
            else:
                self._lost("package is not an object", "packages", line)
        return found

    def _place(self, raw: msgspec.Raw) -> int | None:
        """1-based line of a part that follows the last one asked for."""
        if self._offset < 0:
            return None
        hit = self._content.find(bytes(memoryview(raw)[:256]), self._offset)
        if hit < 0:
            self._offset = -1
            return None
        self._line += self._content.count(b"\n", self._offset, hit)
        self._offset = hit
        return self._line

    def _refs(self, packages: list[dict[str, Any]]) -> dict[str, int]:
        """First position of each SPDXID."""
        refs: dict[str, int] = {}
        twice = []
        for position, value in enumerate(packages):
            ref = text(value.get("SPDXID"))
            if ref and ref in refs:
                twice.append(ref)
            elif ref:
                refs[ref] = position
        if twice:
            self._note(f"{len(twice)} SPDXIDs are used twice", twice[0])
        return refs

    def _components(
        self,
        packages: list[tuple[dict[str, Any], int | None]],
        refs: dict[str, int],
        found: Relations,
        extracted: dict[str, str],
    ) -> tuple[Component, ...]:
        tops = roots(found)
        direct = {t for top_ in tops for t in found.asked.get(top_, ())}
        targets = {t for ends in found.asked.values() for t in ends}
        made: list[Component] = []
        for position, (value, line) in enumerate(packages):
            stated = text(value.get("SPDXID")) or ""
            ref = stated if refs.get(stated) == position else ""
            name = (text(value.get("name")) or "").strip()
            if not name:
                self._lost("package has no name", stated or "package", line)
                continue
            component, reason = package(
                value,
                name,
                ref=ref,
                scope=Scope.RUNTIME if ref in tops else found.scopes.get(ref, Scope.UNKNOWN),
                roles=(Role.ROOT,) if ref and ref in tops else (),
                extracted=extracted,
                line=line,
            )
            if reason and reason != "is not in canonical form":
                self._mended.setdefault(reason, []).append(component.purl_raw)
            unsaid = component.direct is None and ref in targets
            if direct and (unsaid or (component.direct is False and ref in direct)):
                component = msgspec.structs.replace(component, direct=ref in direct)
            made.append(component)
        return tuple(made)


def _extracted(value: Any) -> dict[str, str]:
    """Names of `LicenseRef-` ids: the name stated, else the first line of a text."""
    found = {}
    for item in items(value):
        if not isinstance(item, dict):
            continue
        ref = text(item.get("licenseId"))
        name = (text(item.get("name")) or "").strip()
        if name in {"", "NOASSERTION", "NONE"} or name == ref:
            name = first_line(text(item.get("extractedText")) or "")
        if ref and name and name != "NOASSERTION":
            found[ref] = name
    return found


def _descriptor(
    table: dict[str, msgspec.Raw],
    version: str,
    found: Relations,
    components: tuple[Component, ...],
    others: tuple[list[Any], list[Any]],
) -> Descriptor:
    """What the document says of itself."""
    creation = value_of(table, "creationInfo")
    creation = creation if isinstance(creation, dict) else {}
    creators = [t for c in items(creation.get("creators")) if (t := text(c))]
    tops = [c for c in components if Role.ROOT in c.roles]
    data = claim(text(value_of(table, "dataLicense")) or "", LicenseKind.DECLARED, "dataLicense")
    facts = {
        "spec-version": version.removeprefix("SPDX-"),
        "serial-number": text(value_of(table, "documentNamespace")),
        "document-name": text(value_of(table, "name")),
        "timestamp": text(creation.get("created")),
        "author": ", ".join(party(c) for c in creators if not c.startswith("Tool:")),
        "tool": ", ".join(party(c) for c in creators if c.startswith("Tool:")),
        "component": ", ".join(c.name for c in tops[:5]),
        "supplier": tops[0].supplier if tops else "",
        "files": str(len(others[0]) or ""),
        "snippets": str(len(others[1]) or ""),
        "relationships-unread": str(found.unread or ""),
    }
    return Descriptor(
        kind="spdx-document",
        name=tops[0].name if len(tops) == 1 else text(value_of(table, "name")) or "",
        version=tops[0].version if len(tops) == 1 else "",
        licenses=(data,) if data else (),
        properties=tuple(sorted((k, v[:4096]) for k, v in facts.items() if v)),
    )
