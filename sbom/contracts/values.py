"""Values in the words of a contract: periods, money, percentages, multiples, law, formats, places.

Numbers count in digits ("30", "12") and in words ("dertig", "twaalf", "thirty"); a number both in
words and in brackets ("thirty (30) days") is one. A place that is left open ("[aantal] dagen",
"[***] days", "___ days") gives `UNKNOWN`, never a guess.
"""

import re

import msgspec

from sbom.contracts.values_numbers import NUMBER, number_of

UNKNOWN = -1.0
"""A number that the text leaves open."""

DAYS_PER = {
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "quarter": 91.3125,
    "year": 365.25,
}
"""Days in a unit, to compare periods of different units."""

_UNITS = {
    "hour": r"uren|uur|u|hours?|hrs?",
    "day": r"(?:kalender|werk)?dag(?:en)?|etmalen|(?:calendar |business |working )?days?",
    "week": r"we(?:ek|ken)|weeks?",
    "month": r"(?:kalender)?maand(?:en)?|(?:calendar )?months?",
    "quarter": r"kwartaal|kwartalen|quarters?",
    "year": r"(?:kalender|contract)?ja(?:ar|ren)|(?:calendar |contract )?years?",
}
_OPEN = r"\[[^\]\d]{0,40}\]|_{2,}|\.{4,}|…+|\{\{?[^}]{0,40}\}\}?"
_FILL = r"(?:opeenvolgende|volle|aaneengesloten|volledige|hele|consecutive|full|additional|successive|further|more|prior|such)"  # noqa: E501 - one expression or table
_PERIOD = re.compile(
    rf"(?P<number>{NUMBER}|{_OPEN})(?:\s*[-–~]\s*|\s+)?(?:\(\s*(?P<again>[^)]{{1,12}})\)\s*[-–]?\s*)?(?:{_FILL}\s+){{0,2}}"  # noqa: RUF001 - dashes of real contracts
    r"(?:voorafgaande\s+|aaneengesloten\s+)?(?P<unit>" + "|".join(_UNITS.values()) + r")\b",
    re.IGNORECASE,
)
_UNIT_OF = [(re.compile(rf"(?:{p})\Z", re.IGNORECASE), u) for u, p in _UNITS.items()]
_MONEY = re.compile(
    r"(?P<sign>€|\$|£|EUR(?:O)?|USD|GBP|US\$)\s?(?P<amount>\d[\d.,]*\d|\d)(?:[,.]?[-–]{1,2})?(?P<scale>\s+(?:miljoen|million|mln|duizend|thousand))?"  # noqa: RUF001 - dashes of real contracts
    r"|(?P<amount2>\d[\d.,]*\d|\d)(?P<scale2>\s+(?:miljoen|million|mln|duizend|thousand))?\s?(?P<sign2>euro|EUR|dollars?|USD)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)?|{NUMBER})\s?(?:\(\d+\)\s*)?(?:%|procent\b|percent\b|per cent\b)",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    rf"(?P<number>{NUMBER}|een|twee|drie|vier)\s?(?:\([\dx]+\)\s*)?(?:maal|keer|x|×|times)\s+(?:de |het |the )?"  # noqa: RUF001 - the sign that contracts write
    r"(?P<what>[^.,;]{0,60})|\b(?P<twice>twice|dubbele|tweevoud|double)\b",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"\b(csv|xml|json|sql|xlsx?|excel|pdf(?:/a)?|odf|odt|ods|mdto|stuf|parquet|zip|txt|html|ical|vcard)\b",
    re.IGNORECASE,
)


class Period(msgspec.Struct, frozen=True):
    """A length of time as written."""

    number: float
    """`UNKNOWN` where the text leaves it open."""
    unit: str
    """"hour", "day", "week", "month", "quarter" or "year"."""
    start: int
    end: int
    working: bool = False
    """Counted in working days."""

    @property
    def days(self) -> float:
        """In days; `UNKNOWN` where open."""
        return UNKNOWN if self.number < 0 else self.number * DAYS_PER[self.unit]


class Money(msgspec.Struct, frozen=True):
    """An amount of money as written."""

    amount: float
    currency: str
    start: int
    end: int


def periods(text: str) -> list[Period]:
    """Every length of time in a text, in order."""
    out = []
    for match in _PERIOD.finditer(text):
        raw = match["number"]
        number = UNKNOWN if re.fullmatch(_OPEN, raw) else number_of(raw)
        again = match["again"]
        if again is not None:
            inner = number_of(again.strip("[] "))
            number = inner if inner is not None and inner > 0 else number
        if number is None:
            continue
        unit = next((u for p, u in _UNIT_OF if p.match(match["unit"])), "")
        if unit:
            working = match["unit"].lower().startswith(("werk", "business", "working"))
            out.append(Period(number, unit, match.start(), match.end(), working))
    return out


def moneys(text: str) -> list[Money]:
    """Every amount of money in a text, in order."""
    out = []
    for match in _MONEY.finditer(text):
        amount = _amount(match["amount"] or match["amount2"])
        scale = (match["scale"] or match["scale2"] or "").strip().lower()
        if scale:
            amount *= 1000 if scale in {"duizend", "thousand"} else 1_000_000
        sign = (match["sign"] or match["sign2"]).upper()
        currency = (
            "EUR" if sign.startswith(("€", "EU")) else "GBP" if sign in {"£", "GBP"} else "USD"
        )
        out.append(Money(amount, currency, match.start(), match.end()))
    return out


def _amount(written: str) -> float:
    """A number with Dutch or English separators: 1.250.000,50 or 1,250,000.50."""
    last = max(written.rfind("."), written.rfind(","))
    if last >= 0 and len(written) - last - 1 in {1, 2}:
        whole, part = written[:last], written[last + 1 :]
    else:
        whole, part = written, ""
    digits = "".join(c for c in whole if c.isdigit()) or "0"
    return float(f"{digits[:15]}.{part or 0}")


def percentages(text: str) -> list[float]:
    """Every percentage in a text, in order."""
    found = (number_of(m["number"].replace(",", ".")) for m in _PERCENT.finditer(text))
    return [n for n in found if n is not None]


_HALF = re.compile(
    r"\b(?:de helft van (?:de|het)|half (?:of )?(?:the|an?))\s(?:[\w-]+\s){0,2}?[\w-]*"
    r"(?:vergoed|jaarbedrag|fee|prijs|price|omzet)",
    re.IGNORECASE,
)


def multiples(text: str) -> list[float]:
    """How many times the fee, where that is said: "vier maal de vergoeding", "twice the fees"."""
    out = [0.5 for _ in _HALF.finditer(text)]
    for match in _MULTIPLE.finditer(text):
        if match["twice"]:
            out.append(2.0)
            continue
        what = (match["what"] or "").lower()
        number = number_of(match["number"])
        if number is not None and re.search(
            r"vergoed|fee|prijs|bedrag|jaar|price|amount|hoogte|omzet", what
        ):
            out.append(number)
    return out


def formats(text: str) -> list[str]:
    """File formats that are named, in capitals, each once."""
    return list(dict.fromkeys(m.group(1).upper() for m in _FORMAT.finditer(text)))
