"""Registers of others as they give them out: which one a file is of, and what it states.

Each entry keeps its source and date; persons and addresses are left out. See `gleif`, `ocds` and
`catalogues` for the shapes that are read.
"""

from typing import Any

from sbom.documents.sheet_rows import Sheet
from sbom.errors import NotThisFormatError, ParseError
from sbom.registers.catalogues import read_gemma, read_kvk, read_oss
from sbom.registers.declaration import read_declaration
from sbom.registers.facts import Register
from sbom.registers.foreign import MAX_ENTRIES
from sbom.registers.gleif import read_gleif, read_rows
from sbom.registers.ocds import read_ocds

READERS = (read_gleif, read_kvk, read_ocds, read_gemma, read_oss)
"""In the order in which they are asked."""


def read_export(content: bytes) -> list[Register]:
    """The registers in an export of another register, in JSON.

    Raises:
        ParseError: no JSON.
        NotThisFormatError: JSON of something else.
    """
    tree = _tree(content)
    for read in READERS:
        found = list(read(tree))
        if found:
            return found
    raise NotThisFormatError("is no export of a register that is known")


def read_sheets(sheets: list[Sheet]) -> list[Register]:
    """The registers in tables that are not of our own kinds: GLEIF, and our declaration form."""
    for sheet in sheets:
        found = list(read_rows(sheet)) or list(read_declaration(sheet))
        if found:
            return found
    return []


def _tree(content: bytes) -> Any:
    from sbom.readers.json_reader import load_json

    try:
        return load_json(content)
    except ParseError:
        lines = [x for x in content.splitlines()[:MAX_ENTRIES] if x.strip()]
        if len(lines) < 2:
            raise
        return [load_json(x) for x in lines]
