"""pdm.lock: lock_version 2 to 4.x.

Rules of this reader:

- Scope by `groups`: default is RUNTIME, other names by their words, else OPTIONAL (the lock does
  not tell extras from development groups); several groups give the strongest. Locks without groups
  (before 4.4 or without `inherit_metadata`): UNKNOWN. What is direct it never says: None.
- An entry with extras (`name[extra]`) is merged into the plain entry of the same version and
  source: one component, property `extras`, the edges and groups of both.
- The project itself is not in the file. git is GIT, url is URL, path is LOCAL.

Source: PDM's lock file writer (`pdm/project/lockfile`) and its documentation of lock strategies.
"""

import re
from typing import Any

from sbom import purl
from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.pep508 import normalise, parse_requirement
from sbom.pypi import (
    MAX_VARIANTS,
    address_of,
    fetched_purl,
    hash_pairs,
    scope_of,
    sha256_pairs,
    strongest,
    unique_ref,
)
from sbom.readers.toml_lock import Entry, read_lock
from sbom.source import SourceFile

_FILE = re.compile(
    r'^ +\{ ?(?:file|url) = "[^"]*", hash = "sha256:([0-9a-f]{64})" ?\},?\n', re.MULTILINE
)


class _Merged:
    """One name, version and source: the plain entry with its extras entries."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.extras: set[str] = set()
        self.groups: set[str] = set()
        self.wanted: set[str] = set()
        self.add(entry)

    def add(self, entry: Entry) -> None:
        if self.entry.texts("extras") and not entry.texts("extras"):
            self.entry = entry
        self.extras.update(entry.texts("extras"))
        self.groups.update(entry.texts("groups"))
        self.wanted.update(_names(entry))


def parse(source: SourceFile) -> Inventory:
    """Facts of a pdm.lock.

    Raises:
        ParseError: not TOML, or `package` is no array of tables.
    """
    lock = read_lock(source.content, "package")
    metadata = lock.section("metadata")
    issues: list[Issue] = []
    merged: dict[tuple[str, str, str, str], _Merged] = {}
    for entry in lock.entries:
        name = entry.text("name").strip()
        if not name:
            message = "package without a name"
            issues.append(Issue(kind=IssueKind.ENTRY, message=message, line=entry.line))
            continue
        place = entry.text("git") or entry.text("url") or entry.text("path")
        key = (normalise(name), entry.text("version"), place, entry.text("marker"))
        if key in merged:
            merged[key].add(entry)
        else:
            merged[key] = _Merged(entry)
    taken: dict[str, int] = {}
    refs: dict[str, list[str]] = {}
    made = []
    files = metadata.values.get("files")
    older = Entry(files if isinstance(files, dict) else {}, None)
    for key, one in merged.items():
        ref = unique_ref(one.entry.text("name"), key[1], taken, key[2])
        same = refs.setdefault(key[0], [])
        if len(same) < MAX_VARIANTS:
            same.append(ref)
        made.append((one, ref, _component(one, ref, older)))
    edges = []
    for one, ref, _ in made:
        targets = {t for name in one.wanted for t in refs.get(name, ())} - {ref}
        if targets:
            edges.append(Dependency(ref=ref, targets=tuple(sorted(targets))))
    return Inventory(
        components=tuple(c for _, _, c in made),
        dependencies=tuple(edges),
        issues=tuple(issues),
        format_version=metadata.text("lock_version"),
        expects_components=bool(lock.entries),
    )


def _component(one: _Merged, ref: str, older: Entry) -> Component:
    entry = one.entry
    name, version = entry.text("name").strip(), entry.text("version")
    git, url, path = entry.text("git"), entry.text("url"), entry.text("path")
    roles: tuple[Role, ...] = ()
    made, download = "", ""
    properties = [
        ("marker", entry.text("marker")),
        ("extras", ", ".join(sorted(one.extras))),
        ("group", ", ".join(sorted(one.groups))),
    ]
    if git:
        roles = (Role.GIT,)
        address = address_of("git+" + git)
        download = address.url
        commit = entry.text("revision")
        made = fetched_purl(name, version, address, commit or entry.text("ref"))
        properties += [("commit", commit), ("reference", entry.text("ref"))]
    elif url:
        roles = (Role.URL,)
        address = address_of(url)
        download = address.url
        made = fetched_purl(name, version, address)
    elif path:
        roles = (Role.LOCAL,)
        properties.append(("path", path))
    return Component(
        purl=made or purl.build("pypi", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        scope=strongest(scope_of(g, Scope.OPTIONAL) for g in one.groups),
        roles=roles,
        ref=ref,
        hashes=_hashes(entry, older),
        download=download,
        line=entry.line,
        properties=tuple(sorted(p for p in properties if p[1])),
    )


def _hashes(entry: Entry, older: Entry) -> tuple[tuple[str, str], ...]:
    key = f"{entry.text('name')} {entry.text('version')}"
    for holder, field in ((entry, "files"), (older, key)):
        rows = holder.rows(field, _FILE)
        if rows:
            return sha256_pairs(rows)
        tables: list[dict[str, Any]] = holder.tables(field)
        if tables:
            return hash_pairs(t.get("hash") for t in tables)
    return ()


def _names(entry: Entry) -> set[str]:
    """Folded names that an entry depends on; what is no requirement is passed over."""
    found = set()
    table = entry.values.get("dependencies")
    if isinstance(table, dict):
        return {normalise(n) for n in table}
    for text in entry.texts("dependencies"):
        try:
            found.add(normalise(parse_requirement(text).name))
        except ValueError:
            continue
    return found
