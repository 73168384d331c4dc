"""MSBuild files of one source together."""

from sbom.component import Component, Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.joiners.nuget_central import join
from sbom.parsers.nuget import packages_config, packages_lock, project, props
from sbom.source import SourceFile

USE = '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Kern" {0}/></ItemGroup></Project>'


def joined(files: dict[str, str]) -> dict[str, Inventory]:
    read = {}
    for path, text in files.items():
        parser = props
        if path.endswith("proj"):
            parser = project
        elif path.endswith(".json"):
            parser = packages_lock
        elif path.endswith(".config"):
            parser = packages_config
        read[path] = parser.parse(SourceFile(path=path, content=text.encode()))
    return {**read, **join(read)}


def central(version: str, more: str = "") -> str:
    return f'<Project>{more}<ItemGroup><PackageVersion Include="kern" Version="{version}"/></ItemGroup></Project>'


def kern(inventory: Inventory) -> Component:
    (found,) = [c for c in inventory.components if c.name == "Kern"]
    return found


def test_the_nearest_central_file_fills_in():
    files = joined(
        {
            "Directory.Packages.props": central("1"),
            "src/Directory.Packages.props": central("2"),
            "src/a/A.csproj": USE.format(""),
            "b/B.csproj": USE.format(""),
        }
    )
    found = kern(files["src/a/A.csproj"])
    assert (found.version, found.purl) == ("2", "pkg:nuget/Kern@2")
    assert dict(found.properties)["managed-in"] == "src/Directory.Packages.props"
    assert kern(files["b/B.csproj"]).version == "1"


def test_a_central_file_that_imports_the_one_above():
    above = '<Import Project="$([MSBuild]::GetPathOfFileAbove(Directory.Packages.props, $(MSBuildThisFileDirectory)..))" />'
    files = joined(
        {
            "Directory.Packages.props": central("1"),
            "src/Directory.Packages.props": f"<Project>{above}</Project>",
            "src/A.csproj": USE.format(""),
        }
    )
    assert kern(files["src/A.csproj"]).version == "1"


def test_other_spellings_of_imports():
    above = "$([MSBuild]::GetDirectoryNameOfFileAbove('$(MSBuildThisFileDirectory)..', 'Directory.Build.props'))"
    files = joined(
        {
            "Directory.Build.props": "<Project><PropertyGroup><V>1</V></PropertyGroup></Project>",
            "a/Directory.Build.props": f'<Project><Import Project="{above}/Directory.Build.props"/></Project>',
            "a/A.csproj": USE.format('Version="$(V)" '),
            "b/Directory.Build.props": "<Project><Import Project=\"$([MSBuild]::GetPathOfFileAbove('$(MSBuildThisFile)', '../'))\"/></Project>",
            "b/B.csproj": USE.format('Version="$(V)" '),
            "c/Directory.Build.props": '<Project><Import Project="$(MSBuildThisFileDirectory)../Directory.Build.props"/></Project>',
            "c/C.csproj": USE.format('Version="$(V)" '),
            "d/Directory.Build.props": '<Project><Import Project="$(Elders)/x.props"/><Import Project="../../x.props"/></Project>',
            "d/D.csproj": USE.format('Version="$(V)" '),
        }
    )
    versions = [kern(files[f"{n}/{n.upper()}.csproj"]).version for n in "abcd"]
    assert versions == ["1", "1", "1", "$(V)"]


def test_a_project_reference_outside_the_source_keeps_its_own_name():
    use = r'<Project><ItemGroup><ProjectReference Include="..\..\Weg\Weg.csproj"/></ItemGroup></Project>'
    files = joined({"App.csproj": use})
    assert files["App.csproj"].components[1].name == "Weg"


def test_own_versions_and_overrides_win_and_it_can_be_switched_off():
    off = "<PropertyGroup><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>"
    files = joined(
        {
            "Directory.Packages.props": central("1"),
            "A.csproj": USE.format('Version="5" '),
            "B.csproj": USE.format('VersionOverride="6" '),
            "C.csproj": USE.format("").replace("<ItemGroup>", off + "<ItemGroup>"),
        }
    )
    assert kern(files["A.csproj"]).version == "5"
    assert kern(files["B.csproj"]).version == "6"
    assert kern(files["C.csproj"]).version_kind is VersionKind.ABSENT


def test_properties_of_build_props_above_and_of_imports():
    files = joined(
        {
            "Directory.Build.props": "<Project><PropertyGroup><V>1</V></PropertyGroup></Project>",
            "build/versies.props": "<Project><PropertyGroup><W>2</W></PropertyGroup></Project>",
            "src/A.csproj": USE.format('Version="$(V)" '),
            "src/B.csproj": USE.format('Version="$(W)" ').replace(
                "<ItemGroup>", r'<Import Project="..\Build\Versies.props" /><ItemGroup>'
            ),
            "src/C.csproj": USE.format("").replace("Include", "Include"),
            "Directory.Packages.props": central("$(V).5"),
        }
    )
    assert kern(files["src/A.csproj"]).version == "1"
    assert kern(files["src/B.csproj"]).version == "2"
    assert kern(files["src/C.csproj"]).version == "1.5"
    assert files["Directory.Packages.props"].components[0].version == "1.5"


def test_versions_in_build_targets():
    update = (
        '<Project><ItemGroup><PackageReference Update="Kern" Version="8"/></ItemGroup></Project>'
    )
    files = joined({"Directory.Build.targets": update, "src/A.fsproj": USE.format("")})
    assert kern(files["src/A.fsproj"]).version == "8"


def test_a_lock_or_packages_config_beside_the_project_declares():
    lock = (
        '{"version": 1, "dependencies": {"net8.0": {"kern": {"type": "Direct", "resolved": "1"}}}}'
    )
    config = '<packages><package id="KERN" version="1"/></packages>'
    files = joined(
        {
            "a/A.csproj": USE.format('Version="1.*" '),
            "a/packages.lock.json": lock,
            "b/B.csproj": USE.format('Version="1" '),
            "b/packages.config": config,
            "c/C.csproj": USE.format('Version="1" '),
        }
    )
    assert kern(files["a/A.csproj"]).roles == (Role.DECLARED,)
    assert kern(files["b/B.csproj"]).roles == (Role.DECLARED,)
    assert kern(files["c/C.csproj"]).roles == ()


def test_project_references_take_name_and_version_of_their_target():
    target = (
        "<Project><PropertyGroup><AssemblyName>Voorbeeld.Basis</AssemblyName>"
        "<Version>3</Version></PropertyGroup></Project>"
    )
    use = r'<Project><ItemGroup><ProjectReference Include="..\Basis\basis.csproj"/></ItemGroup></Project>'
    files = joined({"Basis/Basis.csproj": target, "App/App.csproj": use})
    found = files["App/App.csproj"].components[1]
    assert (found.purl, found.roles) == ("pkg:nuget/Voorbeeld.Basis@3", (Role.WORKSPACE,))


def test_a_test_project_by_shared_property():
    files = joined(
        {
            "tests/Directory.Build.props": "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>",
            "tests/A.csproj": USE.format('Version="1" '),
        }
    )
    assert kern(files["tests/A.csproj"]).scope is Scope.TEST


def test_packages_of_shared_files_take_central_versions_too():
    shared = '<Project><ItemGroup><PackageReference Include="Kern"/></ItemGroup></Project>'
    files = joined({"Directory.Packages.props": central("4"), "src/Directory.Build.props": shared})
    assert kern(files["src/Directory.Build.props"]).version == "4"


def test_rings_of_imports_end():
    files = joined(
        {
            "a.props/Directory.Build.props": '<Project><Import Project="../b/Directory.Build.props"/></Project>',
            "b/Directory.Build.props": '<Project><Import Project="../a.props/Directory.Build.props"/></Project>',
            "b/A.csproj": USE.format('Version="1" '),
        }
    )
    assert kern(files["b/A.csproj"]).version == "1"


def test_nothing_changes_without_a_reason():
    read = {"A.csproj": project.parse(SourceFile(path="A.csproj", content=USE.format("").encode()))}
    assert dict(join(read)) == {}
