"""Personal data out of texts: e-mail addresses, telephone numbers, IBANs, BSNs and names by their marks.

What has a form is found by its form; a name is found where a mark announces it ("de heer",
"namens", "contactpersoon", initials). A name without such a mark stays: read along before you publish.

Sources: ISO 13616 (IBAN); the BSN's eleven-test (Besluit burgerservicenummer); ITU-T E.123.
"""

import re

BLANK = "█████"
"""Stands for what was taken out."""

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+\d|\(?0)(?:[\s()/-]{0,2}\d){8,13}(?![\w-])")
_BSN = re.compile(r"(?<![\w.])\d{8,9}(?![\w.])")
_WORD = r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f'-]{1,40}"
_LINK = r"(?:van|de|der|den|het|'t|te|ten|ter|el|von|la|le|du)"
_INITIALS = r"(?:[A-Z]\.\s?){1,6}"
_NAME = (
    rf"(?:{_INITIALS}\s?)?(?:{_LINK}\s){{0,3}}{_WORD}(?:[\s-](?:{_LINK}\s){{0,3}}{_WORD}){{0,3}}"
)
_MARKED = re.compile(
    rf"(\b(?:[Dd]e heer|[Mm]evrouw|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Dd]rs?\.|[Ii]r\.|[Ii]ng\.|[Mm]r\.|Mrs\.?|Ms\.?|"
    rf"[Pp]rof\.|[Cc]ontactpersoon|[Cc]ontact person|[Vv]ertegenwoordigd door|[Rr]epresented by|"
    rf"[Nn]amens deze|[Tt]\.a\.v\.|[Oo]ndertekend door|[Ss]igned by|[Nn]aam|[Nn]ame)\s{{0,2}}:?\s{{1,2}})({_NAME})"
)
_INITIALLED = re.compile(rf"\b{_INITIALS}\s?(?:{_LINK}\s){{0,3}}{_WORD}")
_MOST = 20_000


def blanked(text: str) -> str:
    """The text with personal data blanked; at most 20,000 characters of it."""
    text = text[:_MOST]
    text = _EMAIL.sub(BLANK, text)
    text = _IBAN.sub(BLANK, text)
    text = _BSN.sub(lambda m: BLANK if _is_bsn(m[0]) else m[0], text)
    text = _PHONE.sub(BLANK, text)
    text = _MARKED.sub(lambda m: m[1] + BLANK, text)
    return _INITIALLED.sub(BLANK, text)


def _is_bsn(digits: str) -> bool:
    """The eleven-test: weights 9 to 2 and -1."""
    places = [int(d) for d in digits.zfill(9)]
    total = sum(d * w for d, w in zip(places, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return total % 11 == 0 and any(places)
