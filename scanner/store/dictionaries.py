"""Dictionary encoding: a text is stored once and known by a number everywhere else."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from sbom.component import Component, Role
from sbom.purl import quote
from sbom.versions import key as version_key
from scanner.store import many

_BATCH = 400
_OWN = (Role.ROOT, Role.WORKSPACE)


class Dictionary:
    """One table of distinct keys with numbers, looked up and filled in batches.

    Args:
        connection: The writer's connection.
        table: The table; its number is called `id`.
        key: The column that holds the key.
        columns: Further columns of a new key.
        make: Values of the further columns, from the key.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        table: str,
        key: str,
        columns: tuple[str, ...] = (),
        make: Callable[[Any], tuple[Any, ...]] | None = None,
    ) -> None:
        self.ids: dict[Any, int] = {}
        """What this process knows; complete only for what `learn` was given."""
        self._connection = connection
        self._make = make
        names = ", ".join(("id", key, *columns))
        self._width = 2 + len(columns)
        self._insert = f"{table} ({names})"
        self._select = f"SELECT {key}, id FROM {table} WHERE {key} IN "
        self._last = f"SELECT coalesce(max(id), 0) FROM {table}"
        self._next: int | None = None
        self._whole = False

    @property
    def complete(self) -> bool:
        """Whether all keys of the table are known, or passed by: any other is new."""
        return self.next_free > 0 and self._whole

    def add(self, rows: Iterable[tuple[Any, ...]], count: int) -> Sequence[int]:
        """Add new keys with their further columns, without keeping them; returns their numbers."""
        start = self.next_free
        self._next = start + count
        numbers = range(start, self._next)
        many.insert(
            self._connection,
            self._insert,
            self._width,
            ((number, *row) for number, row in zip(numbers, rows, strict=True)),
        )
        return numbers

    @property
    def next_free(self) -> int:
        """The number that the next new key gets."""
        if self._next is None:
            self._next = int(self._connection.execute(self._last).fetchone()[0]) + 1
            self._whole = self._next == 1
        return self._next

    def learn(self, keys: Iterable[Any]) -> None:
        """Make every key known: from the table, or by adding it."""
        unknown = [k for k in dict.fromkeys(keys) if k not in self.ids]
        if not unknown:
            return
        start = self.next_free
        if not self._whole:
            self._find(unknown)
            unknown = [k for k in unknown if k not in self.ids]
        make = self._make
        if make is None:
            rows: Iterable[tuple[Any, ...]] = ((n, k) for n, k in enumerate(unknown, start))
        else:
            rows = ((n, k, *make(k)) for n, k in enumerate(unknown, start))
        many.insert(self._connection, self._insert, self._width, rows)
        self.ids.update(zip(unknown, range(start, start + len(unknown)), strict=True))
        self._next = start + len(unknown)

    def _find(self, keys: list[Any]) -> None:
        for at in range(0, len(keys), _BATCH):
            part = keys[at : at + _BATCH]
            part += [part[-1]] * (_BATCH - len(part)) if len(part) > 20 else []
            sql = self._select + "(" + ",".join("?" * len(part)) + ")"
            self.ids.update(self._connection.execute(sql, part))

    def forget(self) -> None:
        """Drop what is known, after a rollback or to save memory; the table keeps it."""
        self.ids.clear()
        self._next = None
        self._whole = False

    def pass_by(self) -> None:
        """Drop what is known but the latest key, when keys come sorted: none of them comes again.

        So a table that was empty need not be searched for what comes next.
        """
        last = next(reversed(self.ids.items()), None)
        self.ids.clear()
        if last is not None:
            self.ids[last[0]] = last[1]


class Dictionaries:
    """All dictionaries of one writer. After a rollback call `forget`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.path = Dictionary(connection, "path", "value")
        self.term = Dictionary(connection, "term", "value")
        self.base = Dictionary(
            connection,
            "purl_base",
            "purl",
            ("type", "namespace", "name", "full_name"),
            base_columns,
        )
        self.component = Dictionary(
            connection, "component", "purl", ("base_id", "version", "version_key"), self._component
        )
        self.trait = Dictionary(
            connection,
            "trait",
            "value",
            ("kind", "scope", "roles", "version_kind", "direct", "third_party"),
            _trait_columns,
        )
        self.detail = Dictionary(connection, "detail", "digest", ("content",), self._detail)
        self.text = Dictionary(connection, "license_text", "raw")
        self.set = Dictionary(connection, "license_set", "digest")
        self._connection = connection
        self._versions: dict[str, tuple[str, str]] = {}
        self._contents: dict[bytes, str] = {}

    def forget(self) -> None:
        """Drop everything known: numbers given out in a rolled back transaction are void."""
        for entry in vars(self).values():
            if isinstance(entry, Dictionary):
                entry.forget()
        self._versions.clear()
        self._contents.clear()

    def learn_components(self, stated: dict[str, tuple[str, str]]) -> None:
        """Make components known.

        Args:
            stated: By purl: purl base, and the version it carries (or empty).
        """
        new = {p: v for p, v in stated.items() if p not in self.component.ids}
        if not new:
            return
        self.base.learn(base for base, _ in new.values())
        self._versions = new
        self.component.learn(new)
        self._versions = {}

    def number_components(
        self, purls: Sequence[str], bases: Sequence[str], versions: Sequence[str]
    ) -> Sequence[int]:
        """Make components known for this once; they come distinct and sorted by base, call after call.

        Args:
            purls: With version, if any.
            bases: Their purl bases.
            versions: The versions they carry, or empty.

        Returns:
            Their numbers.
        """
        if self.component.complete:
            self.base.learn(bases)
            number_of = self.base.ids.__getitem__
            types = [base_columns(base)[0] for base in bases]
            keys = [version_key(t, v) if v else None for t, v in zip(types, versions, strict=True)]
            rows = zip(purls, map(number_of, bases), versions, keys, strict=True)
            numbers = self.component.add(rows, len(purls))
        else:
            stated = dict(zip(purls, zip(bases, versions, strict=True), strict=True))
            self.learn_components(stated)
            numbers = [self.component.ids[purl] for purl in purls]
            self.component.pass_by()
        self.base.pass_by()
        return numbers

    def learn_details(self, contents: Iterable[str]) -> dict[str, int]:
        """Make details known. Returns: numbers by content."""
        digests = {c: blake2b(c.encode(), digest_size=16).digest() for c in contents}
        self._contents = {d: c for c, d in digests.items()}
        self.detail.learn(self._contents)
        self._contents = {}
        return {c: self.detail.ids[d] for c, d in digests.items()}

    def learn_sets(self, sets: Iterable["ClaimSet"]) -> dict["ClaimSet", int]:
        """Make sets of licence claims known. Returns: numbers by set."""
        digests = {s: blake2b(msgspec.json.encode(s), digest_size=16).digest() for s in sets}
        new = [s for s, d in digests.items() if d not in self.set.ids]
        if new:
            known = set(self.set.ids)
            self.text.learn(raw for s in new for _, raw, _ in s)
            self.set.learn(digests[s] for s in new)
            self._connection.executemany(
                "INSERT OR IGNORE INTO license_set_member VALUES (?, ?, ?, ?)",
                (
                    (self.set.ids[digests[s]], kind, self.text.ids[raw], field)
                    for s in new
                    if digests[s] not in known
                    for kind, raw, field in s
                ),
            )
        return {s: self.set.ids[d] for s, d in digests.items()}

    def _component(self, purl: str) -> tuple[int, str, bytes | None]:
        base, version = self._versions[purl]
        kind = base[4 : base.find("/")] if base.startswith("pkg:") else ""
        made = version_key(kind, version) if version else None
        return self.base.ids[base], version, made

    def _detail(self, digest: bytes) -> tuple[str]:
        return (self._contents[digest],)


ClaimSet = tuple[tuple[str, str, str], ...]
"""Sorted, distinct (kind, raw, field)."""


def claim_set(component: Component) -> ClaimSet:
    """The licence claims of one entry as a set."""
    claims = component.licenses
    if len(claims) == 1:
        only = claims[0]
        return ((str(only.kind), only.raw, only.source),)
    return tuple(sorted({(str(c.kind), c.raw, c.source) for c in claims}))


def trait(component: Component) -> str:
    """The key of how a component is used: the five values joined with `|`."""
    direct = component.direct
    asked = "" if direct is None else "1" if direct else "0"
    roles = ",".join(component.roles)
    return f"{component.kind}|{component.scope}|{roles}|{component.version_kind}|{asked}"


def _trait_columns(value: str) -> tuple[str, str, str, str, int | None, int]:
    kind, scope, roles, version_kind, asked = value.split("|")
    own = any(role in _OWN for role in roles.split(","))
    return kind, scope, roles, version_kind, int(asked) if asked else None, int(not own)


def base_of(purl: str) -> str:
    """A purl without version, qualifiers and subpath."""
    for mark in "#?@":
        if mark in purl:
            purl = purl.partition(mark)[0]
    return purl


def split(purl: str) -> tuple[str, str]:
    """Purl base and version of a purl."""
    if "?" not in purl and "#" not in purl:
        base, _, version = purl.partition("@")
        return base, _decoded(version)
    base = base_of(purl)
    return base, version_in(purl, base)


def version_in(purl: str, base: str) -> str:
    """The version that a purl carries, decoded; empty when it has none."""
    if not purl.startswith("@", len(base)):
        return ""
    version = purl[len(base) + 1 :].partition("?")[0].partition("#")[0]
    return _decoded(version)


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


@lru_cache(maxsize=8192)
def base_columns(base: str) -> tuple[str, str, str, str]:
    """Type, namespace, name and full name of a purl base; for `-:name` only the name."""
    if not base.startswith("pkg:"):
        name = _decoded(base.removeprefix("-:"))
        return "", "", name, name
    kind, _, rest = base[4:].partition("/")
    rest = _decoded(rest)
    namespace, _, name = rest.rpartition("/")
    full = name if not namespace else f"{namespace}{':' if kind == 'maven' else '/'}{name}"
    return kind, namespace, name, full


def identity(component: Component) -> str:
    """The purl under which a component is known in the estate.

    A component without purl is known as `-:name@version`, encoded as in a purl.
    """
    if component.purl:
        return component.purl
    version = component.version if component.version_kind == "exact" else ""
    made = "-:" + quote(component.name)
    return f"{made}@{quote(version)}" if version else made
