"""Whether a lock is in step with the manifests it governs.

Every direct requirement of a manifest is held against the lock. One that the lock lacks, or holds only
at versions outside what is asked, becomes a descriptor `lock-step` of the manifest, and each manifest
that was compared gets one descriptor `lock` (see `LockCheck.descriptors`).

An accusation needs certainty, so these are passed over:

- what does not come from a registry, or is another package of the repository, the language or the platform;
- requirements without a range (tags, branches, catalogues), peers, and what Python markers limit;
- what overrides, resolutions and patches force, what the reader of the manifest calls exempt (a
  condition of a program, build systems, environments of another tool), and what another package provides;
- what a package outside the workspace, taken from a folder, asks for beyond its own use;
- missing only: optional requirements, groups of PDM (a lock may hold a part), locks read in part.

Several versions in one lock: one that fits is enough, unless the lock says which one the project gets.
A pre-release counts by its place in the order. Ecosystems whose locks hold no plain choice of versions
(Stack, Cabal, Julia, Conan, Swift, Rebar) are not compared.

Source: npm documentation, `npm ci`; Yarn, `--frozen-lockfile`; pnpm, `--frozen-lockfile`; uv, `--locked`;
Poetry, `check --lock`; The Cargo Book, `--locked`; Composer, `validate`; Bundler, `frozen`.
"""

from collections.abc import Collection, Iterable, Iterator

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Descriptor, Inventory
from sbom.issue import INCOMPLETE
from sbom.joiners.lock_projects import LockGroup, Project, root_of
from sbom.joiners.lock_targets import LockTargets
from sbom.versions import native_satisfies

COMPARED = "lock"
"""Kind of the descriptor of a manifest that was compared; its name is the path of the lock."""
DEVIATION = "lock-step"
"""Kind of the descriptor of a requirement that its lock does not meet."""
EXEMPT = "lock/exempt"
"""Kind of the fragment with refs of requirements by the locks that hold them: first words of their
names, with a space between; empty: none does."""
FORCED = "lock/forced"
"""Kind of the fragment with names whose versions the lock forces; `*`: any."""
PROVIDED = "lock/provided"
"""Kind of the fragment with names that packages of the lock stand in for."""

_COMPARABLE = frozenset(
    {"cargo", "cocoapods", "composer", "gem", "helm", "hex", "npm", "nuget", "pub", "pypi"}
)
_UNLIKE = ("rebar.config", ".gemspec", ".gemfile")
"""Ends of manifests that the lock beside them follows only in part, or not at all."""
_OWN = frozenset({Role.ROOT, Role.WORKSPACE})
_ELSEWHERE = frozenset(
    {
        Role.BUNDLED,
        Role.GIT,
        Role.LOCAL,
        Role.PLATFORM,
        Role.REPLACED,
        Role.ROOT,
        Role.STDLIB,
        Role.URL,
        Role.WORKSPACE,
    }
)
_FIRM = frozenset({VersionKind.EXACT, VersionKind.RANGE})


class LockCheck:
    """Compares one lock with its manifests; `see` each requirement, then ask the descriptors."""

    def __init__(self, group: LockGroup, targets: LockTargets) -> None:
        """Learn what the lock and its manifests except."""
        self._group = group
        self._targets = targets
        manifests = [p.inventory for p in group.projects]
        self._forced = {
            group.fold(c.name)
            for inventory in (group.lock, *manifests)
            for c in inventory.components
            if c.roles and Role.CONSTRAINT in c.roles and not _is_shared(c)
        } | {group.fold(n) for n in _listed(group.lock, FORCED)}
        self._provided = {group.fold(n) for n in _listed(group.lock, PROVIDED)}
        self._whole = not any(i.kind in INCOMPLETE for i in group.lock.issues)
        self._exempt = {p.path: _exempt(p.inventory, group.path) for p in group.projects}
        self._folders = {
            p.path
            for p in group.projects
            if (own := targets.own(p)) is not None and _OWN.isdisjoint(own.roles)
        }
        self._asked: dict[str, int] = {}
        self._wrong: dict[str, dict[str, tuple[Component, str] | None]] = {}

    def see(
        self,
        project: Project,
        entry: Component,
        target: Component | None,
        within: Collection[str],
    ) -> None:
        """Compare one requirement.

        Args:
            project: The manifest it is from.
            entry: The requirement; that of the workspace where it is inherited.
            target: The entry of the lock that it resolved to; None: there is none.
            within: Refs that the project's own entry in the lock points at; empty when unknown.
        """
        name = self._group.fold(entry.name)
        if not self._is_compared(project, entry, name):
            return
        self._asked[project.path] = self._asked.get(project.path, 0) + 1
        wrong = self._wrong.setdefault(project.path, {})
        if target is None:
            if self._must_be_there(entry, name):
                wrong.setdefault(name, (entry, ""))
        elif not self._meets(entry, target, within):
            wrong.setdefault(name, (entry, target.version))
        else:
            wrong[name] = None  # one of several requirements under conditions is met

    def descriptors(self) -> Iterator[tuple[str, tuple[Descriptor, ...]]]:
        """By path of each manifest that was compared: its descriptors, as `descriptors_of` makes them."""
        for path, asked in self._asked.items():
            wrong = [w for w in self._wrong[path].values() if w is not None]
            yield path, descriptors_of(self._group.path, asked, wrong)

    def _is_compared(self, project: Project, entry: Component, name: str) -> bool:
        if _kind(entry) not in _COMPARABLE or project.path.endswith(_UNLIKE):
            return False
        if entry.roles and not _ELSEWHERE.isdisjoint(entry.roles):
            return False
        if name in self._forced or "*" in self._forced or entry.ref in self._exempt[project.path]:
            return False
        if project.path in self._folders and entry.scope is not Scope.RUNTIME:
            return False
        if any(key in {"peer", "marker"} for key, _ in entry.properties):
            return False
        own = root_of(project.inventory)
        return own is None or self._group.fold(own.name) != name

    def _must_be_there(self, entry: Component, name: str) -> bool:
        """Whether a complete lock holds the requirement."""
        if entry.scope is Scope.OPTIONAL or not self._whole or name in self._provided:
            return False
        if any(key == "subspecs" for key, _ in entry.properties):
            return False
        partly = self._group.path.endswith("pdm.lock")
        return not (partly and any(key == "group" for key, _ in entry.properties))

    def _meets(self, entry: Component, target: Component, within: Collection[str]) -> bool:
        if not _is_outside(entry, target):
            return True
        if target.ref in within:
            return False
        return not all(_is_outside(entry, c) for c in self._targets.called(entry))


def descriptors_of(
    lock: str, asked: int, wrong: Iterable[tuple[Component, str]]
) -> tuple[Descriptor, ...]:
    """What is told of a manifest that was compared.

    Args:
        lock: Path of the lock.
        asked: Number of requirements compared.
        wrong: Requirements that are not met, each with the version locked, or empty when the lock lacks it.

    Returns:
        One `lock` with property `asked`, then a `lock-step` each, named as the package, with the version
        locked and properties `line`, `lock`, `purl` and `requirement`.
    """
    found = [Descriptor(kind=COMPARED, name=lock, properties=(("asked", str(asked)),))]
    for entry, version in wrong:
        facts = {
            "line": str(entry.line or 0),
            "lock": lock,
            "purl": entry.purl,
            "requirement": entry.requirement or entry.version,
        }
        made = Descriptor(
            kind=DEVIATION, name=entry.name, version=version, properties=tuple(facts.items())
        )
        found.append(made)
    return tuple(found)


def inherited(group: LockGroup) -> dict[str, Component]:
    """By name in the manifests: requirements that members of a Cargo workspace inherit."""
    return {
        next((v for k, v in c.properties if k == "alias"), c.name): c
        for p in group.projects
        if not p.folder
        for c in p.inventory.components
        if c.roles and Role.CONSTRAINT in c.roles and _is_shared(c)
    }


def _is_shared(component: Component) -> bool:
    """Whether it is an entry of `[workspace.dependencies]`, which limits nothing by itself."""
    return component.ref.startswith("workspace.dependencies ")


def _is_outside(entry: Component, target: Component) -> bool:
    """Whether the version is known to be outside the range; False when that cannot be said."""
    if target.version_kind is not VersionKind.EXACT or entry.version_kind not in _FIRM:
        return False
    if target.roles and not _ELSEWHERE.isdisjoint(target.roles):
        return False
    if target.version.startswith("dev-") or target.version.endswith("-dev"):
        return False  # a branch of Composer
    wanted = entry.requirement or entry.version
    if wanted.startswith("npm:"):
        wanted = wanted.rpartition("@")[2]
    try:
        return not native_satisfies(_kind(entry), wanted, target.version, prereleases=True)
    except ParseError:
        return False


def _kind(component: Component) -> str:
    return component.purl[4:].partition("/")[0]


def _exempt(manifest: Inventory, lock: str) -> frozenset[str]:
    """Refs of requirements of a manifest that a lock of that name does not hold."""
    tool = lock.rpartition("/")[2].partition(".")[0]
    return frozenset(
        ref
        for fragment in manifest.fragments
        if fragment.kind == EXEMPT and isinstance(fragment.data, dict)
        for holders, refs in fragment.data.items()
        if tool not in holders.split() and isinstance(refs, list)
        for ref in refs
        if isinstance(ref, str)
    )


def _listed(inventory: Inventory, kind: str) -> frozenset[str]:
    """Texts of the fragments of a kind."""
    return frozenset(
        text
        for fragment in inventory.fragments
        if fragment.kind == kind and isinstance(fragment.data, list)
        for text in fragment.data
        if isinstance(text, str)
    )
