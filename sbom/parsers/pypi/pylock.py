"""pylock.toml: the standard Python lock file (PEP 751), lock-version 1.x.

Rules of this reader:

- A directory at `.` is ROOT, other directories are LOCAL; `vcs` git is GIT, other version control
  and archives are URL. An entry without `version` is ABSENT (the standard allows that for sources
  that can change), unless its archive's file name states one.
- Scope from the marker: `'x' in extras` is OPTIONAL, `'x' in dependency_groups` by the words of
  the group, a default group RUNTIME; the strongest wins; without either RUNTIME. What is direct the
  file does not say: None.
- Several entries of one name stay several components; an edge that names no version goes to all.

Source: PEP 751 and the pylock.toml specification of the Python packaging specifications.
"""

import re
from typing import Any

from sbom import purl
from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.pep508 import normalise
from sbom.pypi import (
    MAX_VARIANTS,
    address_of,
    archive_of,
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

_IN = re.compile(r"""(?:'([^']*)'|"([^"]*)")\s+in\s+(extras|dependency_groups)\b""")
_FILE = re.compile(
    r"""^\ +\{\ ?(?:name|url)\ =\ "[^"]*"(?:,\ (?:url|path)\ =\ "[^"]*")?
    (?:,\ upload-time\ =\ [0-9T:.+Z-]+)?(?:,\ url\ =\ "[^"]*")?(?:,\ size\ =\ [0-9]+)?
    ,\ hashes\ =\ \{\ ?sha256\ =\ "([0-9a-f]{64})"\ ?\}\ ?\},?\n""",
    re.MULTILINE | re.VERBOSE,
)


def parse(source: SourceFile) -> Inventory:
    """Facts of a pylock.toml.

    Raises:
        ParseError: not TOML, or `packages` is no array of tables.
    """
    lock = read_lock(source.content, "packages")
    defaults = lock.top.get("default-groups")
    default_groups = (
        {d for d in defaults if isinstance(d, str)} if isinstance(defaults, list) else set()
    )
    issues: list[Issue] = []
    kept: list[tuple[Entry, str]] = []
    components: list[Component] = []
    taken: dict[str, int] = {}
    for entry in lock.entries:
        name = entry.text("name").strip()
        if not name:
            message = "package without a name"
            issues.append(Issue(kind=IssueKind.ENTRY, message=message, line=entry.line))
            continue
        ref = unique_ref(name, entry.text("version"), taken)
        kept.append((entry, ref))
        components.append(_component(entry, name, ref, default_groups))
    return Inventory(
        components=tuple(components),
        dependencies=_edges(kept),
        issues=tuple(issues),
        format_version=_version(lock),
        expects_components=bool(lock.entries),
    )


def _version(lock: LockFile) -> str:
    version = lock.top.get("lock-version")
    return version if isinstance(version, str) else ""


def _component(entry: Entry, name: str, ref: str, defaults: set[str]) -> Component:
    version = entry.text("version")
    vcs, directory, archive = (entry.table(k) for k in ("vcs", "directory", "archive"))
    marker = entry.text("marker")
    roles: tuple[Role, ...] = ()
    made, download = "", ""
    properties = [("marker", marker), ("registry", without_credentials(entry.text("index")))]
    if vcs:
        kind = _text(vcs, "type") or "git"
        roles = (Role.GIT if kind == "git" else Role.URL,)
        address = address_of(f"{kind}+{_text(vcs, 'url') or _text(vcs, 'path')}")
        download, commit = address.url, _text(vcs, "commit-id")
        made = fetched_purl(name, version, address, commit or _text(vcs, "requested-revision"))
        properties += [("commit", commit), ("reference", _text(vcs, "requested-revision"))]
    elif directory:
        path = _text(directory, "path")
        roles = (Role.ROOT if path in {".", "./"} else Role.LOCAL,)
        properties.append(("path", path))
    elif archive:
        url = _text(archive, "url")
        version = version or archive_of(url or _text(archive, "path"))[1]
        roles = (Role.URL if url else Role.LOCAL,)
        download = without_credentials(url)
        made = fetched_purl(name, version, address_of(url)) if url else ""
        properties.append(("path", "" if url else _text(archive, "path")))
    digests, place = _files(entry, archive)
    return Component(
        purl=made or purl.build("pypi", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.APPLICATION if Role.ROOT in roles else ComponentKind.LIBRARY,
        scope=_scope(marker, defaults),
        roles=roles,
        ref=ref,
        hashes=digests,
        download=download or place,
        line=entry.line,
        properties=tuple(sorted(p for p in properties if p[1])),
    )


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _scope(marker: str, defaults: set[str]) -> Scope:
    scopes = []
    for single, double, kind in _IN.findall(marker):
        name = single or double
        if kind == "extras":
            scopes.append(scope_of(name, Scope.OPTIONAL))
        else:
            scopes.append(Scope.RUNTIME if name in defaults else scope_of(name, Scope.DEV))
    return strongest(scopes) if scopes else Scope.RUNTIME


def _files(entry: Entry, archive: dict[str, Any]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Hashes of all files, and the address of the source archive or first wheel."""
    sdist = entry.table("sdist")
    rows = entry.rows("wheels", _FILE)
    if rows and not archive:
        listed: list[object] = [f"sha256:{r}" for r in rows]
        tables = [sdist]
        if not sdist:
            return sha256_pairs(rows), ""
    else:
        listed = []
        tables = [archive, sdist, *entry.tables("wheels")]
    for table in tables:
        hashes = table.get("hashes")
        if isinstance(hashes, dict):
            listed += [f"{k}:{v}" for k, v in hashes.items()]
    place = next((u for t in tables if (u := _text(t, "url"))), "")
    return hash_pairs(listed), without_credentials(place)


def _edges(kept: list[tuple[Entry, str]]) -> tuple[Dependency, ...]:
    by_name: dict[str, list[tuple[str, str]]] = {}
    for entry, ref in kept:
        name = normalise(entry.text("name"))
        same = by_name.setdefault(name, [])
        if len(same) < MAX_VARIANTS:
            same.append((entry.text("version"), ref))
    edges = []
    for entry, ref in kept:
        targets = set()
        for wanted in entry.tables("dependencies") if "dependencies" in entry.values else ():
            found = by_name.get(normalise(_text(wanted, "name")), [])
            exact = [r for v, r in found if v == _text(wanted, "version")]
            targets.update(exact or [r for _, r in found])
        targets.discard(ref)
        if targets:
            edges.append(Dependency(ref=ref, targets=tuple(sorted(targets))))
    return tuple(edges)
