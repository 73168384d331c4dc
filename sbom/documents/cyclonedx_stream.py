"""A CycloneDX JSON document of any size, read in chunks: the whole document is never in memory.

`stream` yields the same Components as `cyclonedx_read`, one by one. For a store that takes in millions
there are light tuples in batches: `cyclonedx_rows`.

Differences from `cyclonedx_read`: duplicate bom-refs, dangling refs and `direct` are not settled,
since they need all refs at once (`sluis:direct` is read); lines are not known; JSON must be
strict UTF-8. Arrays that hold no components (vulnerabilities, annotations ...) are passed over
without being kept.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from sbom.component import Component, Dependency, Role
from sbom.documents import cyclonedx_model as wire
from sbom.documents.chunked import Batches, Chunks
from sbom.documents.cyclonedx_descriptor import (
    describe,
    is_cyclonedx,
    metadata_of,
    services_of,
    spec_version,
    value_of,
)
from sbom.documents.cyclonedx_entry import component
from sbom.documents.cyclonedx_model import decoded
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Descriptor
from sbom.issue import Issue, IssueKind

Read = Callable[[int], bytes]
"""`read(size)` gives at most `size` bytes and b"" at the end, as binary files do."""
_E = TypeVar("_E")
MAX_ISSUES = 1000
"""Issues yielded for entries; what comes after is summed up in one issue of kind LIMIT."""


def stream(read: Read) -> Iterator[Component | Dependency | Descriptor | Issue]:
    """Facts of one CycloneDX JSON document in the order of the document; the descriptor comes last.

    Args:
        read: Source of bytes.

    Raises:
        ParseError: not strict JSON, or cut off; what was yielded before stands.
        NotThisFormatError: the whole was read and is not CycloneDX.
    """
    walk = Walk(Chunks(read))
    for entries in walk.run(ENTRIES):
        yield from walk.drain()
        for entry in entries:
            yield from walk.components(entry, ())
    yield from walk.drain()


def entry_of(raw: msgspec.Raw) -> wire.Entry:
    """An entry read alone; an empty one when it is no object."""
    try:
        return wire.ENTRY.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        value = decoded(raw)
    try:
        return wire.lenient_entry(value) if isinstance(value, dict) else wire.Entry()
    except RecursionError:
        return wire.Entry()


def _edges(raw: msgspec.Raw) -> wire.Edges:
    value = decoded(raw)
    if not isinstance(value, dict):
        return wire.Edges()
    targets = [t for v in wire.items(value.get("dependsOn")) if (t := wire.text(v))]
    return wire.Edges(wire.text(value.get("ref")), targets)


ENTRIES = Batches(msgspec.json.Decoder(list[wire.Entry]), entry_of)
_EDGES = Batches(wire.EDGES, _edges)
_PASSED = Batches(wire.ITEMS, lambda raw: raw)


class Walk:
    """The members of the top-level object, one after another."""

    def __init__(self, chunks: Chunks) -> None:
        self.chunks = chunks
        self._table: dict[str, msgspec.Raw] = {}
        self._found: list[Component | Dependency | Descriptor | Issue] = []
        self._root: Component | None = None
        self._lost = 0
        self.edges: int | None = None
        """Set to 0 beforehand: edges are counted here, and not yielded."""

    def run(self, entries: Batches[_E]) -> Iterator[Sequence[_E]]:
        """Batches of component entries; everything else goes to `drain`."""
        chunks = self.chunks
        if chunks.peek() == b"\xef":
            for byte in (b"\xef", b"\xbb", b"\xbf"):
                chunks.take(byte)
        chunks.take(b"{")
        while chunks.peek() != b"}":
            key = decoded(chunks.value())
            if not isinstance(key, str):
                raise ParseError("is not valid JSON: a member has no name")
            chunks.take(b":")
            if chunks.peek() == b"[" and key not in _KEPT:
                yield from self._array(key, entries)
            else:
                self._table[key] = chunks.value()
                if key == "metadata":
                    self._metadata()
            if chunks.peek() != b"}":
                chunks.take(b",")
        self._finish()

    def _array(self, key: str, entries: Batches[_E]) -> Iterator[Sequence[_E]]:
        self._table.setdefault(key, msgspec.Raw(b"[]"))
        if key == "components":
            yield from entries.read(self.chunks)
        elif key == "dependencies":
            for batch in _EDGES.read(self.chunks):
                if self.edges is not None:
                    self.edges += sum(len(e.depends_on) for e in batch if e.ref and e.depends_on)
                    continue
                self._found.extend(
                    Dependency(ref=e.ref, targets=tuple(sorted(set(e.depends_on))))
                    for e in batch
                    if e.ref and e.depends_on
                )
                yield []
        else:
            for _ in _PASSED.read(self.chunks):
                pass

    def _metadata(self) -> None:
        try:
            _, raw = metadata_of(self._table)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return
        if raw is not None:
            made = list(self.components(entry_of(raw), (Role.ROOT,)))
            self._root = made[0] if made and Role.ROOT in made[0].roles else None
            self._found.extend(made)

    def _finish(self) -> None:
        if not is_cyclonedx(self._table):
            raise NotThisFormatError("is JSON but not CycloneDX (no bomFormat)")
        version, read_as = spec_version(value_of(self._table, "specVersion"))
        if read_as:
            message = f"states specVersion {version!r}, read as {read_as}"
            self._issue(IssueKind.NOTE, message, "specVersion")
        if self._lost > MAX_ISSUES:
            message = f"{self._lost} entries could not be read; {MAX_ISSUES} of them are listed"
            self._issue(IssueKind.LIMIT, message, "components")
        try:
            metadata, _ = metadata_of(self._table)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            metadata = {}
            self._issue(IssueKind.NOTE, "has metadata that is no object", "metadata")
        services = [name for _, name in services_of(value_of(self._table, "services"))]
        self._found.append(
            describe(self._table, metadata, self._root, version=version, services=services)
        )

    def components(
        self, entry: wire.Entry, roles: tuple[Role, ...], *, parent: str = "", depth: int = 0
    ) -> Iterator[Component]:
        """The component of an entry and of those nested in it."""
        ref = entry.bom_ref or ""
        if not entry.name or not entry.name.strip():
            subject = entry.purl or ref or parent or "component"
            self._entry_issue("component has no name", subject, note=Role.ROOT in roles)
        else:
            made, reason = component(entry, ref=ref, roles=roles)
            if reason and reason != "is not in canonical form":
                self._entry_issue(f"purl read otherwise: {reason}", entry.purl or "", note=True)
            if parent:
                pair = ("parent", parent[:1024])
                properties = tuple(sorted((*made.properties, pair)))
                made = msgspec.structs.replace(made, properties=properties)
            yield made
        if not entry.components:
            return
        if depth >= wire.MAX_NESTING:
            self._entry_issue("components are nested too deeply", ref, note=False)
            return
        top = Role.ROOT in roles or Role.WORKSPACE in roles
        inner = (Role.WORKSPACE,) if top else (Role.BUNDLED,)
        for nested in entry.components:
            yield from self.components(
                entry_of(nested), inner, parent=ref or parent, depth=depth + 1
            )

    def _entry_issue(self, message: str, subject: str, *, note: bool) -> None:
        self._lost += 1
        if self._lost <= MAX_ISSUES:
            self._issue(IssueKind.NOTE if note else IssueKind.ENTRY, message, subject)

    def _issue(self, kind: IssueKind, message: str, subject: str) -> None:
        self._found.append(Issue(kind=kind, message=message, subject=subject[:200]))

    def drain(self) -> list[Component | Dependency | Descriptor | Issue]:
        """What was found besides component entries since the last call."""
        found, self._found = self._found, []
        return found


_KEPT = frozenset({"services", "compositions"})
"""Arrays that the descriptor needs."""
