"""A CycloneDX JSON document to an inventory; tolerant, entry by entry.

Rules:

- `metadata.component` is ROOT; components nested in it are WORKSPACE (its modules). Components
  nested elsewhere are BUNDLED and have property `parent`, the ref of what holds them.
- `ref` is the bom-ref. A second entry with the same bom-ref gets `#2`, `#3` ... and a NOTE; edges
  mean the first. Without bom-ref an entry takes no part in the graph.
- `direct` is True for what ROOT or a WORKSPACE depends on, False for other targets of edges, None
  when the document has no edges from its root. `sluis:direct` goes first, but never says False of
  what an edge from the root leads to.
- Dangling refs stay in the edges and give one NOTE. Refs to services and BOM-Links are not
  dangling.
- Services are named in the descriptor (`services`); they are no components.
- An entry without name is lost with an ENTRY issue. A purl that had to be mended gives a NOTE.
- Spec versions other than 1.2-1.7 are read as the nearest, with a NOTE.

Source: CycloneDX JSON schemas bom-1.2 to bom-1.7.
"""

from typing import Any

import msgspec

from sbom.component import Component, Dependency, Role
from sbom.documents import cyclonedx_model as wire
from sbom.documents.cyclonedx_descriptor import (
    describe,
    is_cyclonedx,
    metadata_of,
    services_of,
    spec_version,
    value_of,
    vulnerabilities_of,
)
from sbom.documents.cyclonedx_entry import component
from sbom.documents.cyclonedx_model import decoded, strict
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.json_reader import load_json


def read(content: bytes) -> Inventory:
    """Facts of one CycloneDX JSON document.

    Args:
        content: The bytes; byte-order marks, comments, trailing commas and wrong encodings are met.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: JSON (or XML), but not CycloneDX JSON.
    """
    table = top(content)
    if not is_cyclonedx(table):
        raise NotThisFormatError("is JSON but not CycloneDX (no bomFormat)")
    return read_table(content, table)


def read_table(content: bytes, table: dict[str, msgspec.Raw]) -> Inventory:
    """As `read`, of members that `top` has split and `is_cyclonedx` has recognised."""
    return _Reader(content).run(table)


def top(content: bytes) -> dict[str, msgspec.Raw]:
    """The members of the top-level object, undecoded.

    Raises:
        ParseError: not a JSON object.
        NotThisFormatError: XML.
    """
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        raise NotThisFormatError("is XML, not JSON; only the JSON form is read here")
    try:
        return wire.TABLE.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        value = load_json(content)
    if not isinstance(value, dict):
        raise ParseError("holds no object at the top")
    try:
        return {k: msgspec.Raw(msgspec.json.encode(v)) for k, v in strict(value).items()}
    except RecursionError as error:
        raise ParseError("is nested too deeply") from error


class _Reader:
    """State of one reading: components so far, refs in use, issues, and the place in the text."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._offset = self._counted = 0
        self._line = 1
        self.components: list[Component] = []
        self.issues: list[Issue] = []
        self.refs: dict[str, int] = {}
        self._twice: list[str] = []
        self._mended: dict[str, list[str]] = {}

    def run(self, table: dict[str, msgspec.Raw]) -> Inventory:
        version, read_as = spec_version(value_of(table, "specVersion"))
        if read_as:
            self.note(f"states specVersion {version!r}, read as {read_as}", "specVersion")
        metadata, root = self._metadata(table)
        self._offset, self._counted, self._line = 0, 0, 1
        for raw in self._items(table.get("components"), "components"):
            self._entry(raw, (), "", 0)
        services = services_of(value_of(table, "services"))
        edges = self._edges(table.get("dependencies"), {ref for ref, _ in services if ref})
        self._sum_up()
        descriptor = describe(
            table, metadata, root, version=version, services=[n for _, n in services]
        )
        return Inventory(
            components=_with_direct(self.components, edges),
            dependencies=edges,
            descriptors=(descriptor, *vulnerabilities_of(value_of(table, "vulnerabilities"))),
            issues=tuple(self.issues),
            format_version=version,
            expects_components="components" in table,
        )

    def note(self, message: str, subject: str = "", line: int | None = None) -> None:
        """Record a NOTE."""
        self.issues.append(
            Issue(kind=IssueKind.NOTE, message=message, subject=subject[:200], line=line)
        )

    def _lost(self, message: str, subject: str, line: int | None) -> None:
        self.issues.append(
            Issue(kind=IssueKind.ENTRY, message=message, subject=subject[:200], line=line)
        )

    def _metadata(self, table: dict[str, msgspec.Raw]) -> tuple[dict[str, Any], Component | None]:
        try:
            metadata, raw = metadata_of(table)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self.note("has metadata that is no object", "metadata")
            return {}, None
        if raw is None:
            return metadata, None
        self._entry(raw, (Role.ROOT,), "", 0)
        first = self.components[0] if self.components else None
        return metadata, first if first is not None and Role.ROOT in first.roles else None

    def _items(self, raw: msgspec.Raw | None, subject: str) -> list[msgspec.Raw]:
        if raw is None or bytes(memoryview(raw)[:4]) == b"null":
            return []
        try:
            return wire.ITEMS.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            value = decoded(raw)
            if isinstance(value, dict):
                return [raw]
            self._lost(f"{subject} is not a list", subject, self._place(raw))
            return []

    def _place(self, raw: msgspec.Raw) -> int | None:
        """1-based line of a part that follows the last one asked for."""
        if self._offset < 0:
            return None
        hit = self._content.find(memoryview(raw)[:256], self._offset)
        if hit < 0:
            self._offset = -1
            return None
        self._line += self._content.count(b"\n", self._counted, hit)
        self._offset = self._counted = hit
        return self._line

    def _entry(self, raw: msgspec.Raw, roles: tuple[Role, ...], parent: str, depth: int) -> None:
        """Take one component entry and those nested in it."""
        line = self._place(raw)
        end = self._offset + len(memoryview(raw)) if line is not None else -1
        try:
            entry = wire.ENTRY.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            value = decoded(raw)
            if not isinstance(value, dict):
                self._lost("component is not an object", parent, line)
                return
            try:
                entry = wire.lenient_entry(value)
            except RecursionError:
                self._lost("component is nested too deeply", parent, line)
                return
        ref = ""
        if not entry.name or not entry.name.strip():
            subject = entry.purl or entry.bom_ref or parent or "component"
            if Role.ROOT in roles:
                self.note("metadata.component has no name and is left out", subject, line)
            else:
                self._lost("component has no name", subject, line)
        else:
            ref = self._ref(entry.bom_ref or "")
            made, reason = component(entry, ref=ref, roles=roles, line=line)
            if reason and reason != "is not in canonical form":
                self._mended.setdefault(reason, []).append(entry.purl or "")
            if parent:
                pair = ("parent", parent[:1024])
                made = msgspec.structs.replace(
                    made, properties=tuple(sorted((*made.properties, pair)))
                )
            self.components.append(made)
        if entry.components:
            self._nested(entry.components, roles, ref or parent, depth)
        if self._offset >= 0:
            self._offset = max(self._offset, end)

    def _nested(
        self, entries: list[msgspec.Raw], roles: tuple[Role, ...], parent: str, depth: int
    ) -> None:
        if depth >= wire.MAX_NESTING:
            self._lost("components are nested too deeply", parent, None)
            return
        inner = (Role.WORKSPACE,) if Role.ROOT in roles or Role.WORKSPACE in roles else None
        for nested in entries:
            self._entry(nested, inner or (Role.BUNDLED,), parent, depth + 1)

    def _ref(self, stated: str) -> str:
        if not stated:
            return ""
        seen = self.refs.get(stated, 0) + 1
        self.refs[stated] = seen
        if seen == 1:
            return stated
        self._twice.append(stated)
        while (ref := f"{stated}#{seen}") in self.refs:
            seen += 1
        self.refs[ref] = 1
        return ref

    def _edges(self, raw: msgspec.Raw | None, others: set[str]) -> tuple[Dependency, ...]:
        if raw is None:
            return ()
        try:
            stated = wire.EDGES.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            stated = [
                wire.Edges(
                    wire.text(item.get("ref")),
                    [t for v in wire.items(item.get("dependsOn")) if (t := wire.text(v))],
                )
                for item in wire.items(decoded(raw))
                if isinstance(item, dict)
            ]
        found: dict[str, set[str]] = {}
        dangling: dict[str, None] = {}
        for edges in stated:
            if not edges.ref:
                self.note("dependency entry has no ref", "dependencies")
                continue
            found.setdefault(edges.ref, set()).update(edges.depends_on or ())
            for ref in (edges.ref, *(edges.depends_on or ())):
                if ref not in self.refs and ref not in others and not ref.startswith("urn:cdx:"):
                    dangling[ref] = None
        if dangling:
            some = ", ".join(repr(r[:60]) for r in list(dangling)[:3])
            self.note(
                f"{len(dangling)} dependency refs point to no component, for example {some}",
                next(iter(dangling)),
            )
        return tuple(
            Dependency(ref=ref, targets=tuple(sorted(targets)))
            for ref, targets in found.items()
            if targets
        )

    def _sum_up(self) -> None:
        """One NOTE per kind of repair, however many entries had it."""
        if self._twice:
            self.note(f"{len(self._twice)} bom-refs are used twice", self._twice[0])
        for reason, purls in self._mended.items():
            count = f"{len(purls)} purls" if len(purls) > 1 else "purl"
            self.note(f"{count} read otherwise: {reason}", purls[0])


def _with_direct(
    components: list[Component], edges: tuple[Dependency, ...]
) -> tuple[Component, ...]:
    """Components with `direct` filled in where the edges say so."""
    if not edges:
        return tuple(components)
    own = {Role.ROOT, Role.WORKSPACE}
    tops = {c.ref for c in components if c.ref and not own.isdisjoint(c.roles)}
    direct = {t for e in edges if e.ref in tops for t in e.targets}
    if not direct:
        return tuple(components)
    targets = {t for e in edges for t in e.targets}
    return tuple(
        c
        if c.direct or c.ref not in targets or (c.direct is False and c.ref not in direct)
        else msgspec.structs.replace(c, direct=c.ref in direct)
        for c in components
    )
