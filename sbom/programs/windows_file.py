"""Windows files: .NET assemblies by their own name, other programs by their version resource.

Rules: an assembly is `pkg:nuget/NAME@VERSION`, since a package nearly always has the name of its assembly.
Its version is the product version of the version resource, with what stands behind `+` (a commit)
taken off, when that is a version; else the file version, else that of the assembly. All three
are properties when they differ. `sbom.joiners.dotnet_assemblies` puts the package in its place that a
`*.deps.json` in the same folder names. A satellite assembly (with a culture) is BUNDLED and has the
name of what it translates. Anything else with a product name and a version is
`pkg:generic/PRODUCT@VERSION`.

Source: Microsoft, "StringFileInfo BLOCK"; .NET, "AssemblyInformationalVersionAttribute".
"""

import re

from sbom.component import Component, ComponentKind, Role
from sbom.gathering import Gathering
from sbom.programs.clr_metadata import Assembly, read_assembly
from sbom.purl import build
from sbom.readers.executable import Executable
from sbom.readers.pe import version_resource
from sbom.readers.shape import pairs

_VERSION = re.compile(r"v?(\d+(?:[.,] ?\d+){1,3}(?:-[0-9A-Za-z][0-9A-Za-z.-]*)?)(?=[\s+@(]|\Z)")
_MARKS = re.compile("[®™©]|\\((?:R|TM|r|tm)\\)")
_NOT_ONE = frozenset({"0.0.0.0", "0.0.0", "0.0", "0"})  # noqa: S104 - a version, no address


def add_windows_file(program: Executable, gathering: Gathering) -> bool:
    """The assembly or product; False when the file names none."""
    facts = version_resource(program)
    assembly = read_assembly(program)
    if assembly is not None and assembly.name:
        gathering.add(_assembly(assembly, facts))
        return True
    name = " ".join(_MARKS.sub("", facts.get("ProductName", "")).split())
    version = _first_version(facts)
    if not name or not version:
        return False
    program_file = facts.get("OriginalFilename", "") or facts.get("InternalName", "")
    gathering.add(
        Component(
            purl=build("generic", name[:200], version),
            name=name[:200],
            version=version,
            kind=ComponentKind.APPLICATION,
            supplier=facts.get("CompanyName", "")[:200],
            properties=pairs(
                evidence="version-resource",
                file=program_file[:200],
                description=facts.get("FileDescription", "")[:500],
            ),
        )
    )
    return True


def _first_version(facts: dict[str, str]) -> str:
    for key in ("ProductVersion", "FileVersion", "FixedFileVersion"):
        match = _VERSION.match(facts.get(key, ""))
        if match:
            found = match.group(1).replace(", ", ".").replace(",", ".")
            if found not in _NOT_ONE:
                return found
    return ""


def _assembly(assembly: Assembly, facts: dict[str, str]) -> Component:
    name = assembly.name
    if assembly.culture:
        name = name.removesuffix(".resources")
    version = _first_version(facts) or assembly.version
    others = {
        "assembly_version": assembly.version,
        "product_version": facts.get("ProductVersion", "")[:200],
        "file_version": facts.get("FileVersion", "")[:200],
    }
    return Component(
        purl=build("nuget", name, version),
        name=name,
        version=version,
        roles=(Role.BUNDLED,) if assembly.culture else (),
        supplier=facts.get("CompanyName", "")[:200],
        properties=pairs(
            evidence="assembly",
            culture=assembly.culture,
            description=facts.get("FileDescription", "")[:500],
            **{k: v for k, v in others.items() if v != version},
        ),
    )
