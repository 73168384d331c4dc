"""*.nuspec: the manifest of a NuGet package.

Rules: the package is ROOT, or without a role when the file lies in a package folder
(`id/version/id.nuspec`, `id.version/id.nuspec`). Licences: `license` of type expression is a
claim, of type file a property; `licenseUrl` is a claim unless it is the stand-in that NuGet
writes beside `license`. Each dependency is direct for a ROOT only, once per id and range;
`target-frameworks` names its groups. A plain version means "this or higher" of which NuGet takes
the lowest; here, in a manifest that nothing was resolved for, it is a RANGE, `[1.0]` EXACT.
`$placeholder$` is UNRESOLVED. Assemblies of the framework are a property.

Source: Microsoft Learn, ".nuspec file reference".
"""

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.msbuild.versions import judge
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.xml_reader import Element
from sbom.readers.xml_repaired import load_repaired_xml
from sbom.source import SourceFile

_STAND_INS = ("aka.ms/deprecateLicenseUrl", "licenses.nuget")
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it needs.

    Raises:
        ParseError: not XML, also after repair.
        NotThisFormatError: no `package/metadata`.
    """
    root, repair = load_repaired_xml(source.content)
    metadata = root.first("metadata")
    if root.tag != "package" or metadata is None:
        raise NotThisFormatError("holds no <package><metadata>", line=root.line)
    gathering = Gathering()
    if repair:
        gathering.note("xml", repair)
    name = metadata.value("id")
    version = metadata.value("version")
    installed = _is_installed(source.path, name, version)
    if not name:
        gathering.lost("id", "the package has no id", metadata.line)
    else:
        gathering.add(_package(metadata, name, version, installed=installed))
    found: dict[tuple[str, str], tuple[Element, list[str]]] = {}
    holder = metadata.first("dependencies")
    if holder is not None:
        groups = [(g, g.attributes.get("targetFramework", "")) for g in holder.all("group")]
        for group, framework in [(holder, ""), *groups]:
            for element in group.all("dependency"):
                wanted = element.attributes.get("id", "").strip()
                if not wanted:
                    gathering.lost("dependency", "a dependency without id", element.line)
                    continue
                key = (wanted.lower(), element.attributes.get("version", "").strip())
                found.setdefault(key, (element, []))[1].append(framework)
    targets = [
        gathering.add(_dependency(element, frameworks, direct=not installed))
        for element, frameworks in found.values()
    ]
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _is_installed(path: str, name: str, version: str) -> bool:
    parts = path.lower().split("/")
    name, version = name.lower(), version.lower()
    if not name or len(parts) < 2:
        return False
    beside = parts[-2] == version and len(parts) > 2 and parts[-3] == name
    return beside or parts[-2] == f"{name}.{version}"


def _package(metadata: Element, name: str, version: str, *, installed: bool) -> Component:
    kind = VersionKind.UNRESOLVED if "$" in version else firmness(version)
    placeholder = "$" in name
    assemblies = metadata.first("frameworkAssemblies")
    names = (
        []
        if assemblies is None
        else [a.attributes.get("assemblyName", "") for a in assemblies.all("frameworkAssembly")]
    )
    stated = metadata.first("license")
    is_file = stated is not None and stated.attributes.get("type") == "file"
    return Component(
        purl=build("nuget", name, version if kind is VersionKind.EXACT else ""),
        name=name,
        version=version,
        version_kind=kind,
        roles=() if installed else (Role.ROOT,),
        ref=_ROOT,
        licenses=_claims(metadata),
        supplier=metadata.value("authors")[:1000],
        line=metadata.line,
        properties=pairs(
            author=metadata.value("authors")[:1000],
            description=metadata.value("description")[:1000],
            framework_assemblies=", ".join(dict.fromkeys(n for n in names if n))[:MAX_TEXT],
            homepage=metadata.value("projectUrl"),
            license_file=stated.text.strip() if stated is not None and is_file else "",
            placeholder="true" if placeholder else "",
            repository=_repository(metadata),
        ),
    )


def _repository(metadata: Element) -> str:
    repository = metadata.first("repository")
    return "" if repository is None else repository.attributes.get("url", "")


def _claims(metadata: Element) -> tuple[LicenseClaim, ...]:
    claims = []
    stated = metadata.first("license")
    if stated is not None and stated.attributes.get("type", "expression") == "expression":
        raw = stated.text.strip()[:MAX_TEXT]
        if raw:
            claims.append(LicenseClaim(raw=raw, line=stated.line, source="license"))
    address = metadata.first("licenseUrl")
    if address is not None:
        raw = address.text.strip()[:MAX_TEXT]
        if raw and not (stated is not None and any(s in raw for s in _STAND_INS)):
            claims.append(LicenseClaim(raw=raw, line=address.line, source="licenseUrl"))
    return tuple(claims)


def _dependency(element: Element, frameworks: list[str], *, direct: bool) -> Component:
    name = element.attributes.get("id", "").strip()
    requirement = element.attributes.get("version", "").strip()
    kind, version, _ = judge(requirement)
    if "$" in requirement:
        kind, version = VersionKind.UNRESOLVED, requirement
    elif kind is VersionKind.EXACT and requirement[:1] != "[":
        kind, version = VersionKind.RANGE, ""
    return Component(
        purl=build("nuget", name, version if kind is VersionKind.EXACT else ""),
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=Scope.RUNTIME,
        roles=() if direct else (Role.DECLARED,),
        direct=direct,
        line=element.line,
        properties=pairs(target_frameworks=", ".join(f for f in dict.fromkeys(frameworks) if f)),
    )
