"""The questions to the supplier as a table with an empty column for the answer, in four forms."""

from collections.abc import Sequence
from pathlib import Path

from sbom.errors import ConfigError
from scanner.vendor.blocks import Blank, Block, Cell, Page, Table, para
from scanner.vendor.check import Check
from scanner.vendor.outline import outline
from scanner.vendor.points import asked
from scanner.words import Words

WIDTHS = (8, 10, 26, 28, 60, 60, 60, 24, 14)
"""Of the columns of a spreadsheet, in characters."""
_SHARES = (6, 7, 12, 11, 17, 20, 14, 7, 6)
"""Of the columns on paper, in percent."""
_KEYS = (
    "number",
    "before-signing",
    "reference",
    "matter",
    "question",
    "proposed",
    "answer",
    "answered-by",
    "answered-on",
)
_GIVEN = 6
"""Columns that are filled in by us."""
ENDINGS = (".xlsx", ".ods", ".docx", ".odt")


def question_rows(check: Check, say: Words) -> list[list[str]]:
    """Header and one row a question; what is to be solved first stands first, with the number it has
    in the report. The answer columns are empty.
    """
    rows = [[say(f"vendor.{k}") for k in _KEYS]]
    before = len(check.decision.settle)
    for number, line in enumerate(asked(check), 1):
        first = say("open.yes" if number <= before else "open.no")
        question = say.pick(line.question) if line.question else say("vendor.question-any")
        proposed = say.pick(line.proposed) if line.proposed else ""
        given = [str(number), first, line.id, say.pick(line.name), question, proposed]
        rows.append(given + [""] * (len(_KEYS) - _GIVEN))
    return rows


def questions_file(check: Check, say: Words, ending: str) -> bytes:
    """The questions as a file to fill in.

    Args:
        check: With its lines.
        say: The language.
        ending: One of `ENDINGS`.

    Raises:
        ConfigError: another ending.
    """
    if ending not in ENDINGS:
        raise ConfigError(f"{ending or 'no ending'}: the name has to end in {', '.join(ENDINGS)}")
    rows = question_rows(check, say)
    if ending in {".xlsx", ".ods"}:
        from scanner.sheet_file import ods, xlsx

        make = xlsx if ending == ".xlsx" else ods
        return make(say("vendor.questions"), rows, WIDTHS)
    page = _page(check, say, rows)
    if ending == ".docx":
        from scanner.vendor.report_docx import docx_of

        return docx_of(page)
    from scanner.vendor.report_odt import odt_of

    return odt_of(page)


def write_questions(path: Path, check: Check, say: Words) -> None:
    """The same, written; the ending of the name decides the form.

    Raises:
        ConfigError: the ending is not known, or the file cannot be written.
    """
    content = questions_file(check, say, path.suffix.lower())
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def _page(check: Check, say: Words, rows: Sequence[Sequence[str]]) -> Page:
    import msgspec

    whole = outline(check, say)
    title = say("vendor.questions")
    lines = tuple(tuple(_cell(text, column) for column, text in enumerate(row)) for row in rows[1:])
    blocks: tuple[Block, ...] = (
        para(say("vendor.fill-in")),
        Table(title, tuple(rows[0]), _SHARES, lines),
    )
    name = f"{title}: {whole.name}"
    return msgspec.structs.replace(whole, title=name, name=name, blocks=blocks, wide=True)


def _cell(text: str, column: int) -> Cell:
    return Cell((para(text) if column < _GIVEN else Blank(),), header=column == 0)
