"""A CycloneDX JSON document of any size, read in chunks: the whole document is never in memory.

Two ways in. `stream` yields the same Components as `cyclonedx_read`, one by one. `stream_rows`
yields light tuples in batches for a store that takes in millions.

Differences from `cyclonedx_read`: duplicate bom-refs, dangling refs and `direct` are not settled,
since they need all refs at once (`sluis:direct` is read); lines are not known; JSON must be
strict UTF-8. Arrays that hold no components (vulnerabilities, annotations ...) are passed over
without being kept.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from sbom.component import Component, Dependency, Role, Scope, VersionKind
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
from sbom.documents.cyclonedx_entry import SILENT, Own, component, declared, meaning, own_in
from sbom.documents.cyclonedx_model import decoded
from sbom.documents.wording import name_of
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Descriptor
from sbom.issue import Issue, IssueKind
from sbom.purl import base, unquote
from sbom.purl_repair import is_clean

Read = Callable[[int], bytes]
"""`read(size)` gives at most `size` bytes and b"" at the end, as binary files do."""
_MAX_RAWS = 10_000
_MAX_KEY = 2048
_E = TypeVar("_E")
MAX_ISSUES = 1000
"""Issues yielded for entries; what comes after is summed up in one issue of kind LIMIT."""


class Row(NamedTuple):
    """One component, light: what a store needs for a normalised table."""

    purl: str
    """Canonical, with version when it is exact."""
    purl_base: str
    """Without version, qualifiers and subpath; the key of the package (type, namespace, name)."""
    name: str
    """Full name, as `Component.name`."""
    version: str
    """As `Component.version`."""
    version_kind: VersionKind
    scope: Scope
    roles: tuple[Role, ...]
    licenses: tuple[str, ...]
    """Raw licences: declared and concluded ones, in order."""
    ref: str
    """bom-ref as stated, or empty."""
    direct: bool | None
    """From `sluis:direct`; else None, to be settled from the edges."""


class Batch(NamedTuple):
    """What one chunk gave."""

    rows: list[Row]
    edges: list[Dependency]
    others: list[Descriptor | Issue]


_NOTHING = wire.NOTHING


class _Light(
    msgspec.Struct, gc=False, rename={"bom_ref": "bom-ref", "version_range": "versionRange"}
):
    """A component entry with only what a row needs; lists stay undecoded."""

    name: str | None = None
    version: str | None = None
    group: str | None = None
    bom_ref: str | None = None
    purl: str | None = None
    scope: str | None = None
    version_range: str | None = None
    licenses: msgspec.Raw = _NOTHING
    properties: msgspec.Raw = _NOTHING
    components: msgspec.Raw = _NOTHING


def stream(read: Read) -> Iterator[Component | Dependency | Descriptor | Issue]:
    """Facts of one CycloneDX JSON document in the order of the document; the descriptor comes last.

    Args:
        read: Source of bytes.

    Raises:
        ParseError: not strict JSON, or cut off; what was yielded before stands.
        NotThisFormatError: the whole was read and is not CycloneDX.
    """
    walk = _Walk(Chunks(read))
    for entries in walk.run(_ENTRIES):
        yield from walk.drain()
        for entry in entries:
            yield from walk.components(entry, ())
    yield from walk.drain()


def stream_rows(read: Read) -> Iterator[Batch]:
    """As `stream`, as light rows in batches of some thousands.

    Raises:
        ParseError: as `stream`.
        NotThisFormatError: as `stream`.
    """
    walk = _Walk(Chunks(read))
    for entries in walk.run(_LIGHTS):
        quiet = not _telling(walk.chunks.latest)
        yield walk.batch(_rows(entries, walk, quiet=quiet))
    last = walk.batch([])
    if last.edges or last.others or last.rows:
        yield last


def _rows(entries: list[_Light], walk: "_Walk", *, quiet: bool) -> list[Row]:
    """Rows of a batch: plain entries at once, the others by the full reading.

    Args:
        entries: The batch.
        walk: Where issues go.
        quiet: No properties in the batch can change a row.
    """
    rows: list[Row] = []
    append, make, raws_of, own_of = rows.append, tuple.__new__, walk.raws.get, walk.owns.get
    exact, runtime, nothing, silent = VersionKind.EXACT, Scope.RUNTIME, _NOTHING, SILENT
    for entry in entries:
        purl, version, name, group = entry.purl, entry.version, entry.name, entry.group
        if purl and version and name and is_clean(purl) and entry.components is nothing:
            package, _, tail = purl.partition("@")
            own = silent
            if not quiet and entry.properties is not nothing:
                own = own_of(key := bytes(entry.properties)) or walk.read_own(key)
            kind = own.version_kind
            if tail == version and version != "unknown" and (kind is None or kind is exact):
                stated, scope = entry.licenses, entry.scope
                if stated is nothing:
                    raws: tuple[str, ...] | None = ()
                else:
                    raws = raws_of(key := bytes(stated))
                    if raws is None:
                        raws = walk.read_raws(stated, key)
                if own.name:
                    name = own.name
                elif group or package.count("/") > 1:
                    name = _name(package, group or "", name)
                if own is silent:
                    meant = runtime if scope is None or scope == "required" else meaning(scope)
                    more = (purl, package, name, version, exact, meant, (), raws)
                    append(make(Row, (*more, entry.bom_ref or "", None)))
                    continue
                meant = own.scope or (runtime if scope is None else meaning(scope))
                told = (purl, package, name, version, exact, meant, own.roles_found, raws)
                append(make(Row, (*told, entry.bom_ref or "", own.direct)))
                continue
        rows.extend(_full(c) for c in walk.components(_heavy(entry), ()))
    return rows


def _telling(content: bytes) -> bool:
    """Whether properties in it may change a row: ours, or the marks of CycloneDX plug-ins."""
    return b'"sluis:' in content or b'"cdx:' in content or b"\\" in content


@lru_cache(maxsize=4096)
def _name(package: str, group: str, name: str) -> str:
    if package.startswith("pkg:npm/%40"):
        return unquote(package[8:])
    return name_of(package, group, name)


def _full(made: Component) -> Row:
    return Row(
        made.purl,
        base(made.purl),
        made.name,
        made.version,
        made.version_kind,
        made.scope,
        made.roles,
        tuple(c.raw for c in made.licenses if c.kind in {"declared", "concluded"}),
        made.ref,
        made.direct,
    )


def _heavy(light: _Light) -> wire.Entry:
    """The entry that a light one stands for, as far as a row needs it."""
    entry = wire.Entry(
        name=light.name,
        version=light.version,
        group=light.group,
        bom_ref=light.bom_ref,
        purl=light.purl,
        scope=light.scope,
        version_range=light.version_range,
        licenses=light.licenses,
        properties=light.properties,
    )
    if light.components is not _NOTHING:
        members = {"components": decoded(light.components)}
        entry.components = wire.lenient_entry(members).components
    return entry


def _entry(raw: msgspec.Raw) -> wire.Entry:
    """An entry read alone; an empty one when it is no object."""
    try:
        return wire.ENTRY.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        value = decoded(raw)
    try:
        return wire.lenient_entry(value) if isinstance(value, dict) else wire.Entry()
    except RecursionError:
        return wire.Entry()


def _light(raw: msgspec.Raw) -> _Light:
    """A light entry read alone; an empty one when it is no object."""
    value = decoded(raw)
    if not isinstance(value, dict):
        return _Light()
    entry = wire.lenient_entry(value)
    names = ("name", "version", "group", "bom_ref", "purl", "scope", "version_range")
    made = _Light(**{name: getattr(entry, name) for name in names})
    made.licenses, made.properties = entry.licenses, entry.properties
    if value.get("components") is not None:
        made.components = msgspec.Raw(msgspec.json.encode(value["components"]))
    return made


def _edges(raw: msgspec.Raw) -> wire.Edges:
    value = decoded(raw)
    if not isinstance(value, dict):
        return wire.Edges()
    targets = [t for v in wire.items(value.get("dependsOn")) if (t := wire.text(v))]
    return wire.Edges(wire.text(value.get("ref")), targets)


_ENTRIES = Batches(msgspec.json.Decoder(list[wire.Entry]), _entry)
_LIGHTS = Batches(msgspec.json.Decoder(list[_Light]), _light)
_EDGES = Batches(wire.EDGES, _edges)
_PASSED = Batches(wire.ITEMS, lambda raw: raw)


class _Walk:
    """The members of the top-level object, one after another."""

    def __init__(self, chunks: Chunks) -> None:
        self.chunks = chunks
        self._table: dict[str, msgspec.Raw] = {}
        self._found: list[Component | Dependency | Descriptor | Issue] = []
        self._root: Component | None = None
        self._lost = 0
        self.raws: dict[bytes, tuple[str, ...]] = {}
        self.owns: dict[bytes, Own] = {}

    def run(self, entries: Batches[_E]) -> Iterator[list[_E]]:
        """Batches of component entries; everything else goes to `drain` or `batch`."""
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

    def _array(self, key: str, entries: Batches[_E]) -> Iterator[list[_E]]:
        self._table.setdefault(key, msgspec.Raw(b"[]"))
        if key == "components":
            yield from entries.read(self.chunks)
        elif key == "dependencies":
            for batch in _EDGES.read(self.chunks):
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
            made = list(self.components(_entry(raw), (Role.ROOT,)))
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
            yield from self.components(_entry(nested), inner, parent=ref or parent, depth=depth + 1)

    def read_own(self, key: bytes) -> Own:
        """What a `properties` list says that a row shows; kept likewise."""
        own = own_in(key) if _telling(key) else SILENT
        if len(self.owns) >= _MAX_RAWS:
            self.owns.clear()
        if len(key) <= _MAX_KEY:
            self.owns[key] = own
        return own

    def read_raws(self, licenses: msgspec.Raw, key: bytes) -> tuple[str, ...]:
        """Raw licences of a `licenses` list; kept, since few distinct lists make up a document."""
        raws = tuple(c.raw for c in declared(licenses))
        if len(self.raws) >= _MAX_RAWS:
            self.raws.clear()
        if len(key) <= _MAX_KEY:
            self.raws[key] = raws
        return raws

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

    def batch(self, rows: list[Row]) -> Batch:
        """A batch of these rows and all that was found besides."""
        edges: list[Dependency] = []
        others: list[Descriptor | Issue] = []
        for item in self.drain():
            if isinstance(item, Dependency):
                edges.append(item)
            elif isinstance(item, Component):
                rows.append(_full(item))
            else:
                others.append(item)
        return Batch(rows, edges, others)


_KEPT = frozenset({"services", "compositions"})
"""Arrays that the descriptor needs."""
