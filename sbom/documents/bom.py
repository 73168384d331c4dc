"""A bill of materials for output: components merged over the files of one or more inventories.

Rules:

- Key: the purl when the version is exact; else purl, name, version and requirement together.
  `bom-ref` follows from the key alone: the purl, or the purl with a digest of the key after `~`.
- Occurrences keep every (path, line) where the component was met.
- Licences and hashes are united, `direct` is True if any occurrence says so, the strongest scope
  stands (RUNTIME, OPTIONAL, BUILD, TEST, DEV, UNKNOWN). Of other fields the first that says
  something stands.
- Roles are united, except DECLARED, CONSTRAINT and INDIRECT_HASH: they say what is *not* known,
  so they stay only when every occurrence has them.
- A DECLARED component is folded into the locked component of the same package in the governing
  lock: the lock with that package type in the same folder, or the nearest folder above. If the
  lock has several versions, the direct one is meant; if that does not settle it, the declared
  component stays.
- Edges are merged over bom-refs. The root needs every other ROOT, and every `direct` component of
  a file in which no ROOT has edges.

Linear in the number of occurrences.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from sbom.component import Component, ComponentKind, Dependency, Role, VersionKind
from sbom.digests import blake2b
from sbom.documents.wording import DERIVED, STRENGTH
from sbom.inventory import Inventory
from sbom.purl import base, build

_WEAK = frozenset({Role.DECLARED, Role.CONSTRAINT, Role.INDIRECT_HASH})
_Key = str
_Occurrence = tuple[str, int | None]


class BomComponent(msgspec.Struct, frozen=True, kw_only=True):
    """One component of a bill of materials."""

    ref: str
    """bom-ref; unique in the BOM. `component.ref` is that of a file and means nothing here."""
    component: Component
    """Merged over its occurrences."""
    occurrences: tuple[tuple[str, int | None], ...] = ()
    """(path, 1-based line or None), sorted, without doubles."""


class Bom(msgspec.Struct, frozen=True, kw_only=True):
    """A bill of materials, ready to be written."""

    root: BomComponent
    """What the BOM is about."""
    components: tuple[BomComponent, ...]
    """All others, sorted by ref."""
    dependencies: tuple[Dependency, ...]
    """Edges over bom-refs, sorted; only of components that need something."""
    timestamp: datetime | None = None
    """Aware; None leaves the time out where the format allows it."""
    tool: tuple[str, str] = ("Sluis", "")
    """Name and version of what made the BOM."""
    author: str = ""
    """Organisation that made the BOM."""
    supplier: str = ""
    """Organisation that supplies what the BOM is about."""
    complete: bool | None = None
    """Whether the components are all there are; None: not known."""


def from_inventories(
    files: Iterable[tuple[str, Inventory]],
    *,
    name: str = "",
    version: str = "",
    timestamp: datetime | None = None,
    tool: tuple[str, str] = ("Sluis", ""),
    author: str = "",
    supplier: str = "",
    complete: bool | None = None,
) -> Bom:
    """Merge inventories into one bill of materials.

    Args:
        files: (path, inventory) in any order.
        name: What the BOM is about. When empty, or the name of the only ROOT component, that
            component is the root; otherwise a component of this name is made.
        version: Its version, for a root that is made.
        timestamp: Aware time of making.
        tool: Name and version of the maker.
        author: Organisation that made the BOM.
        supplier: Organisation that supplies it.
        complete: Whether the components are all there are.
    """
    merge = _Merge(sorted(files, key=lambda f: f[0]))
    components = merge.components()
    root = _root(components, name, version)
    components.pop(root.ref, None)
    return Bom(
        root=root,
        components=tuple(components[ref] for ref in sorted(components)),
        dependencies=merge.dependencies(root.ref, components),
        timestamp=timestamp,
        tool=tool,
        author=author,
        supplier=supplier,
        complete=complete,
    )


def ref_of(component: Component) -> str:
    """bom-ref of a component, from what identifies it alone."""
    if component.version_kind is VersionKind.EXACT:
        return component.purl
    key = f"{component.name}\n{component.version}\n{component.requirement}"
    return f"{component.purl}~{blake2b(key.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def _root(components: dict[str, BomComponent], name: str, version: str) -> BomComponent:
    roots = [c for c in components.values() if Role.ROOT in c.component.roles]
    if len(roots) == 1 and name in {"", roots[0].component.name}:
        return roots[0]
    made = Component(
        purl=build("generic", name or "unnamed", version),
        name=name or "unnamed",
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        properties=(DERIVED,),
    )
    ref = ref_of(made)
    while ref in components:
        ref += "~root"
    return BomComponent(ref=ref, component=made)


class _Merge:
    """Occurrences grouped by ref, and the way from a file's refs to those of the BOM."""

    def __init__(self, files: list[tuple[str, Inventory]]) -> None:
        self._files = files
        self._groups: dict[str, list[tuple[str, Component]]] = {}
        self._refs: list[dict[str, str]] = []
        """Per file: ref in the file to bom-ref."""
        self._folded: dict[str, str] = {}
        declared = self._group()
        if declared:
            self._fold(declared)

    def _group(self) -> list[tuple[int, str, Component]]:
        """Group everything but what is only declared; give that back."""
        declared: list[tuple[int, str, Component]] = []
        groups = self._groups
        for number, (path, inventory) in enumerate(self._files):
            refs: dict[str, str] = {}
            for component in inventory.components:
                if component.version_kind is VersionKind.EXACT:
                    ref = component.purl
                else:
                    ref = ref_of(component)
                if component.ref:
                    refs[component.ref] = ref
                if component.roles and Role.DECLARED in component.roles:
                    declared.append((number, path, component))
                    continue
                group = groups.get(ref)
                if group is None:
                    groups[ref] = [(path, component)]
                else:
                    group.append((path, component))
            self._refs.append(refs)
        return declared

    def _fold(self, declared: list[tuple[int, str, Component]]) -> None:
        """Put declared components with their locked ones, where there is no doubt."""
        locked, kinds = self._locked()
        for number, path, component in declared:
            package = base(component.purl)
            ref = _governing(path, package, locked, kinds) or ref_of(component)
            self._groups.setdefault(ref, []).append((path, component))
            if component.ref:
                self._refs[number][component.ref] = ref

    def _locked(self) -> tuple[dict[tuple[str, str], dict[str, bool]], set[tuple[str, str]]]:
        """Locked refs by (folder, package) with `direct`, and (folder, purl type) of locks."""
        locked: dict[tuple[str, str], dict[str, bool]] = {}
        kinds: set[tuple[str, str]] = set()
        for ref, group in self._groups.items():
            package = base(ref)
            kind = package.partition("/")[0]
            for path, component in group:
                if component.version_kind is not VersionKind.EXACT or not _WEAK.isdisjoint(
                    component.roles
                ):
                    continue
                folder = path.rpartition("/")[0]
                found = locked.setdefault((folder, package), {})
                found[ref] = found.get(ref, False) or component.direct is True
                if Role.ROOT not in component.roles:
                    kinds.add((folder, kind))
        return locked, kinds

    def components(self) -> dict[str, BomComponent]:
        """Merged components by ref."""
        made = {}
        for ref, group in self._groups.items():
            if len(group) == 1:
                path, component = group[0]
                occurrences: tuple[_Occurrence, ...] = ((path, component.line),)
            else:
                component = _merged([c for _, c in group])
                places = {(path, c.line) for path, c in group}
                occurrences = tuple(sorted(places, key=lambda p: (p[0], p[1] or 0)))
            made[ref] = BomComponent(ref=ref, component=component, occurrences=occurrences)
        return made

    def dependencies(
        self, root: str, components: dict[str, BomComponent]
    ) -> tuple[Dependency, ...]:
        """Edges over bom-refs."""
        edges: dict[str, set[str]] = {root: set()}
        for (_, inventory), refs in zip(self._files, self._refs, strict=True):
            anchored = False
            tops = {refs.get(c.ref) for c in inventory.components if Role.ROOT in c.roles}
            for dependency in inventory.dependencies:
                ref = refs.get(dependency.ref)
                if ref is None:
                    continue
                anchored = anchored or ref in tops
                targets = edges.setdefault(ref, set())
                targets.update(refs[t] for t in dependency.targets if t in refs)
            if not anchored:
                for component in inventory.components:
                    if component.direct:
                        edges[root].add(refs.get(component.ref) or ref_of(component))
        edges[root].update(ref for ref, c in components.items() if Role.ROOT in c.component.roles)
        known = components.keys() | {root}
        return tuple(
            Dependency(ref=ref, targets=tuple(sorted(targets)))
            for ref in sorted(edges)
            if ref in known and (targets := (edges[ref] & known) - {ref})
        )


def _governing(
    path: str,
    package: str,
    locked: dict[tuple[str, str], dict[str, bool]],
    kinds: set[tuple[str, str]],
) -> str | None:
    """Ref of the locked component that a declared one means, or None."""
    kind = package.partition("/")[0]
    folder = path.rpartition("/")[0]
    while (folder, kind) not in kinds:
        if not folder:
            return None
        folder = folder.rpartition("/")[0]
    found = locked.get((folder, package), {})
    if len(found) == 1:
        return next(iter(found))
    direct = [ref for ref, is_direct in found.items() if is_direct]
    return direct[0] if len(direct) == 1 else None


def _merged(group: list[Component]) -> Component:
    """One component of several occurrences; those that are locked speak first."""
    group = sorted(group, key=lambda c: not _WEAK.isdisjoint(c.roles))
    first = group[0]
    if all(c is first or c == first for c in group[1:]):
        return first
    roles = {r for c in group for r in c.roles}
    roles -= {r for r in _WEAK & roles if not all(r in c.roles for c in group)}
    claims = {(c.raw, c.kind): c for component in group for c in reversed(component.licenses)}
    directs = {c.direct for c in group}
    return msgspec.structs.replace(
        first,
        scope=min((c.scope for c in group), key=STRENGTH.__getitem__),
        roles=tuple(sorted(roles)),
        direct=True if True in directs else False if False in directs else None,
        licenses=tuple(claims[key] for key in sorted(claims)),
        hashes=tuple(sorted({h for c in group for h in c.hashes})),
        requirement=next((c.requirement for c in group if c.requirement), ""),
        supplier=next((c.supplier for c in group if c.supplier), ""),
        download=next((c.download for c in group if c.download), ""),
        purl_raw=next((c.purl_raw for c in group if c.purl_raw), ""),
        kind=next((c.kind for c in group if c.kind is not ComponentKind.LIBRARY), first.kind),
        properties=tuple(sorted({p for c in group for p in c.properties})),
    )
