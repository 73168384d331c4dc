"""The project that a project file describes."""

from sbom.component import Component, ComponentKind, Role, VersionKind
from sbom.license import LicenseClaim
from sbom.msbuild.evaluation import Properties
from sbom.msbuild.model import File
from sbom.msbuild.versions import judge
from sbom.purl import build

_TEST_SDK = "microsoft.net.test.sdk"


def is_test(file: File, properties: Properties) -> bool:
    """IsTestProject, which Microsoft.NET.Test.Sdk sets by itself."""
    if stated := properties.get("IsTestProject"):
        return stated.lower() == "true"
    return any(i.id.lower() == _TEST_SDK and i.tag == "PackageReference" for i in file.items)


def root_of(path: str, file: File, properties: Properties) -> Component:
    """The project itself; its name is PackageId, AssemblyName or the name of the file."""
    get = properties.get
    stem = path.rpartition("/")[2].rpartition(".")[0] or path
    name = next((v for v in (get("PackageId"), get("AssemblyName")) if v and "$(" not in v), stem)
    stated = get("PackageVersion") or get("Version")
    if not stated and (prefix := get("VersionPrefix")):
        suffix = get("VersionSuffix")
        stated = f"{prefix}-{suffix}" if suffix else prefix
    kind, version, _ = judge(stated)
    if kind is VersionKind.RANGE:
        kind, version = VersionKind.UNRESOLVED, stated
    licenses = tuple(
        LicenseClaim(raw=get(field)[:4096], source=field)
        for field in ("PackageLicenseExpression", "PackageLicenseUrl")
        if get(field) and "$(" not in get(field)
    )
    facts = []
    for key, fields in (
        ("target-framework", ("TargetFrameworks", "TargetFramework", "TargetFrameworkVersion")),
        ("author", ("Authors",)),
        ("description", ("Description",)),
        ("homepage", ("PackageProjectUrl",)),
        ("license-file", ("PackageLicenseFile",)),
        ("output-type", ("OutputType",)),
    ):
        if value := next((get(f) for f in fields if get(f)), ""):
            facts.append((key, " ".join(value.split()).strip("; ")[:1000]))
    output = get("OutputType").lower()
    web = any(
        i.sdk.lower() in {"microsoft.net.sdk.web", "microsoft.net.sdk.worker"} for i in file.imports
    )
    application = output in {"exe", "winexe", "appcontainerexe"} or (web and not output)
    return Component(
        purl=build("nuget", name, version if kind is VersionKind.EXACT else ""),
        name=name,
        version=version,
        version_kind=kind,
        kind=ComponentKind.APPLICATION if application else ComponentKind.LIBRARY,
        roles=(Role.ROOT,),
        ref="project",
        licenses=licenses,
        supplier=get("Company"),
        download=get("RepositoryUrl"),
        line=1,
        properties=tuple(sorted(facts)),
    )
