"""Which systems hold a piece of software, at which versions: the question after every advisory."""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

import msgspec

from sbom.errors import StoreError
from sbom.versions import key as version_key
from scanner.store.dictionaries import base_of, version_in
from scanner.store.store import Store

_BASES = "SELECT id, type, full_name FROM purl_base WHERE "
_NAMED = f"""
{_BASES} name = :name COLLATE NOCASE UNION
{_BASES} name = :last COLLATE NOCASE AND full_name = :name COLLATE NOCASE
"""
"""A full name ends with the name, after a slash or a colon: one index serves both."""
_UNREADABLE = b"\x00"
"""First byte of the key of a text that is no version of its ecosystem (see `sbom.versions`)."""
_BY_SYSTEM = """
SELECT s.system, count(*), sum(o.n) FROM (
  SELECT source_id, count(*) AS n FROM occurrence INDEXED BY occurrence_component
  WHERE component_id = ? AND to_scan IS NULL GROUP BY source_id) o
JOIN source s ON s.id = o.source_id GROUP BY s.system
"""
_PLACES = """
SELECT s.system, s.uri, p.value, coalesce(o.line, 0), c.purl, coalesce(v.value, c.version),
  coalesce(q.value, ''), t.scope, t.direct
FROM json_each(:components) g
JOIN occurrence o INDEXED BY occurrence_component ON o.component_id = g.value
JOIN component c ON c.id = o.component_id JOIN source s ON s.id = o.source_id
JOIN path p ON p.id = o.path_id JOIN trait t ON t.id = o.trait_id
LEFT JOIN term v ON v.id = o.version_id LEFT JOIN term q ON q.id = o.requirement_id
WHERE o.to_scan IS NULL AND (:system IS NULL OR s.system = :system)
ORDER BY s.system, c.base_id, c.version_key, s.uri, p.value, o.line, o.id
"""


class FoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """One component version in one system."""

    system: str
    """System id; empty for sources that no system claims."""
    purl: str
    name: str
    version: str
    """Empty when no exact version is known."""
    certain: bool
    """False: the file gives no exact version, or one that its ecosystem cannot order, so it may be
    within the asked range."""
    sources: int
    occurrences: int


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One place where it stands."""

    system: str
    source: str
    path: str
    line: int
    """1-based; 0 when the format gives none."""
    purl: str
    version: str
    requirement: str
    scope: str
    direct: bool | None


class NameRow(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of software that fits a search."""

    purl_base: str
    name: str


class _Component(NamedTuple):
    purl: str
    name: str
    version: str
    order: tuple[str, bytes, str]


def find(
    store: Store,
    pattern: str,
    *,
    below: str | None = None,
    at_least: str | None = None,
    system: str | None = None,
) -> list[FoundRow]:
    """Component versions that fit, by system, as they hold now.

    Args:
        store: May be open for reading only.
        pattern: A name (`log4j-core`), a full name (`group:artifact`, `@scope/name`), either with
            `*` and `?`, or a package URL, with a version for that version only. Case does not count.
        below: Only versions before this one, in the order of the ecosystem.
        at_least: Only this version and later ones.
        system: Only this system.

    Returns:
        Sorted by system, name, version. With a range, entries without an exact version are given
        too, as not certain.

    Raises:
        StoreError: the pattern is empty, or the database cannot be read.
    """
    ranged = below is not None or at_least is not None
    found: list[tuple[str, tuple[str, bytes, str], FoundRow]] = []
    with store.snapshot() as connection:
        for number, component in _components(store, pattern, below, at_least).items():
            certain = not ranged or component.order[1][:1] > _UNREADABLE
            for where, sources, count in connection.execute(_BY_SYSTEM, (number,)):
                if system is None or where == system:
                    row = FoundRow(
                        system=where,
                        purl=component.purl,
                        name=component.name,
                        version=component.version,
                        certain=certain,
                        sources=sources,
                        occurrences=count,
                    )
                    found.append((where, component.order, row))
    found.sort(key=itemgetter(0, 1))
    return [row for _, _, row in found]


def places(
    store: Store,
    pattern: str,
    *,
    below: str | None = None,
    at_least: str | None = None,
    system: str | None = None,
) -> Iterator[PlaceRow]:
    """Every place of what `find` finds, streamed; sorted by system, name, version, source, path."""
    components = msgspec.json.encode(list(_components(store, pattern, below, at_least))).decode()
    for row in store.stream(_PLACES, {"components": components, "system": system}):
        yield PlaceRow(
            system=row[0],
            source=row[1],
            path=row[2],
            line=row[3],
            purl=row[4],
            version=row[5],
            requirement=row[6],
            scope=row[7],
            direct=None if row[8] is None else bool(row[8]),
        )


def search(store: Store, text: str, *, limit: int = 20) -> list[NameRow]:
    """Names with words that start as the words of a text do, best first; for "did you mean"."""
    words = re.findall(r"\w+", text)
    if not words:
        return []
    starts = re.compile("".join(rf"(?=.*(?<![^\W_]){re.escape(w)})" for w in words), re.IGNORECASE)
    like = "%" + max(words, key=len).replace("_", r"\_") + "%"
    sql = "SELECT purl, full_name FROM purl_base WHERE full_name LIKE ? ESCAPE '\\'"
    found = [(len(n), n, p) for p, n in store.rows(sql, (like,)) if starts.match(n)]
    return [NameRow(purl_base=purl, name=name) for _, name, purl in sorted(found)[:limit]]


def _components(
    store: Store, pattern: str, below: str | None, at_least: str | None
) -> dict[int, _Component]:
    """Components by number."""
    pattern = pattern.strip()
    if not pattern:
        raise StoreError("find: give a name or a package URL to look for.")
    exact = ""
    if pattern.startswith("pkg:"):
        base = base_of(pattern)
        exact = version_in(pattern, base)
        bases = store.rows(_BASES + "purl = ?", (base,))
        if not bases:
            bases = store.rows(_BASES + "purl = ? COLLATE NOCASE", (base,))
    elif "*" in pattern or "?" in pattern:
        like = re.sub(r"([%_\\])", r"\\\1", pattern).replace("*", "%").replace("?", "_")
        sql = "name LIKE ? ESCAPE '\\' OR full_name LIKE ? ESCAPE '\\'"
        bases = store.rows(_BASES + sql, (like, like))
    else:
        bases = store.rows(_NAMED, {"name": pattern, "last": re.split("[/:]", pattern)[-1]})
    found: dict[int, _Component] = {}
    for number, kind, name in bases:
        where, values = "base_id = ?", [number]
        limits = []
        if at_least is not None:
            limits.append("version_key >= ?")
            values.append(version_key(kind, at_least))
        if below is not None:
            limits.append("version_key < ?")
            values.append(version_key(kind, below))
        sql = f"SELECT id, purl, version, coalesce(version_key, x'') FROM component WHERE {where} "
        rows = store.rows(sql + "".join(f"AND {x} " for x in limits), tuple(values))
        if limits:
            rows += store.rows(sql + "AND version_key IS NULL", (number,))
        for component, purl, version, made in rows:
            if not exact or version == exact:
                found[component] = _Component(purl, name, version, (name, made, purl))
    return found
