"""The questions to the supplier as a table with an empty column for the answer."""

from collections.abc import Sequence

from policies.finding import Verdict
from policies.vendor.line import Line
from scanner.vendor.check import Check
from scanner.words import Words

WIDTHS = (22, 28, 60, 60, 60, 24, 14)
"""Of the columns, in characters."""


def question_rows(check: Check, say: Words) -> list[list[str]]:
    """Header and one row a question, in the order of the page; the answer columns are empty."""
    keys = ("number", "matter", "question", "proposed", "answer", "answered-by", "answered-on")
    rows = [[say(f"vendor.{k}") for k in keys]]
    for line in _asked(check.lines):
        question = say.pick(line.question) if line.question else ""
        proposed = say.pick(line.proposed) if line.proposed else ""
        rows.append([line.id, say.pick(line.name), question, proposed, "", "", ""])
    return rows


def _asked(lines: Sequence[Line]) -> list[Line]:
    return [x for x in lines if x.question is not None and x.verdict is not Verdict.COMPLIES]
