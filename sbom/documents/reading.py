"""SBOM documents in JSON: which kind the content is, whatever the name of the file promised."""

import msgspec

from sbom.documents import cyclonedx_descriptor, cyclonedx_read, spdx_read
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind


def read_json(content: bytes, *, expected: str) -> Inventory:
    """Facts of a CycloneDX or SPDX document.

    Args:
        content: The bytes of the file.
        expected: `CycloneDX` or `SPDX`, as the file's name promises; a NOTE says when it is the
        other.

    Raises:
        ParseError: not JSON, or SPDX 3.
        NotThisFormatError: neither kind.
    """
    table = cyclonedx_read.top(content)
    if cyclonedx_descriptor.is_cyclonedx(table):
        found, inventory = "CycloneDX", cyclonedx_read.read_table(content, table)
    elif spdx_read.is_spdx(table):
        found, inventory = "SPDX", spdx_read.read_table(content, table)
    else:
        raise NotThisFormatError("is JSON but neither CycloneDX nor SPDX")
    if found == expected:
        return inventory
    note = Issue(kind=IssueKind.NOTE, message=f"is named as {expected} but holds {found}")
    return msgspec.structs.replace(inventory, issues=(note, *inventory.issues))
