"""CSV and TSV to rows of texts: the delimiter is found, `sep=` lines and quotes are understood."""

import csv
from io import StringIO

from sbom.documents.sheet_rows import MAX_CELLS, Sheet
from sbom.errors import ParseError

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 20


def read(text: str) -> Sheet:
    """The rows, with their line numbers as row numbers.

    Raises:
        ParseError: quotes without end, or over the caps.
    """
    delimiter, text, skipped = _delimiter(text)
    sheet = Sheet(name="", rows=[])
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)
    cells = 0
    before = skipped
    try:
        for row in reader:
            sheet.rows.append((before + 1, [c.strip() for c in row]))
            before = skipped + reader.line_num
            cells += len(row)
            if cells > MAX_CELLS:
                raise ParseError(f"holds more than {MAX_CELLS} cells")
    except csv.Error as error:
        raise ParseError(f"is not readable CSV: {error}", line=before + 1) from error
    return sheet


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text without a `sep=` line, and how many lines that took."""
    first, newline, rest = text.partition("\n")
    stated = first.strip().strip('"')
    if stated.lower().startswith("sep=") and len(stated) == 5:
        return stated[4], rest if newline else "", 1
    lines = [x for x in text[:65_536].splitlines() if x.strip()][:_SAMPLE]
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        counts = [_outside(line, delimiter) for line in lines]
        # What stands in every line speaks louder than what stands often in a few.
        steady = sum(1 for c in counts if c and c == max(counts, key=counts.count))
        score = steady * 1000 + max(counts, default=0)
        if max(counts, default=0) and score > most:
            best, most = delimiter, score
    return best, text, 0


def _outside(line: str, delimiter: str) -> int:
    """How often it stands outside quotes."""
    return sum(part.count(delimiter) for part in line.split('"')[::2])
