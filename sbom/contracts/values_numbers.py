"""Numbers written in digits or in Dutch or English words, up to a few hundred."""

import re

_UNITS_NL = [
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_TENS_NL = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
_UNITS_EN = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS_EN = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}


def _table() -> dict[str, float]:
    table: dict[str, float] = {}
    for names in (_UNITS_NL, _UNITS_EN):
        table |= {name: float(i) for i, name in enumerate(names, 1)}
    table |= {name: float(n) for names in (_TENS_NL, _TENS_EN) for name, n in names.items()}
    for ten, n in _TENS_NL.items():
        for i, unit in enumerate(_UNITS_NL[:9], 1):
            joint = "ën" if unit.endswith("e") else "en"
            table[f"{unit}{joint}{ten}"] = table[f"{unit}en{ten}"] = float(n + i)
    for ten, n in _TENS_EN.items():
        for i, unit in enumerate(_UNITS_EN[:9], 1):
            table[f"{ten}-{unit}"] = table[f"{ten} {unit}"] = float(n + i)
    table |= {
        "één": 1.0, "eenmaal": 1.0, "tweemaal": 2.0, "driemaal": 3.0, "viermaal": 4.0,
        "honderd": 100.0, "hundred": 100.0, "one hundred": 100.0, "honderdtachtig": 180.0,
        "one hundred twenty": 120.0, "one hundred and twenty": 120.0, "one hundred eighty": 180.0,
        "one hundred and eighty": 180.0, "anderhalf": 1.5, "half": 0.5,
    }  # fmt: skip
    return table


WORDS = _table()
NUMBER = (
    r"(?<![\w.,])(?:\d{1,3}(?:[.,]\d{1,2})?|"
    + "|".join(re.escape(w) for w in sorted(WORDS, key=len, reverse=True))
    + r"|an?)(?![\w])"
)
"""A pattern for a number in digits or words; "a" and "an" as in "a year" count as one."""


def number_of(written: str) -> float | None:
    """The number that a text names; None when it names none."""
    text = " ".join(written.lower().split())
    if text in {"a", "an", "i", "l"}:  # "one (I) year" is how a scanned contract reads
        return 1.0
    known = WORDS.get(text)
    if known is not None:
        return known
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
