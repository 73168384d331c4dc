"""The XML of a pom to the model."""

from collections.abc import Iterator

from sbom.errors import NotThisFormatError
from sbom.issue import Issue, IssueKind
from sbom.maven.activation import is_default, is_met
from sbom.maven.model import Entry, License, Parent, Place, Pom, Profile
from sbom.readers.xml_reader import Element

DEFAULT_PLUGIN_GROUP = "org.apache.maven.plugins"
_FACTS = ("name", "description", "url", "inceptionYear")
_NESTED_FACTS = (
    ("organization", "name"),
    ("organization", "url"),
    ("scm", "url"),
    ("scm", "tag"),
    ("prerequisites", "maven"),
)


def read_pom(root: Element) -> tuple[Pom, list[Issue]]:
    """The model of a pom, and the entries that are no entries.

    Raises:
        NotThisFormatError: the root is not `project`.
    """
    if root.tag != "project":
        raise NotThisFormatError(f"the root element is <{root.tag}>, not <project>", line=root.line)
    issues: list[Issue] = []
    entries: list[Entry] = []
    _read_part(root, "", entries, issues)
    elements = [p for holder in root.all("profiles") for p in holder.all("profile")]
    met = [is_met(element) for element in elements]
    profiles = []
    for element, holds in zip(elements, met, strict=True):
        name = element.value("id") or "default"
        _read_part(element, name, entries, issues)
        active = holds or (is_default(element) and not any(met))
        profiles.append(Profile(name, active, _properties(element)))
    identity = _texts(root)
    facts = {tag: identity[tag] for tag in _FACTS if identity.get(tag)}
    for outer, inner in _NESTED_FACTS:
        holder_of = root.first(outer)
        if holder_of is not None and (value := holder_of.value(inner)):
            facts[f"{outer}.{inner}"] = value
    pom = Pom(
        # `id` is how a Maven 1 descriptor says both.
        group=identity.get("groupId") or identity.get("id", ""),
        artifact=identity.get("artifactId") or identity.get("id", ""),
        version=identity.get("version") or identity.get("currentVersion", ""),
        packaging=identity.get("packaging", ""),
        line=root.line,
        facts=facts,
        developers=tuple(_developers(root)),
        parent=_parent(root),
        properties=_properties(root),
        profiles=tuple(profiles),
        modules=tuple(_modules(root)),
        licenses=tuple(_licenses(root)),
        entries=tuple(entries),
    )
    return pom, issues


def _texts(element: Element) -> dict[str, str]:
    return {c.tag: c.text.strip() for c in element.children}


def _properties(element: Element) -> dict[str, str]:
    holder = element.first("properties")
    return {} if holder is None else _texts(holder)


def _parent(root: Element) -> Parent | None:
    element = root.first("parent")
    if element is None:
        return None
    texts = _texts(element)
    return Parent(
        texts.get("groupId", ""),
        texts.get("artifactId", ""),
        texts.get("version", ""),
        texts.get("relativePath"),
        element.line,
    )


def _modules(root: Element) -> Iterator[str]:
    for tag, inner in (("modules", "module"), ("subprojects", "subproject")):
        for holder in root.all(tag):
            for module in holder.all(inner):
                if text := module.text.strip():
                    yield text


def _licenses(root: Element) -> Iterator[License]:
    for holder in root.all("licenses"):
        for element in holder.all("license"):
            found = License(element.value("name"), element.value("url"), element.line)
            if found.name or found.url:
                yield found


def _developers(root: Element) -> Iterator[str]:
    for holder in root.all("developers"):
        for element in holder.all("developer"):
            if (
                name := element.value("name")
                or element.value("organization")
                or element.value("id")
            ):
                yield " ".join(name.split())


def _read_part(part: Element, profile: str, entries: list[Entry], issues: list[Issue]) -> None:
    """Entries of the main part or of one profile, in the order of the file."""
    for child in part.children:
        if child.tag == "dependencies":
            _dependencies(child, (Place.DEPENDENCY, profile, ""), entries, issues)
        elif child.tag == "dependencyManagement":
            for holder in child.all("dependencies"):
                _dependencies(holder, (Place.MANAGED, profile, ""), entries, issues)
        elif child.tag in {"build", "reporting"}:
            for holder in child.children:
                if holder.tag == "plugins":
                    _plugins(holder, Place.PLUGIN, profile, entries, issues)
                elif holder.tag == "pluginManagement":
                    for inner in holder.all("plugins"):
                        _plugins(inner, Place.MANAGED_PLUGIN, profile, entries, issues)
                elif holder.tag == "extensions":
                    for extension in holder.all("extension"):
                        _add(extension, (Place.EXTENSION, profile, ""), entries, issues)
        elif child.tag == "distributionManagement":
            for relocation in child.all("relocation"):
                entries.append(_relocation(part, relocation))


def _relocation(project: Element, element: Element) -> Entry:
    """What is not stated stays as the project has it."""
    texts = _texts(element)
    group, artifact, version = (
        texts.get(tag) or project.value(tag) or f"${{project.{tag}}}"
        for tag in ("groupId", "artifactId", "version")
    )
    return Entry(Place.RELOCATION, group, artifact, version, line=element.line)


def _dependencies(
    holder: Element, where: tuple[Place, str, str], entries: list[Entry], issues: list[Issue]
) -> None:
    for element in holder.children:
        if element.tag == "dependency":
            _add(element, where, entries, issues)


def _plugins(
    holder: Element, place: Place, profile: str, entries: list[Entry], issues: list[Issue]
) -> None:
    for plugin in holder.all("plugin"):
        added = _add(plugin, (place, profile, ""), entries, issues, group=DEFAULT_PLUGIN_GROUP)
        if added is None:
            continue
        where = (Place.PLUGIN_DEPENDENCY, profile, f"{added.group}:{added.artifact}")
        for inner in plugin.all("dependencies"):
            _dependencies(inner, where, entries, issues)
        for path in _processor_paths(plugin):
            _add(path, where, entries, issues)


def _processor_paths(plugin: Element) -> Iterator[Element]:
    """`annotationProcessorPaths/path` of maven-compiler-plugin and of its executions."""
    holders = [plugin, *(e for x in plugin.all("executions") for e in x.all("execution"))]
    for holder in holders:
        for configuration in holder.all("configuration"):
            for paths in configuration.all("annotationProcessorPaths"):
                yield from (p for p in paths.children if p.first("artifactId") is not None)


def _add(
    element: Element,
    where: tuple[Place, str, str],
    entries: list[Entry],
    issues: list[Issue],
    group: str = "",
) -> Entry | None:
    texts = {c.tag: c.text.strip() for c in element.children}
    group = texts.get("groupId") or group or texts.get("id", "")
    artifact = texts.get("artifactId") or texts.get("id", "")
    if not group or not artifact:
        missing = "artifactId" if group else "groupId"
        message = (
            f"a {element.tag} without {missing}" if group or artifact else f"an empty {element.tag}"
        )
        issues.append(
            Issue(
                kind=IssueKind.ENTRY,
                message=message,
                line=element.line,
                subject=(artifact or group)[:200],
            )
        )
        return None
    exclusions: tuple[str, ...] = ()
    if "exclusions" in texts:
        exclusions = tuple(
            f"{e.value('groupId')}:{e.value('artifactId')}"
            for holder in element.all("exclusions")
            for e in holder.all("exclusion")
        )
    entry = Entry(
        where[0],
        group,
        artifact,
        texts.get("version", ""),
        texts.get("type", ""),
        texts.get("classifier", ""),
        texts.get("scope", ""),
        texts.get("optional", ""),
        element.line,
        exclusions,
        texts.get("systemPath", ""),
        where[1],
        where[2],
    )
    entries.append(entry)
    return entry
