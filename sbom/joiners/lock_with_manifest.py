"""A lock knows the exact versions, its manifest knows why: each tells the other.

For every lock and the manifests it governs (the one beside it and those of its workspaces):

- requirements of the manifest that the lock resolved get role DECLARED; those that turn out to be
  another package of the same repository get WORKSPACE as well, also where the lock does not list
  the packages of the repository (Yarn 1);
- the entry in the lock gets the requirement, and `direct` where the lock does not say;
- where the lock does not state the scope, it follows from what the manifests' runtime, optional,
  build, test and development requirements reach in the lock's graph, the strongest first.

What no manifest reaches keeps its scope. Two locks beside one manifest are both settled.
"""

from collections.abc import Mapping

import msgspec

from sbom.component import Component, Role, Scope
from sbom.inventory import Inventory
from sbom.joiners.lock_projects import LockGroup, Project, groups_of, root_of
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
    declared: dict[str, dict[int, set[Role]]] = {}
    for group in groups_of(files):
        settled = _settle(group, declared)
        if settled is not group.lock:
            changed[group.path] = settled
    for path, marks in declared.items():
        marked = _marked(files[path], marks)
        if marked is not files[path]:
            changed[path] = marked
    return changed


def _settle(group: LockGroup, declared: dict[str, dict[int, set[Role]]]) -> Inventory:
    """The lock with what its manifests know; notes in `declared` what it resolved."""
    targets = LockTargets(group.lock, group.fold)
    edges: dict[str, tuple[str, ...]] = {d.ref: d.targets for d in group.lock.dependencies}
    starts: dict[Scope, list[str]] = {}
    asked: dict[str, str] = {}
    replaced: dict[str, tuple[str, ...]] = {}
    siblings = _siblings(group)
    for project in group.projects:
        own = targets.own(project)
        within = edges.get(own.ref, ()) if own is not None else ()
        firm = []
        for position, entry in _asked(project):
            target = targets.find(entry, project, within)
            if target is None:
                if siblings and siblings.get(group.fold(entry.name), project.path) != project.path:
                    within_repository = declared.setdefault(project.path, {})
                    within_repository[position] = {Role.DECLARED, Role.WORKSPACE}
                continue
            marks = declared.setdefault(project.path, {}).setdefault(position, set())
            marks.add(Role.DECLARED)
            if target.roles and not _OWN.isdisjoint(target.roles):
                marks.add(Role.WORKSPACE)
            starts.setdefault(entry.scope, []).append(target.ref)
            asked.setdefault(target.ref, entry.requirement)
            if entry.scope in (Scope.RUNTIME, Scope.OPTIONAL):
                firm.append(target.ref)
        if own is not None:
            replaced[own.ref] = tuple(firm)
    if not asked:
        return group.lock
    scopes = scopes_of(starts, edges | replaced, optional_edges(group.lock))
    components = tuple(_informed(c, asked, scopes) for c in group.lock.components)
    if all(new is old for new, old in zip(components, group.lock.components, strict=True)):
        return group.lock
    return msgspec.structs.replace(group.lock, components=components)


def _siblings(group: LockGroup) -> dict[str, str]:
    """Path of the manifest by folded name, of the projects that share a lock."""
    if len(group.projects) == 1:
        return {}
    roots = [(root_of(p.inventory), p.path) for p in group.projects]
    return {group.fold(root.name): path for root, path in roots if root is not None}


def _asked(project: Project) -> list[tuple[int, Component]]:
    """Direct requirements of a manifest with their positions."""
    return [
        (i, c)
        for i, c in enumerate(project.inventory.components)
        if c.direct and _NOT_ASKED.isdisjoint(c.roles)
    ]


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


def _marked(inventory: Inventory, marks: Mapping[int, set[Role]]) -> Inventory:
    components = list(inventory.components)
    for position, roles in marks.items():
        old = components[position]
        merged = tuple(sorted(roles.union(old.roles)))
        if merged != old.roles:
            components[position] = msgspec.structs.replace(old, roles=merged)
    if all(new is old for new, old in zip(components, inventory.components, strict=True)):
        return inventory
    return msgspec.structs.replace(inventory, components=tuple(components))
