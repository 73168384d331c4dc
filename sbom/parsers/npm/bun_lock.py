"""bun.lock, the text lock of Bun, versions 0 and 1.

Rules:

- Every entry of `packages` is a component, once per place in the tree. The real name stands before
  the version; when the key ends in another name the role is ALIAS.
- `workspaces`: the entry `""` is ROOT when it has a name, the others WORKSPACE; a `packages` entry
  that only points to one of them is not listed twice. `file:` and `link:` are LOCAL, git hosts GIT
  (ABSENT, property `commit`), archives URL.
- What a workspace asks for is direct. Scopes by reachability from the workspaces: `dependencies`
  and `peerDependencies` RUNTIME, `optionalDependencies` OPTIONAL, `devDependencies` DEV.
- `os` and `cpu` make a PLATFORM variant. `bundled` is BUNDLED.
- `overrides` are CONSTRAINT; `patchedDependencies` and `trustedDependencies` are properties.

Source: Bun documentation, "Lockfile"; Bun, `src/install/lockfile/bun.lock.zig`.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.gathering import Gathering, firmness
from sbom.integrity import hashes_of
from sbom.inventory import Inventory
from sbom.npm.address import commit_of, without_credentials
from sbom.npm.fields import platform_of, strings_of
from sbom.npm.identity import exact_version, is_name, package_url, split_descriptor
from sbom.npm.specifier import read_specifier
from sbom.reach import scopes_of
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile

_FIELDS = (
    ("dependencies", Scope.RUNTIME),
    ("optionalDependencies", Scope.OPTIONAL),
    ("peerDependencies", Scope.RUNTIME),
    ("devDependencies", Scope.DEV),
)
_MAX_KEY = 4096
_LOCAL = ("file:", "link:", "root:", "./", "../", "/")
_GIT = ("github:", "git+", "git:", "git@", "gitlab:", "bitbucket:", "ssh:")


def parse(source: SourceFile, /) -> Inventory:
    """Packages, workspaces and edges of a bun.lock.

    Raises:
        ParseError: not JSON (comments and trailing commas are allowed), or a version of the
            format that is no number.
        NotThisFormatError: neither `lockfileVersion` nor `workspaces`.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or not data.keys() & {"lockfileVersion", "workspaces"}:
        raise NotThisFormatError("holds neither `lockfileVersion` nor `workspaces`")
    version = data.get("lockfileVersion", 0)
    if not isinstance(version, int):
        raise ParseError("`lockfileVersion` is no number")
    return _Reading(data, content).inventory(str(version))


class _Reading:
    """The state of reading one lock."""

    def __init__(self, data: Mapping[str, Any], content: str) -> None:
        self._data = data
        self._workspaces = mapping(data.get("workspaces"))
        self._packages = mapping(data.get("packages"))
        self._lines = KeyLines(content, "packages")
        self._workspace_lines = KeyLines(content, "workspaces")
        self._patched = strings_of(data.get("patchedDependencies"))
        self._gathering = Gathering()
        self._edges: dict[str, list[str]] = {}
        self._optional: dict[str, list[str]] = {}
        self._starts: dict[Scope, list[str]] = {}
        self._wanted: dict[str, str] = {}

    def inventory(self, version: str) -> Inventory:
        members: dict[str, str] = {}
        for path, workspace in self._workspaces.items():
            if isinstance(workspace, dict):
                self._workspace(path, workspace)
                members[text(workspace.get("name"))] = path
        readable = {k: e for k, e in self._packages.items() if _identity(e)}
        for key, entry in readable.items():
            self._own_edges(key, entry)
        scopes = scopes_of(self._starts, self._edges, self._optional)
        for key, entry in self._packages.items():
            line = self._lines.of(key, ": [")
            if key not in readable or len(key) > _MAX_KEY:
                self._gathering.lost(key, "the entry does not begin with `name@version`", line)
            elif not split_descriptor(_identity(entry))[1].startswith("workspace:"):
                self._package(key, entry, scopes.get(key, Scope.UNKNOWN), line)
        for name, wanted in strings_of(self._data.get("overrides")).items():
            self._override(name, wanted)
        for ref, targets in self._edges.items():
            self._gathering.need(ref, targets)
        return self._gathering.inventory(version=version, expects=bool(self._packages))

    def _workspace(self, path: str, workspace: Mapping[str, Any]) -> None:
        ref = path or "."
        name = text(workspace.get("name"))
        targets = []
        for field, scope in _FIELDS:
            for wanted_name, wanted in strings_of(workspace.get(field)).items():
                key = self._find(name if path else "", wanted_name)
                if key is None:
                    continue
                self._starts.setdefault(scope, []).append(key)
                self._wanted.setdefault(key, without_credentials(wanted))
                targets.append(key)
        self._edges[ref] = targets
        line = self._workspace_lines.of(path, ":")
        if not name:
            return
        version = text(workspace.get("version"))
        self._gathering.add(
            Component(
                purl=package_url(name, version),
                name=name,
                version=version,
                version_kind=firmness(version),
                kind=ComponentKind.LIBRARY if path else ComponentKind.APPLICATION,
                roles=(Role.WORKSPACE,) if path else (Role.ROOT,),
                ref=ref,
                module=path,
                line=line,
            )
        )

    def _own_edges(self, key: str, entry: list[Any]) -> None:
        info = _info(entry)
        for field, scope in _FIELDS:
            for name in strings_of(info.get(field)):
                target = self._find(key, name)
                if target is None or target == key:
                    continue
                self._edges.setdefault(key, []).append(target)
                if scope is Scope.OPTIONAL:
                    self._optional.setdefault(key, []).append(target)

    def _find(self, key: str, name: str) -> str | None:
        """Key of what the entry at `key` gets when it asks for `name`: own, then outer levels."""
        if len(key) > _MAX_KEY:
            return None
        while key:
            inner = f"{key}/{name}"
            if inner in self._packages:
                return inner
            key = _outer(key)
        return name if name in self._packages else None

    def _package(self, key: str, entry: list[Any], scope: Scope, line: int | None) -> None:
        name, stated = split_descriptor(_identity(entry))
        known_as = _last(key)
        origin = _role(stated)
        info = _info(entry)
        roles = [origin] if origin else []
        version = ""
        if origin is None:
            version = exact_version(stated) or stated
        address = without_credentials(stated) if origin else ""
        if known_as != name:
            roles.append(Role.ALIAS)
        platform = platform_of(info)
        if platform:
            roles.append(Role.PLATFORM)
        if info.get("bundled") is True:
            roles.append(Role.BUNDLED)
        registry = entry[1] if len(entry) > 1 and isinstance(entry[1], str) and not origin else ""
        self._gathering.add(
            Component(
                purl=package_url(name, version, role=origin, address=address),
                name=name,
                version=version,
                version_kind=firmness(version),
                requirement=self._wanted.get(key, ""),
                scope=scope,
                roles=tuple(sorted(set(roles))),
                direct=key in self._wanted,
                ref=key,
                hashes=hashes_of(entry[-1]),
                download=address or without_credentials(registry),
                line=line,
                properties=pairs(
                    alias=known_as if known_as != name else "",
                    commit=_commit(stated) if origin is Role.GIT else "",
                    patched=self._patched.get(f"{name}@{stated}", ""),
                    platform=platform,
                ),
            )
        )

    def _override(self, name: str, wanted: str) -> None:
        asked = read_specifier(name, wanted)
        exact = asked.version if asked.kind is VersionKind.EXACT else ""
        self._gathering.add(
            Component(
                purl=package_url(asked.name, exact),
                name=asked.name,
                version=asked.version,
                version_kind=asked.kind,
                requirement=asked.text,
                scope=Scope.UNKNOWN,
                roles=(Role.CONSTRAINT,),
                ref=f"overrides/{name}",
            )
        )


def _identity(entry: object) -> str:
    """`name@version` at the head of an entry; empty when the entry has none."""
    if not isinstance(entry, list) or not entry or not isinstance(entry[0], str):
        return ""
    name, stated = split_descriptor(entry[0])
    return entry[0] if stated and is_name(name) else ""


def _info(entry: list[Any]) -> Mapping[str, Any]:
    return next((part for part in entry if isinstance(part, dict)), {})


def _role(stated: str) -> Role | None:
    if stated.startswith(_GIT):
        return Role.GIT
    if stated.startswith(("http://", "https://")):
        return Role.GIT if stated.partition("#")[0].endswith(".git") else Role.URL
    return Role.LOCAL if stated.startswith(_LOCAL) else None


def _commit(stated: str) -> str:
    return commit_of(stated) or stated.partition("#")[2]


def _outer(key: str) -> str:
    """`a/b` of `a/b/c`; a scope and its name are one part."""
    head, _, _ = key.rpartition("/")
    if head.rpartition("/")[2].startswith("@"):
        head = head.rpartition("/")[0]
    return head


def _last(key: str) -> str:
    """The package name that a key ends in."""
    outer = _outer(key)
    return key[len(outer) + 1 :] if outer else key
