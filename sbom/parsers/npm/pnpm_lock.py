"""pnpm-lock.yaml, lockfileVersion 5.0 to 9.0, also with several YAML documents.

Every entry under `packages` becomes one component (versions 5 and 6 have one entry per set of
peers). Rules:

- root: a pnpm lock does not name the project; no ROOT component.
- workspaces: a `link:` to the folder of another importer is a WORKSPACE, any other link is LOCAL;
  one component per folder, its version ABSENT.
- scope: versions 5 and 6 state `dev` and `optional`; from version 7 it follows from what the
  importers reach. Packages of `configDependencies` and `packageManagerDependencies` are BUILD.
- direct: an importer asks for it.
- alias: an importer or package knows it by another name; role ALIAS, property `alias`.
- git, tarball, directory: GIT, URL, LOCAL; property `commit`. Language runtimes are STDLIB.
- platform-bound, deprecated, with an install script, patched (property `patch`), from a catalogue
  (property `catalog`).
- peers: from version 7 one package may be installed once per set of peers (`snapshots`); it stays
  one component, property `peer-variants` says how many; its edges are those of all together.
- several documents (pnpm 11 keeps its own tools in the first): all are read; equal keys are one
  entry.
- fragment `lock/forced`: names that `overrides` force on everyone; `*` where a hook (`.pnpmfile.cjs`)
  may have changed any requirement.

Source: pnpm documentation and source, lock file types 5.0 to 9.0.
"""

from typing import Any

from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.integrity import hashes_of
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.npm.address import commit_of, role_of, without_credentials
from sbom.npm.fields import platform_of, text_of
from sbom.npm.identity import is_name, package_url, split_descriptor
from sbom.npm.pnpm_importers import Asked, asked_of, importers_of
from sbom.npm.pnpm_path import joined, read_path, without_peers
from sbom.reach import scopes_of
from sbom.readers.lock_yaml import loads_lock_yaml
from sbom.readers.text import decode
from sbom.readers.yaml_values import YamlMap
from sbom.source import SourceFile

_FIELDS = {
    "lockfileVersion",
    "shrinkwrapVersion",
    "packages",
    "importers",
    "dependencies",
    "devDependencies",
    "specifiers",
}


def parse(source: SourceFile) -> Inventory:
    """Facts of one lock file.

    Raises:
        ParseError: not YAML, or no mapping in it.
        NotThisFormatError: a mapping without any field of a lock.
    """
    documents = loads_lock_yaml(decode(source.content))
    locks = [d for d in documents if isinstance(d, YamlMap)]
    if not locks:
        raise ParseError("holds no YAML mapping")
    if not any(_FIELDS & d.keys() for d in locks):
        raise NotThisFormatError("has none of the fields of a pnpm lock")
    parts = [_Reading(d) for d in locks]
    components: dict[str, Component] = {}
    edges: dict[str, set[str]] = {}
    issues: list[Issue] = []
    for part in parts:
        for made in part.components():
            components.setdefault(made.ref, made)
        for ref, targets in part.edges.items():
            edges.setdefault(ref, set()).update(targets)
        issues.extend(part.issues)
    return Inventory(
        components=tuple(components.values()),
        dependencies=tuple(
            Dependency(ref=ref, targets=kept)
            for ref, targets in edges.items()
            if ref in components and (kept := tuple(sorted(targets & components.keys())))
        ),
        fragments=(
            (Fragment(kind="lock/forced", data=forced),) if (forced := _forced(locks)) else ()
        ),
        issues=tuple(issues),
        format_version=str(
            locks[-1].get("lockfileVersion") or locks[-1].get("shrinkwrapVersion") or ""
        ),
        expects_components=any(d.get("packages") for d in locks),
    )


def _forced(locks: list[YamlMap]) -> list[str]:
    """Names of which something else than the manifests decides the version, sorted."""
    found: set[str] = set()
    for lock in locks:
        overrides = lock.get("overrides")
        if isinstance(overrides, dict):
            found |= {split_descriptor(k.rpartition(">")[2])[0] for k in overrides}
        if lock.get("pnpmfileChecksum"):
            found.add("*")
    return sorted(found)


class _Reading:
    """The state of reading one document."""

    def __init__(self, data: YamlMap) -> None:
        self.issues: list[Issue] = []
        self.edges: dict[str, set[str]] = {}
        packages = data.get("packages")
        self._packages = packages if isinstance(packages, YamlMap) else YamlMap(1)
        if packages is not None and packages is not self._packages:
            note = "`packages` is not a mapping; nothing in it was read"
            self.issues.append(Issue(kind=IssueKind.ENTRY, subject="packages", message=note))
        snapshots = data.get("snapshots")
        self._snapshots = snapshots if isinstance(snapshots, YamlMap) else None
        self._aliases: dict[str, str] = {}
        self._links: dict[str, tuple[Asked, str]] = {}
        self._asked: dict[str, Asked] = {}
        self._importers = importers_of(data).keys()
        self._patches = _patches(data.get("patchedDependencies"))
        self._optional: dict[str, set[str]] = {}
        self._copies: dict[str, int] = {}
        self._package_edges()
        self._scopes = self._importer_edges(data)

    def _package_edges(self) -> None:
        source = self._packages if self._snapshots is None else self._snapshots
        peers = self._snapshots is not None
        for key, entry in source.items():
            if peers and "(" in key:
                bare = without_peers(key)
                self._copies[bare] = self._copies.get(bare, 0) + 1
            if not isinstance(entry, dict):
                continue
            needs, more = entry.get("dependencies"), entry.get("optionalDependencies")
            if not needs and not more:
                continue
            ref = without_peers(key) if peers else key
            targets = self.edges.setdefault(ref, set())
            for field in (needs, more):
                if not isinstance(field, dict):
                    continue
                for name, version in field.items():
                    target = self._target(name, version if type(version) is str else str(version))
                    if target:
                        targets.add(target)
                        if field is more:
                            self._optional.setdefault(ref, set()).add(target)

    def _target(self, name: str, version: str) -> str | None:
        """Key of the package that `name: version` means."""
        if self._snapshots is not None:
            version = without_peers(version)
        packages = self._packages
        for key in (f"{name}@{version}", f"/{name}@{version}", f"/{name}/{version}"):
            if key in packages:
                return key
        if version in packages:
            known = read_path(version).name
            if known and known != name:
                self._aliases.setdefault(version, name)
            return version
        return None

    def _importer_edges(self, data: YamlMap) -> dict[str, Scope]:
        starts: dict[Scope, list[str]] = {}
        for asked in asked_of(data):
            if asked.version.startswith("link:"):
                folder = joined(asked.importer, asked.version[5:])
                target: str | None = f"link:{folder}"
                self._links.setdefault(f"link:{folder}", (asked, folder))
            else:
                target = self._target(asked.name, asked.version)
                if target is None:
                    continue
                self._asked.setdefault(target, asked)
                starts.setdefault(asked.scope, []).append(target)
            if target:
                self.edges.setdefault(f"link:{asked.importer}", set()).add(target)
        if self._snapshots is None and any(
            isinstance(e, dict) and "dev" in e for e in self._packages.values()
        ):
            return {}
        return scopes_of(starts, self.edges, self._optional)

    def components(self) -> list[Component]:
        """Workspaces and links first, then the packages in the order of the file."""
        found = [self._link(ref, *link) for ref, link in self._links.items()]
        lines = self._packages.key_lines
        for key, value in self._packages.items():
            made = self._package(key, {} if value is None else value, lines[key])
            if made is not None:
                found.append(made)
        return found

    def _link(self, ref: str, asked: Asked, folder: str) -> Component:
        return Component(
            purl=package_url(asked.name),
            name=asked.name,
            version_kind=VersionKind.ABSENT,
            requirement=asked.wanted,
            scope=asked.scope,
            roles=(Role.WORKSPACE if folder in self._importers else Role.LOCAL,),
            direct=True,
            ref=ref,
            module=folder if folder in self._importers else "",
            line=asked.line,
        )

    def _package(self, key: str, entry: Any, line: int) -> Component | None:
        if not isinstance(entry, dict):
            self._lost(key, line, "is no mapping")
            return None
        get = entry.get
        parts = read_path(key)
        name = get("name") or parts.name
        if type(name) is not str or not is_name(name):
            self._lost(key, line, "has no usable package name")
            return None
        stated = get("version")
        version = (
            str(stated)
            if stated is not None and not isinstance(stated, dict | list)
            else parts.version
        )
        address, origin, integrity = _resolution(get("resolution"), parts.reference)
        roles: list[Role] = [] if origin is None else [origin]
        properties: list[tuple[str, str]] = []
        if origin is Role.GIT and (commit := commit_of(address)):
            properties.append(("commit", commit))
        if alias := self._aliases.get(key):
            roles.append(Role.ALIAS)
            properties.append(("alias", alias))
        if ("os" in entry or "cpu" in entry or "libc" in entry) and (
            platform := platform_of(entry)
        ):
            roles.append(Role.PLATFORM)
            properties.append(("platform", platform))
        if get("requiresBuild"):
            properties.append(("install-script", "true"))
        if deprecated := get("deprecated"):
            properties.append(("deprecated", text_of(deprecated) or "true"))
        if self._patches and (
            patch := self._patches.get(f"{name}@{version}") or self._patches.get(name)
        ):
            properties.append(("patch", patch))
        if (copies := self._copies.get(key, 1)) > 1:
            properties.append(("peer-variants", str(copies)))
        asked = self._asked.get(key)
        if asked is not None and asked.catalog:
            properties.append(("catalog", asked.catalog))
        return Component(
            purl=package_url(name, version, role=origin, address=address),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            requirement="" if asked is None else without_credentials(asked.wanted),
            scope=self._scope(key, entry),
            roles=tuple(sorted(roles)) if roles else (),
            direct=asked is not None,
            ref=key,
            hashes=hashes_of(integrity),
            download=address,
            line=line,
            properties=tuple(sorted(properties)) if properties else (),
        )

    def _scope(self, key: str, entry: dict[str, Any]) -> Scope:
        if self._scopes:
            return self._scopes.get(key, Scope.UNKNOWN)
        if entry.get("dev") is True:
            return Scope.DEV
        return Scope.OPTIONAL if entry.get("optional") is True else Scope.RUNTIME

    def _lost(self, key: str, line: int, why: str) -> None:
        self.issues.append(
            Issue(kind=IssueKind.ENTRY, message=f"entry {why}", subject=key[:200], line=line)
        )


def _resolution(value: Any, reference: str) -> tuple[str, Role | None, object]:
    """Address without credentials, the role it gives, and the integrity."""
    if not isinstance(value, dict):
        return without_credentials(reference), role_of(reference), None
    integrity = value.get("integrity")
    if len(value) == 1 and integrity is not None and not reference:
        return "", None, integrity
    kind = value.get("type")
    if kind == "git":
        repository, commit = text_of(value.get("repo")), text_of(value.get("commit"))
        return (
            without_credentials(f"{repository}#{commit}" if commit else repository),
            Role.GIT,
            integrity,
        )
    if kind == "directory":
        return f"file:{text_of(value.get('directory'))}", Role.LOCAL, integrity
    if reference.startswith("runtime:"):
        return "", Role.STDLIB, integrity
    address = text_of(value.get("tarball")) or reference
    role = role_of(address)
    if role is None and reference:
        role = role_of(reference)
    return without_credentials(address), role, integrity


def _patches(value: Any) -> dict[str, str]:
    """Patch files by `name@version` or name."""
    if not isinstance(value, dict):
        return {}
    found = {}
    for key, patch in value.items():
        path = patch.get("path") or patch.get("hash") if isinstance(patch, dict) else patch
        found[key] = path if isinstance(path, str) else "yes"
    return found
