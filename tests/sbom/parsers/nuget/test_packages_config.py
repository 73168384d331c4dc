"""packages.config."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.issue import IssueKind
from sbom.parsers.nuget.packages_config import parse
from sbom.source import SourceFile


def read(body: str):
    content = f"<packages>\n{body}</packages>".encode()
    return parse(SourceFile(path="packages.config", content=content))


def test_packages():
    inventory = read(
        '<package id="Kern" version="1.0" targetFramework="net48" allowedVersions="[1,2)" />\n'
        '<package id="Keuring" version="2.0" developmentDependency="true" requireReinstallation="true" />\n'
        '<package id="Los" />\n'
    )
    kern, keuring, los = inventory.components
    assert (kern.purl, kern.requirement, kern.line) == ("pkg:nuget/Kern@1.0", "[1,2)", 2)
    assert dict(kern.properties) == {"target-framework": "net48"}
    assert dict(keuring.properties) == {"require-reinstallation": "true"}
    assert (kern.scope, keuring.scope) == (Scope.RUNTIME, Scope.DEV)
    assert (kern.direct, los.version_kind) == (None, VersionKind.ABSENT)


def test_a_package_without_id_is_an_issue():
    inventory = read('<package version="1" />')
    assert [(i.kind, i.line) for i in inventory.issues] == [(IssueKind.ENTRY, 2)]


def test_another_root_and_no_xml():
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="packages.config", content=b"<configuration/>"))
    with pytest.raises(ParseError):
        parse(SourceFile(path="packages.config", content=b"<packages>"))


@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_an_error(content):
    for around in (b"%b", b"<packages>%b</packages>"):
        with contextlib.suppress(ParseError):
            parse(SourceFile(path="packages.config", content=around % content))
