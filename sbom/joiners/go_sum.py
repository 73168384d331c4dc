"""Brings go.mod and the go.sum beside it together.

Modules of go.mod get the checksums (`h1`, `h1-go-mod`). In go.sum, versions that go.mod lists
become DECLARED doubles instead of INDIRECT_HASH. Before Go 1.17 go.mod names only part of what
is built in: then, of a module that go.mod does not name, the highest version whose content was
downloaded loses its flag as well (property `inferred`), because minimal version selection
builds that one. What is left stays INDIRECT_HASH. A direct requirement without checksum is told as
`sbom.joiners.lock_step` describes; one that is replaced is not.

Source: Go Modules Reference, "Minimal version selection" and "Module graph pruning".
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from sbom.component import Component, Role
from sbom.go_module import version_key
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE
from sbom.joiners.lock_step import descriptors_of
from sbom.readers.shape import pairs

_SKIP = frozenset({Role.ROOT, Role.STDLIB, Role.LOCAL})
_MOVED = frozenset({Role.CONSTRAINT, Role.REPLACED})
_CHECKSUMS = ("h1", "h1-go-mod")


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """The go.mod and go.sum inventories that changed, by path."""
    changed: dict[str, Inventory] = {}
    for path in sorted(files):
        folder, slash, name = path.rpartition("/")
        beside = f"{folder}{slash}go.sum"
        if name == "go.mod" and beside in files:
            manifest, changed[beside] = _joined(files[path], files[beside])
            changed[path] = _compared(manifest, files[beside], beside)
    return changed


def _compared(manifest: Inventory, sums: Inventory, path: str) -> Inventory:
    """The go.mod with what is told of the direct requirements that go.sum (at `path`) lacks."""
    asked = [
        c
        for c in manifest.components
        if c.direct and c.version and _SKIP.isdisjoint(c.roles) and _MOVED.isdisjoint(c.roles)
    ]
    if not asked or any(i.kind in INCOMPLETE for i in sums.issues):
        return manifest
    listed = {(c.name, c.version) for c in sums.components}
    wrong = [(c, "") for c in asked if (c.name, c.version) not in listed]
    told = descriptors_of(path, len(asked), wrong)
    more = tuple(d for d in told if d not in manifest.descriptors)
    return replace(manifest, descriptors=(*manifest.descriptors, *more))


def _joined(manifest: Inventory, sums: Inventory) -> tuple[Inventory, Inventory]:
    listed = {(c.name, c.version): c for c in sums.components}
    stated = {
        (c.name, c.version)
        for c in manifest.components
        if c.version and not _SKIP.intersection(c.roles) and Role.CONSTRAINT not in c.roles
    }
    names = {c.name for c in manifest.components}
    inferred: set[tuple[str, str]] = set()
    if _is_unpruned(manifest.format_version):
        inferred = _selected(c for c in sums.components if c.name not in names)
    new_manifest = replace(
        manifest,
        components=tuple(
            _with_checksums(c, listed[c.name, c.version])
            if (c.name, c.version) in stated and (c.name, c.version) in listed
            else c
            for c in manifest.components
        ),
    )
    new_sums = replace(
        sums, components=tuple(_flagged(c, stated, inferred) for c in sums.components)
    )
    return new_manifest, new_sums


def _is_unpruned(go: str) -> bool:
    """Whether a module of this `go` directive lists only part of its graph (before 1.17)."""
    parts = go.split(".")
    if not go:
        return True
    try:
        return (int(parts[0]), int(parts[1]) if len(parts) > 1 else 0) < (1, 17)
    except ValueError:
        return False


def _selected(components: Iterable[Component]) -> set[tuple[str, str]]:
    best: dict[str, str] = {}
    for component in components:
        if any(k == "h1" for k, _ in component.properties):
            known = best.get(component.name)
            if known is None or version_key(component.version) > version_key(known):
                best[component.name] = component.version
    return set(best.items())


def _with_checksums(component: Component, listed: Component) -> Component:
    facts = dict(component.properties)
    facts.update((k, v) for k, v in listed.properties if k in _CHECKSUMS)
    return replace(component, properties=tuple(sorted(facts.items())))


def _flagged(
    component: Component, stated: set[tuple[str, str]], inferred: set[tuple[str, str]]
) -> Component:
    key = (component.name, component.version)
    if key in stated:
        return replace(component, roles=(Role.DECLARED,))
    if key in inferred:
        facts = dict(component.properties) | dict(pairs(inferred="minimal version selection"))
        return replace(component, roles=(), direct=False, properties=tuple(sorted(facts.items())))
    return component
