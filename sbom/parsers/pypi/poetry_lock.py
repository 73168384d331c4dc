"""poetry.lock: lock-version 1.0 to 2.1, and the older files without one.

Rules of this reader:

- Scope: `groups` (2.1) or `category` (1.x): main is RUNTIME, other names by their words, else DEV;
  several groups give the strongest. `optional = true` makes RUNTIME into OPTIONAL. Lock-version 2.0
  says neither: UNKNOWN, unless optional. The lock never says what is direct: None.
- The project itself is not in the file. `[package.source]` git is GIT, url is URL, directory and
  file are LOCAL; a legacy source is another registry (property `registry`).
- Several versions of one name stay several components; an edge goes to each of them.

Source: the writer of Poetry (`poetry/packages/locker.py`) and its documentation of the lock file.
"""

import re
from typing import Any

from sbom import purl
from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.pep508 import normalise
from sbom.pypi import (
    MAX_VARIANTS,
    address_of,
    fetched_purl,
    hash_pairs,
    scope_of,
    sha256_pairs,
    strongest,
    unique_ref,
    without_credentials,
)
from sbom.readers.toml_lock import Entry, LockFile, read_lock
from sbom.source import SourceFile

_FILE = re.compile(
    r'^ +\{ ?(?:file|url) = "[^"]*", hash = "sha256:([0-9a-f]{64})" ?\},?\n', re.MULTILINE
)


def parse(source: SourceFile) -> Inventory:
    """Facts of a poetry.lock.

    Raises:
        ParseError: not TOML, or `package` is no array of tables.
    """
    lock = read_lock(source.content, "package")
    metadata = lock.section("metadata")
    files = _Files(metadata)
    issues: list[Issue] = []
    components: list[Component] = []
    kept: list[tuple[Entry, str]] = []
    taken: dict[str, int] = {}
    for entry in lock.entries:
        name = entry.text("name").strip()
        if not name:
            message = "package without a name"
            issues.append(Issue(kind=IssueKind.ENTRY, message=message, line=entry.line))
            continue
        ref = unique_ref(name, entry.text("version"), taken, entry.table("source").get("url"))
        kept.append((entry, ref))
        components.append(_component(entry, name, ref, files))
    return Inventory(
        components=tuple(components),
        dependencies=_edges(kept),
        issues=tuple(issues),
        format_version=_format_version(lock, metadata),
        expects_components=bool(lock.entries),
    )


class _Files:
    """Hashes by name, where older locks keep them: `metadata.files` or `metadata.hashes`."""

    def __init__(self, metadata: Entry) -> None:
        self._tables = []
        for key in ("files", "hashes"):
            table = metadata.values.get(key)
            if isinstance(table, dict):
                self._tables.append(Entry({normalise(k): v for k, v in table.items()}, None))

    def of(self, entry: Entry, name: str) -> tuple[tuple[str, str], ...]:
        for holder, key in ((entry, "files"), *((t, normalise(name)) for t in self._tables)):
            rows = holder.rows(key, _FILE)
            if rows:
                return sha256_pairs(rows)
            listed = holder.get(key)
            if isinstance(listed, list) and listed:
                texts = [i.get("hash") if isinstance(i, dict) else i for i in listed]
                return hash_pairs(
                    t if not isinstance(t, str) or ":" in t else f"sha256:{t}" for t in texts
                )
        return ()


def _component(entry: Entry, name: str, ref: str, files: _Files) -> Component:
    version = entry.text("version")
    source = entry.table("source")
    kind, url = source.get("type"), source.get("url")
    url = url if isinstance(url, str) else ""
    roles: tuple[Role, ...] = ()
    made, download = "", ""
    properties: list[tuple[str, Any]] = [("marker", entry.get("markers"))]
    groups = entry.texts("groups")
    if groups:
        properties.append(("group", ", ".join(groups)))
    if kind == "git":
        roles = (Role.GIT,)
        address = address_of("git+" + url)
        download = address.url
        commit = source.get("resolved_reference")
        made = fetched_purl(name, version, address, commit if isinstance(commit, str) else "")
        properties += [("commit", commit), ("reference", source.get("reference"))]
    elif kind == "url":
        roles, download = (Role.URL,), without_credentials(url)
        made = fetched_purl(name, version, address_of(url))
    elif kind in {"directory", "file"}:
        roles = (Role.LOCAL,)
        properties.append(("path", url))
    elif url:
        properties.append(("registry", without_credentials(url)))
    if isinstance(properties[0][1], dict):
        properties[0] = ("marker", "; ".join(f"{k}: {v}" for k, v in properties[0][1].items()))
    return Component(
        purl=made or purl.build("pypi", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        scope=_scope(entry, groups),
        roles=roles,
        ref=ref,
        hashes=files.of(entry, name),
        download=download,
        line=entry.line,
        properties=tuple(sorted((k, v) for k, v in properties if isinstance(v, str) and v)),
    )


def _scope(entry: Entry, groups: list[str]) -> Scope:
    category = entry.text("category")
    names = groups or ([category] if category else [])
    optional = entry.get("optional") is True
    if not names:
        return Scope.OPTIONAL if optional else Scope.UNKNOWN
    scope = strongest(scope_of(n, Scope.DEV) for n in names)
    return Scope.OPTIONAL if optional and scope is Scope.RUNTIME else scope


def _edges(kept: list[tuple[Entry, str]]) -> tuple[Dependency, ...]:
    by_name: dict[str, list[str]] = {}
    for entry, ref in kept:
        same = by_name.setdefault(normalise(entry.text("name")), [])
        if len(same) < MAX_VARIANTS:
            same.append(ref)
    edges = []
    for entry, ref in kept:
        wanted = entry.values.get("dependencies")
        if isinstance(wanted, dict):
            targets = {t for name in wanted for t in by_name.get(normalise(name), ())} - {ref}
            if targets:
                edges.append(Dependency(ref=ref, targets=tuple(sorted(targets))))
    return tuple(edges)


def _format_version(lock: LockFile, metadata: Entry) -> str:
    version = metadata.text("lock-version")
    return version or str(lock.top.get("version", ""))
