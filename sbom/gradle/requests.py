"""The calls of a build script to components, with the variables and catalogues that are known."""

from collections.abc import Mapping, Sequence

import msgspec

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.gradle.arguments import Call, Sort
from sbom.gradle.catalog import CatalogEntry, accessor, plugin_marker
from sbom.gradle.coordinates import Coordinates, component, read, scope_of
from sbom.gradle.variables import expand, plain, settle
from sbom.purl import build


class Catalog:
    """Aliases of one or more catalogues, by the accessor a script uses (`libs.a.b`)."""

    def __init__(self) -> None:
        """Empty: every accessor is unknown."""
        self._libraries: dict[str, CatalogEntry] = {}
        self._plugins: dict[str, CatalogEntry] = {}
        self._bundles: dict[str, list[str]] = {}
        self.used: set[tuple[str, str]] = set()
        """(catalogue name, ref of the entry) of what was asked for."""

    def add(
        self, name: str, entries: Sequence[CatalogEntry], bundles: Mapping[str, list[str]]
    ) -> None:
        """Add a catalogue under the name it has in scripts."""
        for entry in entries:
            if entry.plugin:
                self._plugins[f"{name}.plugins.{accessor(entry.alias)}"] = entry
            else:
                self._libraries[f"{name}.{accessor(entry.alias)}"] = entry
        for bundle, aliases in bundles.items():
            known = [f"{name}.{accessor(a)}" for a in aliases]
            self._bundles[f"{name}.bundles.{accessor(bundle)}"] = known

    def find(self, path: str) -> list[CatalogEntry]:
        """Entries of an accessor: one, those of a bundle, or none."""
        keys = self._bundles.get(path, [path])
        found = []
        for key in keys:
            entry = self._libraries.get(key) or self._plugins.get(key)
            if entry is not None:
                self.used.add((path.partition(".")[0], entry.ref))
                found.append(entry)
        return found


def components_of(
    calls: Sequence[Call], variables: Mapping[str, str], catalog: Catalog
) -> tuple[Component, ...]:
    """Components in the order of the script; a bundle gives one for each library."""
    found: list[Component] = []
    variables = settle(variables)
    refs: dict[str, int] = {}
    for call in calls:
        for made in _made(call, variables, catalog):
            wanted = f"{call.configuration} {made.name}"
            refs[wanted] = number = refs.get(wanted, 0) + 1
            ref = wanted if number == 1 else f"{wanted}#{number}"
            found.append(_with_ref(made, ref))
    platforms = [f"{c.name}:{c.version}".rstrip(":") for c in found if Role.PARENT in c.roles]
    if not platforms:
        return tuple(found)
    by = ("managed-by", ", ".join(dict.fromkeys(platforms))[:1000])
    return tuple(_with_property(c, by) if _is_open(c) else c for c in found)


def _is_open(made: Component) -> bool:
    """A module without version, which a platform may settle."""
    return made.version_kind is VersionKind.ABSENT and not made.roles and ":" in made.name


def _with_property(made: Component, added: tuple[str, str]) -> Component:
    return msgspec.structs.replace(made, properties=tuple(sorted((*made.properties, added))))


def _with_ref(made: Component, ref: str) -> Component:
    return msgspec.structs.replace(made, ref=ref)


def _made(call: Call, variables: Mapping[str, str], catalog: Catalog) -> list[Component]:
    text = expand(call.text, variables)
    if call.sort is Sort.ACCESSOR:
        entries = catalog.find(plain(call.text))
        if entries:
            return [_from_catalog(call, entry, variables) for entry in entries]
        literal = variables.get(plain(call.text))
        if literal is None:
            return [_unknown(call)]
        text = literal
    if call.sort is Sort.PROJECT:
        return [_plain(call, text, Role.WORKSPACE, "project")]
    if call.sort is Sort.FILES:
        return [_plain(call, text, Role.LOCAL, "file")]
    if call.sort is Sort.API:
        return [_plain(call, text, Role.STDLIB, "gradle")]
    if call.sort is Sort.PLUGIN:
        return [_plugin(call, text, expand(call.version, variables))]
    coordinates = read(text)
    return [_unknown(call) if coordinates is None else _module(call, coordinates, variables)]


def _module(call: Call, found: Coordinates, variables: Mapping[str, str]) -> Component:
    if call.version:
        version = expand(call.version, variables)
        found = Coordinates(found.group, found.name, version, found.classifier, found.extension)
    made = component(
        found,
        scope=scope_of(call.configuration),
        roles=_roles(call),
        direct=None if call.constraint else True,
        line=call.line,
        properties=_properties(call),
    )
    if "$" in call.text and made.version_kind is VersionKind.EXACT:
        stated = call.text.split(":")[2:3]
        return msgspec.structs.replace(made, requirement=stated[0] if stated else made.requirement)
    return made


def _from_catalog(call: Call, entry: CatalogEntry, variables: Mapping[str, str]) -> Component:
    if entry.plugin:
        version = expand(call.version, variables) or entry.coordinates.version
        made = _plugin(call, entry.plugin, version)
    else:
        made = _module(call, entry.coordinates, variables)
    properties = (*made.properties, ("alias", entry.alias), ("accessor", call.text))
    return msgspec.structs.replace(made, properties=tuple(sorted(properties)))


def _plugin(call: Call, plugin: str, version: str) -> Component:
    """A plugin by id; Gradle's own have no dot, or no version and its group."""
    core = "." not in plugin or (not version and plugin.startswith("org.gradle."))
    if core and not version:
        return _plain(call, plugin, Role.STDLIB, "plugin")
    return component(
        plugin_marker(plugin, version),
        scope=Scope.BUILD,
        direct=True,
        line=call.line,
        properties=(*_properties(call), ("plugin-id", plugin)),
    )


def _plain(call: Call, name: str, role: Role, what: str) -> Component:
    """Something without coordinates: a project path, a file, a part of Gradle itself."""
    return Component(
        purl=build("generic", name.strip(":/").replace(":", "/").rpartition("/")[2] or "root"),
        name=name,
        version_kind=VersionKind.ABSENT,
        kind=ComponentKind.FILE if role is Role.LOCAL else ComponentKind.LIBRARY,
        scope=Scope.BUILD if call.sort is Sort.PLUGIN else scope_of(call.configuration),
        roles=(role,),
        direct=True,
        line=call.line,
        properties=tuple(sorted((*_properties(call), ("reference", what)))),
    )


def _unknown(call: Call) -> Component:
    """A name that this source does not settle."""
    return Component(
        purl=build("generic", call.text),
        name=call.text,
        version=call.text if call.sort is Sort.ACCESSOR else "",
        version_kind=VersionKind.UNRESOLVED,
        requirement=call.text,
        scope=Scope.BUILD if call.configuration == "plugins" else scope_of(call.configuration),
        roles=tuple(sorted({Role.ALIAS, *_roles(call)})),
        direct=None if call.constraint else True,
        line=call.line,
        properties=tuple(sorted((*_properties(call), ("accessor", call.text)))),
    )


def _roles(call: Call) -> tuple[Role, ...]:
    if call.wrapper in {"platform", "enforcedPlatform"}:
        return (Role.PARENT,)
    return (Role.CONSTRAINT,) if call.constraint else ()


def _properties(call: Call) -> tuple[tuple[str, str], ...]:
    found = [("configuration", call.configuration)]
    if call.wrapper:
        found.append(("wrapper", call.wrapper))
    return tuple(found)
