"""Gradle files of one source together: catalogue accessors, variables of scripts above, locks.

- `libs.foo.bar` in a script becomes the library of `libs.versions.toml` (nearest one at or above
  the script's folder or its `gradle/` folder; then any of that name), or of the catalogue that
  the nearest settings script states.
- A variable that a script does not set is taken from the scripts in the folders above it, nearest
  first, and then from the other scripts of the source where all that set it agree.
- A catalogue entry that a script asks for gets the role DECLARED and `used-by`.
- A dependency of a script whose folder (or one above it) holds a gradle.lockfile with the same
  group and name gets the role DECLARED: the lock says the version.
"""

from collections.abc import Mapping

import msgspec

from sbom.component import Component, Role
from sbom.gradle.arguments import Call
from sbom.gradle.catalog import CatalogEntry, accessor, component_of
from sbom.gradle.requests import Catalog, components_of
from sbom.gradle.settings import InlineCatalog, resolved
from sbom.inventory import Inventory

_CATALOG = "gradle/catalog"
_BUILD = "gradle/build"
_MAX_USERS = 20


class _Script(msgspec.Struct, frozen=True):
    calls: list[Call]
    variables: dict[str, str]
    catalogs: list[InlineCatalog]


class _Table(msgspec.Struct, frozen=True):
    entries: list[CatalogEntry]
    bundles: dict[str, list[str]]
    versions: dict[str, str]


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """Inventories that change when catalogues, scripts and locks are seen together."""
    scripts: dict[str, _Script] = {}
    tables: dict[str, _Table] = {}
    locks: dict[str, set[str]] = {}
    for path, inventory in files.items():
        if path.endswith(".lockfile"):
            names = {c.name for c in inventory.components}
            locks.setdefault(_lock_folder(path), set()).update(names)
        for fragment in inventory.fragments:
            if fragment.kind == _BUILD:
                scripts[path] = msgspec.convert(fragment.data, _Script)
            elif fragment.kind == _CATALOG:
                tables[path] = msgspec.convert(fragment.data, _Table)
    build = _Build(scripts, tables)
    made = {
        path: tuple(_declared(c, path, locks) for c in build.components(path))
        for path in sorted(scripts)
    }
    for path in tables:
        made[path] = files[path].components
    changed: dict[str, Inventory] = {}
    for path, components in made.items():
        after = tuple(_used(c, build.users.get((path, c.ref), [])) for c in components)
        if after != files[path].components:
            changed[path] = msgspec.structs.replace(files[path], components=after)
    return changed


class _Build:
    """All scripts and catalogues of a source."""

    def __init__(self, scripts: Mapping[str, _Script], tables: Mapping[str, _Table]) -> None:
        self._scripts = scripts
        self._tables = tables
        self._everywhere = _agreed(scripts)
        self.users: dict[tuple[str, str], list[str]] = {}
        """Scripts that ask for an entry, by path of the catalogue and ref."""

    def components(self, path: str) -> tuple[Component, ...]:
        """What a settings script states and what a script asks for, with all that is known."""
        script = self._scripts[path]
        near = _catalogs(path, self._tables)
        settings, inlines = _inline(path, self._scripts)
        versions = {name: self._tables[where].versions for name, where in near.items()}
        catalog, owners = Catalog(), dict[tuple[str, str], str]()
        for name, where in near.items():
            catalog.add(name, self._tables[where].entries, self._tables[where].bundles)
        for inline in inlines:
            known = versions.get(inline.name, {})
            versions[inline.name] = {**known, **inline.versions}
            catalog.add(inline.name, _settle(inline, known), inline.bundles)
            owners.update({(inline.name, e.ref): settings for e in inline.entries})
        variables = _variables(path, self._scripts, self._everywhere)
        for name, table in versions.items():
            variables.update({f"{name}.versions.{accessor(a)}": v for a, v in table.items() if v})
        asked = components_of(script.calls, variables, catalog)
        for name, ref in sorted(catalog.used):
            owner = owners.get((name, ref)) or near.get(name, "")
            self.users.setdefault((owner, ref), []).append(path)
        stated = (
            component_of(entry, [])
            for inline in script.catalogs
            for entry in _settle(inline, versions.get(inline.name, {}))
        )
        return (*stated, *asked)


def _folders(path: str) -> list[str]:
    """Folders from the file's own up to the top (an empty text)."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:n]) for n in range(len(parts), -1, -1)]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _lock_folder(path: str) -> str:
    """Folder of the project that a lock file is of."""
    folder = _folder(path)
    if folder.rpartition("/")[2] == "dependency-locks":
        folder = _folder(folder)
        return _folder(folder) if folder.rpartition("/")[2] == "gradle" else folder
    return folder


def _catalogs(path: str, tables: Mapping[str, _Table]) -> dict[str, str]:
    """Name of a catalogue to the file that a script sees under it."""
    above = {folder: rank for rank, folder in enumerate(_folders(path))}
    found: dict[str, tuple[int, str]] = {}
    for where in sorted(tables):
        name = where.rpartition("/")[2].removesuffix(".versions.toml")
        folder = _folder(where)
        home = _folder(folder) if folder.rpartition("/")[2] == "gradle" else folder
        rank = above.get(home, len(above))
        if name not in found or rank < found[name][0]:
            found[name] = rank, where
    return {name: where for name, (_, where) in found.items()}


def _inline(path: str, scripts: Mapping[str, _Script]) -> tuple[str, list[InlineCatalog]]:
    """The nearest settings script at or above a script, and the catalogues it states."""
    for folder in _folders(path):
        prefix = f"{folder}/" if folder else ""
        for base in ("settings.gradle", "settings.gradle.kts"):
            script = scripts.get(prefix + base)
            if script is not None:
                return prefix + base, script.catalogs
    return "", []


def _settle(inline: InlineCatalog, versions: Mapping[str, str]) -> list[CatalogEntry]:
    """Entries with the versions that the catalogue file of the same name states."""
    return [
        resolved(e, versions[e.version_alias])
        if e.missing_ref and e.version_alias in versions
        else e
        for e in inline.entries
    ]


def _agreed(scripts: Mapping[str, _Script]) -> dict[str, str]:
    """Variables that every script that sets them gives the same value."""
    found: dict[str, str | None] = {}
    for script in scripts.values():
        for name, value in script.variables.items():
            found[name] = value if found.get(name, value) == value else None
    return {name: value for name, value in found.items() if value is not None}


def _variables(
    path: str, scripts: Mapping[str, _Script], everywhere: Mapping[str, str]
) -> dict[str, str]:
    variables = dict(everywhere)
    for folder in reversed(_folders(path)):
        prefix = f"{folder}/" if folder else ""
        for base in ("settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"):
            script = scripts.get(prefix + base)
            if script is not None:
                variables.update(script.variables)
    variables.update(scripts[path].variables)
    return variables


def _declared(component: Component, path: str, locks: Mapping[str, set[str]]) -> Component:
    """With the role DECLARED when a lock of its own folder or one above knows it."""
    if Role.DECLARED in component.roles:
        return component
    for folder in _folders(path):
        if component.name in locks.get(folder, ()):
            roles = tuple(sorted({*component.roles, Role.DECLARED}))
            return msgspec.structs.replace(component, roles=roles)
    return component


def _used(component: Component, paths: list[str]) -> Component:
    if not paths:
        return component
    listed = ", ".join(sorted(set(paths))[:_MAX_USERS])
    properties = {**dict(component.properties), "used-by": listed}
    return msgspec.structs.replace(
        component,
        roles=tuple(sorted({*component.roles, Role.DECLARED})),
        properties=tuple(sorted(properties.items())),
    )
