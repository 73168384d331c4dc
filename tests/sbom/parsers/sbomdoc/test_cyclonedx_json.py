"""CycloneDX JSON in: what is kept, what is noted, what is lost."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.license import LicenseKind
from sbom.parsers.sbomdoc.cyclonedx_json import parse
from sbom.source import SourceFile


def read(content: bytes | dict[str, Any]) -> Inventory:
    if isinstance(content, dict):
        content = json.dumps(content, indent=1).encode()
    return parse(SourceFile(path="bom.json", content=content))


def bom(*components: Any, **members: Any) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": list(components),
        **members,
    }


def messages(inventory: Inventory, kind: IssueKind) -> list[str]:
    return [i.message for i in inventory.issues if i.kind is kind]


def test_one_component_with_everything() -> None:
    inventory = read(
        bom(
            {
                "type": "library",
                "bom-ref": "a",
                "group": "@voorbeeld",
                "name": "kern",
                "version": "1.2.3",
                "purl": "pkg:npm/%40voorbeeld/kern@1.2.3",
                "scope": "optional",
                "supplier": {"name": "Voorbeeld B.V."},
                "publisher": "Uitgever",
                "authors": [{"name": "Maker"}],
                "description": "Kern van het voorbeeld",
                "copyright": "(c) Voorbeeld",
                "cpe": "cpe:2.3:a:v:kern:1.2.3:*:*:*:*:*:*:*",
                "hashes": [{"alg": "SHA-1", "content": "AB" * 20}],
                "licenses": [{"license": {"id": "EUPL-1.2", "acknowledgement": "concluded"}}],
                "externalReferences": [
                    {"type": "website", "url": "https://kern.example.org"},
                    {"type": "vcs", "url": "https://naam:geheim@example.org/kern.git"},
                    {"type": "distribution", "url": "https://example.org/kern.tgz"},
                    {"type": "issue-tracker", "url": "https://example.org/issues"},
                ],
                "properties": [{"name": "syft:package:type", "value": "npm"}],
                "evidence": {
                    "licenses": [{"license": {"id": "MIT"}}],
                    "occurrences": [{"location": "app/package.json", "line": 3}],
                },
                "modified": True,
                "pedigree": {"patches": [{"type": "backport"}]},
            }
        )
    )
    (component,) = inventory.components
    assert component.purl == "pkg:npm/%40voorbeeld/kern@1.2.3"
    assert component.name == "@voorbeeld/kern"
    assert component.version == "1.2.3"
    assert component.scope is Scope.OPTIONAL
    assert component.supplier == "Voorbeeld B.V."
    assert component.hashes == (("SHA-1", "ab" * 20),)
    assert component.download == "https://example.org/kern.tgz"
    assert component.ref == "a"
    assert component.purl_raw == ""
    assert [(c.raw, c.kind, c.source) for c in component.licenses] == [
        ("EUPL-1.2", LicenseKind.CONCLUDED, "licenses.id"),
        ("MIT", LicenseKind.DETECTED, "evidence.licenses.id"),
    ]
    assert dict(component.properties) == {
        "author": "Maker",
        "copyright": "(c) Voorbeeld",
        "cpe": "cpe:2.3:a:v:kern:1.2.3:*:*:*:*:*:*:*",
        "description": "Kern van het voorbeeld",
        "homepage": "https://kern.example.org",
        "location": "app/package.json:3",
        "modified": "true",
        "pedigree": "patches",
        "publisher": "Uitgever",
        "reference:issue-tracker": "https://example.org/issues",
        "syft:package:type": "npm",
        "vcs": "https://example.org/kern.git",
    }
    assert component.line == 5
    assert inventory.issues == ()
    assert inventory.format_version == "1.6"


def test_root_modules_nested_components_and_the_graph() -> None:
    inventory = read(
        bom(
            {
                "name": "a",
                "version": "1",
                "bom-ref": "a",
                "components": [
                    {
                        "name": "b",
                        "version": "1",
                        "bom-ref": "b",
                        "components": [{"name": "c", "version": "1", "bom-ref": "c"}],
                    }
                ],
            },
            {"name": "los", "version": "1", "bom-ref": "los"},
            metadata={
                "component": {
                    "type": "application",
                    "name": "zaaksysteem",
                    "version": "2",
                    "bom-ref": "root",
                    "components": [{"name": "module", "version": "2", "bom-ref": "module"}],
                }
            },
            dependencies=[
                {"ref": "root", "dependsOn": ["module", "a"]},
                {"ref": "module", "dependsOn": ["b"]},
                {"ref": "b", "dependsOn": ["c"]},
                {"ref": "c"},
            ],
        )
    )
    by_name = {c.name: c for c in inventory.components}
    assert list(by_name) == ["zaaksysteem", "module", "a", "b", "c", "los"]
    assert by_name["zaaksysteem"].roles == (Role.ROOT,)
    assert by_name["zaaksysteem"].kind is ComponentKind.APPLICATION
    assert by_name["module"].roles == (Role.WORKSPACE,)
    assert by_name["c"].roles == (Role.BUNDLED,)
    assert dict(by_name["c"].properties)["parent"] == "b"
    directs = {name: c.direct for name, c in by_name.items()}
    assert directs == {
        "zaaksysteem": None,
        "module": True,
        "a": True,
        "b": True,
        "c": False,
        "los": None,
    }
    assert inventory.dependencies[0] == Dependency(ref="root", targets=("a", "module"))
    assert inventory.issues == ()


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ([{"license": {"id": "MIT"}}], [("MIT", "licenses.id")]),
        ([{"license": {"name": "Eigen"}}], [("Eigen", "licenses.name")]),
        ([{"expression": "MIT OR ISC"}], [("MIT OR ISC", "licenses.expression")]),
        ([{"license": {"id": "MIT OR ISC"}}], [("MIT OR ISC", "licenses.expression")]),
        ([{"license": {"expression": "MIT AND ISC"}}], [("MIT AND ISC", "licenses.expression")]),
        (
            [{"license": {"text": {"content": "\n# De licentie\nmeer"}}}],
            [("De licentie", "licenses.text")],
        ),
        (
            [{"license": {"text": {"content": "TUlUIExpY2Vuc2U=", "encoding": "base64"}}}],
            [("MIT License", "licenses.text")],
        ),
        (
            [{"license": {"url": "https://example.org/l"}}],
            [("https://example.org/l", "licenses.url")],
        ),
        ([{"license": {"name": "Apache\n" + "x" * 300}}], [("Apache", "licenses.text")]),
        (["MIT", {"license": "ISC"}, 5, {}], [("MIT", "licenses.name"), ("ISC", "licenses.name")]),
        ({"license": {"id": "MIT"}}, [("MIT", "licenses.id")]),
        ([{"license": {"id": "NOASSERTION"}}, {"license": {}}], []),
        (
            [{"expression": "MIT"}, {"license": {"id": "ISC"}}],
            [("MIT", "licenses.expression"), ("ISC", "licenses.id")],
        ),
    ],
)
def test_licences_of_every_shape(licenses: Any, expected: list[tuple[str, str]]) -> None:
    (component,) = read(bom({"name": "a", "version": "1", "licenses": licenses})).components
    assert expected == [(c.raw, c.source) for c in component.licenses]


def test_a_repaired_purl_is_noted_and_kept_raw() -> None:
    inventory = read(bom({"name": "kern", "version": "1", "purl": "pkg:npm/@v%2Fkern@1"}))
    (component,) = inventory.components
    assert component.purl == "pkg:npm/%40v/kern@1"
    assert component.purl_raw == "pkg:npm/@v%2Fkern@1"
    assert len(messages(inventory, IssueKind.NOTE)) == 1


def test_a_hopeless_purl_keeps_the_component() -> None:
    inventory = read(bom({"name": "kern", "group": "v", "version": "1", "purl": "kern"}))
    (component,) = inventory.components
    assert component.purl == "pkg:generic/v/kern@1"
    assert component.name == "v/kern"
    assert component.purl_raw == "kern"
    assert dict(component.properties) == {"purl-origin": "derived"}
    assert messages(inventory, IssueKind.NOTE) != []
    assert messages(inventory, IssueKind.ENTRY) == []


@pytest.mark.parametrize(
    ("entry", "version", "kind", "purl"),
    [
        ({"purl": "pkg:npm/a@1"}, "1", VersionKind.EXACT, "pkg:npm/a@1"),
        ({"purl": "pkg:npm/a", "version": "1"}, "1", VersionKind.EXACT, "pkg:npm/a@1"),
        ({"purl": "pkg:npm/a"}, "", VersionKind.ABSENT, "pkg:npm/a"),
        ({"purl": "pkg:npm/a@%5E1", "version": "^1"}, "", VersionKind.RANGE, "pkg:npm/a"),
        ({"version": ">=1, <2"}, "", VersionKind.RANGE, "pkg:generic/a"),
        ({"version": "${v}"}, "${v}", VersionKind.UNRESOLVED, "pkg:generic/a"),
        ({"version": "unknown"}, "", VersionKind.ABSENT, "pkg:generic/a"),
        ({"versionRange": "vers:npm/^1"}, "", VersionKind.RANGE, "pkg:generic/a"),
        ({"version": 7}, "7", VersionKind.EXACT, "pkg:generic/a@7"),
    ],
)
def test_versions(entry: dict[str, Any], version: str, kind: VersionKind, purl: str) -> None:
    (component,) = read(bom({"name": "a", **entry})).components
    assert (version, kind, purl) == (component.version, component.version_kind, component.purl)


@pytest.mark.parametrize(
    ("entry", "scope"),
    [
        ({}, Scope.RUNTIME),
        ({"scope": "required"}, Scope.RUNTIME),
        ({"scope": "excluded"}, Scope.DEV),
        ({"scope": "Optional"}, Scope.OPTIONAL),
        ({"properties": [{"name": "cdx:npm:package:development", "value": "true"}]}, Scope.DEV),
        (
            {"scope": "excluded", "properties": [{"name": "sluis:scope", "value": "test"}]},
            Scope.TEST,
        ),
    ],
)
def test_scopes(entry: dict[str, Any], scope: Scope) -> None:
    (component,) = read(bom({"name": "a", "version": "1", **entry})).components
    assert scope == component.scope


def test_own_properties_are_read_back() -> None:
    pairs = {
        "sluis:role": "git",
        "sluis:scope": "build",
        "sluis:version-kind": "range",
        "sluis:requirement": "~1.0",
        "sluis:direct": "true",
        "sluis:name": "Kern",
        "sluis:license-inferred": "MIT",
        "sluis:license-verdict": "allowed",
        "sluis:alias": "k",
        "sluis:onzin": "",
    }
    listed = [{"name": n, "value": v} for n, v in pairs.items()]
    (component,) = read(bom({"name": "kern", "properties": listed})).components
    assert component.roles == (Role.GIT,)
    assert component.scope is Scope.BUILD
    assert component.version_kind is VersionKind.RANGE
    assert component.requirement == "~1.0"
    assert component.direct is True
    assert component.name == "Kern"
    assert [(c.raw, c.kind) for c in component.licenses] == [("MIT", LicenseKind.INFERRED)]
    assert dict(component.properties) == {"alias": "k", "onzin": "", "purl-origin": "derived"}


def test_an_entry_without_name_is_lost_alone() -> None:
    inventory = read(bom({"version": "1", "purl": "pkg:npm/a@1"}, 5, {"name": "b", "version": "1"}))
    assert [c.name for c in inventory.components] == ["b"]
    assert len(messages(inventory, IssueKind.ENTRY)) == 2
    assert inventory.issues[0].line == 5


def test_wrong_types_everywhere_lose_nothing_but_themselves() -> None:
    inventory = read(
        bom(
            {
                "name": "a",
                "version": 1.5,
                "type": None,
                "group": [],
                "licenses": {"license": {"id": 3}},
                "hashes": [{"alg": "MD5", "content": None}, 3],
                "supplier": "Voorbeeld",
                "authors": "Maker",
                "externalReferences": {"type": "website", "url": "https://example.org"},
                "properties": {"a:b": "c"},
                "evidence": {"occurrences": [{"location": "x", "line": "3"}, 4], "licenses": 1},
                "pedigree": {"notes": 3},
                "components": [{"name": "b"}, "c"],
            },
            services="x",
            metadata=[],
            dependencies={"ref": "a", "dependsOn": "b"},
            compositions=3,
            specVersion=1.6,
        )
    )
    assert [c.name for c in inventory.components] == ["a", "b"]
    first = inventory.components[0]
    assert (first.version, first.supplier) == ("1.5", "Voorbeeld")
    assert ("a:b", "c") in first.properties
    assert ("author", "Maker") in first.properties
    assert messages(inventory, IssueKind.ENTRY) == ["component is not an object"]


def test_dangling_and_double_refs_are_noted() -> None:
    inventory = read(
        bom(
            {"name": "a", "version": "1", "bom-ref": "a"},
            {"name": "b", "version": "1", "bom-ref": "a"},
            services=[{"bom-ref": "s", "name": "Basisregistratie", "services": [{"name": "sub"}]}],
            dependencies=[
                {"ref": "a", "dependsOn": ["weg", "s", "urn:cdx:1/1#x"]},
                {"dependsOn": ["a"]},
            ],
        )
    )
    assert [c.ref for c in inventory.components] == ["a", "a#2"]
    notes = messages(inventory, IssueKind.NOTE)
    assert len(notes) == 3
    assert any("'weg'" in n and "1 dependency" in n for n in notes)
    assert inventory.dependencies[0].targets == ("s", "urn:cdx:1/1#x", "weg")
    assert dict(inventory.descriptors[0].properties)["services"] == "Basisregistratie, sub"


def test_descriptor_says_who_made_the_document() -> None:
    descriptor, *vulnerabilities = read(
        bom(
            serialNumber="urn:uuid:0",
            version=3,
            metadata={
                "timestamp": "2026-11-23T00:00:00Z",
                "tools": {"components": [{"name": "maker", "version": "2"}]},
                "supplier": {"name": "Lev"},
                "manufacture": {"name": "Mak"},
                "authors": [{"name": "Au"}],
                "lifecycles": [{"phase": "build"}],
                "licenses": [{"license": {"id": "CC0-1.0"}}],
                "component": {"name": "zaaksysteem", "version": "2"},
            },
            compositions=[{"aggregate": "incomplete"}],
            vulnerabilities=[
                {
                    "id": "CVE-2026-0001",
                    "source": {"name": "NVD"},
                    "ratings": [{}, {"severity": "high"}],
                    "analysis": {"state": "not_affected", "justification": "code_not_present"},
                    "affects": [{"ref": "a"}, 3],
                },
                "x",
            ],
        )
    ).descriptors
    assert [(v.kind, v.name) for v in vulnerabilities] == [("vulnerability", "CVE-2026-0001")]
    assert dict(vulnerabilities[0].properties) == {
        "affects": "a",
        "justification": "code_not_present",
        "severity": "high",
        "source": "NVD",
        "state": "not_affected",
    }
    assert descriptor.kind == "cyclonedx-document"
    assert (descriptor.name, descriptor.version) == ("zaaksysteem", "2")
    assert [c.raw for c in descriptor.licenses] == ["CC0-1.0"]
    assert dict(descriptor.properties) == {
        "author": "Au",
        "component": "zaaksysteem",
        "compositions": "incomplete",
        "document-version": "3",
        "lifecycle": "build",
        "manufacturer": "Mak",
        "serial-number": "urn:uuid:0",
        "spec-version": "1.6",
        "supplier": "Lev",
        "timestamp": "2026-11-23T00:00:00Z",
        "tool": "maker 2",
        "vulnerabilities": "2",
    }


@pytest.mark.parametrize(
    ("stated", "nearest"),
    [("1.0", "1.2"), ("2.0", "1.7"), ("1.8", "1.7"), ("x", "1.7"), (None, "1.7")],
)
def test_unknown_versions_are_read_as_the_nearest(stated: str | None, nearest: str) -> None:
    inventory = read(bom({"name": "a", "version": "1"}, specVersion=stated))
    assert len(inventory.components) == 1
    assert nearest in messages(inventory, IssueKind.NOTE)[0]


def test_old_tools_and_empty_root() -> None:
    inventory = read(
        bom(metadata={"tools": [{"vendor": "v", "name": "oud"}, "x"], "component": {}})
    )
    assert dict(inventory.descriptors[0].properties)["tool"] == "oud, x"
    assert messages(inventory, IssueKind.ENTRY) == []


def test_spdx_under_a_cyclonedx_name_is_read_as_spdx() -> None:
    inventory = read(
        {"spdxVersion": "SPDX-2.3", "packages": [{"name": "a", "SPDXID": "SPDXRef-a"}]}
    )
    assert [c.name for c in inventory.components] == ["a"]
    assert messages(inventory, IssueKind.NOTE) == ["is named as CycloneDX but holds SPDX"]


@pytest.mark.parametrize(
    "content", [b"{}", b'{"a": 1}', b"<?xml version='1.0'?><bom/>", b"\xef\xbb\xbf <bom/>"]
)
def test_other_content_is_not_this_format(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        read(content)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"tekst", b'"a"', b"\x00\x01\x02", b"[" * 10_000]
)
def test_broken_content_is_an_error(content: bytes) -> None:
    with pytest.raises(ParseError):
        read(content)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_comments_and_commas(encoding: str) -> None:
    text = '{// opmerking\n"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"één","version":"1"},]}'
    inventory = read(text.encode(encoding))
    assert [c.name for c in inventory.components] == ["één"]


def test_deep_nesting_and_odd_numbers_do_not_crash() -> None:
    deep = b'{"name":"a","components":[' * 300 + b"]}" * 300
    whole = b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[' + deep + b"]}"
    inventory = read(whole)
    assert len(inventory.components) > 100
    assert messages(inventory, IssueKind.ENTRY) == ["components are nested too deeply"]
    nan = b'{"bomFormat":"CycloneDX","components":[{"name":"a","version":NaN}]}'
    assert len(read(nan).components) == 1


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "version",
                    "purl",
                    "group",
                    "licenses",
                    "license",
                    "id",
                    "expression",
                    "text",
                    "content",
                    "properties",
                    "value",
                    "evidence",
                    "occurrences",
                    "location",
                    "line",
                    "components",
                    "metadata",
                    "component",
                    "dependencies",
                    "ref",
                    "dependsOn",
                    "bom-ref",
                    "hashes",
                    "alg",
                    "scope",
                    "type",
                    "supplier",
                    "authors",
                    "services",
                    "tools",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(_VALUES, _VALUES, _VALUES)
def test_any_json_gives_an_inventory(components: Any, metadata: Any, dependencies: Any) -> None:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": components,
        "metadata": metadata,
        "dependencies": dependencies,
    }
    inventory = read(document)
    assert all(c.name and c.purl.startswith("pkg:") for c in inventory.components)
    refs = [c.ref for c in inventory.components if c.ref]
    assert len(refs) == len(set(refs))


@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_an_error(content: bytes) -> None:
    for body in (content, b'{"bomFormat":"CycloneDX","components":[' + content + b"]}"):
        try:
            read(body)
        except ParseError:
            continue


def test_marks_of_other_tools_and_limits() -> None:
    marks = [
        {"name": "cdx:npm:package:bundled", "value": "true"},
        {"name": "cdx:npm:package:bundled", "value": "false"},
        {"name": "cdx:npm:package:development", "value": "false"},
        {"name": "leeg"},
        *({"name": f"x:{i}", "value": "y" * 5000} for i in range(100)),
    ]
    (component,) = read(
        bom({"name": "a", "version": "1", "isExternal": True, "properties": marks})
    ).components
    assert component.roles == (Role.BUNDLED,)
    assert component.scope is Scope.RUNTIME
    assert ("external", "true") in component.properties
    assert len(component.properties) < 70
    assert max(len(v) for _, v in component.properties) == 1024


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"name": "kern", "group": "org.v", "purl": "pkg:maven/org.v/kern@1"}, "org.v:kern"),
        ({"name": "kern", "purl": "pkg:maven/org.v/kern@1"}, "org.v:kern"),
        ({"name": "org.v:kern", "purl": "pkg:maven/org.v/kern@1"}, "org.v:kern"),
        ({"name": "Kern", "group": "V", "purl": "pkg:composer/v/kern@1"}, "V/Kern"),
        ({"name": "Django", "purl": "pkg:pypi/django@1"}, "Django"),
        ({"name": "bash", "group": "x", "purl": "pkg:deb/debian/bash@1"}, "bash"),
        ({"name": "kern", "group": "v", "purl": "pkg:npm/kern@1"}, "kern"),
        ({"name": "ander", "group": "v", "purl": "pkg:npm/kern@1"}, "kern"),
    ],
)
def test_names_as_their_ecosystem_writes_them(entry: dict[str, Any], name: str) -> None:
    (component,) = read(bom({"version": "1", **entry})).components
    assert name == component.name


def test_base64_that_is_none_and_components_that_are_no_list() -> None:
    text = {"content": "é", "encoding": "base64"}
    (component,) = read(bom({"name": "a", "licenses": [{"license": {"text": text}}]})).components
    assert component.licenses == ()
    one = read({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": {"name": "a"}})
    assert [c.name for c in one.components] == ["a"]
    none = read({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": 3})
    assert messages(none, IssueKind.ENTRY) == ["components is not a list"]
    wide = {"bomFormat": "CycloneDX", "components": None, "metadata": {"component": None}}
    assert read(wide).components == ()


def test_lone_surrogates_do_not_get_through() -> None:
    content = rb'{"bomFormat":"CycloneDX","components":[{"name":"a\ud800","version":"1"}]}'
    (component,) = read(content).components
    assert component.name == "a?"


def test_a_document_is_known_by_its_schema_or_members() -> None:
    assert read({"specVersion": "1.6", "components": [{"name": "a"}]}).components
    with pytest.raises(NotThisFormatError):
        read({"bomFormat": "Anders", "specVersion": "1.6", "components": []})
