"""SPDX 2.2 and 2.3 XML by way of its JSON form: elements are named as the members of the JSON.

Source: SPDX 2.3 specification, clause 4 (conformance), XML form as the SPDX tools write it.
"""

from typing import Any

from sbom.documents import spdx_read
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.xml_reader import Element

_LISTS = frozenset(
    "packages files snippets relationships hasExtractedLicensingInfos externalRefs checksums "  # noqa: SIM905 - words in a row
    "documentDescribes creators licenseInfoFromFiles annotations externalDocumentRefs".split()
)


def read_tree(root: Element) -> Inventory:
    """Facts of one document whose root element is `Document`; lines are those of `packages`.

    Raises:
        NotThisFormatError: no `spdxVersion`.
    """
    members = members_of(root)
    if not isinstance(members, dict) or "spdxVersion" not in members:
        raise NotThisFormatError("is XML but not SPDX (no spdxVersion)")
    lines: list[int | None] = [e.line for e in root.all("packages")]
    return spdx_read.read_members(members, lines=lines)


def members_of(element: Element) -> Any:
    """The JSON value of an element: text, or an object; what comes several times is a list."""
    if not element.children:
        return element.text.strip()
    made: dict[str, Any] = {}
    for child in element.children:
        value = members_of(child)
        known = made.get(child.tag)
        if known is None:
            made[child.tag] = [value] if child.tag in _LISTS else value
        elif isinstance(known, list):
            known.append(value)
        else:
            made[child.tag] = [known, value]
    return made
