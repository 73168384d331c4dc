"""SPDX JSON of any version: which one it is, and on to the reader of that version."""

import msgspec

from sbom.documents import spdx3_read
from sbom.documents.cyclonedx_descriptor import value_of
from sbom.documents.cyclonedx_model import text
from sbom.documents.cyclonedx_read import top
from sbom.documents.spdx_read import read_version_two
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory


def read(content: bytes) -> Inventory:
    """Facts of one SPDX 2.x JSON document.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: not SPDX.
    """
    table = top(content)
    if not is_spdx(table):
        raise NotThisFormatError("is JSON but not SPDX (no spdxVersion)")
    return read_table(content, table)


def is_spdx(table: dict[str, msgspec.Raw]) -> bool:
    """Whether these members are those of an SPDX document, of any version."""
    if "spdxVersion" in table or _is_three(table):
        return True
    inner = value_of(table, "sbom") if "sbom" in table else None
    return isinstance(inner, dict) and "spdxVersion" in inner


def _is_three(table: dict[str, msgspec.Raw]) -> bool:
    context = table.get("@context")
    return context is not None and b"spdx" in bytes(context)[:4096].lower()


def read_table(content: bytes, table: dict[str, msgspec.Raw]) -> Inventory:
    """As `read`, of members that `is_spdx` has recognised."""
    if "spdxVersion" not in table and "sbom" in table:
        inner = value_of(table, "sbom")
        table = {k: msgspec.Raw(msgspec.json.encode(v)) for k, v in inner.items()}
    version = text(value_of(table, "spdxVersion")) or ""
    if "spdxVersion" not in table or version.startswith(("SPDX-3", "3.")):
        return spdx3_read.read(content)
    return read_version_two(content, table, version)
