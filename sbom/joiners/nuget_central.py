"""MSBuild files of one source together: shared properties, central versions, locks.

Around a project MSBuild reads the nearest Directory.Build.props above it (and what that imports),
the nearest Directory.Packages.props, the imports of the project, and the nearest
Directory.Build.targets. An import is followed when it is a literal path, uses
`$(MSBuildThisFileDirectory)`, or is the usual `GetPathOfFileAbove` call; it must lie in the
source.

- A PackageReference without version, also one in a shared file, takes the central one:
  PackageVersion, or PackageReference `Update` in a shared file; `managed-in` names the file.
  VersionOverride and an own version win.
- ManagePackageVersionsCentrally=false switches Directory.Packages.props off for a project.
- A package that packages.lock.json or packages.config in the project's folder lists is DECLARED.
- ProjectReference gets the name and version of the project it points to.
"""

from collections.abc import Iterator, Mapping

import msgspec

from sbom.component import Component, Role, VersionKind
from sbom.inventory import Inventory
from sbom.msbuild.components import Central
from sbom.msbuild.evaluation import Properties
from sbom.msbuild.inventory import FRAGMENT, components_of
from sbom.msbuild.model import File

_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_PACKAGES = "directory.packages.props"
_MAX_IMPORTS = 100


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """Inventories of projects and shared files that change when seen together."""
    models: dict[str, File] = {}
    locks: dict[str, set[str]] = {}
    for path, inventory in files.items():
        base = path.rpartition("/")[2].lower()
        if base in {"packages.lock.json", "packages.config"}:
            names = {c.name.lower() for c in inventory.components}
            locks.setdefault(_folder(path), set()).update(names)
        for fragment in inventory.fragments:
            if fragment.kind == FRAGMENT:
                models[path] = msgspec.convert(fragment.data, File)
    solution = _Solution(models)
    changed: dict[str, Inventory] = {}
    roots: dict[str, Component] = {}
    made: dict[str, tuple[Component, ...]] = {}
    for path in models:
        components, dependencies = solution.components(path)
        made[path] = components
        if path.lower().endswith(_PROJECTS):
            roots[path.lower()] = components[0]
        before = files[path]
        if (components, dependencies) != (before.components, before.dependencies):
            changed[path] = msgspec.structs.replace(
                before, components=components, dependencies=dependencies
            )
    for path, components in made.items():
        known = locks.get(_folder(path), set()) if path.lower().endswith(_PROJECTS) else set()
        after = tuple(_settled(c, path, known, roots) for c in components)
        if after != components:
            changed[path] = msgspec.structs.replace(
                changed.get(path, files[path]), components=after
            )
    return changed


class _Solution:
    """All MSBuild files of a source."""

    def __init__(self, models: Mapping[str, File]) -> None:
        self._models = models
        # MSBuild comes from file systems that ignore case.
        self._paths = {path.lower(): path for path in sorted(models, reverse=True)}

    def components(self, path: str) -> tuple[tuple[Component, ...], tuple[object, ...]]:
        """Components and edges of one file in its context."""
        is_project = path.lower().endswith(_PROJECTS)
        before = self._around(path, "directory.build.props")
        packages = self._around(path, _PACKAGES) or self._around(path, "packages.props")
        after = self._around(path, "directory.build.targets") if is_project else []
        own = [p for p in self._imported(path) if p != path]
        files = {p: self._models[p] for p in [*before, *packages, *own]}
        central: dict[str, Central] = {}
        properties = Properties([*files.values(), self._models[path]])
        managed = properties.get("ManagePackageVersionsCentrally").lower() != "false"
        for shared in [*files, *after]:
            if shared != path and (managed or shared.rpartition("/")[2].lower() != _PACKAGES):
                self._central(shared, properties, central)
        return components_of(
            path,
            self._models[path],
            before=[f for p, f in files.items() if p != path],
            after=[self._models[p] for p in after if p != path],
            central=central,
            is_project=is_project,
        )

    def _central(self, path: str, properties: Properties, found: dict[str, Central]) -> None:
        """Versions that a shared file states; a later file wins."""
        for item in self._models[path].items:
            stated = properties.expand(item.metadata.get("Version", ""))
            shared = item.tag == "PackageVersion" or (
                item.tag == "PackageReference" and item.action == "Update"
            )
            if shared and stated and item.action != "Remove":
                found[properties.expand(item.id).lower()] = Central(stated, path)

    def _around(self, path: str, name: str) -> list[str]:
        """The nearest file of that name at or above, what it imports first."""
        own = path.rpartition("/")[2].lower() == name
        nearest = self._above(_folder(path), name)
        if nearest is None or (own and nearest == path):
            return []
        return self._imported(nearest)

    def _above(self, folder: str, name: str) -> str | None:
        parts = folder.split("/") if folder else []
        for count in range(len(parts), -1, -1):
            candidate = "/".join([*parts[:count], name]).lower()
            if candidate in self._paths:
                return self._paths[candidate]
        return None

    def _imported(self, path: str) -> list[str]:
        """Files that one file imports, deepest first, then the file itself; rings are cut."""
        order: list[str] = []
        opened: set[str] = set()

        def visit(here: str) -> None:
            if here in opened or len(opened) > _MAX_IMPORTS:
                return
            opened.add(here)
            for target in self._targets(here):
                visit(target)
            order.append(here)

        visit(path)
        return order

    def _targets(self, path: str) -> Iterator[str]:
        for item in self._models[path].imports:
            if not item.project:
                continue
            target = self._target(path, item.project)
            if target is not None and target != path:
                yield target

    def _target(self, path: str, project: str) -> str | None:
        folder = _folder(path)
        text = project.replace("\\", "/")
        if "GetPathOfFileAbove" in text or "GetDirectoryNameOfFileAbove" in text:
            directory = "GetDirectoryNameOfFileAbove" in text
            name = text.rpartition("/")[2] if directory else _quoted(text)
            if "MSBuildThisFile" in name:
                name = path.rpartition("/")[2]
            return self._above(_folder(folder), name) if folder else None
        text = text.replace("$(MSBuildThisFileDirectory)", "./").replace(
            "$(MSBuildProjectDirectory)", "."
        )
        if "$(" in text:
            return None
        resolved = _resolve(folder, text)
        return None if resolved is None else self._paths.get(resolved.lower())


def _settled(
    component: Component, path: str, locked: set[str], roots: Mapping[str, Component]
) -> Component:
    """A project reference by what it points to; a locked package as DECLARED."""
    if Role.WORKSPACE in component.roles:
        resolved = _resolve(_folder(path), dict(component.properties).get("path", ""))
        root = None if resolved is None else roots.get(resolved.lower())
        if root is None:
            return component
        return msgspec.structs.replace(
            component,
            name=root.name,
            purl=root.purl,
            version=root.version,
            version_kind=root.version_kind,
        )
    if component.name.lower() not in locked or Role.ROOT in component.roles:
        return component
    if component.version_kind is VersionKind.ABSENT and Role.STDLIB in component.roles:
        return component
    roles = tuple(sorted({*component.roles, Role.DECLARED}))
    return msgspec.structs.replace(component, roles=roles)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _quoted(text: str) -> str:
    """First argument of a property function, `('Directory.Build.props', ...)`."""
    inner = text.partition("FileAbove(")[2]
    return inner.partition(",")[0].strip().strip("'\")")


def _resolve(folder: str, relative: str) -> str | None:
    """Path of `relative` seen from a folder; None when it leaves the source."""
    parts = folder.split("/") if folder else []
    for part in relative.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
