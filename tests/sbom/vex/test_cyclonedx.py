"""Vulnerabilities in CycloneDX, JSON and XML."""

import json

from sbom.vex.read import read
from sbom.vex.statement import Action, Justification, Status, VersionClaim

BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"timestamp": "2026-01-01T00:00:00Z", "supplier": {"name": "Voorbeeld"}},
    "components": [
        {
            "bom-ref": "a",
            "type": "library",
            "name": "jackson",
            "version": "2",
            "purl": "pkg:maven/x/jackson@2",
        }
    ],
    "vulnerabilities": [
        {
            "id": "CVE-2020-1",
            "ratings": [{"score": 9.8, "method": "CVSSv31", "vector": "AV:N"}],
            "cwes": [79],
            "analysis": {
                "state": "not_affected",
                "justification": "code_not_reachable",
                "response": ["will_not_fix", "update"],
                "detail": "Wordt niet aangeroepen.",
            },
            "affects": [
                {"ref": "a", "versions": [{"range": "vers:maven/<3", "status": "affected"}]},
                {"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#b"},
            ],
        },
        {"id": "CVE-2020-2"},
    ],
}


def test_analysis_and_affected_versions() -> None:
    found = read(json.dumps(BOM).encode())
    first, second = found.statements
    assert first.status is Status.NOT_AFFECTED
    assert first.justification is Justification.CODE_NOT_IN_PATH
    assert first.justification_stated == "code_not_reachable"
    assert first.impact == ("Wordt niet aangeroepen.",)
    assert first.actions == (Action(category="will_not_fix"), Action(category="update"))
    assert first.products[0].versions == (VersionClaim(range="vers:maven/<3", status="affected"),)
    assert found.products[0].purls == ("pkg:maven/x/jackson@2",)
    assert found.products[1].id.startswith("urn:cdx:")
    assert found.vulnerabilities[0].cwes == ("CWE-79",)
    assert found.vulnerabilities[0].scores == (("CVSSv31", "9.8", "AV:N"),)
    assert (second.status, second.stated) == (Status.UNSTATED, "")


XML = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
  <components><component type="library" bom-ref="a"><name>jackson</name><version>2</version></component></components>
  <vulnerabilities><vulnerability bom-ref="v"><id>CVE-2020-1</id>
    <references><reference><id>GHSA-1</id></reference></references>
    <cwes><cwe>79</cwe></cwes>
    <analysis><state>exploitable</state><responses><response>update</response></responses></analysis>
    <affects><target><ref>a</ref><versions><version><version>2</version><status>affected</status></version></versions></target></affects>
  </vulnerability></vulnerabilities>
</bom>"""


def test_xml_says_the_same() -> None:
    found = read(XML)
    statement = found.statements[0]
    assert (found.format_version, statement.status) == ("1.5", Status.AFFECTED)
    assert statement.actions == (Action(category="update"),)
    assert statement.products[0].versions == (VersionClaim(version="2", status="affected"),)
    assert found.vulnerabilities[0].aliases == ("GHSA-1",)
    assert found.products[0].name == "jackson"
