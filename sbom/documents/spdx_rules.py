"""What members an SPDX 2 document has in JSON and YAML, and what stands in them.

What `validity_spdx` asks of every form (names, identifiers, times, relationship types) is not
repeated here. `PACKAGE_MANAGER` and `PERSISTENT_ID` are allowed beside the spelling with a hyphen:
SPDX 2.2 has both, and tools kept writing the first in 2.3.

Source: SPDX 2.2.2 and 2.3 specification, clauses 6 to 12, and their JSON schemas.
"""

from functools import cache
from typing import Any

from sbom.documents.json_schema import Schema
from sbom.documents.schema_notation import schema_of

RULES = """\
$schema: string
SPDXID: string
annotations: [annotation]
comment: string
creationInfo: {}
 comment: string
 created: string
 creators: [any]
 licenseListVersion: string
dataLicense: string
documentDescribes: [string]
documentNamespace: string
externalDocumentRefs: [{}]
 checksum!: checksum
 externalDocumentId!: document
 spdxDocument!: string
files: [{}]
 SPDXID: string
 annotations: [annotation]
 artifactOfs: [object]
 attributionTexts: [string]
 checksums!: [checksum] 1
 comment: string
 copyrightText: string @2.3
 copyrightText!: string @2.2
 fileContributors: [string]
 fileDependencies: [string]
 fileName!: string
 fileTypes: [filetype]
 licenseComments: string
 licenseConcluded: string @2.3
 licenseConcluded!: string @2.2
 licenseInfoInFiles: [string] @2.3
 licenseInfoInFiles!: [string] 1 @2.2
 noticeText: string
hasExtractedLicensingInfos: [{}]
 comment: string
 crossRefs: [{}]
  isLive: bool
  isValid: bool
  isWayBackLink: bool
  match: string
  order: int
  timestamp: string
  url!: string
 extractedText!: string
 licenseId!: license
 name: string
 seeAlsos: [string]
name: string
packages: [{}]
 SPDXID: string
 annotations: [annotation]
 attributionTexts: [string]
 builtDate: string @2.3
 checksums: [checksum]
 comment: string
 copyrightText: string
 description: string
 downloadLocation: string
 externalRefs: [{}]
  comment: string
  referenceCategory!: = OTHER PERSISTENT-ID PERSISTENT_ID SECURITY PACKAGE-MANAGER PACKAGE_MANAGER
  referenceLocator: string
  referenceType: string
 filesAnalyzed: bool
 hasFiles: [string]
 homepage: string
 licenseComments: string
 licenseConcluded: string
 licenseDeclared: string
 licenseInfoFromFiles: [string]
 name: string
 originator: string
 packageFileName: string
 packageVerificationCode: {}
  packageVerificationCodeExcludedFiles: [string]
  packageVerificationCodeValue!: string
 primaryPackagePurpose: = OTHER INSTALL ARCHIVE FIRMWARE APPLICATION FRAMEWORK LIBRARY CONTAINER \
    SOURCE DEVICE OPERATING_SYSTEM OPERATING-SYSTEM FILE @2.3
 releaseDate: string @2.3
 sourceInfo: string
 summary: string
 supplier: string
 validUntilDate: string @2.3
 versionInfo: string
relationships: [{}]
 comment: string
 relatedSpdxElement: string
 relationshipType: string
 spdxElementId: string
revieweds: [{}]
 comment: string
 reviewDate!: string
 reviewer: string
snippets: [{}]
 SPDXID: string
 annotations: [annotation]
 attributionTexts: [string]
 comment: string
 copyrightText: string @2.3
 copyrightText!: string @2.2
 licenseComments: string
 licenseConcluded: string @2.3
 licenseConcluded!: string @2.2
 licenseInfoInSnippets: [string]
 name: string
 ranges!: [{}] 1
  endPointer!: pointer
  startPointer!: pointer
 snippetFromFile!: string
spdxVersion: string
def annotation: {}
 SPDXID: string
 annotationDate!: stamp
 annotationType!: = OTHER REVIEW
 annotator!: string
 comment!: string
def checksum: {}
 algorithm!: = SHA1 SHA224 SHA256 SHA384 SHA512 MD2 MD4 MD5 MD6 @2.2
 algorithm!: = SHA1 SHA224 SHA256 SHA384 SHA512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 \
    BLAKE2b-384 BLAKE2b-512 BLAKE3 MD2 MD4 MD5 MD6 ADLER32 @2.3
 checksumValue!: string
def pointer: {}
 lineNumber: int
 offset: int
 reference!: string
"""
_WORDS: dict[str, Any] = {
    "document": {"type": "string", "pattern": r"^DocumentRef-[A-Za-z0-9.+-]+$"},
    "license": {"type": "string", "pattern": r"^LicenseRef-[A-Za-z0-9.+-]+$"},
    "stamp": {
        "type": "string",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    },
    "filetype": {
        "enum": ["OTHER", "DOCUMENTATION", "IMAGE", "VIDEO", "ARCHIVE", "SPDX", "APPLICATION",
                 "SOURCE", "BINARY", "TEXT", "AUDIO"],
    },
}  # fmt: skip


@cache
def schema(edition: str) -> Schema:
    """The compiled rules of an edition: `2.2` (for earlier ones too) or `2.3`."""
    return Schema({"spdx": schema_of(RULES, edition=edition, words=_WORDS)}, "spdx")
