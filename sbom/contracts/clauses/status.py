"""What a passage says for the customer: decision tables over its words and values.

`data/status.yaml` holds the rows per clause, in order; the first that fits gives the status and the
sentence of explanation. Values come from the same sentence (`sbom.contracts.values`). Conditions on
values, for a row's `if`:

* `formats`: a file format is named;
* `period_days>0`: a period is stated, the shortest counts;
* `notice_months>3`, `renewal_months>23`, `term_months>12`: the longest period of that meaning;
* `cap_eur<250000`, `cap_multiple>=2`: the highest amount, the highest multiple;
* `law=NL`, `law=EU`, `law=OTHER`: whose law is named.
"""

from enum import StrEnum
from functools import lru_cache
from pkgutil import get_data

import msgspec

from sbom.contracts.clauses.terms import Condition, Terms
from sbom.contracts.values_clause import Values


class Status(StrEnum):
    """What a contract says about a matter, from the customer's side."""

    PRESENT = "present"
    """The customer is protected."""
    WEAK = "weak"
    """Something is provided for, but incompletely."""
    CONTRADICTED = "contradicted"
    """The text works against the customer."""
    ABSENT = "absent"
    """The document does not provide for the matter."""
    UNCLEAR = "unclear"
    """The passage leaves open what matters."""


COMPLETES, SOFTENS = "completes", "softens"


class Row(msgspec.Struct, frozen=True):
    """One row of a table."""

    status: Status
    why_nl: str
    why_en: str
    nl: str = ""
    en: str = ""
    value: str = msgspec.field(default="", name="if")
    leave: bool = False
    """The row for a change over which the customer may leave: the outcome of one that is softened."""


class TableFile(msgspec.Struct, frozen=True):
    """All tables."""

    concepts: dict[str, dict[str, str]]
    clauses: dict[str, list[Row]]
    defaults: list[Row]
    together: dict[str, str] = {}
    """How passages on one clause count together: `COMPLETES`, `SOFTENS`; else the worst leads."""
    leaving: dict[str, str] = {}
    """Words by language of a right to leave over a change: what softens one that cannot be stopped."""


class Decision(msgspec.Struct, frozen=True):
    """The outcome for one passage."""

    status: Status
    row: int
    """Which row of the clause's table, from 1."""
    why_nl: str
    why_en: str
    told: bool = True
    """False when no row spoke and the last one, for everything else, gave the status."""


class Tables:
    """The decision tables of one language."""

    def __init__(self, file: TableFile, language: str) -> None:
        """Numbers the terms of every row."""
        self._terms = Terms(file.concepts.get(language, {}))
        self._rows: dict[str, list[tuple[int, Row, Condition | None]]] = {}
        for clause, rows in (*file.clauses.items(), ("", file.defaults)):
            self._rows[clause] = []
            for number, row in enumerate(rows, 1):
                when = row.nl if language == "nl" else row.en
                if not when and not row.value and (row.nl or row.en):
                    continue  # a row for the other language only
                condition = self._terms.condition(when) if when else None
                self._rows[clause].append((number, row, condition))

        leaving = file.leaving.get(language, "")
        self._leaving = self._terms.condition(leaving) if leaving else None

    def lets_leave(self, sentence: list[str]) -> bool:
        """Whether a passage, with roles in place, lets the customer leave over a change."""
        if self._leaving is None:
            return False
        return self._terms.holds(self._leaving, self._terms.look(sentence))

    def decide(self, clause: str, sentence: list[str], values: Values) -> Decision:
        """The first row that fits, for the words of a passage with roles in place."""
        look = self._terms.look(sentence)
        rows = self._rows.get(clause) or self._rows[""]
        for number, row, condition in rows:
            if row.value and not values.holds(row.value):
                continue
            if condition is None or self._terms.holds(condition, look):
                told = condition is not None or bool(row.value)
                return Decision(row.status, number, row.why_nl, row.why_en, told)
        number, last, _ = rows[-1]
        return Decision(last.status, number, last.why_nl, last.why_en, told=False)


@lru_cache(maxsize=1)
def _file() -> TableFile:
    content = get_data("sbom.contracts.clauses", "data/status.json") or b"{}"
    return msgspec.json.decode(content, type=TableFile)


def rows_of(clause: str) -> list[Row]:
    """The rows of a clause's table, in order; those for every other clause when it has none."""
    file = _file()
    return file.clauses.get(clause) or file.defaults


def together(clause: str) -> str:
    """How several passages on a clause count together, empty where the worst one leads."""
    return _file().together.get(clause, "")


@lru_cache(maxsize=1)
def shipped() -> dict[str, Tables]:
    """The tables that ship with the tool, by language."""
    return {language: Tables(_file(), language) for language in ("nl", "en")}
