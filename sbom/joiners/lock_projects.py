"""Which manifests a lock governs: those beside it, and the workspaces below it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sbom.component import Component, Role
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.match import format_of
from sbom.npm.workspaces import WorkspaceMatcher

MANIFESTS = frozenset(
    {
        "npm/package-json",
        "pypi/pyproject",
        "composer/json",
        "cargo/manifest",
        "helm/chart",
        "pub/pubspec",
        "julia/project",
        "conan/conanfile-txt",
        "conan/conanfile-py",
        "nuget/paket-dependencies",
        "gem/gemfile",
        "gem/gemspec",
        "hex/mix-exs",
        "hex/rebar-config",
        "hackage/stack",
        "hackage/cabal",
        "swift/package-swift",
        "cocoapods/podfile",
    }
)
"""Formats that say what a project asks for; the other formats of this joiner are locks."""
_PEP_503 = lazy(r"[-_.]+")
_MEMBER = frozenset({Role.ROOT, Role.WORKSPACE, Role.LOCAL})

Fold = Callable[[str], str]


def _pypi(name: str) -> str:
    return _PEP_503.sub("-", name).lower()


def _cargo(name: str) -> str:
    return name.replace("_", "-")


_FOLDS: dict[str, Fold] = {
    "pypi": _pypi,
    "composer": str.lower,
    "cargo": _cargo,
    "nuget": str.lower,
}


class Project(NamedTuple):
    """One manifest that a lock governs."""

    path: str
    folder: str
    """Relative to the folder of the lock; empty for the same folder."""
    inventory: Inventory


class LockGroup(NamedTuple):
    """One lock with its manifests."""

    path: str
    fold: Fold
    """Brings a name to the form in which the ecosystem compares names."""
    lock: Inventory
    projects: list[Project]


def groups_of(files: Mapping[str, Inventory]) -> list[LockGroup]:
    """Every lock that governs at least one manifest, in the order of paths."""
    locks: dict[tuple[str, str], list[LockGroup]] = {}
    manifests: dict[tuple[str, str], list[str]] = {}
    for path in sorted(files):
        entry = format_of(path)
        if entry is None:
            continue
        ecosystem = entry.name.partition("/")[0]
        folder = path.rpartition("/")[0]
        if entry.name in MANIFESTS:
            if "node_modules" not in path.split("/"):
                manifests.setdefault((ecosystem, folder), []).append(path)
        else:
            group = LockGroup(path, _FOLDS.get(ecosystem, str), files[path], [])
            locks.setdefault((ecosystem, folder), []).append(group)
    members = {id(g): _Members(g) for found in locks.values() for g in found}
    asking = [(e, folder, p) for (e, folder), paths in manifests.items() for p in paths]
    for ecosystem, folder, path in asking:
        above: str | None = folder
        while above is not None:
            relative = folder[len(above) :].strip("/")
            beside = next(iter(manifests.get((ecosystem, above), ())), "")
            governed = False
            for group in locks.get((ecosystem, above), ()):
                covers = members[id(group)].covers
                if not relative or covers(relative, files[path], files.get(beside)):
                    group.projects.append(Project(path, relative, files[path]))
                    governed = True
            if governed:
                break
            above = above.rpartition("/")[0] if above else None
    return [g for found in locks.values() for g in found if g.projects]


def root_of(inventory: Inventory) -> Component | None:
    """The component that is the project itself, or None."""
    return next((c for c in inventory.components if Role.ROOT in c.roles), None)


class _Members:
    """The folders and names of the projects that a lock itself lists."""

    def __init__(self, group: LockGroup) -> None:
        own = [c for c in group.lock.components if c.roles and not _MEMBER.isdisjoint(c.roles)]
        self._fold = group.fold
        self._folders = {c.module for c in own} | {c.ref.removeprefix("link:") for c in own}
        self._names = {group.fold(c.name) for c in own}
        self._matchers: dict[int, WorkspaceMatcher] = {}

    def covers(self, folder: str, manifest: Inventory, beside: Inventory | None) -> bool:
        """Whether the lock governs the manifest at `folder`; `beside` is the lock's own one."""
        if folder in self._folders:
            return True
        root = root_of(manifest)
        if root is not None and self._fold(root.name) in self._names:
            return True
        if beside is None:
            return False
        matcher = self._matchers.get(id(beside))
        if matcher is None:
            patterns = [
                p
                for f in beside.fragments
                if f.kind == "workspaces" and isinstance(f.data, list)
                for p in f.data
                if isinstance(p, str)
            ]
            matcher = self._matchers[id(beside)] = WorkspaceMatcher(patterns)
        return matcher(folder)
