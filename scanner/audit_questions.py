"""Questions to a supplier about what was found in its product: a draft letter in Markdown.

One question for each component with open findings, the most urgent first; what nobody could check is a
question too. Who sends it looks it over first.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from scanner.words import Words, words

Row = Mapping[str, Any]
ANSWER_DAYS = 14
"""Term for an answer when no deadline is nearer."""
MOST_QUESTIONS = 100
_GAPS = frozenset({"no-purl", "no-version", "version-unresolved", "distribution-unknown"})


def letter(rows: Sequence[Row], unasked: Sequence[Row], at: datetime, lang: str) -> str:
    """The letter, or an empty text when there is nothing to ask.

    Args:
        rows: Findings, most urgent first.
        unasked: Components that could not be checked.
        at: The present, aware.
        lang: `nl` or `en`.
    """
    say = words(lang)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if "advisory" in row and row.get("effective", "open") in {"open", "waived"}:
            groups.setdefault((_product(row), row["purl"]), []).append(row)
    gaps = sorted({str(u["name"]) for u in unasked if u["reason"] in _GAPS and u.get("name")})
    if not groups and not gaps:
        return ""
    last = (at.date() + timedelta(days=ANSWER_DAYS)).isoformat()
    lines = [f"# {say('audit.ask-title')}", "", say("audit.ask-start", day=at.date().isoformat())]
    product = ""
    for number, ((whole, _), told) in enumerate(groups.items(), 1):
        if number > MOST_QUESTIONS:
            lines += ["", say("audit.ask-more", count=len(groups) - MOST_QUESTIONS)]
            break
        if whole != product:
            product = whole
            lines += ["", f"## {_plain(whole)}"]
        lines += ["", *_question(number, told, last, say)]
    if gaps:
        lines += ["", f"## {say('audit.ask-gaps-title')}", "", say("audit.ask-gaps"), ""]
        lines += [f"- {_plain(name)}" for name in gaps[:MOST_QUESTIONS]]
    return "\n".join([*lines, "", say("audit.ask-end"), ""])


def _product(row: Row) -> str:
    return str(row.get("system_name") or row.get("system") or row.get("audited") or "")


def _question(number: int, told: Sequence[Row], last: str, say: Words) -> list[str]:
    first = told[0]
    version = first["version"] or first["requirement"]
    lines = [f"{number}. **{_plain(first['name'])} {_plain(version)}**".rstrip()]
    for row in told:
        names = ", ".join(row["cves"]) or row["advisory"]
        grave = say(f"severity.{row['severity']}") if row["severity"] in _RATED else ""
        marks = [m for m in (grave, say("audit.kev") if row["kev"] else "") if m]
        told_marks = f" ({', '.join(marks)})" if marks else ""
        lines.append(f"   - {names}{told_marks}: {_plain(row['title']) or say('audit.unrated')}")
    fixes: Sequence[str] = next((r["fixed"] for r in told if r["fixed"]), ())
    days = [d for r in told if (d := r["priority"].get("deadline"))]
    asked = say("audit.ask-affected")
    if fixes:
        asked += " " + say("audit.ask-fix", version=fixes[0])
    else:
        asked += " " + say("audit.ask-mitigate")
    return [*lines, "", f"   {asked} {say('audit.ask-before', day=min([*days, last]))}"]


_RATED = frozenset({"low", "medium", "high", "critical"})


def _plain(text: object) -> str:
    """One line without signs that Markdown would take for its own."""
    flat = "".join(c if c.isprintable() else " " for c in str(text))
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in flat).strip()
