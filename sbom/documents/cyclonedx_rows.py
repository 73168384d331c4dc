"""A CycloneDX JSON document of any size as light tuples, in batches, for a store that takes in millions.

Equal entries are counted before they are read: an estate of two thousand documents holds a million
entries and some ten thousands of different ones. What makes entries differ are the parts that a row
shows; `bom-ref` is none of them. When very many differ, they are handed over and forgotten, so memory
stays bounded and one entry may come more than once.

Everything else is as in `cyclonedx_stream`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import msgspec

from sbom.component import Component, Role, Scope, VersionKind
from sbom.documents import cyclonedx_model as wire
from sbom.documents.chunked import Chunks
from sbom.documents.cyclonedx_entry import SILENT, Own, declared, meaning, own_in
from sbom.documents.cyclonedx_light import LIGHTS, Quiet, columns_of, telling
from sbom.documents.cyclonedx_stream import ENTRIES, Read, Walk
from sbom.documents.wording import name_of
from sbom.inventory import Descriptor
from sbom.issue import Issue
from sbom.purl import base, unquote
from sbom.purl_repair import is_clean

MAX_KEYS = 150_000
"""Different entries that are counted before they are handed over."""
_AT_ONCE = 10_000
"""Rows in a batch, about."""
_MAX_HELD = 64 << 20
"""Bytes of the document that the different entries stand for, at most."""
_MAX_RAWS = 10_000
_MAX_KEY = 2048
_NOTHING = wire.NOTHING
_QUIET_KEY = b""


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
    direct: bool | None
    """From `sluis:direct`; else None, to be settled from the edges."""


class Batch(NamedTuple):
    """What a part of the document gave."""

    rows: list[Row]
    counts: Sequence[int]
    """How often each row stands there."""
    edges: int
    """Edges of the graph; they are counted only."""
    others: list[Descriptor | Issue]


_Key = tuple[str, str, str, str, str, str, bytes, bytes]
"""The values of a `Light` in order, without `components`; empty for none."""
_SEPARATOR = "\0"


def stream_rows(read: Read) -> Iterator[Batch]:
    """Facts of one CycloneDX JSON document, in batches.

    Args:
        read: Source of bytes.

    Raises:
        ParseError: not strict JSON, or cut off; what was yielded before stands.
        NotThisFormatError: the whole was read and is not CycloneDX.
    """
    walk = Walk(Chunks(read))
    walk.edges = 0
    reader = _Rows(walk)
    for entries in walk.run(LIGHTS):
        if entries:
            reader.count(entries)
        if reader.full:
            yield from reader.batches()
    yield from reader.batches()


class _Rows:
    """Counts entries and makes rows of the different ones."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._counter: Counter[str | _Key] = Counter()
        """Values joined to one text where nothing in them can be the separator: it is compared at once."""
        self._singles: list[Row] = []
        self._numbers: dict[bytes, str] = {}
        """Lists of licences by a number, for joined keys."""
        self._raws: dict[bytes, tuple[str, ...]] = {b"": ()}
        self._owns: dict[bytes, Own] = {_QUIET_KEY: SILENT}
        self._held = 0

    @property
    def full(self) -> bool:
        """Whether it is time to hand over."""
        return len(self._counter) + len(self._singles) > MAX_KEYS or self._held > _MAX_HELD

    def count(self, entries: Sequence[Quiet]) -> None:
        """Take in a batch of entries, by column."""
        before = len(self._counter)
        texts, nested, licenses, own = columns_of(entries)
        keys: Iterable[str | _Key]
        if own is None:
            numbers = self._numbers
            for stated in set(licenses) - numbers.keys():
                numbers[stated] = str(len(numbers))
            keys = map(
                _SEPARATOR.join, zip(*texts, map(numbers.__getitem__, licenses), strict=True)
            )
        else:
            keys = zip(*texts, licenses, own, strict=True)
        if all(texts[0]) and nested.count(_NOTHING) == len(nested):
            self._counter.update(keys)
        else:
            self._apart(list(keys), texts[0], nested)
        new = len(self._counter) - before
        self._held += len(self._walk.chunks.latest) * new // len(entries)

    def _apart(
        self, keys: list[str | _Key], names: Sequence[str], nested: Sequence[msgspec.Raw]
    ) -> None:
        """A batch with entries that hold others, or that have no name: those are read in full."""
        chunks = self._walk.chunks
        whole = ENTRIES.decode(chunks, chunks.latest)
        for key, name, members, entry in zip(keys, names, nested, whole, strict=True):
            if name and members is _NOTHING:
                self._counter[key] += 1
            else:
                self._singles.extend(map(_full, self._walk.components(entry, ())))

    def batches(self) -> Iterator[Batch]:
        """What was counted since the last time, and all that was found besides."""
        counted = iter(self._counter.items())
        lists = list(self._numbers)
        while part := list(islice(counted, _AT_ONCE)):
            yield self._batch(*self._rows(part, lists))
        self._counter.clear()
        self._numbers.clear()
        self._held = 0
        rows, self._singles = self._singles, []
        yield self._batch(rows, [1] * len(rows))

    def _batch(self, rows: list[Row], counts: list[int]) -> Batch:
        """A batch of these rows and all that was found besides."""
        others: list[Descriptor | Issue] = []
        for item in self._walk.drain():
            if isinstance(item, Component):
                rows.append(_full(item))
                counts.append(1)
            elif isinstance(item, Descriptor | Issue):
                others.append(item)
        edges, self._walk.edges = self._walk.edges or 0, 0
        return Batch(rows, counts, edges, others)

    def _rows(
        self, counted: list[tuple[str | _Key, int]], lists: list[bytes]
    ) -> tuple[list[Row], list[int]]:
        """Rows of different entries: plain ones at once, the others by the full reading."""
        rows: list[Row] = []
        counts: list[int] = []
        append, make = rows.append, tuple.__new__
        raws_of, own_of = self._raws.get, self._owns.get
        exact, runtime = VersionKind.EXACT, Scope.RUNTIME
        for key, count in counted:
            own = SILENT
            if isinstance(key, str):
                name, version, group, purl, scope, _, number = key.split(_SEPARATOR)
                stated = lists[int(number)]
            else:
                name, version, group, purl, scope, _, stated, properties = key
                own = own_of(properties) or self._own(properties)
            kind = own.version_kind
            if purl and version and is_clean(purl) and (kind is None or kind is exact):
                package, _, tail = purl.partition("@")
                if tail == version and version != "unknown":
                    raws = raws_of(stated)
                    if raws is None:
                        raws = self._read(stated)
                    if own.name:
                        name = own.name
                    elif group and package == f"pkg:maven/{group}/{name}":
                        name = f"{group}:{name}"
                    elif group or package.count("/") > 1:
                        name = _name(package, group, name)
                    meant = meaning(scope) if scope and scope != "required" else runtime
                    told = (own.scope or meant, own.roles_found, raws, own.direct)
                    append(make(Row, (purl, package, name, version, exact, *told)))
                    counts.append(count)
                    continue
            made = [_full(c) for c in self._walk.components(_heavy(key, lists), ())]
            rows.extend(made)
            counts.extend([count] * len(made))
        return rows, counts

    def _own(self, key: bytes) -> Own:
        """What a `properties` list says that a row shows; few distinct lists say anything."""
        own = own_in(key) if telling(key) else SILENT
        if len(self._owns) >= _MAX_RAWS:
            self._owns.clear()
        if len(key) <= _MAX_KEY:
            self._owns[key] = own
        return own

    def _read(self, key: bytes) -> tuple[str, ...]:
        """Raw licences of a `licenses` list."""
        raws = tuple(c.raw for c in declared(msgspec.Raw(key)))
        if len(self._raws) >= _MAX_RAWS:
            self._raws.clear()
            self._raws[b""] = ()
        if len(key) <= _MAX_KEY:
            self._raws[key] = raws
        return raws


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
        made.direct,
    )


def _heavy(key: str | _Key, lists: list[bytes]) -> wire.Entry:
    """The entry that a key stands for, as far as a row needs it."""
    licenses, properties = b"", b""
    if isinstance(key, str):
        name, version, group, purl, scope, version_range, number = key.split(_SEPARATOR)
        licenses = lists[int(number)]
    else:
        name, version, group, purl, scope, version_range, licenses, properties = key
    return wire.Entry(
        name=name,
        version=version or None,
        group=group or None,
        purl=purl or None,
        scope=scope or None,
        version_range=version_range or None,
        licenses=msgspec.Raw(licenses) if licenses else _NOTHING,
        properties=msgspec.Raw(properties) if properties else _NOTHING,
    )
