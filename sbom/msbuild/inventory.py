"""One MSBuild file in its context to components and edges; shared by the parsers and the joiner."""

from collections.abc import Mapping, Sequence

import msgspec

from sbom.component import Component, Dependency, Role
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.msbuild.components import Central, Context, ItemReader
from sbom.msbuild.evaluation import Properties
from sbom.msbuild.model import File, read_file
from sbom.msbuild.project import is_test, root_of
from sbom.readers.xml_repaired import load_repaired_xml
from sbom.source import SourceFile

FRAGMENT = "nuget/msbuild"
_NO_EDGE = frozenset({Role.CONSTRAINT, Role.ROOT})


def components_of(  # keyword-only, what MSBuild reads around a file
    path: str,
    file: File,
    *,
    before: Sequence[File] = (),
    after: Sequence[File] = (),
    central: Mapping[str, Central] | None = None,
    is_project: bool,
) -> tuple[tuple[Component, ...], tuple[Dependency, ...]]:
    """Components and edges of one file; `before` and `after` are what MSBuild reads around it."""
    properties = Properties((*before, file, *after))
    test = is_project and (is_test(file, properties) or any(is_test(f, properties) for f in before))
    context = Context(properties, central or {}, test, is_project)
    found = ItemReader(file, context).read()
    if not is_project:
        return tuple(found), ()
    root = root_of(path, file, properties)
    targets = tuple(sorted(c.ref for c in found if not _NO_EDGE & set(c.roles)))
    edges = (Dependency(ref=root.ref, targets=targets),) if targets else ()
    return (root, *found), edges


def parse_file(source: SourceFile, *, is_project: bool) -> Inventory:
    """Facts of one project or shared file.

    Raises:
        ParseError: not XML, also after repair.
        NotThisFormatError: the root element is not `Project`.
    """
    root, repair = load_repaired_xml(source.content)
    file = read_file(root)
    components, dependencies = components_of(source.path, file, is_project=is_project)
    issues = [
        Issue(kind=IssueKind.ENTRY, message=f"a {tag} that names nothing", line=line, subject=tag)
        for tag, line in file.missing
    ]
    if repair:
        issues.insert(0, Issue(kind=IssueKind.NOTE, message=repair))
    return Inventory(
        components=components,
        dependencies=dependencies,
        fragments=(Fragment(kind=FRAGMENT, data=msgspec.to_builtins(file)),),
        issues=tuple(issues),
        format_version=root.attributes.get("ToolsVersion", ""),
        expects_components=False,
    )
