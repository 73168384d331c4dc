"""The values that matter to one clause, out of the passage that holds it."""

import re

import msgspec

from sbom.contracts.values import (
    UNKNOWN,
    Money,
    Period,
    formats,
    moneys,
    multiples,
    percentages,
    periods,
)
from sbom.contracts.values_law import Law, law_of

_MONTH = 30.4375
_NOTICE_AFTER = re.compile(
    r"['’)\s]{0,4}(?:(?!unless|tenzij)\w+\s+){0,4}?"  # noqa: RUF001 - the quotes that contracts are printed with
    r"(?:prior|before|notice|advance|voor|vóór|vooraf\w*|tevoren|voorafgaand\w*|opzegg\w*|notification)\b",
    re.IGNORECASE,
)
_NOTICE_BEFORE = re.compile(
    r"(?:notice of|at least|not less than|no later than|minimum of|upon|with|within|giving|on|uiterlijk|"
    r"inachtneming van|ten minste|minimaal|minstens|opzegtermijn\w*(?: \w+){0,3}|termijn van|notice period of)"
    r"\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_NOTICE_STRONG = re.compile(
    r"opzegtermijn|notice period|prior written notice of|notice of|at least", re.IGNORECASE
)
_EACH_BEFORE = re.compile(
    r"(?:successive|additional|further|consecutive|subsequent|another|renew\w*|extend\w*|extension\w*|verleng\w*|"
    r"voortgezet|telkens|steeds|stilzwijgend|perioden? van|(?<!opzeg)termijn(?:en)? van|duur van|voor eenzelfde|renewable)"  # noqa: E501 - one expression or table
    r"(?:\W+\w+){0,9}\W*$",
    re.IGNORECASE,
)
_TERM_AFTER = re.compile(
    r"\W{0,3}(?:\w+\W+)?(?:term|period|renewal|extension|periode|termijn)", re.IGNORECASE
)
_FIRST = re.compile(
    r"\b(?:initial|eerste|initiële|initiele|effective date|such|dergelijke)\b[^.]{0,30}$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:end|expiration|expiry|einde|afloop|conclusion|anniversary) (?:of|van)(?: \w+){0,4}\W*$",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?P<year>annual|annually|yearly|year[- ]to[- ]year|each year|every year|jaarlijks|per jaar|eenzelfde jaar)\b"
    r"|\b(?P<month>monthly|month[- ]to[- ]month|each month|every month|maandelijks|per maand)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?P<name>[a-z_]+)(?:(?P<op>>=|<=|>|<|=)(?P<value>.+))?\Z")
NOTICE, RENEWAL, TERM = "notice", "renewal", "term"


class Values(msgspec.Struct, frozen=True):
    """What is read from one passage."""

    clause: str
    periods: tuple[Period, ...] = ()
    meanings: tuple[str, ...] = ()
    """Of each period: `NOTICE`, `RENEWAL`, `TERM` or an empty string."""
    strengths: tuple[float, ...] = ()
    """How clear each meaning is."""
    money: tuple[Money, ...] = ()
    percentages: tuple[float, ...] = ()
    multiples: tuple[float, ...] = ()
    formats: tuple[str, ...] = ()
    law: Law | None = None

    @property
    def open(self) -> bool:
        """Whether a number that matters is left open in the text."""
        return any(p.number == UNKNOWN for p in self.periods)

    def months(self, meaning: str) -> float | None:
        """The period that most clearly has a meaning, in months; None when there is none."""
        found = [
            (-strength, place, p.days / _MONTH)
            for place, (p, m, strength) in enumerate(
                zip(self.periods, self.meanings, self.strengths, strict=True)
            )
            if m == meaning and p.number >= 0
        ]
        return min(found)[2] if found else None

    def number(self, name: str) -> float | None:
        """The number that a condition names, None when the passage has none."""
        if name.endswith("_months"):
            return self.months(name.removesuffix("_months"))
        days = [p.days for p in self.periods if p.number >= 0]
        if name == "period_days":
            return min(days) if days else None
        if name == "longest_days":
            return max(days) if days else None
        if name == "cap_eur":
            return max((m.amount for m in self.money), default=None)
        if name == "cap_multiple":
            return max(self.multiples, default=None)
        if name == "percent":
            return max(self.percentages, default=None)
        return None

    def holds(self, condition: str) -> bool:
        """Whether a condition on values holds; one on a value that is not there does not."""
        match = _CONDITION.match(condition)
        if match is None:
            return False
        if match["name"] == "formats":
            return bool(self.formats)
        if match["name"] == "law":
            return self.law is not None and self.law.group == match["value"]
        number = self.number(match["name"])
        if number is None or match["op"] is None:
            return False
        bound = float(match["value"])
        return {
            ">": number > bound + 1e-6,
            "<": number < bound - 1e-6,
            ">=": number >= bound - 1e-6,
            "<=": number <= bound + 1e-6,
            "=": abs(number - bound) < 1e-6,
        }[match["op"]]

    def shown(self) -> dict[str, object]:
        """The values as JSON: only those that are there."""
        out: dict[str, object] = {}
        listed = [
            {"number": p.number if p.number >= 0 else None, "unit": p.unit}
            | ({"meaning": m} if m else {})
            | ({"working": True} if p.working else {})
            for p, m in zip(self.periods, self.meanings, strict=True)
        ]
        if listed:
            out["periods"] = listed
        if self.money:
            out["money"] = [{"amount": m.amount, "currency": m.currency} for m in self.money]
        if self.percentages:
            out["percentages"] = list(self.percentages)
        if self.multiples:
            out["multiples"] = list(self.multiples)
        if self.formats:
            out["formats"] = list(self.formats)
        if self.law is not None:
            out["law"] = self.law.name
            out["law_country"] = self.law.country
        return out


def values_of(clause: str, text: str) -> Values:
    """The values of a passage that holds a clause."""
    found = tuple(periods(text))
    meant = [_meaning(clause, text, p) for p in found]
    if clause == "auto_renewal" and not any(m == RENEWAL for m, _ in meant):
        habit = _HABIT.search(text)
        if habit:
            unit = "year" if habit["year"] else "month"
            found += (Period(1.0, unit, habit.start(), habit.end()),)
            meant.append((RENEWAL, 1.0))
    return Values(
        clause=clause,
        periods=found,
        meanings=tuple(m for m, _ in meant),
        strengths=tuple(s for _, s in meant),
        money=tuple(moneys(text)),
        percentages=tuple(percentages(text)),
        multiples=tuple(multiples(text)) if clause in {"liability_cap", "switching_cost"} else (),
        formats=tuple(formats(text))
        if clause in {"data_export", "open_standards", "archiving"}
        else (),
        law=law_of(text) if clause == "governing_law" else None,
    )


def _meaning(clause: str, text: str, period: Period) -> tuple[str, float]:
    """What a period is (of notice, of renewal, or the length of the contract), and how clearly."""
    if clause not in {"auto_renewal", "termination_convenience", "min_commitment"}:
        return "", 0.0
    before = text[max(0, period.start - 90) : period.start]
    after = text[period.end : period.end + 60]
    notice = each = 0.0
    if _NOTICE_AFTER.match(after):
        notice += 3
    if _NOTICE_BEFORE.search(before):
        notice += 1.5 + (1.5 if _NOTICE_STRONG.search(before[-45:]) else 0)
    if _EACH_BEFORE.search(before):
        each += 3
    if _TERM_AFTER.match(after):
        each += 1
    if _ENDING.search(before):
        notice -= 3
        each -= 3
    if _FIRST.search(before[-40:]):
        each -= 3
    if period.unit in {"day", "hour", "week"}:
        each -= 2
        notice += 0.5
    if clause != "auto_renewal":
        each = 0.0
    if notice >= max(each, 1.5):
        return NOTICE, notice
    if each > 1:
        return RENEWAL, each
    return TERM, 1.0
