"""What a pom means together with the parents and BOMs that are at hand.

Rules of Maven 3 (maven-model-builder): properties and managed versions of a child win over those
of its parent; interpolation comes after inheritance, so a parent's managed `${x}` sees the
child's `x`; managed entries win over imported ones; of two imports the first wins. A profile
counts only when it is active without being asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sbom.maven.interpolation import Interpolator
from sbom.maven.model import Entry, Parent, Place, Pom

Key = tuple[str, str, str, str]
"""group, artifact, type (`jar` when not stated), classifier."""

_PREFIXES = ("project.", "pom.")


class Located(NamedTuple):
    """A pom and the path it was read from; an empty path: the file at hand."""

    path: str
    pom: Pom


class Managed(NamedTuple):
    """What management says of one key, as written."""

    version: str
    scope: str
    path: str
    """Pom that says so."""
    owner: "Effective"
    """In whose context it is interpolated."""


class Effective:
    """A pom with its chain of parents."""

    def __init__(
        self,
        chain: Sequence[Located],
        find_bom: Callable[[str, str, str], "Effective | None"] | None = None,
    ) -> None:
        """`chain`: the pom first, then its parents; `find_bom` by group, artifact, version."""
        self.chain = tuple(chain)
        self.pom = self.chain[0].pom
        self._find_bom = find_bom
        self._properties: dict[str, str] = {}
        for _, pom in reversed(self.chain):
            self._properties.update(pom.properties)
            for profile in pom.profiles:
                if profile.active:
                    self._properties.update(profile.properties)
        self._interpolator = Interpolator(self._lookup)
        self._managed: dict[Key, Managed] | None = None
        self._managed_plugins: dict[tuple[str, str], Managed] | None = None
        self.external_boms: tuple[str, ...] = ()
        """`group:artifact:version` of imports that are not at hand; filled by `managed`."""

    @property
    def external_parent(self) -> Parent | None:
        """The first parent that is not at hand."""
        return self.chain[-1].pom.parent

    @property
    def group(self) -> str:
        """Own or inherited groupId, interpolated."""
        return self.expand(self._inherited("groupId"))

    @property
    def artifact(self) -> str:
        """Own artifactId, interpolated."""
        return self.expand(self.pom.artifact)

    @property
    def version(self) -> str:
        """Own or inherited version, interpolated."""
        return self.expand(self._inherited("version"))

    def fact(self, name: str) -> str:
        """A fact of the pom or of the nearest parent that states it; interpolated."""
        for _, pom in self.chain:
            if value := pom.facts.get(name):
                return self.expand(value)
        return ""

    def expand(self, text: str) -> str:
        """Interpolate in the context of this pom."""
        return self._interpolator.expand(text) if "${" in text else text

    def for_profile(self, profile: str) -> Callable[[str], str]:
        """As `expand`, with the properties of one profile of this pom on top."""
        extra = next((p.properties for p in self.pom.profiles if p.id == profile), None)
        if not extra:
            return self.expand
        return Interpolator(
            lambda name: extra[name] if name in extra else self._lookup(name)
        ).expand

    def key(self, entry: Entry) -> Key:
        """What identifies a dependency for management and inheritance."""
        key = (entry.group, entry.artifact, entry.type or "jar", entry.classifier)
        if "${" not in "".join(key):
            return key
        group, artifact, kind, classifier = (self.expand(part) for part in key)
        return group, artifact, kind or "jar", classifier

    def find_managed(self, entry: Entry) -> Managed | None:
        """What management says of a dependency, interpolated; None when it says nothing."""
        found = self.managed().get(self.key(entry))
        if found is None:
            return None
        expand = found.owner.expand
        return found._replace(version=expand(found.version), scope=expand(found.scope))

    def managed(self) -> dict[Key, Managed]:
        """Managed dependencies as written: own, inherited, imported."""
        if self._managed is None:
            self._managed = {}
            self._fill_managed(self._managed)
        return self._managed

    def managed_plugins(self) -> dict[tuple[str, str], Managed]:
        """Managed plugin versions: own and inherited."""
        if self._managed_plugins is None:
            found: dict[tuple[str, str], Managed] = {}
            for path, pom in self.chain:
                for entry in _of(pom, Place.MANAGED_PLUGIN):
                    key = (self.expand(entry.group), self.expand(entry.artifact))
                    if entry.version:
                        stated = Managed(self.expand(entry.version), "", path, self)
                        found.setdefault(key, stated)
            self._managed_plugins = found
        return self._managed_plugins

    def inherited_dependencies(self) -> Iterator[tuple[str, Entry]]:
        """Dependencies of the parents that the pom does not state, with the parent's path."""
        seen = {self.key(e) for e in _of(self.pom, Place.DEPENDENCY)}
        for path, pom in self.chain[1:]:
            for entry in _of(pom, Place.DEPENDENCY):
                key = self.key(entry)
                if key not in seen:
                    seen.add(key)
                    yield path, entry

    def _fill_managed(self, found: dict[Key, Managed]) -> None:
        imports: list[tuple[str, str, str]] = []
        for path, pom in self.chain:
            for entry in _of(pom, Place.MANAGED):
                if entry.scope == "import":
                    expand = self.expand
                    imports.append(
                        (expand(entry.group), expand(entry.artifact), expand(entry.version))
                    )
                else:
                    stated = Managed(entry.version, entry.scope, path, self)
                    found.setdefault(self.key(entry), stated)
        external = []
        for coordinates in imports:
            bom = None if self._find_bom is None else self._find_bom(*coordinates)
            if bom is None:
                external.append(":".join(coordinates))
                continue
            for key, managed in bom.managed().items():
                if key not in found:
                    path = managed.path or bom.chain[0].path
                    found[key] = managed._replace(path=path)
            external.extend(bom.external_boms)
        self.external_boms = tuple(dict.fromkeys(external))

    def _inherited(self, name: str) -> str:
        for _, pom in self.chain:
            own = pom.group if name == "groupId" else pom.version
            if own:
                return own
        parent = self.external_parent
        if parent is None:
            return ""
        return parent.group if name == "groupId" else parent.version

    def _lookup(self, name: str) -> str | None:
        for prefix in _PREFIXES:
            if name.startswith(prefix):
                value = self._model(name[len(prefix) :])
                if value is not None:
                    return value
        value = self._properties.get(name)
        return self._model(name) if value is None else value

    def _model(self, name: str) -> str | None:
        """A field of the project, raw; None when it has no such field or it is empty."""
        if name in {"groupId", "version"}:
            return self._inherited(name) or None
        if name == "artifactId":
            return self.pom.artifact or None
        if name == "packaging":
            return self.pom.packaging or "jar"
        if name.startswith("parent."):
            parent = self.pom.parent
            if parent is None:
                return None
            field = name[len("parent.") :]
            if field == "version" and not parent.version and len(self.chain) > 1:
                return self.chain[1].pom.version or None
            return {
                "groupId": parent.group,
                "artifactId": parent.artifact,
                "version": parent.version,
            }.get(field) or None
        if name in {"name", "description"}:
            return self.pom.facts.get(name)
        return next((p.facts[name] for _, p in self.chain if name in p.facts), None)


def _of(pom: Pom, place: Place) -> Iterator[Entry]:
    """Entries of one place that count: those of the main part and of profiles that are active."""
    active = {p.id for p in pom.profiles if p.active}
    return (e for e in pom.entries if e.place is place and (not e.profile or e.profile in active))
