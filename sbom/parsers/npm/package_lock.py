"""package-lock.json and npm-shrinkwrap.json, lockfileVersion 1, 2 and 3.

Also the hidden lock `node_modules/.package-lock.json`, and the list of Rush under this name.
Every entry becomes a component, once per install path. Rules:

- root: role ROOT when the lock names the project, otherwise none; kind application.
- folders outside node_modules: WORKSPACE when a `workspaces` pattern of the root covers them, else
  LOCAL; a `link` entry is only another name of such a folder and is not listed twice; a link to a
  folder that the lock does not hold is LOCAL.
- scope: `dev` is DEV; `optional` and `devOptional` (not installed in production unless optional
  ones are) are OPTIONAL; the rest RUNTIME. Peers are RUNTIME with property `peer`.
- direct: asked for by the root or by a workspace (versions 2 and 3); unknown in version 1 and in
  the hidden lock, which do not hold the root's own requirements.
- alias: the real name, role ALIAS, property `alias` the name in this project.
- git, url, file: roles by the address; without a stated version the kind is ABSENT, property
  `commit` holds the commit.
- bundled, platform-bound, with an install script, deprecated, extraneous: roles and properties.

Of version 2 only `packages` is read: `dependencies` repeats it for npm 6.

Source: npm documentation, package-lock.json (npm 5 to 11).
"""

from typing import Any

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.integrity import hashes_of
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.npm.address import commit_of, role_of, without_credentials
from sbom.npm.fields import licenses_of, platform_of, text_of
from sbom.npm.identity import is_name, package_url
from sbom.npm.lock_version_1 import flattened
from sbom.npm.node_modules import NodeModules, module_of, name_of
from sbom.npm.rush_deps import is_rush_list, rush_inventory
from sbom.npm.workspaces import WorkspaceMatcher, patterns_of
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.text import decode
from sbom.source import SourceFile

ROOT = "."
"""`Component.ref` of the project itself."""
_MAX_PATH = 4096
"""No file system holds longer install paths."""
_NEEDS = ("dependencies", "optionalDependencies", "peerDependencies")


def parse(source: SourceFile) -> Inventory:
    """Facts of one lock file.

    Raises:
        ParseError: not JSON, or no object at the top.
        NotThisFormatError: an object without any field of a lock.
    """
    text = decode(source.content)
    data = loads_json(text)
    if not isinstance(data, dict):
        raise ParseError("holds no JSON object at the top")
    if data and not {"lockfileVersion", "packages", "dependencies", "requires"} & data.keys():
        if is_rush_list(data):
            return rush_inventory(text, data)
        raise NotThisFormatError("has none of the fields of an npm lock")
    packages, tree = data.get("packages"), data.get("dependencies")
    version = data.get("lockfileVersion")
    modern = isinstance(packages, dict) and (len(packages) > 1 or not tree)
    entries: dict[str, Any] = packages if isinstance(packages, dict) else {}
    if not modern:
        entries = flattened(tree) if isinstance(tree, dict) else {}
    return _Reading(data, entries, _Lines(text, modern=modern)).inventory(
        str(version) if isinstance(version, int | str) else ""
    )


class _Lines:
    """Lines of entries, looked up in the order of the file."""

    def __init__(self, text: str, *, modern: bool) -> None:
        self._keys = KeyLines(text, "packages" if modern else "dependencies")
        self._after = ": {" if '": {' in text else ":{"
        self._modern = modern

    def of(self, path: str) -> int | None:
        """Line of the entry at an install path."""
        return self._keys.of(path if self._modern else name_of(path), self._after)


class _Reading:
    """The state of reading one lock."""

    def __init__(self, data: dict[str, Any], entries: dict[str, Any], lines: _Lines) -> None:
        self._data = data
        self._entries = entries
        self._lines = lines
        self._issues: list[Issue] = []
        links = {
            p: t
            for p, e in entries.items()
            if type(e) is dict
            and e.get("link")
            and isinstance(t := e.get("resolved"), str)
            and t in entries
        }
        self._links = links
        self._link_names = {target: name_of(path) for path, target in links.items()}
        short = {p for p in entries if len(p) <= _MAX_PATH}
        self._find = NodeModules(short, links).find
        root = entries.get("")
        self._root: dict[str, Any] = root if isinstance(root, dict) else {}
        self._is_workspace = WorkspaceMatcher(patterns_of(self._root.get("workspaces")))
        self._asked: dict[str, str] = {}

    def inventory(self, version: str) -> Inventory:
        """Components and graph."""
        edges = self._edges()
        components = []
        root = self._project()
        if root is not None:
            components.append(root)
        for path, entry in self._entries.items():
            if path and path not in self._links:
                made = self._component(path, entry)
                if made is not None:
                    components.append(made)
        return Inventory(
            components=tuple(components),
            dependencies=tuple(self._stated(edges, components)),
            issues=tuple(self._issues),
            format_version=version,
            expects_components=bool(self._entries.keys() - {""}),
        )

    def _stated(self, edges: dict[str, list[str]], components: list[Component]) -> list[Dependency]:
        known = {c.ref for c in components}
        return [
            Dependency(ref=ref, targets=tuple(sorted(set(targets) & known)))
            for path, targets in edges.items()
            if (ref := path or ROOT) in known
        ]

    def _edges(self) -> dict[str, list[str]]:
        """Install paths that each entry needs; notes what the root and the workspaces ask for."""
        find, found = self._find, {}
        for path, entry in self._entries.items():
            if type(entry) is not dict or path in self._links or len(path) > _MAX_PATH:
                continue
            own = not path or "node_modules/" not in path
            targets = []
            for field in (*_NEEDS, "devDependencies") if own else _NEEDS:
                needs = entry.get(field)
                if not needs or type(needs) is not dict:
                    continue
                for name, wanted in needs.items():
                    target = find(path, name)
                    if target is None:
                        continue
                    targets.append(target)
                    if (
                        own
                        and field != "peerDependencies"
                        and (not path or self._is_workspace(path))
                    ):
                        self._asked.setdefault(target, wanted if type(wanted) is str else "")
            if targets:
                found[path] = targets
        return found

    def _project(self) -> Component | None:
        entry = {**self._data, **self._root}
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            return None
        version = text_of(entry.get("version"))
        line = self._lines.of("") if self._root else 1
        return Component(
            purl=package_url(name.strip(), version),
            name=name.strip(),
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            kind=ComponentKind.APPLICATION,
            roles=(Role.ROOT,),
            ref=ROOT,
            licenses=licenses_of(self._root, line),
            line=line,
        )

    def _component(self, path: str, entry: Any) -> Component | None:
        line = self._lines.of(path)
        if type(entry) is not dict:
            self._lost(path, line, "is no object")
            return None
        if len(path) > _MAX_PATH:
            self._lost(path, line, "has an install path that is too long")
            return None
        get = entry.get
        known_as = self._link_names.get(path) or name_of(path)
        name = get("name") or known_as
        if type(name) is not str or not is_name(name):
            self._lost(path, line, "has no usable package name")
            return None
        version = get("version") or ""
        if type(version) is not str:
            version = str(version) if isinstance(version, int | float) else ""
        roles: list[Role] = []
        properties: list[tuple[str, str]] = []
        address, origin = "", None
        resolved = get("resolved")
        if resolved and type(resolved) is str:
            address, origin = without_credentials(resolved), role_of(resolved)
        if "node_modules/" not in path:
            roles.append(Role.WORKSPACE if self._is_workspace(path) else Role.LOCAL)
        elif get("link"):
            origin = Role.LOCAL
        if origin is not None:
            roles.append(origin)
            if origin is Role.GIT and (commit := commit_of(address)):
                properties.append(("commit", commit))
        if name != known_as and "node_modules/" in path:
            roles.append(Role.ALIAS)
            properties.append(("alias", known_as))
        if get("inBundle"):
            roles.append(Role.BUNDLED)
        if ("os" in entry or "cpu" in entry) and (platform := platform_of(entry)):
            roles.append(Role.PLATFORM)
            properties.append(("platform", platform))
        _flags(entry, properties)
        wanted = self._asked.get(path)
        return Component(
            purl=package_url(name, version, role=origin, address=address),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            requirement=without_credentials(wanted) if wanted else "",
            scope=_scope(entry),
            roles=tuple(sorted(set(roles))) if roles else (),
            direct=wanted is not None if self._root else None,
            ref=path,
            module="" if path.startswith("node_modules/") else module_of(path),
            licenses=licenses_of(entry, line) if "license" in entry or "licenses" in entry else (),
            hashes=hashes_of(get("integrity")),
            download=address,
            line=line,
            properties=tuple(sorted(properties)) if properties else (),
        )

    def _lost(self, path: str, line: int | None, why: str) -> None:
        self._issues.append(
            Issue(kind=IssueKind.ENTRY, message=f"entry {why}", subject=path[:200], line=line)
        )


def _scope(entry: dict[str, Any]) -> Scope:
    if entry.get("dev"):
        return Scope.DEV
    return Scope.OPTIONAL if entry.get("optional") or entry.get("devOptional") else Scope.RUNTIME


def _flags(entry: dict[str, Any], properties: list[tuple[str, str]]) -> None:
    """Properties of the yes-or-no fields."""
    if entry.get("hasInstallScript"):
        properties.append(("install-script", "true"))
    if entry.get("peer"):
        properties.append(("peer", "true"))
    if entry.get("extraneous"):
        properties.append(("extraneous", "true"))
    if deprecated := entry.get("deprecated"):
        properties.append(("deprecated", text_of(deprecated) or "true"))
