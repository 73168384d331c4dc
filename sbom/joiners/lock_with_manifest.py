"""A lock knows the exact versions, its manifest knows why: each tells the other.

For every lock and the manifests it governs (the one beside it and those of its workspaces):

- requirements of the manifest that the lock resolved get role DECLARED; those that turn out to be
  another package of the same repository get WORKSPACE as well, also where the lock does not list
  the packages of the repository (Yarn 1);
- the entry in the lock gets the requirement, and `direct` where the lock does not say;
- where the lock does not state the scope, it follows from what the manifests' runtime, optional,
  build, test and development requirements reach in the lock's graph, the strongest first.

What no manifest reaches keeps its scope. Two locks beside one manifest are both settled.
Requirements that a lock does not meet are told as `sbom.joiners.lock_step` describes.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from sbom.component import Component, Role, Scope
from sbom.inventory import Descriptor, Inventory
from sbom.joiners.lock_projects import LockGroup, Project, groups_of, root_of
from sbom.joiners.lock_step import LockCheck, inherited
from sbom.joiners.lock_targets import LockTargets, optional_edges
from sbom.reach import scopes_of

_NOT_ASKED = frozenset({Role.ROOT, Role.CONSTRAINT, Role.PARENT})
_OWN = frozenset({Role.ROOT, Role.WORKSPACE})


def join(files: Mapping[str, Inventory]) -> Mapping[str, Inventory]:
    """Inventories that changed, by path.

    Args:
        files: Locks and manifests of one source by path; others are left alone.
    """
    changed: dict[str, Inventory] = {}
    marks = _Marks()
    for group in groups_of(files):
        settled = _settle(group, marks)
        if settled is not group.lock:
            changed[group.path] = settled
    for path in marks.paths():
        marked = marks.on(path, files[path])
        if marked is not files[path]:
            changed[path] = marked
    return changed


class _Marks:
    """What the locks know of manifests: roles of their entries, and descriptors."""

    def __init__(self) -> None:
        self._roles: dict[str, dict[int, set[Role]]] = {}
        self._told: dict[str, list[Descriptor]] = {}

    def add(self, path: str, position: int, *roles: Role) -> None:
        """Note roles of the entry at a position."""
        self._roles.setdefault(path, {}).setdefault(position, set()).update(roles)

    def tell(self, path: str, descriptors: Iterable[Descriptor]) -> None:
        """Note descriptors of a manifest."""
        self._told.setdefault(path, []).extend(descriptors)

    def paths(self) -> list[str]:
        """Manifests of which something was noted."""
        return sorted(self._roles.keys() | self._told.keys())

    def on(self, path: str, inventory: Inventory) -> Inventory:
        """The manifest with what was noted; itself when that is nothing new."""
        components = list(inventory.components)
        for position, roles in self._roles.get(path, {}).items():
            old = components[position]
            merged = tuple(sorted(roles.union(old.roles)))
            if merged != old.roles:
                components[position] = msgspec.structs.replace(old, roles=merged)
        told = [d for d in self._told.get(path, ()) if d not in inventory.descriptors]
        same = all(n is o for n, o in zip(components, inventory.components, strict=True))
        if same and not told:
            return inventory
        return msgspec.structs.replace(
            inventory,
            components=tuple(components),
            descriptors=(*inventory.descriptors, *told),
        )


class _Reach(NamedTuple):
    """What the manifests of a lock ask of it."""

    starts: dict[Scope, list[str]]
    """Refs of the lock by the scope they are asked for."""
    asked: dict[str, str]
    """Requirement by ref of the lock."""
    replaced: dict[str, tuple[str, ...]]
    """By ref of a project in the lock: what it needs at run time."""


def _settle(group: LockGroup, marks: _Marks) -> Inventory:
    """The lock with what its manifests know; notes what it resolved, and what it does not meet."""
    targets = LockTargets(group.lock, group.fold)
    check = LockCheck(group, targets)
    edges: dict[str, tuple[str, ...]] = {d.ref: d.targets for d in group.lock.dependencies}
    reach = _Reach({}, {}, {})
    siblings = _siblings(group)
    shared = inherited(group)
    for project in group.projects:
        own = targets.own(project)
        within = edges.get(own.ref, ()) if own is not None else ()
        firm: list[str] = []
        for position, entry in _asked(project, shared):
            target = targets.find(entry, project, within)
            if (
                target is None
                and siblings.get(group.fold(entry.name), project.path) != project.path
            ):
                marks.add(project.path, position, Role.DECLARED, Role.WORKSPACE)
                continue
            check.see(project, entry, target, within)
            if target is None:
                continue
            marks.add(project.path, position, Role.DECLARED)
            if target.roles and not _OWN.isdisjoint(target.roles):
                marks.add(project.path, position, Role.WORKSPACE)
            reach.starts.setdefault(entry.scope, []).append(target.ref)
            reach.asked.setdefault(target.ref, entry.requirement)
            if entry.scope in (Scope.RUNTIME, Scope.OPTIONAL):
                firm.append(target.ref)
        if own is not None:
            reach.replaced[own.ref] = tuple(firm)
    for path, descriptors in check.descriptors():
        marks.tell(path, descriptors)
    return _reached(group.lock, edges, reach)


def _reached(lock: Inventory, edges: Mapping[str, tuple[str, ...]], reach: _Reach) -> Inventory:
    """The lock with requirements, directness and scopes; itself when nothing is new."""
    if not reach.asked:
        return lock
    scopes = scopes_of(reach.starts, {**edges, **reach.replaced}, optional_edges(lock))
    components = tuple(_informed(c, reach.asked, scopes) for c in lock.components)
    if all(new is old for new, old in zip(components, lock.components, strict=True)):
        return lock
    return msgspec.structs.replace(lock, components=components)


def _siblings(group: LockGroup) -> dict[str, str]:
    """Path of the manifest by folded name, of the projects that share a lock."""
    if len(group.projects) == 1:
        return {}
    roots = [(root_of(p.inventory), p.path) for p in group.projects]
    return {group.fold(root.name): path for root, path in roots if root is not None}


def _asked(project: Project, shared: Mapping[str, Component]) -> list[tuple[int, Component]]:
    """Direct requirements of a manifest with their positions; inherited ones as the workspace has them."""
    return [
        (i, _settled(c, shared) if c.version == "workspace" else c)
        for i, c in enumerate(project.inventory.components)
        if c.direct and _NOT_ASKED.isdisjoint(c.roles)
    ]


def _settled(entry: Component, shared: Mapping[str, Component]) -> Component:
    """A requirement that is inherited (`workspace = true`), as it stands in the workspace."""
    known = shared.get(entry.name)
    if known is None:
        return entry
    return msgspec.structs.replace(
        known,
        scope=entry.scope,
        roles=tuple(r for r in known.roles if r is not Role.CONSTRAINT),
        direct=True,
        ref=entry.ref,
        line=entry.line,
    )


def _informed(
    component: Component, asked: Mapping[str, str], scopes: Mapping[str, Scope]
) -> Component:
    ref = component.ref
    changes: dict[str, bool | str | Scope] = {}
    if not ref or (component.roles and Role.ROOT in component.roles):
        return component
    if component.direct is None and not (component.roles and Role.WORKSPACE in component.roles):
        changes["direct"] = ref in asked
    elif component.direct is False and ref in asked:
        changes["direct"] = True
    if not component.requirement and asked.get(ref):
        changes["requirement"] = asked[ref]
    if component.scope is Scope.UNKNOWN and ref in scopes:
        changes["scope"] = scopes[ref]
    return msgspec.structs.replace(component, **changes) if changes else component
