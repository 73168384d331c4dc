"""SPDX JSON in: packages, relationships, licences."""

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
from sbom.parsers.sbomdoc.spdx_json import parse
from sbom.source import SourceFile


def read(content: bytes | dict[str, Any]) -> Inventory:
    if isinstance(content, dict):
        content = json.dumps(content, indent=1).encode()
    return parse(SourceFile(path="app.spdx.json", content=content))


def document(*packages: Any, **members: Any) -> dict[str, Any]:
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "packages": list(packages),
        **members,
    }


def package(name: str, **members: Any) -> dict[str, Any]:
    return {"name": name, "SPDXID": f"SPDXRef-{name}", "versionInfo": "1", **members}


def relation(first: str, kind: str, second: str) -> dict[str, str]:
    return {
        "spdxElementId": f"SPDXRef-{first}",
        "relationshipType": kind,
        "relatedSpdxElement": f"SPDXRef-{second}",
    }


def messages(inventory: Inventory, kind: IssueKind) -> list[str]:
    return [i.message for i in inventory.issues if i.kind is kind]


def test_one_package_with_everything() -> None:
    inventory = read(
        document(
            package(
                "kern",
                supplier="Organization: Voorbeeld B.V. (info@example.org)",
                originator="Person: Maker",
                homepage="https://kern.example.org",
                summary="Kern",
                downloadLocation="git+https://naam:geheim@example.org/kern.git",
                primaryPackagePurpose="CONTAINER",
                checksums=[{"algorithm": "SHA256", "checksumValue": "AB" * 32}],
                licenseDeclared="LicenseRef-eigen",
                licenseConcluded="MIT OR ISC",
                licenseInfoFromFiles=["MIT", "NOASSERTION"],
                externalRefs=[
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": "pkg:npm/kern@1",
                    },
                    {
                        "referenceType": "http://spdx.org/rdf/references/purl",
                        "referenceLocator": "pkg:npm/b@1",
                    },
                    {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a:v:kern:1"},
                ],
            ),
            hasExtractedLicensingInfos=[
                {"licenseId": "LicenseRef-eigen", "name": "Eigen licentie", "extractedText": "x"}
            ],
        )
    )
    (component,) = inventory.components
    assert component.purl == "pkg:npm/kern@1"
    assert component.supplier == "Voorbeeld B.V."
    assert component.kind is ComponentKind.CONTAINER
    assert component.download == "git+https://example.org/kern.git"
    assert component.hashes == (("SHA-256", "ab" * 32),)
    assert [(c.raw, c.kind, c.source) for c in component.licenses] == [
        ("Eigen licentie", LicenseKind.DECLARED, "licenseDeclared:LicenseRef-eigen"),
        ("MIT OR ISC", LicenseKind.CONCLUDED, "licenseConcluded"),
        ("MIT", LicenseKind.DETECTED, "licenseInfoFromFiles"),
    ]
    assert dict(component.properties) == {
        "author": "Maker",
        "cpe": "cpe:2.3:a:v:kern:1",
        "description": "Kern",
        "homepage": "https://kern.example.org",
        "purl-other": "pkg:npm/b@1",
    }
    assert component.scope is Scope.UNKNOWN
    assert component.line == 5


def test_relationships_give_edges_scopes_and_the_root() -> None:
    names = ("app", "a", "b", "dev", "test", "bouw", "opt", "inhoud", "los")
    inventory = read(
        document(
            *(package(n) for n in names),
            relationships=[
                relation("DOCUMENT", "DESCRIBES", "app"),
                relation("app", "DEPENDS_ON", "a"),
                relation("b", "DEPENDENCY_OF", "a"),
                relation("dev", "DEV_DEPENDENCY_OF", "app"),
                relation("test", "TEST_DEPENDENCY_OF", "app"),
                relation("bouw", "BUILD_TOOL_OF", "app"),
                relation("opt", "OPTIONAL_DEPENDENCY_OF", "app"),
                relation("app", "CONTAINS", "inhoud"),
                relation("b", "DEV_DEPENDENCY_OF", "app"),
                relation("a", "GENERATED_FROM", "los"),
                relation("a", "DEPENDS_ON", "weg"),
                {
                    "spdxElementId": "SPDXRef-a",
                    "relationshipType": "DEPENDS_ON",
                    "relatedSpdxElement": "NOASSERTION",
                },
            ],
        )
    )
    by_name = {c.name: c for c in inventory.components}
    assert {n: c.scope for n, c in by_name.items()} == {
        "app": Scope.RUNTIME,
        "a": Scope.RUNTIME,
        "b": Scope.RUNTIME,
        "dev": Scope.DEV,
        "test": Scope.TEST,
        "bouw": Scope.BUILD,
        "opt": Scope.OPTIONAL,
        "inhoud": Scope.RUNTIME,
        "los": Scope.UNKNOWN,
    }
    assert [n for n, c in by_name.items() if Role.ROOT in c.roles] == ["app"]
    assert by_name["a"].direct is True
    assert by_name["inhoud"].direct is None
    assert Dependency(ref="SPDXRef-a", targets=("SPDXRef-b",)) in inventory.dependencies
    assert messages(inventory, IssueKind.NOTE) == [
        "1 relationship ends point to no element, for example 'SPDXRef-weg'"
    ]
    assert dict(inventory.descriptors[0].properties)["relationships-unread"] == "1"


def test_root_by_document_describes_and_among_several() -> None:
    one = read(document(package("a"), package("b"), documentDescribes=["SPDXRef-b"]))
    assert [c.name for c in one.components if Role.ROOT in c.roles] == ["b"]
    several = read(
        document(
            package("a"),
            package("b"),
            documentDescribes=["SPDXRef-a", "SPDXRef-b"],
            relationships=[relation("b", "DEPENDS_ON", "a")],
        )
    )
    assert [c.name for c in several.components if Role.ROOT in c.roles] == ["b"]
    flat = read(document(package("a"), package("b"), documentDescribes=["SPDXRef-a", "SPDXRef-b"]))
    assert [c.name for c in flat.components if Role.ROOT in c.roles] == []


def test_none_is_noted_and_noassertion_is_silent() -> None:
    (component,) = read(
        document(
            package(
                "a",
                licenseDeclared="NONE",
                licenseConcluded="NOASSERTION",
                downloadLocation="NONE",
                supplier="NOASSERTION",
                homepage="NOASSERTION",
            )
        )
    ).components
    assert component.licenses == ()
    assert (component.download, component.supplier) == ("", "")
    assert ("license-declared", "NONE") in component.properties


def test_files_are_counted_and_makers_are_named() -> None:
    (descriptor,) = read(
        document(
            package("a"),
            name="doc",
            documentNamespace="https://example.org/doc",
            dataLicense="CC0-1.0",
            files=[{"SPDXID": "SPDXRef-f"}, {"SPDXID": "SPDXRef-g"}],
            snippets=[{}],
            creationInfo={
                "created": "2026-11-23T00:00:00Z",
                "creators": ["Tool: maker-1", "Organization: Voorbeeld"],
            },
        )
    ).descriptors
    assert descriptor.kind == "spdx-document"
    assert dict(descriptor.properties) == {
        "author": "Voorbeeld",
        "document-name": "doc",
        "files": "2",
        "serial-number": "https://example.org/doc",
        "snippets": "1",
        "spec-version": "2.3",
        "timestamp": "2026-11-23T00:00:00Z",
        "tool": "maker-1",
    }


def test_entries_that_are_wrong_are_lost_alone() -> None:
    inventory = read(
        document({"SPDXID": "SPDXRef-x"}, 3, package("a", versionInfo=None), package("a"))
    )
    assert [(c.name, c.ref) for c in inventory.components] == [("a", "SPDXRef-a"), ("a", "")]
    assert inventory.components[0].version_kind is VersionKind.ABSENT
    assert len(messages(inventory, IssueKind.ENTRY)) == 2
    assert "1 SPDXIDs are used twice" in messages(inventory, IssueKind.NOTE)


def test_versions_wrappings_and_other_formats() -> None:
    wrapped = read({"sbom": document(package("a"))})
    assert len(wrapped.components) == 1
    odd = read(document(package("a"), spdxVersion="SPDX-2.9"))
    assert "SPDX-2.9" in messages(odd, IssueKind.NOTE)[0]
    assert messages(read(document(package("a"), spdxVersion="SPDX-2.1")), IssueKind.NOTE) == []
    cyclonedx = read({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []})
    assert messages(cyclonedx, IssueKind.NOTE) == ["is named as SPDX but holds CycloneDX"]
    with pytest.raises(NotThisFormatError, match="SPDX 3"):
        read({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []})
    with pytest.raises(NotThisFormatError):
        read({"spdx": 1})


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(("SPDXRef-a", "NONE", "DEPENDS_ON", "DESCRIBES")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "SPDXID",
                    "versionInfo",
                    "externalRefs",
                    "referenceType",
                    "referenceLocator",
                    "checksums",
                    "algorithm",
                    "checksumValue",
                    "licenseDeclared",
                    "supplier",
                    "comment",
                    "spdxElementId",
                    "relationshipType",
                    "relatedSpdxElement",
                    "licenseId",
                    "extractedText",
                    "creators",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(_VALUES, _VALUES, _VALUES, _VALUES)
def test_any_json_gives_an_inventory(
    packages: Any, relations: Any, infos: Any, creation: Any
) -> None:
    inventory = read(
        {
            "spdxVersion": "SPDX-2.3",
            "packages": packages,
            "relationships": relations,
            "hasExtractedLicensingInfos": infos,
            "creationInfo": creation,
            "documentDescribes": infos,
            "files": relations,
        }
    )
    assert all(c.name and c.purl.startswith("pkg:") for c in inventory.components)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_an_error(content: bytes) -> None:
    for body in (content, b'{"spdxVersion":"SPDX-2.3","packages":[' + content + b"]}"):
        try:
            read(body)
        except ParseError:
            continue


def test_versions_comments_and_odd_members() -> None:
    inventory = read(
        document(
            package("a", versionInfo="^1", comment="vrij\nsluis:scope=dev\nsluis:alias=x\\ny\\\\"),
            package(
                "b",
                versionInfo=None,
                externalRefs=[
                    {"referenceType": "purl", "referenceLocator": "pkg:npm/b@2"},
                    {"referenceType": "purl"},
                    3,
                ],
            ),
            package("c", externalRefs=[{"referenceType": "purl", "referenceLocator": "onzin"}]),
            relationships=[3, {"spdxElementId": "x"}, relation("a", "DESCRIBED_BY", "DOCUMENT")],
            hasExtractedLicensingInfos=[
                3,
                {"licenseId": "LicenseRef-x", "extractedText": "Regel\nmeer"},
            ],
        )
    )
    by_name = {c.name: c for c in inventory.components}
    assert by_name["a"].requirement == "^1"
    assert by_name["a"].scope is Scope.RUNTIME or by_name["a"].scope is Scope.DEV
    assert ("alias", "x\ny\\") in by_name["a"].properties
    assert (by_name["b"].version, by_name["b"].purl) == ("2", "pkg:npm/b@2")
    assert ("purl-origin", "derived") in by_name["c"].properties
    assert len(messages(inventory, IssueKind.NOTE)) == 1
    assert Role.ROOT in by_name["a"].roles


def test_packages_that_are_no_list_are_lost() -> None:
    inventory = read({"spdxVersion": "SPDX-2.3", "packages": 3})
    assert messages(inventory, IssueKind.ENTRY) == ["packages is not a list"]
    assert read({"spdxVersion": "SPDX-2.3"}).components == ()
