"""An effective pom to components; the rules are stated in `sbom.parsers.maven.pom`."""

from collections.abc import Callable

from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.maven.effective import Effective
from sbom.maven.model import Entry, Place
from sbom.maven.project import name_of, parent_of, purl_of, root_of
from sbom.maven.version import judge

_BUILD_PLACES = frozenset(
    {Place.PLUGIN, Place.MANAGED_PLUGIN, Place.PLUGIN_DEPENDENCY, Place.EXTENSION}
)
_CONNECTED = frozenset({Place.DEPENDENCY, Place.PLUGIN, Place.EXTENSION, Place.RELOCATION})

Known = Callable[[str, str, str], bool]
"""Whether group, artifact, version is a project of the same source."""


def _unknown(_group: str, _artifact: str, _version: str) -> bool:
    return False


class Builder:
    """Makes the components of one pom."""

    def __init__(self, effective: Effective, known: Known = _unknown) -> None:
        """`known` tells projects of the same source from foreign ones."""
        self._effective = effective
        self._known = known
        self._active = {p.id for p in effective.pom.profiles if p.active}
        self._refs: dict[str, int] = {}
        self._expanders: dict[str, Callable[[str], str]] = {"": effective.expand}
        self.components: list[Component] = []
        self._direct: list[str] = []
        self._of_plugin: dict[str, list[str]] = {}
        self._plugins: dict[str, str] = {}

    def build(self) -> tuple[tuple[Component, ...], tuple[Dependency, ...]]:
        """Components and edges, in the order of the file; inherited dependencies last."""
        effective = self._effective
        root = self._root()
        above = parent_of(effective)
        if above is not None:
            self.components.append(above)
        for entry in effective.pom.entries:
            self._entry(entry, "")
        for path, entry in effective.inherited_dependencies():
            self._entry(entry, path)
        edges = []
        if root and self._direct:
            edges.append(Dependency(ref=root, targets=tuple(sorted(self._direct))))
        for owner, targets in self._of_plugin.items():
            if owner in self._plugins:
                edges.append(Dependency(ref=self._plugins[owner], targets=tuple(sorted(targets))))
        return tuple(self.components), tuple(edges)

    def _root(self) -> str:
        made = root_of(self._effective)
        if made is None:
            return ""
        self.components.append(made)
        return made.ref

    def _entry(self, entry: Entry, inherited: str) -> None:
        expand = self._expander(entry.profile)
        group, artifact = expand(entry.group), expand(entry.artifact)
        place = entry.place
        stated, maven_scope = expand(entry.version), expand(entry.scope)
        properties: list[tuple[str, str]] = []
        if not stated:
            stated, managed_scope = self._managed(entry, (group, artifact), properties)
            maven_scope = maven_scope or managed_scope
        kind, version, requirement = judge(stated)
        if kind is VersionKind.UNRESOLVED:
            self._outside(properties)
        if "${" in group or "${" in artifact:
            properties.append(("unresolved", "name"))
        imported = place is Place.MANAGED and maven_scope == "import"
        qualifiers = self._qualifiers(entry, expand, imported=imported)
        if entry.version and requirement == version and "${" in entry.version:
            requirement = entry.version
        if maven_scope and place in {Place.DEPENDENCY, Place.MANAGED}:
            properties.append(("maven-scope", maven_scope))
        for name, value in (
            ("profile", entry.profile),
            ("profile-active", "true" if entry.profile in self._active else ""),
            ("inherited-from", inherited),
            ("plugin", expand(entry.owner)),
            ("exclusions", ", ".join(expand(e) for e in entry.exclusions)),
            ("optional", "true" if expand(entry.optional) == "true" else ""),
        ):
            if value:
                properties.append((name, value))
        name = name_of(group, artifact)
        ref = self._ref(":".join([str(place), name, *qualifiers.values()]))
        self._connect(entry, ref)
        self.components.append(
            Component(
                purl=purl_of(
                    group, artifact, version if kind is VersionKind.EXACT else "", qualifiers
                ),
                name=name,
                version=version,
                version_kind=kind,
                requirement=requirement,
                scope=_scope(entry, maven_scope),
                roles=self._roles(entry, (group, artifact, stated), maven_scope),
                direct=None if place in {Place.MANAGED, Place.MANAGED_PLUGIN} else True,
                ref=ref,
                line=None if inherited else entry.line,
                properties=tuple(sorted(properties)) if properties else (),
            )
        )

    def _managed(
        self, entry: Entry, name: tuple[str, str], properties: list[tuple[str, str]]
    ) -> tuple[str, str]:
        """Version and scope by management; notes where they come from, or who would know them."""
        if entry.place is Place.DEPENDENCY:
            found = self._effective.find_managed(entry)
        elif entry.place is Place.PLUGIN:
            found = self._effective.managed_plugins().get(name)
        else:
            return "", ""
        if found is not None and found.version:
            if found.path:
                properties.append(("managed-in", found.path))
            return found.version, found.scope
        self._outside(properties)
        return "", "" if found is None else found.scope

    def _outside(self, properties: list[tuple[str, str]]) -> None:
        """Names the parent and the BOMs outside the source that may settle a version."""
        effective = self._effective
        effective.managed()
        outside = list(effective.external_boms)
        if (parent := effective.external_parent) is not None:
            parts = (parent.group, parent.artifact, parent.version)
            outside.insert(0, ":".join(effective.expand(p) for p in parts if p))
        if outside:
            properties.append(("managed-by", ", ".join(outside)[:1000]))

    def _expander(self, profile: str) -> Callable[[str], str]:
        found = self._expanders.get(profile)
        if found is None:
            found = self._expanders[profile] = self._effective.for_profile(profile)
        return found

    def _qualifiers(
        self, entry: Entry, expand: Callable[[str], str], *, imported: bool
    ) -> dict[str, str]:
        qualifiers = {}
        if entry.classifier:
            qualifiers["classifier"] = expand(entry.classifier)
        if entry.type and entry.type != "jar" and not imported and entry.place not in _BUILD_PLACES:
            qualifiers["type"] = expand(entry.type)
        return qualifiers

    def _roles(
        self, entry: Entry, coordinates: tuple[str, str, str], maven_scope: str
    ) -> tuple[Role, ...]:
        roles: list[Role] = []
        if entry.place is Place.MANAGED:
            roles.append(Role.PARENT if maven_scope == "import" else Role.CONSTRAINT)
        elif entry.place is Place.MANAGED_PLUGIN:
            roles.append(Role.CONSTRAINT)
        if maven_scope == "system" or entry.system_path:
            roles.append(Role.LOCAL)
        if self._known(*coordinates):
            roles.append(Role.WORKSPACE)
        return tuple(sorted(roles)) if roles else ()

    def _connect(self, entry: Entry, ref: str) -> None:
        if entry.place in _CONNECTED:
            self._direct.append(ref)
        if entry.place in {Place.PLUGIN, Place.MANAGED_PLUGIN}:
            self._plugins[f"{entry.group}:{entry.artifact}"] = ref
        elif entry.place is Place.PLUGIN_DEPENDENCY:
            self._of_plugin.setdefault(entry.owner, []).append(ref)

    def _ref(self, wanted: str) -> str:
        number = self._refs.get(wanted, 0) + 1
        self._refs[wanted] = number
        return wanted if number == 1 else f"{wanted}#{number}"


def _scope(entry: Entry, maven_scope: str) -> Scope:
    if entry.place in _BUILD_PLACES:
        return Scope.BUILD
    if entry.place is Place.MANAGED and maven_scope == "import":
        return Scope.BUILD
    if maven_scope == "test" or entry.type == "test-jar":
        return Scope.TEST
    if entry.place is Place.MANAGED and not maven_scope:
        return Scope.UNKNOWN
    return Scope.OPTIONAL if entry.optional == "true" else Scope.RUNTIME
