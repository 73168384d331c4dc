"""uv.lock: the universal lock of uv, versions 1 and up.

Rules of this reader:

- The member at `.` (virtual or editable) is ROOT, property `virtual` when it is never built; other
  workspace members are WORKSPACE; other path, directory and editable sources are LOCAL. git sources
  are GIT, plain addresses URL.
- Scope by reachability from the members: dependencies RUNTIME, then `optional-dependencies` and
  `dev-dependencies`, each group by the words of its name; the strongest wins. An entry that no
  member reaches is UNKNOWN; without any member everything is RUNTIME and `direct` is None.
- Several versions of one name (resolution markers) stay several components; `marker` says when.
- A member with a dynamic version has none: ABSENT.

Source: uv's own writer (`uv-resolver`, lock format version 1, revisions 1-3).
"""

import re
from typing import Any

from sbom import purl
from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy
from sbom.pep508 import normalise
from sbom.pypi import (
    MAX_VARIANTS,
    Graph,
    address_of,
    fetched_purl,
    hash_pairs,
    scope_of,
    sha256_pairs,
    unique_ref,
    without_credentials,
)
from sbom.readers.toml_lock import Entry, LockFile, Raw, read_lock
from sbom.source import SourceFile

_FILE = re.compile(
    r'^ +\{ (?:url|path|filename) = "[^"]*"(?:, hash = "sha256:([0-9a-f]{64})")?'
    r'(?:, size = [0-9]+)?(?:, upload-time = "[^"]*")? \},?\n',
    re.MULTILINE,
)
_FIRST = re.compile(
    r'(?:\[\n)? *\{ (?:url|path|filename) = "([^"]*)"(?:, hash = "sha256:([0-9a-f]{64})")?[, ]'
)
_DEPENDENCY = re.compile(
    r'^ +\{ name = "([^"]*)"(?:, version = "([^"]*)")?'
    r'(?:, source = \{ ([a-z]+ = "[^"]*") \})?(?:, extra = \[([^\]]*)\])?'
    r'(?:, marker = "[^"]*")? \},?\n',
    re.MULTILINE,
)
_QUERY = lazy(r"[?&](?:rev|branch|tag)=([^&#]*)")
_SOURCES = ("registry", "git", "url", "path", "directory", "editable", "virtual")

Wanted = tuple[str, str, str, tuple[str, ...]]
"""Name, version, source as `kind = "value"`, extras; empty when not stated."""


def parse(source: SourceFile) -> Inventory:
    """Facts of a uv.lock.

    Raises:
        ParseError: not TOML, or `package` is no array of tables.
    """
    lock = read_lock(source.content, "package")
    reader = _Reader(lock)
    components = tuple(reader.components())
    version = lock.top.get("version")
    return Inventory(
        components=components,
        dependencies=tuple(reader.dependencies()),
        issues=tuple(reader.issues),
        format_version=str(version) if version is not None else "",
        expects_components=bool(lock.entries),
    )


class _Reader:
    """One lock on its way to components."""

    def __init__(self, lock: LockFile) -> None:
        self.issues: list[Issue] = []
        self.entries: list[Entry] = []
        self._refs: list[str] = []
        self._sources: list[tuple[str, str]] = []
        self._by_name: dict[str, list[int]] = {}
        self._manifest = lock.table("manifest")
        members = self._manifest.get("members")
        self._members = (
            {m for m in members if isinstance(m, str)} if isinstance(members, list) else set()
        )
        taken: dict[str, int] = {}
        for entry in lock.entries:
            name = entry.text("name").strip()
            if not name:
                self.issues.append(
                    Issue(kind=IssueKind.ENTRY, message="package without a name", line=entry.line)
                )
                continue
            same = self._by_name.setdefault(normalise(name), [])
            if len(same) < MAX_VARIANTS:
                same.append(len(self.entries))
            self.entries.append(entry)
            self._sources.append(_source(entry))
            self._refs.append(unique_ref(name, entry.text("version"), taken, self._sources[-1][1]))
        self._runtime = [self._wanted(e, "dependencies") for e in self.entries]
        self._extras = [self._groups(e, "optional-dependencies") for e in self.entries]
        self._groups_of = [
            self._groups(e, "dev-dependencies") | self._groups(e, "dependency-groups")
            for e in self.entries
        ]

    def components(self) -> list[Component]:
        roots = [i for i in range(len(self.entries)) if self._is_member(i)]
        scopes, direct = self._scopes(roots)
        settled = bool(roots or direct)
        made = []
        for index in range(len(self.entries)):
            if index in roots:
                scope, asked = Scope.RUNTIME, (True if index in direct else None)
            elif settled:
                scope, asked = scopes.get(index, Scope.UNKNOWN), index in direct
            else:
                scope, asked = Scope.RUNTIME, None
            made.append(self._component(index, scope, direct=asked))
        return made

    def dependencies(self) -> list[Dependency]:
        found = []
        for index, ref in enumerate(self._refs):
            wanted = list(self._runtime[index])
            for group in (self._extras[index], self._groups_of[index]):
                for items in group.values():
                    wanted += items
            if wanted:
                targets = {self._refs[t] for w in wanted for t in self._find(w)} - {ref}
                if targets:
                    found.append(Dependency(ref=ref, targets=tuple(sorted(targets))))
        return found

    def _is_member(self, index: int) -> bool:
        kind, where = self._sources[index]
        if kind not in {"virtual", "editable", "directory"}:
            return False
        return where == "." or normalise(self.entries[index].text("name")) in self._members

    def _scopes(self, roots: list[int]) -> tuple[dict[int, Scope], set[int]]:
        """Scope by index, and the indexes that the project itself asks for."""
        starts: list[tuple[Scope, list[Wanted]]] = [
            (Scope.RUNTIME, _wanted_rows(self._manifest.get("requirements")))
        ]
        groups = self._manifest.get("dependency-groups")
        for name, items in (groups if isinstance(groups, dict) else {}).items():
            starts.append((scope_of(name, Scope.DEV), _wanted_rows(items)))
        for root in roots:
            starts.append((Scope.RUNTIME, self._runtime[root]))
            for name, wanted in self._extras[root].items():
                starts.append((scope_of(name, Scope.OPTIONAL), wanted))
            for name, wanted in self._groups_of[root].items():
                starts.append((scope_of(name, Scope.DEV), wanted))
        edges = []
        for index in range(len(self.entries)):
            per_extra = {"": self._targets(self._runtime[index])}
            for extra, wanted in self._extras[index].items():
                per_extra[normalise(extra)] = self._targets(wanted)
            edges.append(per_extra)
        graph = Graph(edges)
        direct: set[int] = set()
        for scope in (Scope.RUNTIME, Scope.OPTIONAL, Scope.BUILD, Scope.TEST, Scope.DEV):
            targets = [t for s, w in starts if s is scope for t in self._targets(w)]
            direct.update(i for i, _ in targets)
            graph.reach(targets, scope)
        return graph.scopes, direct

    def _component(self, index: int, scope: Scope, *, direct: bool | None) -> Component:
        entry = self.entries[index]
        name, version = entry.text("name").strip(), entry.text("version")
        kind, where = self._sources[index]
        roles: tuple[Role, ...] = ()
        made, download, commit = "", "", ""
        properties: list[tuple[str, str]] = []
        if kind == "registry":
            properties.append(("registry", without_credentials(where)))
        elif kind == "git":
            roles = (Role.GIT,)
            base, _, commit = where.partition("#")
            asked = _QUERY.search(base)
            address = address_of("git+" + base.partition("?")[0])
            download = address.url
            made = fetched_purl(name, version, address, commit or (asked[1] if asked else ""))
            properties.append(("commit", commit))
            properties.append(("reference", asked[1] if asked else ""))
        elif kind == "url":
            roles = (Role.URL,)
            address = address_of(where)
            download = address.url
            made = fetched_purl(name, version, address)
        elif kind:
            roles = (self._local_role(index),)
            properties.append(("path", where))
            if kind == "virtual":
                properties.append(("virtual", "true"))
        digests, files = self._files(entry)
        markers = entry.texts("resolution-markers")
        if markers:
            properties.append(("marker", " or ".join(markers)))
        member = roles in {(Role.ROOT,), (Role.WORKSPACE,)}
        return Component(
            purl=made or purl.build("pypi", name, version),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            kind=ComponentKind.APPLICATION if member else ComponentKind.LIBRARY,
            scope=scope,
            roles=roles,
            direct=direct,
            ref=self._refs[index],
            module=where if member and where != "." else "",
            hashes=digests,
            download=download or files,
            line=entry.line,
            properties=tuple(sorted(p for p in properties if p[1])),
        )

    def _local_role(self, index: int) -> Role:
        if not self._is_member(index):
            return Role.LOCAL
        return Role.ROOT if self._sources[index][1] == "." else Role.WORKSPACE

    def _files(self, entry: Entry) -> tuple[tuple[tuple[str, str], ...], str]:
        """Hashes of all files, and the address of the source archive or first wheel."""
        digests = entry.rows("wheels", _FILE)
        sdist = entry.values.get("sdist")
        archive = sdist if sdist is not None else entry.values.get("wheels")
        first = _FIRST.match(archive) if type(archive) is Raw else None
        if digests is not None and (archive is None or first is not None):
            if sdist is not None and first is not None:
                digests.append(first[2])
            return sha256_pairs(d for d in digests if d), _place(first)
        tables = [entry.table("sdist"), *entry.tables("wheels")]
        places = [t.get("url") or t.get("path") for t in tables if t]
        place = places[0] if places and isinstance(places[0], str) else ""
        return hash_pairs(t.get("hash") for t in tables), without_credentials(place)

    def _wanted(self, entry: Entry, key: str) -> list[Wanted]:
        rows = entry.rows(key, _DEPENDENCY)
        return _wanted_rows(entry.get(key)) if rows is None else _wanted_texts(rows)

    def _groups(self, entry: Entry, key: str) -> dict[str, list[Wanted]]:
        groups = entry.values.get(key)
        if not isinstance(groups, dict):
            return {}
        inner = Entry(groups, entry.line)
        return {name: self._wanted(inner, name) for name in groups}

    def _targets(self, wanted: list[Wanted]) -> list[tuple[int, tuple[str, ...]]]:
        return [(t, w[3]) for w in wanted for t in self._find(w)]

    def _find(self, wanted: Wanted) -> list[int]:
        """Entries that a dependency means: one, unless the lock leaves it open."""
        name, version, place, _ = wanted
        found = self._by_name.get(name) or self._by_name.get(normalise(name), [])
        if len(found) > 1 and version:
            found = [i for i in found if self.entries[i].text("version") == version] or found
        if len(found) > 1 and place:
            found = [i for i in found if '{} = "{}"'.format(*self._sources[i]) == place] or found
        return found


def _place(file: re.Match[str] | None) -> str:
    return without_credentials(file[1]) if file else ""


def _source(entry: Entry) -> tuple[str, str]:
    """Kind and value of the source table; empty when it has none that we know."""
    table = entry.table("source")
    for kind in _SOURCES:
        value = table.get(kind)
        if isinstance(value, str):
            return kind, value
    return "", ""


def _wanted_texts(rows: list[Any]) -> list[Wanted]:
    return [
        (
            n,
            v,
            s,
            tuple(normalise(x.strip(' "')) for x in e.split(",") if x.strip(' "')) if e else (),
        )
        for n, v, s, e in rows
    ]


def _wanted_rows(value: object) -> list[Wanted]:
    """Dependencies from decoded tables; what is no table with a name is passed over."""
    found: list[Wanted] = []
    for item in value if isinstance(value, list) else ():
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(name, str):
            continue
        version, extras, source = item.get("version"), item.get("extra"), item.get("source")
        place = ""
        if isinstance(source, dict) and len(source) == 1:
            place = " = ".join(f'{k} = "{v}"' for k, v in source.items())
        if isinstance(extras, str):
            extras = [extras]
        wanted = (
            [normalise(x) for x in extras if isinstance(x, str)] if isinstance(extras, list) else []
        )
        found.append((name, version if isinstance(version, str) else "", place, tuple(wanted)))
    return found
