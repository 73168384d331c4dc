"""Output of ScanCode, pip-licenses, ORT and Syft."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope, VersionKind
from sbom.documents.reading import read_any
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.license import LicenseKind
from sbom.sniff import sniff

SCANCODE: dict[str, Any] = {
    "headers": [
        {
            "tool_name": "scancode-toolkit",
            "tool_version": "32.3.0",
            "output_format_version": "4.0.0",
        }
    ],
    "packages": [
        {
            "type": "npm",
            "namespace": "@voorbeeld",
            "name": "kern",
            "version": "1.0.0",
            "purl": "pkg:npm/%40voorbeeld/kern@1.0.0",
            "package_uid": "pkg:npm/%40voorbeeld/kern@1.0.0?uuid=1",
            "declared_license_expression_spdx": "MIT",
            "sha1": "AB" * 20,
            "parties": [{"name": "Voorbeeld"}],
            "datafile_paths": ["kern/package.json"],
        },
        {"type": "npm", "name": None, "package_uid": "x"},
    ],
    "dependencies": [
        {
            "purl": "pkg:npm/chai",
            "extracted_requirement": "^4",
            "scope": "devDependencies",
            "is_direct": True,
            "dependency_uid": "d1",
            "for_package_uid": "pkg:npm/%40voorbeeld/kern@1.0.0?uuid=1",
        },
        {"extracted_requirement": "1"},
    ],
    "files": [
        {
            "path": "kern/a.js",
            "type": "file",
            "detected_license_expression_spdx": "ISC",
            "for_packages": ["pkg:npm/%40voorbeeld/kern@1.0.0?uuid=1"],
        },
        {"path": "b.js", "type": "file", "license_expressions": ["gpl-2.0"], "for_packages": []},
    ],
}
PIP = [
    {
        "Name": "Voorbeeld.Pakket",
        "Version": "1.0",
        "License": "MIT License; ISC License (ISCL)",
        "URL": "https://example.org/",
        "Author": "UNKNOWN",
    },
    {"Version": "2"},
]
ORT = """repository:
  vcs_processed: {url: "https://example.org/x.git"}
analyzer:
  start_time: "2026-11-23T00:00:00Z"
  environment: {ort_version: "60.0.0"}
  result:
    projects:
    - id: "Maven:org.example:zaak:1.0"
      definition_file_path: "pom.xml"
      declared_licenses: ["EUPL-1.2"]
      scope_names: ["compile", "test"]
    packages:
    - id: "Maven:org.example:kern:1.0"
      purl: "pkg:maven/org.example/kern@1.0"
      declared_licenses: ["Apache License 2.0", "MIT"]
      concluded_license: "Apache-2.0"
      binary_artifact: {url: "https://example.org/kern.jar", hash: {value: "AB", algorithm: "SHA-1"}}
    - id: "Maven:org.example:diep:2.0"
      purl: "pkg:maven/org.example/diep@2.0"
    - id: "Maven:org.example:los:3.0"
    - id: "onzin"
    dependency_graphs:
      Maven:
        packages: ["Maven:org.example:kern:1.0", "Maven:org.example:diep:2.0"]
        nodes: [{pkg: 0}, {pkg: 1}]
        edges: [{from: 0, to: 1}]
        scopes:
          "org.example:zaak:1.0:test": [{root: 0}]
"""
SYFT = {
    "artifacts": [
        {
            "id": "a1",
            "name": "musl",
            "version": "1.2.5",
            "type": "apk",
            "purl": "pkg:apk/alpine/musl@1.2.5?arch=x86_64",
            "licenses": [{"value": "MIT", "spdxExpression": "MIT", "type": "declared"}, "ISC"],
            "locations": [{"path": "/lib/apk/db/installed"}],
            "cpes": [{"cpe": "cpe:2.3:a:musl:musl:1.2.5:*:*:*:*:*:*:*"}],
        },
        {"id": "a2", "name": "busybox", "version": "1.37", "type": "apk"},
        {"id": "a3", "name": ""},
    ],
    "artifactRelationships": [{"parent": "a1", "child": "a2", "type": "dependency-of"}],
    "source": {"type": "image", "name": "voorbeeld/beeld", "version": "3"},
    "descriptor": {"name": "syft", "version": "1.18.1"},
    "schema": {"version": "16.0.0"},
}
DOCUMENTS = {
    "ScanCode": json.dumps(SCANCODE, indent=1),
    "pip-licenses": json.dumps(PIP, indent=1),
    "ORT": ORT,
    "Syft": json.dumps(SYFT, indent=1),
}


def read(kind: str) -> Inventory:
    return read_any(DOCUMENTS[kind].encode(), expected=kind)


def entries(inventory: Inventory) -> int:
    return sum(i.kind is IssueKind.ENTRY for i in inventory.issues)


def test_scancode() -> None:
    inventory = read("ScanCode")
    kern, chai = inventory.components
    assert (kern.purl, kern.name, kern.line is not None) == (
        "pkg:npm/%40voorbeeld/kern@1.0.0",
        "@voorbeeld/kern",
        True,
    )
    assert [(c.raw, c.kind) for c in kern.licenses] == [
        ("MIT", LicenseKind.DECLARED),
        ("ISC", LicenseKind.DETECTED),
    ]
    assert kern.hashes == (("SHA-1", "ab" * 20),)
    assert (chai.purl, chai.requirement, chai.version_kind, chai.scope, chai.direct) == (
        "pkg:npm/chai",
        "^4",
        VersionKind.RANGE,
        Scope.DEV,
        True,
    )
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [(kern.ref, (chai.ref,))]
    assert entries(inventory) == 2
    (descriptor,) = inventory.descriptors
    assert [c.raw for c in descriptor.licenses] == ["gpl-2.0"]
    assert dict(descriptor.properties)["files"] == "2"


def test_pip_licenses() -> None:
    inventory = read("pip-licenses")
    (component,) = inventory.components
    assert (component.purl, component.name) == ("pkg:pypi/voorbeeld-pakket@1.0", "Voorbeeld.Pakket")
    assert [c.raw for c in component.licenses] == ["MIT License", "ISC License (ISCL)"]
    assert (component.scope, component.line) == (Scope.UNKNOWN, 3)
    assert entries(inventory) == 1


def test_ort() -> None:
    inventory = read("ORT")
    zaak, kern, diep, los = inventory.components
    assert (zaak.roles, [c.raw for c in zaak.licenses]) == ((Role.ROOT,), ["EUPL-1.2"])
    assert (kern.scope, kern.direct, diep.scope, diep.direct) == (
        Scope.TEST,
        True,
        Scope.TEST,
        False,
    )
    assert (los.purl, los.scope, los.direct) == (
        "pkg:maven/org.example/los@3.0",
        Scope.UNKNOWN,
        None,
    )
    assert [(c.raw, c.kind.value) for c in kern.licenses] == [
        ("Apache-2.0", "concluded"),
        ("Apache License 2.0", "declared"),
        ("MIT", "declared"),
    ]
    assert kern.hashes == (("SHA-1", "ab"),)
    assert {d.ref: d.targets for d in inventory.dependencies} == {
        zaak.ref: (kern.ref,),
        kern.ref: (diep.ref,),
    }
    assert entries(inventory) == 1


def test_ort_of_old_with_trees_in_projects() -> None:
    text = json.dumps(
        {
            "analyzer": {
                "result": {
                    "projects": [
                        {
                            "id": "NPM::zaak:1.0",
                            "scopes": [
                                {
                                    "name": "dependencies",
                                    "dependencies": [
                                        {
                                            "id": "NPM:@v:kern:1.0",
                                            "dependencies": [{"id": "NPM::diep:2"}],
                                        }
                                    ],
                                }
                            ],
                        }
                    ],
                    "packages": [
                        {"package": {"id": "NPM:@v:kern:1.0"}, "curations": []},
                        {"package": {"id": "NPM::diep:2"}},
                    ],
                }
            }
        }
    )
    inventory = read_any(text.encode(), expected="ORT")
    _, kern, diep = inventory.components
    assert (kern.purl, kern.scope, kern.direct) == (
        "pkg:npm/%40v/kern@1.0",
        Scope.RUNTIME,
        True,
    )
    assert (diep.direct, len(inventory.dependencies)) == (False, 2)


def test_syft() -> None:
    inventory = read("Syft")
    root, musl, busybox = inventory.components
    assert (root.name, root.version, root.roles) == ("voorbeeld/beeld", "3", (Role.ROOT,))
    assert musl.purl == "pkg:apk/alpine/musl@1.2.5?arch=x86_64"
    assert [c.raw for c in musl.licenses] == ["MIT", "ISC"]
    assert ("location", "/lib/apk/db/installed") in musl.properties
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [("a2", ("a1",))]
    assert busybox.version == "1.37"
    assert entries(inventory) == 1


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_known_by_content(kind: str) -> None:
    found = sniff(DOCUMENTS[kind].encode())
    assert found is not None
    assert found.name == f"sbom/{kind.lower()}"
    other = read_any(DOCUMENTS[kind].encode(), expected="CycloneDX")
    assert other.issues[0].message == f"is named as CycloneDX but holds {kind}"


@pytest.mark.parametrize(
    "value", [[], [1], {"headers": [], "files": []}, {"analyzer": 1}, {"artifacts": 1, "source": 1}]
)
def test_others_are_refused(value: object) -> None:
    with pytest.raises(NotThisFormatError):
        read_any(json.dumps(value).encode(), expected="ScanCode")


@given(st.sampled_from(sorted(DOCUMENTS)), st.data())
def test_wrong_types_do_no_harm(kind: str, data: st.DataObject) -> None:
    """One value anywhere in the document becomes something else."""
    if kind == "ORT":
        from sbom.readers.yaml_reader import loads_yaml

        value: Any = loads_yaml(ORT)[0]
    else:
        value = json.loads(DOCUMENTS[kind])
    holder = value
    for _ in range(data.draw(st.integers(0, 6))):
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or data.draw(st.booleans()):
            holder[key] = data.draw(
                st.sampled_from([None, 3, True, "x", [], {}, [None], {"id": 1}, [{}]])
            )
            break
        holder = holder[key]
    try:
        assert isinstance(read_any(json.dumps(value).encode(), expected=kind), Inventory)
    except ParseError:
        return
