"""Numbers that identify an organisation, normalised and checked.

KvK number: 8 digits, leading zeros kept. RSIN: 9 digits with the eleven test. OIN: 20 digits; one
made from a KvK number holds it. LEI: 20 signs, check digits by ISO 7064 mod 97-10. VAT number:
two letters of the country and what it gives out. DUNS: 9 digits.

Sources: Handelsregisterwet (KvK, RSIN); Logius, "OIN-stelsel"; ISO 17442 (LEI).
"""

import re
from typing import NamedTuple

_SIGNS = re.compile(r"[\s.\-/]")
_VAT = re.compile(r"[A-Z]{2}(?=[^\n]{0,12}[0-9]{2})[0-9A-Z+*]{2,13}\Z")
_KVK_WORDS = re.compile(r"KVK|NUMMER|NR|:|#")
_DUTCH_VAT = re.compile(r"NL[0-9]{9}B[0-9]{2}\Z")


class Identifier(NamedTuple):
    """One number of an organisation."""

    scheme: str
    """`kvk`, `rsin`, `oin`, `lei`, `vat`, `duns` or `other`."""
    value: str


def kvk(text: str) -> str:
    """A KvK number as 8 digits, or empty. A spreadsheet that ate leading zeros is forgiven."""
    stated = text.strip().removesuffix(".0").upper()
    digits = _SIGNS.sub("", _KVK_WORDS.sub("", stated))
    if not digits.isdecimal() or not digits.isascii() or not 6 <= len(digits) <= 8:
        return ""
    return digits.zfill(8) if digits.strip("0") else ""


def rsin(text: str) -> str:
    """An RSIN as 9 digits that pass the eleven test, or empty."""
    digits = _SIGNS.sub("", text)
    if len(digits) == 8:
        digits = "0" + digits
    if len(digits) != 9 or not digits.isdecimal() or not digits.isascii():
        return ""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(d) * w for d, w in zip(digits, weights, strict=True))
    return digits if total and total % 11 == 0 else ""


def oin(text: str) -> str:
    """An OIN as 20 digits, or empty."""
    digits = _SIGNS.sub("", text)
    return digits if len(digits) == 20 and digits.isdecimal() and digits.isascii() else ""


def kvk_of_oin(value: str) -> str:
    """The KvK number within an OIN of that kind (prefix 00000003), or empty."""
    return kvk(value[8:16]) if value.startswith("00000003") and len(value) == 20 else ""


def lei(text: str) -> str:
    """A LEI with right check digits, or empty."""
    code = _SIGNS.sub("", text).upper()
    if len(code) != 20 or not code.isascii() or not code.isalnum() or not code[-2:].isdecimal():
        return ""
    number = int("".join(str(int(c, 36)) for c in code))
    return code if number % 97 == 1 else ""


def vat(text: str) -> str:
    """A VAT number in capitals without signs, or empty; a Dutch one has its own shape."""
    code = _SIGNS.sub("", text).upper()
    if code.startswith("NL"):
        return code if _DUTCH_VAT.match(code) else ""
    return code if _VAT.match(code) and code[2:].strip("0") else ""


def duns(text: str) -> str:
    """A DUNS number as 9 digits, or empty."""
    digits = _SIGNS.sub("", text)
    return digits if len(digits) == 9 and digits.isdecimal() and digits.isascii() else ""


SCHEMES = {"kvk": kvk, "rsin": rsin, "oin": oin, "lei": lei, "vat": vat, "duns": duns}
"""Readers by scheme."""
_NAMES = {
    "nl-kvk": "kvk",
    "kvknummer": "kvk",
    "kamer van koophandel": "kvk",
    "handelsregister": "kvk",
    "btw": "vat",
    "btw-nummer": "vat",
    "d-u-n-s": "duns",
}


def read(scheme: str, text: str) -> Identifier | None:
    """An identifier; None when the number cannot be one of that scheme.

    Args:
        scheme: As a register writes it (`NL-KVK`, `LEI`); an unknown one keeps the text as it is.
        text: As stated.
    """
    stated = scheme.strip().lower()
    known = _NAMES.get(stated, stated.replace("_", "-"))
    if known in SCHEMES:
        value = SCHEMES[known](text)
        return Identifier(known, value) if value else None
    value = " ".join(text.split())[:100]
    return Identifier("other", f"{stated}:{value}") if value else None
