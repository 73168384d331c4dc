"""Which entry of a lock a requirement of a manifest resolved to."""

from collections.abc import Collection, Mapping

from sbom.component import Component, Role, VersionKind
from sbom.inventory import Inventory
from sbom.joiners.lock_projects import Fold, Project, root_of

_OWN = frozenset({Role.ROOT, Role.WORKSPACE, Role.LOCAL})


class LockTargets:
    """Looks requirements up in one lock."""

    def __init__(self, lock: Inventory, fold: Fold) -> None:
        """Index the lock by name, alias and folder."""
        self._fold = fold
        self._by_name: dict[str, list[Component]] = {}
        self._own: list[Component] = []
        self._descriptors: dict[str, str] = {}
        for component in lock.components:
            if not component.ref:
                continue
            names = {fold(component.name)}
            if component.roles:
                names |= {fold(v) for k, v in component.properties if k == "alias"}
                if not _OWN.isdisjoint(component.roles):
                    self._own.append(component)
            for name in names:
                self._by_name.setdefault(name, []).append(component)
        for fragment in lock.fragments:
            if fragment.kind == "graph/descriptors" and isinstance(fragment.data, dict):
                self._descriptors = fragment.data

    def own(self, project: Project) -> Component | None:
        """The entry of the lock that is the project itself, or None."""
        root = root_of(project.inventory)
        for component in self._own:
            if project.folder:
                if project.folder in {component.module, component.ref}:
                    return component
            elif Role.ROOT in component.roles:
                return component
        if root is None:
            return None
        name = self._fold(root.name)
        return next((c for c in self._own if self._fold(c.name) == name), None)

    def called(self, asked: Component) -> list[Component]:
        """The entries that a requirement may have resolved to, by its name or alias."""
        name = self._fold(asked.name)
        alias = next((v for k, v in asked.properties if k == "alias"), None)
        if alias is None:
            return self._by_name.get(name, [])
        aliased = self._by_name.get(self._fold(alias), [])
        own = [c for c in aliased if self._fold(c.name) == name]
        return own or self._by_name.get(name) or aliased

    def find(self, asked: Component, project: Project, within: Collection[str]) -> Component | None:
        """The entry that `asked` resolved to, or None.

        Args:
            asked: Entry of the manifest.
            project: The manifest it is from.
            within: Refs that the project's own entry in the lock points at; empty when unknown.
        """
        alias = next((v for k, v in asked.properties if k == "alias"), asked.name)
        found = self.called(asked)
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        ref = self._descriptors.get(f"{alias}@{asked.requirement}") or self._descriptors.get(
            f"{alias}@npm:{asked.requirement}"
        )
        exact = asked.version if asked.version_kind is VersionKind.EXACT else None

        def rank(component: Component) -> tuple[bool, bool, bool, bool, bool, int]:
            return (
                component.ref != ref,
                component.ref not in within,
                component.module != project.folder,
                exact is not None and component.version != exact,
                not (component.direct and component.requirement == asked.requirement),
                len(component.ref),
            )

        return min(found, key=rank)


def optional_edges(lock: Inventory) -> Mapping[str, Collection[str]]:
    """Edges that the lock marks as optional (fragment `graph/optional`)."""
    for fragment in lock.fragments:
        if fragment.kind == "graph/optional" and isinstance(fragment.data, dict):
            return {k: frozenset(v) for k, v in fragment.data.items() if isinstance(v, list)}
    return {}
