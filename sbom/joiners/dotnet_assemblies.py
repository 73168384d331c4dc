"""Assemblies whose package a *.deps.json names: the package takes the place of what the file itself says.

An assembly states its own version, which is often another than that of the package (`System.Memory`
4.6.28619.01 comes in package 4.5.4). The application's *.deps.json says which package delivers which file. An
assembly in the folder of the *.deps.json or below it, whose file name one library delivers, gets the name,
version and purl of that library, role DECLARED, and keeps its own version in property `assembly-version`.
A file name that two libraries deliver, or none, leaves the assembly as it is.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from sbom.component import Component, Role
from sbom.inventory import Inventory

_LIST = "nuget/deps-json"


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """The inventories of assemblies that a list names."""
    lists = {p.rpartition("/")[0]: _delivered(i) for p, i in files.items() if _is_list(i)}
    if not lists:
        return {}
    changed = {}
    for path, inventory in files.items():
        if len(inventory.components) != 1 or _evidence(inventory.components[0]) != "assembly":
            continue
        known = _lookup(lists, path)
        if known is not None:
            changed[path] = replace(
                inventory, components=(_as_package(inventory.components[0], known),)
            )
    return changed


def _is_list(inventory: Inventory) -> bool:
    return any(f.kind == _LIST for f in inventory.fragments)


def _delivered(inventory: Inventory) -> dict[str, Component | None]:
    """The library by lower-case file name; None for one that several libraries deliver."""
    by_ref = {c.ref: c for c in inventory.components}
    found: dict[str, Component | None] = {}
    for fragment in inventory.fragments:
        if fragment.kind != _LIST:
            continue
        for ref, paths in fragment.data.items():
            library = by_ref.get(ref)
            for name in {str(p).rpartition("/")[2].lower() for p in paths}:
                before = found.setdefault(name, library)
                if before is not library:
                    found[name] = None
    return found


def _lookup(lists: Mapping[str, Mapping[str, Component | None]], path: str) -> Component | None:
    """What the nearest list at or above a file says of it."""
    folder, _, name = path.rpartition("/")
    while True:
        known = lists.get(folder)
        if known is not None:
            return known.get(name.lower())
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _evidence(component: Component) -> str:
    return dict(component.properties).get("evidence", "")


def _as_package(assembly: Component, package: Component) -> Component:
    facts = dict(assembly.properties)
    if assembly.version != package.version:
        facts.setdefault("assembly-version", assembly.version)
    return replace(
        assembly,
        purl=package.purl,
        name=package.name,
        version=package.version,
        version_kind=package.version_kind,
        roles=tuple(sorted({*package.roles, Role.DECLARED})),
        properties=tuple(sorted(facts.items())),
    )
