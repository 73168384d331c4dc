"""SPDX 2.1 to 2.3 tag-value text by way of its JSON form, so that one reader knows the rules.

A line `Tag: value` belongs to the section opened last: PackageName, FileName, SnippetSPDXID and
LicenseID open one. `<text>` spans lines. Tags are met in any case (`FIleName`), as are an SPDXID that
stands before the FileName it belongs to, and lines of prose, which are passed over and counted in one
NOTE.

Source: SPDX 2.3 specification, clause 6 to 12 (tag-value form); SPDX 2.1, same.
"""

import re
from typing import Any

from sbom.documents import spdx_read
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.readers.text import decode

_TAG = re.compile(r"\s{0,8}([A-Za-z][A-Za-z0-9]{1,40})\s{0,8}:(.*)", re.DOTALL)
_FIELDS = {
    "packagename": "name",
    "packageversion": "versionInfo",
    "packagefilename": "packageFileName",
    "packagesupplier": "supplier",
    "packageoriginator": "originator",
    "packagedownloadlocation": "downloadLocation",
    "filesanalyzed": "filesAnalyzed",
    "packagehomepage": "homepage",
    "packagesourceinfo": "sourceInfo",
    "packagelicenseconcluded": "licenseConcluded",
    "packagelicensedeclared": "licenseDeclared",
    "packagelicensecomments": "licenseComments",
    "packagecopyrighttext": "copyrightText",
    "packagesummary": "summary",
    "packagedescription": "description",
    "packagecomment": "comment",
    "packageverificationcode": "packageVerificationCode",
    "primarypackagepurpose": "primaryPackagePurpose",
    "releasedate": "releaseDate",
    "builtdate": "builtDate",
    "validuntildate": "validUntilDate",
    "filename": "fileName",
    "filecopyrighttext": "copyrightText",
    "licenseconcluded": "licenseConcluded",
    "licensecomments": "licenseComments",
    "licenseid": "licenseId",
    "licensename": "name",
    "extractedtext": "extractedText",
    "licensecomment": "comment",
    "spdxid": "SPDXID",
    "snippetspdxid": "SPDXID",
}
_LISTS = {
    "packagelicenseinfofromfiles": "licenseInfoFromFiles",
    "packageattributiontext": "attributionTexts",
    "licenseinfoinfile": "licenseInfoInFiles",
    "licensecrossreference": "seeAlsos",
    "filetype": "fileTypes",
}
_DOCUMENT = {
    "spdxversion": "spdxVersion",
    "datalicense": "dataLicense",
    "documentname": "name",
    "documentnamespace": "documentNamespace",
    "documentcomment": "comment",
}
_SECTIONS = {
    "packagename": "packages",
    "filename": "files",
    "snippetspdxid": "snippets",
    "licenseid": "hasExtractedLicensingInfos",
}


def read(content: bytes) -> Inventory:
    """Facts of one tag-value document, as `spdx_read.read` gives them for JSON; lines are those of
    `PackageName`.

    Raises:
        ParseError: no text.
        NotThisFormatError: no line `SPDXVersion`.
    """
    members, lines, passed = members_of(decode(content))
    if "spdxVersion" not in members:
        raise NotThisFormatError("is text but not SPDX tag-value (no SPDXVersion)")
    notes = (f"{passed[0]} lines are no tag of SPDX", passed[1]) if passed[0] else None
    return spdx_read.read_members(members, lines=lines, note=notes)


def members_of(text: str) -> tuple[dict[str, Any], list[int | None], tuple[int, int]]:
    """The members of the JSON form, the line of each package, and (count, first line) of lines that
    say nothing.
    """
    walk = _Walk()
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    index = 0
    while index < len(rows):
        row, index = rows[index], index + 1
        if not row or row.isspace() or row.lstrip()[0] == "#":
            continue
        match = _TAG.match(row)
        if match is None:
            walk.pass_over(index)
            continue
        tag, value, line = match[1], match[2].strip(), index
        if value.startswith("<text>") and "</text>" not in value:
            parts = [value]
            while index < len(rows):
                parts.append(rows[index])
                index += 1
                if "</text>" in parts[-1]:
                    break
            else:
                raise ParseError("has a <text> without end", line=line)
            value = "\n".join(parts)
        if value.startswith("<text>"):
            value = value[6:].partition("</text>")[0]
        walk.take(tag.lower(), value, line)
    walk.settle()
    return walk.members, walk.lines, (walk.passed, walk.first_passed)


class _Walk:
    """The document so far and the section that tags belong to."""

    def __init__(self) -> None:
        self.members: dict[str, Any] = {"packages": [], "files": [], "relationships": []}
        self.lines: list[int | None] = []
        self.passed = self.first_passed = 0
        self._here: dict[str, Any] | None = None
        self._early = ""
        """An SPDXID that stood after one of the same section: it is of the section to come."""
        self._creation: dict[str, Any] = {"creators": []}

    def pass_over(self, line: int) -> None:
        self.passed += 1
        self.first_passed = self.first_passed or line

    def settle(self) -> None:
        if self._creation != {"creators": []}:
            self.members["creationInfo"] = self._creation

    def take(self, tag: str, value: str, line: int) -> None:
        """One tag, in small letters."""
        section = _SECTIONS.get(tag)
        if section is not None:
            self._here = {}
            self.members.setdefault(section, []).append(self._here)
            if section == "packages":
                self.lines.append(line)
            if self._early:
                self._here["SPDXID"] = self._early
                self._early = ""
        here = self._here
        if tag == "spdxid" and (here is None or "SPDXID" in here):
            if here is None and "SPDXID" not in self.members:
                self.members["SPDXID"] = value
            else:
                self._early = value
        elif tag in _DOCUMENT:
            self.members.setdefault(_DOCUMENT[tag], value)
        elif tag == "relationship":
            self._relation(value, line)
        elif tag in {"creator", "created", "creatorcomment", "licenselistversion"}:
            if tag == "creator":
                self._creation["creators"].append(value)
            else:
                names = {"creatorcomment": "comment", "licenselistversion": "licenseListVersion"}
                self._creation.setdefault(names.get(tag, tag), value)
        elif here is None:
            return
        elif tag in _FIELDS:
            here.setdefault(_FIELDS[tag], value)
        elif tag in _LISTS:
            here.setdefault(_LISTS[tag], []).append(value)
        elif tag in {"packagechecksum", "filechecksum"}:
            algorithm, _, digest = value.partition(":")
            item = {"algorithm": algorithm.strip(), "checksumValue": digest.strip()}
            here.setdefault("checksums", []).append(item)
        elif tag == "externalref":
            words = value.split(None, 2)
            if len(words) == 3:
                names3 = ("referenceCategory", "referenceType", "referenceLocator")
                found = dict(zip(names3, words, strict=True))
                here.setdefault("externalRefs", []).append(found)
            else:
                self.pass_over(line)

    def _relation(self, value: str, line: int) -> None:
        words = value.split()
        if len(words) < 3:
            self.pass_over(line)
            return
        self.members["relationships"].append(
            {
                "spdxElementId": words[0],
                "relationshipType": words[1].upper(),
                "relatedSpdxElement": words[2],
            }
        )
