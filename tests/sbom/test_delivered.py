"""Forged marks of our own in a supplier's document make no impossible facts, and hide nothing."""

import json
from typing import Any

import pytest

from sbom.component import Component, Role, VersionKind
from sbom.delivered import believed
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.sbomdoc.cyclonedx_json import parse as parse_cyclonedx
from sbom.parsers.sbomdoc.spdx_json import parse as parse_spdx
from sbom.source import SourceFile

PURL = "pkg:maven/org.voorbeeld/kern@2.14.1"
BARE = "pkg:maven/org.voorbeeld/kern"


def cyclonedx(entry: dict[str, Any], **marks: str) -> Inventory:
    properties = [{"name": f"sluis:{n.replace('_', '-')}", "value": v} for n, v in marks.items()]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"type": "application", "name": "balie", "bom-ref": "balie"}},
        "components": [{"type": "library", "bom-ref": "kern", **entry, "properties": properties}],
        "dependencies": [{"ref": "balie", "dependsOn": ["kern"]}],
    }
    return parse_cyclonedx(SourceFile(path="x.cdx.json", content=json.dumps(document).encode()))


def spdx(entry: dict[str, Any], **marks: str) -> Inventory:
    package = {
        "name": entry["name"],
        "SPDXID": "SPDXRef-kern",
        "downloadLocation": "NOASSERTION",
        "comment": "\n".join(f"sluis:{n.replace('_', '-')}={v}" for n, v in marks.items()),
    }
    if "version" in entry:
        package["versionInfo"] = entry["version"]
    if "purl" in entry:
        package["externalRefs"] = [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": entry["purl"],
            }
        ]
    root = {"name": "balie", "SPDXID": "SPDXRef-balie", "downloadLocation": "NOASSERTION"}
    document = {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "balie",
        "packages": [root, package],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-balie",
            },
            {
                "spdxElementId": "SPDXRef-balie",
                "relationshipType": "DEPENDS_ON",
                "relatedSpdxElement": "SPDXRef-kern",
            },
        ],
    }
    return parse_spdx(SourceFile(path="x.spdx.json", content=json.dumps(document).encode()))


def kern(inventory: Inventory) -> Component:
    return next(c for c in inventory.components if c.name.endswith("kern"))


@pytest.mark.parametrize("document", [cyclonedx, spdx])
@pytest.mark.parametrize(
    ("entry", "claimed", "version", "kind"),
    [
        ({"name": "kern"}, "exact", "", VersionKind.ABSENT),
        ({"name": "kern", "purl": BARE}, "exact", "", VersionKind.ABSENT),
        ({"name": "kern", "purl": PURL}, "exact", "2.14.1", VersionKind.EXACT),
        ({"name": "kern", "version": "2.14.1"}, "absent", "2.14.1", VersionKind.EXACT),
        ({"name": "kern", "version": "2.14.1"}, "range", "2.14.1", VersionKind.EXACT),
        ({"name": "kern", "version": "^2"}, "absent", "", VersionKind.RANGE),
        ({"name": "kern", "purl": PURL}, "absent", "2.14.1", VersionKind.EXACT),
        (
            {"name": "kern", "version": "2.14.1", "purl": PURL},
            "unresolved",
            "2.14.1",
            VersionKind.EXACT,
        ),
        ({"name": "kern"}, "unresolved", "", VersionKind.ABSENT),
        ({"name": "kern"}, "onzin", "", VersionKind.ABSENT),
    ],
)
def test_a_forged_version_kind_makes_no_impossible_fact(
    document, entry, claimed, version, kind
) -> None:
    found = kern(document(entry, version_kind=claimed))
    assert (found.version, found.version_kind) == (version, kind)
    assert ("@" in found.purl) is (kind is VersionKind.EXACT)


@pytest.mark.parametrize("document", [cyclonedx, spdx])
def test_what_the_root_needs_is_direct_whatever_a_mark_says(document) -> None:
    entry = {"name": "kern", "version": "1.0.0"}
    assert kern(document(entry, direct="false")).direct is True
    assert kern(document(entry, direct="misschien")).direct is True


@pytest.mark.parametrize("document", [cyclonedx, spdx])
@pytest.mark.parametrize("role", ["declared", "constraint", "replaced", "hash-only", "stdlib"])
def test_a_delivery_cannot_take_a_component_out_of_judgement(document, role) -> None:
    read = document({"name": "kern", "version": "1.0.0", "purl": "pkg:npm/kern@1.0.0"}, role=role)
    assert kern(read).roles == (Role(role),)
    made = believed(read)
    assert kern(made).roles == ()
    (note,) = [i for i in made.issues if i not in read.issues]
    assert note.kind is IssueKind.NOTE
    assert "1 components" in note.message


def test_another_root_or_workspace_is_of_the_same_maker_or_counts() -> None:
    def one(name: str, *roles: Role, **more: Any) -> Component:
        return Component(
            purl=f"pkg:npm/{name}@1.0.0", name=name, version="1.0.0", roles=roles, **more
        )

    made = believed(
        Inventory(
            components=(
                one("%40gemeente/balie", Role.ROOT, supplier="Voorbeeld BV"),
                one("%40gemeente/deel", Role.WORKSPACE),
                one("los", Role.ROOT, supplier="Voorbeeld BV"),
                one("vreemd", Role.ROOT),
                one("ander", Role.GIT, Role.WORKSPACE),
            )
        )
    )
    assert [c.roles for c in made.components] == [
        (Role.ROOT,),
        (Role.WORKSPACE,),
        (Role.ROOT,),
        (),
        (Role.GIT,),
    ]


def test_a_document_without_such_claims_stays_as_it_is() -> None:
    read = cyclonedx({"name": "kern", "version": "1.0.0"}, role="git")
    assert believed(read) is read
    assert believed(Inventory()) == Inventory()


def test_a_purl_without_namespace_shows_no_maker() -> None:
    root = Component(purl="pkg:npm/balie", name="balie", roles=(Role.ROOT,))
    other = Component(purl="pkg:npm/ander@1.0.0", name="ander", roles=(Role.WORKSPACE,))
    assert believed(Inventory(components=(root, other))).components[1].roles == ()
