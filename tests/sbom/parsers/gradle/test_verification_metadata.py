"""verification-metadata.xml."""

import pytest

from sbom.component import Role
from sbom.errors import ParseError
from sbom.parsers.gradle.verification_metadata import parse
from sbom.source import SourceFile

TEXT = b"""<?xml version="1.0" encoding="UTF-8"?>
<verification-metadata xmlns="https://schema.gradle.org/dependency-verification">
  <components>
    <component group="org.example" name="kern" version="2.0">
      <artifact name="kern-2.0.jar"><sha256 value="ABCD" origin="x"/><pgp value="12"/></artifact>
      <artifact name="kern-2.0.pom"><sha256 value="ef01"/></artifact>
      <artifact name="kern-2.0-linux.jar"><sha256 value="2345"/></artifact>
    </component>
    <component name="los" version="1"/>
  </components>
</verification-metadata>
"""


def test_being_trusted_is_not_being_used() -> None:
    read = parse(SourceFile(path="gradle/verification-metadata.xml", content=TEXT))
    assert [(c.purl, c.roles, c.line) for c in read.components] == [
        ("pkg:maven/org.example/kern@2.0", (Role.INDIRECT_HASH,), 4)
    ]
    assert read.components[0].hashes == (("SHA-256", "abcd"),)
    assert dict(read.components[0].properties)["artifacts"] == "kern-2.0-linux.jar"
    assert [(i.subject, i.line) for i in read.issues] == [("los:1", 9)]


@pytest.mark.parametrize("content", [b"", b"<a/>"])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="verification-metadata.xml", content=content))
