"""Assemblies and the packages that deliver them."""

import json

from program_files import assembly, pe

from sbom.component import Role
from sbom.inventory import Inventory
from sbom.joiners.dotnet_assemblies import join
from sbom.parsers.binary.program import parse as parse_program
from sbom.parsers.nuget.deps_json import parse as parse_list
from sbom.source import SourceFile


def listed(**libraries: str) -> Inventory:
    target = {k.replace("__", "/"): {"runtime": {v: {}}} for k, v in libraries.items()}
    document = {
        "runtimeTarget": {"name": "net8.0"},
        "targets": {"net8.0": target},
        "libraries": {k: {"type": "package"} for k in target},
    }
    return parse_list(SourceFile(path="x.deps.json", content=json.dumps(document).encode()))


def dll(path: str) -> Inventory:
    name = path.rpartition("/")[2].removesuffix(".dll")
    content = pe({".text": assembly(name, (4, 6, 0, 0))}, {14: (".text", 72)})
    return parse_program(SourceFile(path=path, content=content))


def test_the_package_takes_the_place_of_the_assembly() -> None:
    files = {
        "app/x.deps.json": listed(Pakket__4_5_4="lib/net8.0/Kern.dll"),
        "app/Kern.dll": dll("app/Kern.dll"),
        "app/runtimes/win/kern.dll": dll("app/runtimes/win/kern.dll"),
        "app/Ander.dll": dll("app/Ander.dll"),
        "elders/Kern.dll": dll("elders/Kern.dll"),
    }
    changed = join(files)
    assert sorted(changed) == ["app/Kern.dll", "app/runtimes/win/kern.dll"]
    made = changed["app/Kern.dll"].components[0]
    assert (made.purl, made.roles) == ("pkg:nuget/Pakket@4_5_4", (Role.DECLARED,))
    assert dict(made.properties)["assembly-version"] == "4.6.0.0"


def test_a_file_of_two_libraries_is_left_as_it_is() -> None:
    files = {
        "x.deps.json": listed(Een__1="a/Kern.dll", Twee__2="b/Kern.dll"),
        "Kern.dll": dll("Kern.dll"),
    }
    assert join(files) == {}
    assert join({"Kern.dll": files["Kern.dll"]}) == {}
