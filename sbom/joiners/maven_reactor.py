"""Poms of one source together: parents, BOMs and projects that lie in the same repository.

A parent is looked for at its `relativePath` (a file, or a folder that holds pom.xml; `../pom.xml`
when it is not stated) and then by its coordinates anywhere in the source, nearest first. What is
found must have the group, artifact and, when both are known, the version that is asked for; so a
parent outside the source is never mistaken for a file that merely lies above. BOM imports are
found by coordinates. A dependency on another project of the source gets the role WORKSPACE.

Parents or BOMs in a ring become an Issue of kind NOTE; the ring is cut where it closes.
"""

from collections.abc import Mapping

import msgspec

from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind, Stage
from sbom.maven.effective import Effective, Located
from sbom.maven.inventory import Builder
from sbom.maven.model import Parent, Pom

_FRAGMENT = "maven/pom"
_MAX_PARENTS = 50


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """Inventories that change when parents, BOMs and neighbours are known."""
    poms: dict[str, Pom] = {}
    for path, inventory in files.items():
        for fragment in inventory.fragments:
            if fragment.kind == _FRAGMENT:
                poms[path] = msgspec.convert(fragment.data, Pom)
    reactor = _Reactor(poms)
    changed: dict[str, Inventory] = {}
    for path in poms:
        effective = reactor.effective(path)
        if reactor.stands_alone(path):
            continue
        components, dependencies = Builder(effective, reactor.knows).build()
        issues = reactor.issues(path)
        before = files[path]
        if issues or (components, dependencies) != (before.components, before.dependencies):
            changed[path] = msgspec.structs.replace(
                before,
                components=components,
                dependencies=dependencies,
                issues=before.issues + issues,
            )
    return changed


class _Reactor:
    """All poms of a source, with what was worked out so far."""

    def __init__(self, poms: dict[str, Pom]) -> None:
        self._poms = poms
        self._effective: dict[str, Effective] = {}
        self._by_artifact: dict[str, list[str]] = {}
        for path in sorted(poms):
            self._by_artifact.setdefault(poms[path].artifact, []).append(path)
        self._importing: set[str] = set()
        self._rings: dict[str, list[str]] = {}
        self._coordinates: dict[tuple[str, str], set[str]] = {}
        for path, pom in poms.items():
            if pom.artifact:
                own = self.effective(path)
                self._coordinates.setdefault((own.group, own.artifact), set()).add(own.version)

    def issues(self, path: str) -> tuple[Issue, ...]:
        """Rings that were met while this pom was resolved."""
        return tuple(
            Issue(kind=IssueKind.NOTE, stage=Stage.JOIN, path=path, message=message)
            for message in dict.fromkeys(self._rings.get(path, ()))
        )

    def stands_alone(self, path: str) -> bool:
        """Whether no other pom of the source can change what the parser made of this one."""
        pom = self._poms[path]
        return (
            len(self.effective(path).chain) == 1
            and path not in self._rings
            and not any(e.artifact in self._by_artifact or "${" in e.artifact for e in pom.entries)
        )

    def knows(self, group: str, artifact: str, version: str) -> bool:
        """Whether these coordinates are a project of the source; no version fits any."""
        versions = self._coordinates.get((group, artifact))
        return versions is not None and (not version or version in versions)

    def effective(self, path: str) -> Effective:
        """A pom with the parents that are in the source."""
        found = self._effective.get(path)
        if found is None:
            chain = [Located("", self._poms[path])]
            seen = [path]
            here = path
            while (parent := self._poms[here].parent) is not None and len(chain) < _MAX_PARENTS:
                above = self._parent(here, parent)
                if above is None:
                    break
                if above in seen:
                    self._rings.setdefault(path, []).append(f"its parents form a ring at {above}")
                    break
                chain.append(Located(above, self._poms[above]))
                seen.append(above)
                here = above
            found = self._effective[path] = Effective(
                chain, lambda g, a, v: self._bom(path, g, a, v)
            )
        return found

    def _parent(self, path: str, parent: Parent) -> str | None:
        if parent.path != "":
            relative = "../pom.xml" if parent.path is None else parent.path
            target = _resolve(path, relative)
            for candidate in (target, f"{target}/pom.xml" if target else "pom.xml"):
                if candidate is None or candidate not in self._poms or candidate == path:
                    continue
                # Maven 4 infers all coordinates from the file above.
                if not parent.artifact or self._fits(candidate, parent):
                    return candidate
        if not parent.artifact:
            return None
        fitting = [
            candidate
            for candidate in self._by_artifact.get(parent.artifact, ())
            if candidate != path and self._fits(candidate, parent)
        ]
        return min(fitting, key=lambda c: _distance(path, c), default=None)

    def _fits(self, candidate: str, parent: Parent) -> bool:
        """Whether a pom has the coordinates a child asks for; placeholders fit anything."""
        pom = self._poms[candidate]
        above = pom.parent
        group = pom.group or ("" if above is None else above.group)
        version = pom.version or ("" if above is None else above.version)
        if pom.artifact != parent.artifact:
            return False
        if group != parent.group and "${" not in group + parent.group:
            return False
        if "${" in version:
            version = Effective((Located("", pom),)).version
        open_end = "${" in version + parent.version or parent.version[:1] in {"[", "("}
        return version == parent.version or open_end or not parent.version

    def _bom(self, path: str, group: str, artifact: str, version: str) -> Effective | None:
        """The BOM with these coordinates, nearest first; None: outside, or a ring closes."""
        fitting = []
        for candidate in self._by_artifact.get(artifact, ()):
            if candidate == path:
                continue
            own = self.effective(candidate)
            if own.group == group and (own.version == version or "${" in version + own.version):
                fitting.append(candidate)
        if not fitting:
            return None
        chosen = min(fitting, key=lambda c: _distance(path, c))
        if chosen in self._importing or len(self._importing) >= _MAX_PARENTS:
            self._rings.setdefault(path, []).append(f"its imported BOMs form a ring at {chosen}")
            return None
        self._importing.add(path)
        bom = self.effective(chosen)
        bom.managed()
        self._importing.discard(path)
        return _named(bom, chosen)


def _named(bom: Effective, path: str) -> Effective:
    """The BOM, knowing its own path, so that what it manages can say where."""
    if not bom.chain[0].path:
        bom.chain = (Located(path, bom.pom), *bom.chain[1:])
    return bom


def _resolve(path: str, relative: str) -> str | None:
    """Path of `relative` seen from the folder of `path`; None when it leaves the source."""
    parts = path.split("/")[:-1]
    for part in relative.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _distance(path: str, other: str) -> tuple[int, str]:
    """Steps from one file to another over their folders; then by name, so that it is stable."""
    a, b = path.split("/")[:-1], other.split("/")[:-1]
    shared = 0
    while shared < min(len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    return len(a) + len(b) - 2 * shared, other
