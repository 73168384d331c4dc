"""MSBuild project files and shared files, each by itself."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.nuget import project, props
from sbom.source import SourceFile


def read(body: str, head: str = '<Project Sdk="Microsoft.NET.Sdk">') -> Inventory:
    content = f"{head}{body}</Project>".encode()
    return project.parse(SourceFile(path="src/Voorbeeld.App.csproj", content=content))


def shared(body: str) -> Inventory:
    content = f"<Project>{body}</Project>".encode()
    return props.parse(SourceFile(path="Directory.Packages.props", content=content))


def package(inventory: Inventory, name: str = "Kern") -> Component:
    (found,) = [c for c in inventory.components if c.name == name]
    return found


def items(text: str) -> str:
    return f"<ItemGroup>{text}</ItemGroup>"


@pytest.mark.parametrize(
    ("stated", "kind", "version"),
    [
        ("1.2.3", VersionKind.EXACT, "1.2.3"),
        (" 1.2.3 ", VersionKind.EXACT, "1.2.3"),
        ("[1.0]", VersionKind.EXACT, "1.0"),
        ("[1.0,2.0)", VersionKind.RANGE, ""),
        ("(,2.0]", VersionKind.RANGE, ""),
        ("1.*", VersionKind.RANGE, ""),
        ("*-*", VersionKind.RANGE, ""),
        ("$(Onbekend)", VersionKind.UNRESOLVED, "$(Onbekend)"),
        ("", VersionKind.ABSENT, ""),
    ],
)
def test_versions(stated, kind, version):
    found = package(read(items(f'<PackageReference Include="Kern" Version="{stated}" />')))
    assert (found.version_kind, found.version, found.requirement) == (kind, version, stated.strip())
    assert (found.direct, found.roles, found.scope) == (True, (), Scope.RUNTIME)


def test_version_as_element_and_lists_of_names():
    inventory = read(
        items('<PackageReference Include="A; B"><Version>1</Version></PackageReference>')
    )
    assert [c.purl for c in inventory.components[2:]] == ["pkg:nuget/A@1", "pkg:nuget/B@1"]


def test_properties_of_the_same_file_in_the_order_of_msbuild():
    inventory = read(
        "<PropertyGroup><Basis>1</Basis><kernVersion>$(basis).2</kernVersion></PropertyGroup>"
        "<PropertyGroup Condition=\"'$(KernVersion)' == ''\"><KernVersion>9</KernVersion></PropertyGroup>"
        + items('<PackageReference Include="Kern" Version="$(KernVersion)" />')
    )
    found = package(inventory)
    assert (found.version, found.requirement) == ("1.2", "$(KernVersion)")


@pytest.mark.parametrize(
    ("first", "second", "version"),
    [("1", "1", "1"), ("1", "2", "$(V)")],
)
def test_conditional_values_count_only_when_they_agree(first, second, version):
    groups = "".join(
        f"<PropertyGroup Condition=\"'$(TargetFramework)' == 'net{n}'\"><V>{v}</V></PropertyGroup>"
        for n, v in ((8, first), (9, second))
    )
    inventory = read(groups + items('<PackageReference Include="Kern" Version="$(V)" />'))
    assert package(inventory).version == version


def test_a_known_condition_is_decided():
    inventory = read(
        "<PropertyGroup><TargetFramework>net9</TargetFramework></PropertyGroup>"
        "<PropertyGroup Condition=\"'$(TargetFramework)' == 'net8'\"><V>1</V></PropertyGroup>"
        "<PropertyGroup Condition=\"'$(TargetFramework)' != 'net8'\"><V>2</V></PropertyGroup>"
        + items('<PackageReference Include="Kern" Version="$(V)" />')
    )
    assert package(inventory).version == "2"


def test_names_of_metadata_ignore_case():
    assert package(read(items('<PackageReference Include="Kern" version="1" />'))).version == "1"


def test_a_floating_version_of_the_project_is_not_settled():
    inventory = read("<PropertyGroup><Version>1.*</Version></PropertyGroup>")
    assert inventory.components[0].version_kind is VersionKind.UNRESOLVED


def test_update_remove_and_override():
    inventory = read(
        items(
            '<PackageReference Include="Kern" /><PackageReference Update="Kern" Version="2" />'
            '<PackageReference Update="Ander" Version="3" />'
            '<PackageReference Include="Vast" Version="1" VersionOverride="4" />'
            '<PackageReference Include="Weg" Version="5" /><PackageReference Remove="Weg" />'
        )
    )
    assert package(inventory).version == "2"
    assert package(inventory, "Ander").roles == (Role.CONSTRAINT,)
    assert package(inventory, "Vast").version == "4"
    assert dict(package(inventory, "Weg").properties)["removed"] == "always"


def test_private_assets_are_dev():
    found = package(
        read(
            items(
                '<PackageReference Include="Kern" Version="1"><PrivateAssets>All</PrivateAssets>'
                "<IncludeAssets>runtime; build</IncludeAssets></PackageReference>"
            )
        )
    )
    assert found.scope is Scope.DEV
    assert dict(found.properties)["include-assets"] == "runtime; build"


@pytest.mark.parametrize(
    "body",
    [
        "<PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>",
        items('<PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.0.0" />'),
    ],
)
def test_in_a_test_project_packages_are_for_tests(body):
    inventory = read(body + items('<PackageReference Include="Kern" Version="1" />'))
    assert package(inventory).scope is Scope.TEST


def test_conditions_of_groups_choose_and_targets_are_kept():
    inventory = read(
        "<Choose><When Condition=\"'$(A)' == '1'\">"
        + items('<PackageReference Include="Kern" Version="1" Condition="B" />')
        + "</When><Otherwise>"
        + items('<PackageReference Include="Ander" Version="1" />')
        + '</Otherwise></Choose><Target Name="Na">'
        + items('<PackageReference Include="Doel" Version="1" />')
        + "</Target>"
    )
    conditions = [dict(c.properties)["condition"] for c in inventory.components[2:]]
    assert conditions == ["'$(A)' == '1' and B", "otherwise", "in target Na"]


@pytest.mark.parametrize(
    ("item", "name", "roles", "scope"),
    [
        (r'<ProjectReference Include="..\Kern\Kern.csproj" />', "Kern", (Role.WORKSPACE,), Scope.RUNTIME),
        ('<FrameworkReference Include="Microsoft.AspNetCore.App" />', "Microsoft.AspNetCore.App",
         (Role.STDLIB,), Scope.RUNTIME),
        ('<DotNetCliToolReference Include="Kern" Version="1" />', "Kern", (), Scope.BUILD),
        ('<PackageDownload Include="Kern" Version="[1]" />', "Kern", (), Scope.BUILD),
        ('<Reference Include="System.Xml" />', "System.Xml", (Role.STDLIB,), Scope.RUNTIME),
        (r'<Reference Include="Kern, Version=1.0.0.0"><HintPath>lib\Kern.dll</HintPath></Reference>',
         "Kern", (Role.LOCAL,), Scope.RUNTIME),
        ('<COMReference Include="Kern" />', "Kern", (Role.LOCAL,), Scope.RUNTIME),
    ],
)  # fmt: skip
def test_other_references(item, name, roles, scope):
    found = package(read(items(item)), name)
    assert (found.roles, found.scope) == (roles, scope)


def test_a_reference_into_a_packages_folder_is_that_package():
    found = package(
        read(
            items(
                '<Reference Include="Kern.Dll, Version=13.0.0.0, Culture=neutral">'
                r"<HintPath>..\packages\Kern.Pakket.13.0.3-beta1\lib\net45\Kern.dll</HintPath></Reference>"
            )
        ),
        "Kern.Pakket",
    )
    assert found.purl == "pkg:nuget/Kern.Pakket@13.0.3-beta1"
    assert found.roles == ()
    assert dict(found.properties)["assembly-version"] == "13.0.0.0"


def test_sdks():
    inventory = read("", '<Project Sdk="Microsoft.NET.Sdk.Web;Kern.Sdk/1.2">')
    assert package(inventory, "Microsoft.NET.Sdk.Web").roles == (Role.STDLIB,)
    own = package(inventory, "Kern.Sdk")
    assert (own.version, own.scope, own.roles) == ("1.2", Scope.BUILD, ())
    element = read('<Sdk Name="Kern.Sdk" Version="3" /><Import Project="x" Sdk="Ander.Sdk/4" />')
    assert [c.version for c in element.components[2:]] == ["3", "4"]


def test_the_project_is_root():
    inventory = read(
        "<PropertyGroup><PackageId>Voorbeeld.Pakket</PackageId><VersionPrefix>1.2</VersionPrefix>"
        "<VersionSuffix>rc1</VersionSuffix><OutputType>Exe</OutputType><Company>Gemeente</Company>"
        "<TargetFrameworks>net8.0;net9.0;</TargetFrameworks>"
        "<PackageLicenseExpression>EUPL-1.2</PackageLicenseExpression></PropertyGroup>"
    )
    root = inventory.components[0]
    assert (root.purl, root.roles) == ("pkg:nuget/Voorbeeld.Pakket@1.2-rc1", (Role.ROOT,))
    assert (root.kind, root.supplier) == (ComponentKind.APPLICATION, "Gemeente")
    assert [c.raw for c in root.licenses] == ["EUPL-1.2"]
    assert dict(root.properties)["target-framework"] == "net8.0;net9.0"
    assert read("").components[0].name == "Voorbeeld.App"


def test_edges_go_to_all_but_constraints():
    inventory = read(
        items(
            '<PackageReference Include="Kern" Version="1" /><PackageVersion Include="X" Version="1" />'
        )
    )
    (edge,) = inventory.dependencies
    assert edge.ref == "project"
    assert "PackageReference Kern" in edge.targets
    assert "PackageVersion X" not in edge.targets


def test_an_item_without_name_is_an_issue():
    inventory = read("\n" + items('<PackageReference Version="1" />'))
    assert [(i.kind, i.line) for i in inventory.issues] == [(IssueKind.ENTRY, 2)]


def test_central_versions_are_constraints():
    inventory = shared(
        items(
            '<PackageVersion Include="Kern" Version="1" />'
            '<PackageReference Update="Oud" Version="2" />'
            '<GlobalPackageReference Include="Overal" Version="3" />'
            '<PackageReference Include="Ieder" Version="4" />'
        )
    )
    assert [(c.name, c.roles, c.scope, c.direct) for c in inventory.components] == [
        ("Kern", (Role.CONSTRAINT,), Scope.UNKNOWN, None),
        ("Oud", (Role.CONSTRAINT,), Scope.UNKNOWN, None),
        ("Overal", (), Scope.DEV, True),
        ("Ieder", (), Scope.RUNTIME, True),
    ]


def test_older_projects_in_other_encodings_are_read():
    text = (
        '<?xml version="1.0" encoding="utf-8"?><Project ToolsVersion="15.0" '
        'xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><PropertyGroup>'
        "<TargetFrameworkVersion>v4.8</TargetFrameworkVersion><Company>Één</Company></PropertyGroup></Project>"
    )
    for content in (b"\xef\xbb\xbf" + text.encode(), text.encode("cp1252")):
        inventory = project.parse(SourceFile(path="A.vbproj", content=content))
        assert inventory.components[0].supplier == "Één"
        assert inventory.format_version == "15.0"


@pytest.mark.parametrize("content", [b"", b"geen xml", b"<Project>"])
def test_what_is_not_xml_is_an_error(content):
    with pytest.raises(ParseError):
        project.parse(SourceFile(path="a.csproj", content=content))


def test_another_root_is_another_format():
    with pytest.raises(NotThisFormatError):
        props.parse(SourceFile(path="Directory.Build.props", content=b"<ItemGroup/>"))


def test_properties_that_double_themselves_end():
    body = (
        "<PropertyGroup><A>xx</A></PropertyGroup>"
        + "<PropertyGroup><A>$(A)$(A)</A></PropertyGroup>" * 60
    )
    inventory = read(body + items('<PackageReference Include="Kern" Version="$(A)" />'))
    assert len(package(inventory).version) < 10_000


@given(st.binary(max_size=300))
def test_any_bytes_give_an_inventory_or_an_error(content):
    for around in (b"%b", b"<Project><ItemGroup>%b</ItemGroup></Project>"):
        for parser in (project, props):
            with contextlib.suppress(ParseError):
                parser.parse(SourceFile(path="a.csproj", content=around % content))


@pytest.mark.fixtures
def test_counts_of_another_reader(fixtures_dir):
    folder = fixtures_dir / "A_lockfiles"
    cases = json.loads((folder / "cases.json").read_text())["cases"]
    seen = 0
    for case in cases:
        if case["format"] != "csproj" or case["expect_error"]:
            continue
        seen += 1
        content = (folder / case["file"]).read_bytes()
        found = {
            c.name.lower()
            for c in project.parse(SourceFile(path="a.csproj", content=content)).components
        }
        assert {e["name"].lower() for e in case["expected"]} <= found
    assert seen
