"""Our own form that a supplier fills in: who it is, who holds it, and whom it lets handle data.

Two columns, field and answer, in Dutch or English; `FORM` is the empty form. A sub-processor takes one
row: "naam; land; moederland; taak". What stands in it is a statement of the supplier, with the day that it gives.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sbom.documents.sheet_columns import plain
from sbom.documents.sheet_rows import Sheet
from sbom.issue import Issue, IssueKind
from sbom.registers import identifiers
from sbom.registers.facts import Register, RegisterKind, Subprocessor, Vendor
from sbom.registers.foreign import register
from sbom.registers.values import blank, read_country, read_date

FORM: tuple[tuple[str, str, str], ...] = (
    ("name", "Statutaire naam", "Registered name"),
    ("kvk", "KvK-nummer", "KvK number"),
    ("lei", "LEI", "LEI"),
    ("vat", "Btw-nummer", "VAT number"),
    ("country", "Land van vestiging", "Country of establishment"),
    ("website", "Website", "Website"),
    ("parent", "Moederbedrijf", "Parent company"),
    ("ultimate_parent", "Uiteindelijke moeder", "Ultimate parent"),
    (
        "ultimate_parent_country",
        "Land van de uiteindelijke moeder",
        "Country of the ultimate parent",
    ),
    (
        "holders",
        "Wie houdt 25 procent of meer (met komma's ertussen)",
        "Who holds 25 per cent or more (by commas)",
    ),
    ("as_of", "Datum van deze verklaring", "Date of this declaration"),
    (
        "subprocessor",
        "Subverwerker (naam; land; land van de moeder; taak)",
        "Sub-processor (name; country; country of the parent; task)",
    ),
)
"""(field, Dutch, English) in the order of the form; the last row may be repeated."""
HEADS = (("Veld", "Antwoord"), ("Field", "Answer"))
"""Headers of the two columns in Dutch and English."""
_SOURCE = "leveranciersverklaring"
_KNOWN = {plain(t): field for field, *texts in FORM for t in texts}


def form(language: str, subprocessors: int = 8) -> list[list[str]]:
    """The empty form as rows.

    Args:
        language: `nl` or `en`.
        subprocessors: How many rows for sub-processors.
    """
    at = int(language == "en")
    rows = [list(HEADS[at])]
    for field, *texts in FORM:
        times = subprocessors if field == "subprocessor" else 1
        rows += [[texts[at], ""]] * times
    return rows


def read_declaration(sheet: Sheet) -> Iterator[Register]:
    """The vendor and the sub-processors of a form that is filled in; none where it is no such form."""
    start = next((i for i, (_, t) in enumerate(sheet.rows[:10]) if tuple(t[:2]) in HEADS), None)
    if start is None:
        return
    stated: dict[str, tuple[int, str]] = {}
    parties: list[tuple[int, str]] = []
    for number, cells in sheet.rows[start + 1 :]:
        field = _KNOWN.get(plain(cells[0][:100])) if cells else None
        answer = cells[1].strip()[:500] if len(cells) > 1 else ""
        if field is None or blank(answer):
            continue
        if field == "subprocessor":
            parties.append((number, answer))
        else:
            stated.setdefault(field, (number, answer))
    if "name" not in stated:
        return
    issues: list[Issue] = []
    day = read_date(stated["as_of"][1]) if "as_of" in stated else None
    yield register(RegisterKind.VENDORS, [_vendor(stated, day, issues)], issues, _SOURCE)
    if parties:
        listed = [_party(n, t, day) for n, t in parties]
        yield register(RegisterKind.SUBPROCESSORS, list(listed), [], _SOURCE)


def _vendor(stated: dict[str, tuple[int, str]], day: date | None, issues: list[Issue]) -> Vendor:
    ids = set()
    facts: dict[str, Any] = {}
    for field, (number, answer) in stated.items():
        if field in identifiers.SCHEMES:
            found = identifiers.read(field, answer)
            if found is None:
                message = "cannot be a number of that kind"
                issues.append(
                    Issue(kind=IssueKind.ENTRY, subject=answer[:200], line=number, message=message)
                )
            else:
                ids.add(found)
        elif field in {"country", "ultimate_parent_country"}:
            facts[field] = read_country(answer)
        elif field == "holders":
            facts[field] = tuple(x.strip() for x in answer.split(",") if x.strip())
        elif field not in {"as_of", "name"}:
            facts[field] = answer
    number, name = stated["name"]
    return Vendor(
        line=number, name=name, ids=tuple(sorted(ids)), source=_SOURCE, as_of=day, **facts
    )


def _party(number: int, answer: str, day: date | None) -> Subprocessor:
    parts = [p.strip() for p in answer.split(";")] + [""] * 4
    return Subprocessor(
        line=number,
        name=parts[0],
        country=read_country(parts[1]),
        parent_country=read_country(parts[2]),
        task=parts[3],
        source=_SOURCE,
        as_of=day,
    )
