"""Rows of a spreadsheet, whatever carried them."""

import msgspec

MAX_CELLS = 5_000_000
MAX_COLUMNS = 1_000


class Sheet(msgspec.Struct):
    """One sheet."""

    name: str
    rows: list[tuple[int, list[str]]]
    """(1-based row number, stripped texts of its cells); empty rows may be left out."""
    numeric: set[tuple[int, int]] = msgspec.field(default_factory=set)
    """(row number, 0-based column) of cells that the program holds as numbers."""
