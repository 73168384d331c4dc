"""The filled-in questions: what the supplier answered, who and when. A claim, never a proof."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

import msgspec

from policies.finding import Verdict
from policies.vendor.line import Line, Proof, both
from sbom.documents.sheet_columns import plain
from sbom.documents.sheet_rows import Sheet
from sbom.errors import NotThisFormatError

_COLUMNS = {
    "number": {"kenmerk", "reference"},
    "answer": {"antwoord van de leverancier", "answer of the supplier", "antwoord", "answer"},
    "by": {"beantwoord door", "answered by"},
    "on": {"op datum", "on date"},
}
_HEADER_ROWS = 10
_MAX_ANSWER = 2000


class Answer(msgspec.Struct, frozen=True):
    """One answer."""

    line: str
    """Id of the line that asked."""
    text: str
    by: str
    on: str
    row: int


def read_answers(sheets: Iterable[Sheet]) -> list[Answer] | None:
    """The answers in a table of questions; None when it is none. Rows without an answer are left out."""
    for sheet in sheets:
        for index, (_, texts) in enumerate(sheet.rows[:_HEADER_ROWS]):
            columns = {
                key: place
                for key, names in _COLUMNS.items()
                for place, header in enumerate(texts)
                if plain(header[:100]) in names
            }
            if {"number", "answer"} <= columns.keys():
                return [a for n, row in sheet.rows[index + 1 :] if (a := _answer(n, row, columns))]
    return None


def tables_of(content: bytes) -> list[Sheet]:
    """The tables of a spreadsheet or of a text document.

    Raises:
        ParseError: it is neither, or cannot be read.
    """
    from sbom.documents import sheet_archive, sheet_csv
    from sbom.readers.text import decode

    if content[:4] != b"PK\x03\x04":
        return [sheet_csv.read(decode(content))]
    with suppress(NotThisFormatError):
        from sbom.contracts.tables import read_tables

        if b"spreadsheet" not in content[:200]:  # the type of an OpenDocument file stands first
            return [Sheet(name="", rows=list(enumerate(rows, 1))) for rows in read_tables(content)]
    return sheet_archive.read(content)


def _answer(number: int, texts: list[str], columns: Mapping[str, int]) -> Answer | None:
    def cell(key: str) -> str:
        place = columns.get(key, -1)
        return texts[place].strip()[:_MAX_ANSWER] if 0 <= place < len(texts) else ""

    if not cell("number") or not cell("answer"):
        return None
    return Answer(cell("number"), cell("answer"), cell("by"), cell("on"), number)


def with_answers(lines: Iterable[Line], answers: Mapping[str, tuple[str, Answer]]) -> list[Line]:
    """Lines with what was answered; a verdict does not change by an answer.

    Args:
        lines: Of the page.
        answers: By id of the line: document and answer.
    """
    made = []
    for line in lines:
        found = answers.get(line.id)
        if found is None or line.verdict is Verdict.COMPLIES:
            made.append(line)
            continue
        document, answer = found
        who = ", ".join(t for t in (answer.by, answer.on) if t) or "?"
        proof = Proof(document=document, quote=answer.text, line=answer.row, heading=who)
        says = both(
            f"{line.says.nl} De leverancier zegt hierover iets ({who}); controleer het.",
            f"{line.says.en} The supplier says something on this ({who}); check it.",
        )
        made.append(msgspec.structs.replace(line, says=says, proofs=(*line.proofs, proof)))
    return made
