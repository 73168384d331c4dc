"""NuGet packages.config.

Rules: each package is EXACT; `direct` is unknown, since the file lists the whole closure.
`developmentDependency` is DEV. `allowedVersions` is kept as requirement. A package without
version is ABSENT, one without id an Issue.

Source: Microsoft Learn, "packages.config reference".
"""

from sbom.component import Component, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.msbuild.versions import judge
from sbom.purl import build
from sbom.readers.xml_repaired import load_repaired_xml
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one packages.config.

    Raises:
        ParseError: not XML, also after repair.
        NotThisFormatError: the root element is not `packages`.
    """
    root, repair = load_repaired_xml(source.content)
    if root.tag != "packages":
        raise NotThisFormatError(
            f"the root element is <{root.tag}>, not <packages>", line=root.line
        )
    components: list[Component] = []
    issues = [Issue(kind=IssueKind.NOTE, message=repair)] if repair else []
    refs: dict[str, int] = {}
    for element in root.all("package"):
        attributes = {k.lower(): v.strip() for k, v in element.attributes.items()}
        name = attributes.get("id", "")
        if not name:
            issues.append(
                Issue(kind=IssueKind.ENTRY, message="a package without id", line=element.line)
            )
            continue
        kind, version, requirement = judge(attributes.get("version", ""))
        properties = []
        if framework := attributes.get("targetframework"):
            properties.append(("target-framework", framework))
        if attributes.get("requirereinstallation", "").lower() == "true":
            properties.append(("require-reinstallation", "true"))
        refs[name] = number = refs.get(name, 0) + 1
        development = attributes.get("developmentdependency", "").lower() == "true"
        components.append(
            Component(
                purl=build("nuget", name, version if kind is VersionKind.EXACT else ""),
                name=name,
                version=version,
                version_kind=kind,
                requirement=attributes.get("allowedversions", "") or requirement,
                scope=Scope.DEV if development else Scope.RUNTIME,
                ref=name if number == 1 else f"{name}#{number}",
                line=element.line,
                properties=tuple(sorted(properties)),
            )
        )
    return Inventory(
        components=tuple(components),
        issues=tuple(issues),
        expects_components=bool(root.children),
    )
