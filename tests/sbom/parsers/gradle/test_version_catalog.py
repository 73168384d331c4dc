"""Version catalogues in all their spellings."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Scope, VersionKind
from sbom.errors import ParseError
from sbom.issue import IssueKind
from sbom.parsers.gradle.version_catalog import parse
from sbom.source import SourceFile

CATALOG = """\
[metadata]
format.version = "1.1"

[versions]
kern = "1.2"
rijk = { strictly = "[2,3[", prefer = "2.5", reject = ["2.4"] }

[libraries]
tekst = "org.example:tekst:1.0"
module = { module = "org.example:module", version = "1.1" }
verwijst = { module = "org.example:verwijst", version.ref = "kern" }
delen = { group = "org.example", name = "delen", version = { ref = "rijk" } }
strikt = { module = "org.example:strikt", version = { strictly = "3" } }
voorkeur = { module = "org.example:voorkeur", version = { prefer = "4" } }
bereik = { module = "org.example:bereik", version = "[1,2)" }
los = { module = "org.example:los" }
mis = { module = "org.example:mis", version.ref = "weg" }

[libraries.tabel]
module = "org.example:tabel"
version = "6"

[bundles]
samen = ["tekst", "module"]

[plugins]
invoeg = "org.example.invoeg:1.5"
ander = { id = "org.example.ander", version.ref = "kern" }
"""


def read(text: str):
    return parse(SourceFile(path="gradle/libs.versions.toml", content=text.encode()))


@pytest.mark.parametrize(
    ("alias", "version", "kind"),
    [
        ("tekst", "1.0", VersionKind.EXACT),
        ("module", "1.1", VersionKind.EXACT),
        ("verwijst", "1.2", VersionKind.EXACT),
        ("delen", "2.5", VersionKind.EXACT),
        ("strikt", "3", VersionKind.EXACT),
        ("voorkeur", "4", VersionKind.EXACT),
        ("bereik", "", VersionKind.RANGE),
        ("los", "", VersionKind.ABSENT),
        ("mis", "${weg}", VersionKind.UNRESOLVED),
        ("tabel", "6", VersionKind.EXACT),
    ],
)
def test_libraries(alias, version, kind):
    (found,) = [c for c in read(CATALOG).components if dict(c.properties)["alias"] == alias]
    assert (found.name, found.version, found.version_kind) == (
        f"org.example:{alias}",
        version,
        kind,
    )
    assert (found.scope, found.direct) == (Scope.UNKNOWN, None)


def test_lines_bundles_and_refusals_are_kept():
    by_alias = {dict(c.properties)["alias"]: c for c in read(CATALOG).components}
    assert by_alias["tekst"].line == 9
    assert by_alias["tabel"].line == 19
    assert dict(by_alias["tekst"].properties)["bundles"] == "samen"
    assert dict(by_alias["delen"].properties)["rejects"] == "2.4"
    assert dict(by_alias["verwijst"].properties)["version-alias"] == "kern"


def test_plugins_have_their_marker_as_coordinates():
    inventory = read(CATALOG)
    plugins = [c for c in inventory.components if c.scope is Scope.BUILD]
    assert [c.purl for c in plugins] == [
        "pkg:maven/org.example.invoeg/org.example.invoeg.gradle.plugin@1.5",
        "pkg:maven/org.example.ander/org.example.ander.gradle.plugin@1.2",
    ]
    assert inventory.format_version == "1.1"


def test_a_malformed_entry_is_an_issue_and_only_that_is_lost():
    inventory = read(
        '[libraries]\nfout = 3\ngoed = "a:b:1"\nleeg = {}\n[plugins]\nx = { id = 1 }\n'
    )
    assert [c.name for c in inventory.components] == ["a:b"]
    assert [(i.kind, i.line, i.subject) for i in inventory.issues] == [
        (IssueKind.ENTRY, 2, "fout"),
        (IssueKind.ENTRY, 4, "leeg"),
        (IssueKind.ENTRY, 6, "x"),
    ]


@pytest.mark.parametrize(
    "text", ["libraries = 1", "versions = []\nplugins = 'x'", "bundles = 3", ""]
)
def test_other_types_are_tolerated(text):
    assert read(text).components == ()


def test_what_is_not_toml_is_an_error():
    with pytest.raises(ParseError):
        read("[libraries\nx = ")


@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_an_error(content):
    with contextlib.suppress(ParseError):
        parse(SourceFile(path="libs.versions.toml", content=content))
