"""*.nuspec."""

import pytest

from sbom.component import Role, VersionKind
from sbom.errors import ParseError
from sbom.parsers.nuget.nuspec import parse
from sbom.source import SourceFile

TEXT = b"""<?xml version="1.0"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>Loket</id>
    <version>1.2.0</version>
    <authors>Gemeente Voorbeeld</authors>
    <license type="expression">EUPL-1.2</license>
    <licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>
    <dependencies>
      <dependency id="Los" />
      <group targetFramework="net8.0">
        <dependency id="Kern" version="[2.2.0]" />
        <dependency id="Hulp" version="1.0" />
      </group>
      <group targetFramework="net6.0">
        <dependency id="Hulp" version="1.0" />
        <dependency id="" />
      </group>
    </dependencies>
  </metadata>
</package>
"""


def test_package_and_dependencies() -> None:
    read = parse(SourceFile(path="Loket.nuspec", content=TEXT))
    assert [(c.name, c.version, c.version_kind, c.roles, c.line) for c in read.components] == [
        ("Loket", "1.2.0", VersionKind.EXACT, (Role.ROOT,), 3),
        ("Los", "", VersionKind.ABSENT, (), 10),
        ("Kern", "2.2.0", VersionKind.EXACT, (), 12),
        ("Hulp", "", VersionKind.RANGE, (), 13),
    ]
    assert [(x.raw, x.source) for x in read.components[0].licenses] == [("EUPL-1.2", "license")]
    assert dict(read.components[3].properties)["target-frameworks"] == "net8.0, net6.0"
    assert [i.line for i in read.issues] == [17]


def test_in_a_package_folder_it_is_installed() -> None:
    read = parse(SourceFile(path="packages/loket/1.2.0/loket.nuspec", content=TEXT))
    assert read.components[0].roles == ()
    assert all(c.roles == (Role.DECLARED,) and not c.direct for c in read.components[1:])


def test_a_placeholder_is_unresolved() -> None:
    content = b"<package><metadata><id>a</id><version>$version$</version></metadata></package>"
    read = parse(SourceFile(path="a.nuspec", content=content))
    assert read.components[0].version_kind is VersionKind.UNRESOLVED
    assert read.components[0].purl == "pkg:nuget/a"


@pytest.mark.parametrize("content", [b"", b"<a/>", b"<package/>"])
def test_what_is_no_nuspec_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="a.nuspec", content=content))
