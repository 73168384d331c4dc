"""SPDX 2 as tag-value, YAML, XML and RDF/XML: the same facts as in JSON, with lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope
from sbom.documents.reading import read_any
from sbom.documents.spdx_package import party
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.license import LicenseKind

TAGS = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: zaaksysteem
DocumentNamespace: https://example.org/zaaksysteem
# een opmerking
Creator: Organization: Gemeente Voorbeeld (sbom@example.org)
Creator: Tool: maker-1.0
Created: 2026-11-23T00:00:00Z

PackageName: zaaksysteem
SPDXID: SPDXRef-root
PackageVersion: 2.0
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false

PackageName: kern
SPDXID: SPDXRef-kern
PackageVersion: 1.0.0
PackageSupplier: Organization: Voorbeeld B.V.
PackageDownloadLocation: https://example.org/kern.tgz
PackageLicenseDeclared: LicenseRef-eigen
PackageLicenseConcluded: MIT
PackageLicenseInfoFromFiles: ISC
PackageChecksum: SHA256: {digest}
PackageCopyrightText: <text>(c) Voorbeeld
en anderen</text>
ExternalRef: PACKAGE-MANAGER purl pkg:npm/kern@1.0.0
PrimaryPackagePurpose: LIBRARY

FIleName: ./kern.js
SPDXID: SPDXRef-file
FileChecksum: SHA1: d6a770ba38583ed4bb4525bd96e50461655d2759

LicenseID: LicenseRef-eigen
ExtractedText: <text>Eigen licentie</text>
LicenseName: Eigen licentie

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root
Relationship: SPDXRef-kern dev_dependency_of SPDXRef-root
""".format(digest="ab" * 32)


def members() -> dict[str, object]:
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "zaaksysteem",
        "documentNamespace": "https://example.org/zaaksysteem",
        "creationInfo": {
            "created": "2026-11-23T00:00:00Z",
            "creators": ["Organization: Gemeente Voorbeeld (sbom@example.org)", "Tool: maker-1.0"],
        },
        "packages": [
            {"name": "zaaksysteem", "SPDXID": "SPDXRef-root", "versionInfo": "2.0"},
            {
                "name": "kern",
                "SPDXID": "SPDXRef-kern",
                "versionInfo": "1.0.0",
                "supplier": "Organization: Voorbeeld B.V.",
                "downloadLocation": "https://example.org/kern.tgz",
                "licenseDeclared": "LicenseRef-eigen",
                "licenseConcluded": "MIT",
                "licenseInfoFromFiles": ["ISC"],
                "checksums": [{"algorithm": "SHA256", "checksumValue": "ab" * 32}],
                "externalRefs": [
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": "pkg:npm/kern@1.0.0",
                    }
                ],
                "primaryPackagePurpose": "LIBRARY",
            },
        ],
        "files": [{"SPDXID": "SPDXRef-file", "fileName": "./kern.js"}],
        "hasExtractedLicensingInfos": [
            {"licenseId": "LicenseRef-eigen", "name": "Eigen licentie", "extractedText": "x"}
        ],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-root",
            },
            {
                "spdxElementId": "SPDXRef-kern",
                "relationshipType": "DEV_DEPENDENCY_OF",
                "relatedSpdxElement": "SPDXRef-root",
            },
        ],
    }


def xml(value: object, tag: str = "Document") -> str:
    if isinstance(value, dict):
        return f"<{tag}>" + "\n".join(xml(v, k) for k, v in value.items()) + f"</{tag}>"
    if isinstance(value, list):
        return "\n".join(xml(v, tag) for v in value)
    return f"<{tag}>{value}</{tag}>"


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:spdx="http://spdx.org/rdf/terms#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
<spdx:SpdxDocument rdf:about="https://example.org/zaaksysteem#SPDXRef-DOCUMENT">
  <spdx:specVersion>SPDX-2.3</spdx:specVersion>
  <spdx:name>zaaksysteem</spdx:name>
  <spdx:dataLicense rdf:resource="http://spdx.org/licenses/CC0-1.0"/>
  <spdx:creationInfo><spdx:CreationInfo>
    <spdx:created>2026-11-23T00:00:00Z</spdx:created>
    <spdx:creator>Organization: Gemeente Voorbeeld (sbom@example.org)</spdx:creator>
    <spdx:creator>Tool: maker-1.0</spdx:creator>
  </spdx:CreationInfo></spdx:creationInfo>
  <spdx:relationship><spdx:Relationship>
    <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
    <spdx:relatedSpdxElement>
      <spdx:Package rdf:about="https://example.org/zaaksysteem#SPDXRef-root">
        <spdx:name>zaaksysteem</spdx:name><spdx:versionInfo>2.0</spdx:versionInfo>
      </spdx:Package>
    </spdx:relatedSpdxElement>
  </spdx:Relationship></spdx:relationship>
</spdx:SpdxDocument>
<spdx:Package rdf:about="https://example.org/zaaksysteem#SPDXRef-kern">
  <spdx:name>kern</spdx:name><spdx:versionInfo>1.0.0</spdx:versionInfo>
  <spdx:supplier>Organization: Voorbeeld B.V.</spdx:supplier>
  <spdx:downloadLocation>https://example.org/kern.tgz</spdx:downloadLocation>
  <spdx:licenseDeclared rdf:nodeID="eigen"/>
  <spdx:licenseConcluded rdf:resource="http://spdx.org/licenses/MIT"/>
  <spdx:licenseInfoFromFiles rdf:resource="http://spdx.org/licenses/ISC"/>
  <spdx:primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_library"/>
  <spdx:checksum><spdx:Checksum>
    <spdx:algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha256"/>
    <spdx:checksumValue>{digest}</spdx:checksumValue>
  </spdx:Checksum></spdx:checksum>
  <spdx:externalRef rdf:parseType="Resource">
    <spdx:referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
    <spdx:referenceLocator>pkg:npm/kern@1.0.0</spdx:referenceLocator>
  </spdx:externalRef>
  <spdx:relationship><spdx:Relationship>
    <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_devDependencyOf"/>
    <spdx:relatedSpdxElement rdf:resource="https://example.org/zaaksysteem#SPDXRef-root"/>
  </spdx:Relationship></spdx:relationship>
</spdx:Package>
<spdx:ExtractedLicensingInfo rdf:nodeID="eigen">
  <spdx:licenseId>LicenseRef-eigen</spdx:licenseId>
  <spdx:name>Eigen licentie</spdx:name><spdx:extractedText>x</spdx:extractedText>
</spdx:ExtractedLicensingInfo>
<spdx:File rdf:about="https://example.org/zaaksysteem#SPDXRef-file"/>
</rdf:RDF>""".format(digest="ab" * 32)


def flow(value: object) -> str:
    """YAML: JSON is a part of it; one key a line, so that it has lines."""
    held = members()
    return "\n".join(f"{k}: {json.dumps(v)}" for k, v in held.items())


FORMS = {
    "json": json.dumps(members()),
    "tag-value": TAGS,
    "yaml": flow(None),
    "xml": xml(members()),
    "rdf": RDF,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    inventory = read_any(FORMS[form].encode(), expected="SPDX")
    root, kern = inventory.components
    assert inventory.issues == ()
    assert (root.name, root.version, root.roles) == ("zaaksysteem", "2.0", (Role.ROOT,))
    assert (kern.purl, kern.ref, kern.supplier) == (
        "pkg:npm/kern@1.0.0",
        "SPDXRef-kern",
        "Voorbeeld B.V.",
    )
    assert (kern.scope, kern.direct) == (Scope.DEV, True)
    assert [(c.raw, c.kind) for c in kern.licenses] == [
        ("Eigen licentie", LicenseKind.DECLARED),
        ("MIT", LicenseKind.CONCLUDED),
        ("ISC", LicenseKind.DETECTED),
    ]
    assert kern.hashes == (("SHA-256", "ab" * 32),)
    assert kern.download == "https://example.org/kern.tgz"
    assert kern.line is not None
    facts = dict(inventory.descriptors[0].properties)
    assert (facts["author"], facts["tool"]) == ("Gemeente Voorbeeld", "maker-1.0")
    assert (facts["files"], facts["timestamp"]) == ("1", "2026-11-23T00:00:00Z")
    assert inventory.format_version == "2.3"


def test_lines_are_those_of_the_packages() -> None:
    assert [c.line for c in read_any(TAGS.encode(), expected="SPDX").components] == [11, 17]
    assert [c.line for c in read_any(RDF.encode(), expected="SPDX").components] == [15, 21]


def notes(inventory: Inventory) -> list[str]:
    return [i.message for i in inventory.issues if i.kind is IssueKind.NOTE]


def test_tag_value_of_the_wild() -> None:
    """An SPDXID before its section, line ends of old, prose, a tag without colon, a short relation."""
    text = (
        "SPDXVersion: SPDX-2.2\nSPDXID: SPDXRef-Document\n\nSPDXID: SPDXRef-a\nFileName: ./a\n"
        "SPDXID: SPDXRef-p\nPackageName: p\nzomaar tekst\nExternalRef: kort\nRelationship: a b\n"
        "PackageVersion: <text>1.0</text>\n"
    )
    for content in (text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        inventory = read_any(content.encode(), expected="SPDX")
        assert [(c.name, c.version, c.ref) for c in inventory.components] == [
            ("p", "1.0", "SPDXRef-p")
        ]
        assert notes(inventory) == ["3 lines are no tag of SPDX"]
        assert inventory.issues[0].line == 8
    wide = read_any(text.encode("utf-16"), expected="SPDX")
    assert [c.name for c in wide.components] == ["p"]


def test_a_text_without_end_has_a_line() -> None:
    with pytest.raises(ParseError) as caught:
        read_any(
            b"SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>x\n", expected="SPDX"
        )
    assert caught.value.line == 3


def test_licence_sets_of_rdf_become_expressions() -> None:
    held = """<spdx:licenseDeclared><spdx:DisjunctiveLicenseSet>
      <spdx:member rdf:resource="http://spdx.org/licenses/MIT"/>
      <spdx:member><spdx:WithExceptionOperator>
        <spdx:member><spdx:OrLaterOperator>
          <spdx:member rdf:resource="http://spdx.org/licenses/GPL-2.0"/></spdx:OrLaterOperator>
        </spdx:member>
        <spdx:licenseException><spdx:LicenseException>
          <spdx:licenseExceptionId>Classpath-exception-2.0</spdx:licenseExceptionId>
        </spdx:LicenseException></spdx:licenseException>
      </spdx:WithExceptionOperator></spdx:member>
    </spdx:DisjunctiveLicenseSet></spdx:licenseDeclared>"""
    text = RDF.replace('<spdx:licenseDeclared rdf:nodeID="eigen"/>', held)
    kern = read_any(text.encode(), expected="SPDX").components[1]
    assert kern.licenses[0].raw == "(MIT OR GPL-2.0+ WITH Classpath-exception-2.0)"


def test_other_documents_are_refused() -> None:
    for content in (
        b"<Document><name>x</name></Document>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x/></rdf:RDF>',
        b"<html/>",
    ):
        with pytest.raises(NotThisFormatError):
            read_any(content, expected="SPDX")
    with pytest.raises(ParseError):
        read_any(b"  \n", expected="SPDX")


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_damage_is_an_inventory_or_an_error(form: str, data: st.DataObject) -> None:
    content = FORMS[form].encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    damaged = content[:start] + data.draw(st.binary(max_size=6)) + content[end:]
    try:
        assert isinstance(read_any(damaged, expected="SPDX"), Inventory)
    except ParseError:
        return


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("Person: Jan (jan@example.org)", "Jan"),
        ("Organization: Voorbeeld (NL) B.V.", "Voorbeeld (NL) B.V."),
        ("Organization: A (b)(c)", "A (b)"),
        ("Tool: a-1", "a-1"),
        ("Person: (x)", ""),
        ("zonder soort", "zonder soort"),
        ("NOASSERTION", ""),
        # Took minutes once: much white space was tried in every way.
        (f"Tool: m{' ' * 1000}//{' ' * 900}(", f"m{' ' * 1000}//{' ' * 900}("[:1024]),
    ],
)
def test_names_of_parties(stated: str, name: str) -> None:
    assert party(stated) == name


def test_xml_in_utf_16_that_calls_itself_utf_8_is_read_with_a_note() -> None:
    text = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<Document><spdxVersion>SPDX-2.3</spdxVersion><SPDXID>SPDXRef-DOCUMENT</SPDXID>"
        "<name>loket</name><packages><SPDXID>SPDXRef-a</SPDXID><name>kern</name>"
        "<versionInfo>1.0</versionInfo></packages></Document>"
    )
    content = b"\xff\xfe" + text.encode("utf-16-le")
    read = read_any(content, expected="SPDX")
    assert [(c.name, c.version) for c in read.components if not c.roles] == [("kern", "1.0")]
    assert read.issues[0].message.startswith("read after repair")
