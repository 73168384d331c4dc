"""Signs that a changed passage gives the customer less than before.

Each sign is a name, so a person sees why: a duty that became softer, a freedom of the supplier that
was put in, a duty that is now denied, a period or amount that moved the wrong way. A sign is a
reason to read, never a verdict: the passage may say more elsewhere.
"""

import re

_DUTY = re.compile(
    r"\b(?:zal|zullen|moet|moeten|dient|dienen|is verplicht|verplicht zich|garandeert|waarborgt|"
    r"shall|must|will|is obliged|guarantees|warrants)\b(?! not| niet)",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:spant zich (?:ervoor )?in|zal zich inspannen|inspanningsverplichting|naar (?:beste )?vermogen|"
    r"redelijkerwijs|commercieel redelijke|zo veel mogelijk|zoveel mogelijk|voor zover mogelijk|in beginsel|"
    r"streeft|tracht|indien mogelijk|waar mogelijk|reasonable efforts|best efforts|commercially reasonable|"
    r"endeavou?rs?|where (?:reasonably )?(?:possible|practicable)|to the extent (?:possible|practicable)|"
    r"in principle|seeks? to|aims? to|strives?)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:naar eigen (?:inzicht|goeddunken)|te allen tijde eenzijdig|eenzijdig|"
    r"zonder (?:voorafgaande )?(?:kennisgeving|aankondiging|toestemming|opgaaf van redenen)|"
    r"tegen de dan geldende tarieven|tegen (?:vergoeding|betaling)|"
    r"sole discretion|without (?:prior )?(?:notice|consent)|at (?:its|our) discretion|then[- ]current rates|"
    r"unilaterally|uitsluitend na betaling)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:niet(?! (?:meer|later|langer|minder|alleen|uitsluitend|eerder)\b)|geen|nimmer|nooit|evenmin|noch|"
    r"van de hand gewezen|not(?! (?:more|later|less|only)\b)|no|never|none|neither|nor|uitgesloten|excluded)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:tenzij|behoudens|mits|uitsluitend|slechts|alleen|unless|except|provided that|only|solely)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:kan|kunnen|mag|mogen|is gerechtigd|may|is entitled to)\b"
    r"(?![^.;]{0,120}\b(?:in rekening|vergoed|gefactureerd|betaald|invoiced|charged|paid)\b)",
    re.IGNORECASE,
)
_SUPPLIER = re.compile(
    r"\b(?:leverancier|opdrachtnemer|wederpartij|verwerker|provider|supplier|vendor|processor|contractor|"
    r"dienstverlener|aanbieder)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?P<count>\d{1,4})\s?(?:\([^)]{1,20}\)\s?)?(?P<unit>uur|uren|hours?|werkdag(?:en)?|business days?|"
    r"(?:kalender)?dag(?:en)?|(?:calendar )?days?|we(?:ek|ken|eks)|weeks?|maand(?:en)?|months?|jaar|jaren|years?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:€|EUR|euro)\s?(?P<sum>\d[\d.,]{0,15})", re.IGNORECASE)
_PERCENT = re.compile(r"(?P<share>\d{1,3}(?:[.,]\d{1,3})?)\s?(?:%|procent\b|percent\b)")
REWRITTEN = 0.5
"""Share of different words above which a passage counts as rewritten."""
_HOURS = {
    "u": 1.0,
    "h": 1.0,
    "w": 168.0,
    "m": 730.0,
    "j": 8760.0,
    "y": 8760.0,
    "d": 24.0,
    "k": 24.0,
    "c": 24.0,
}
_RESPOND = re.compile(
    r"meld|herstel|repar|reag|respon|respond|notif|report|inform|stelt .{0,40} op de hoogte|levert|verwijder|vernietig|"
    r"delete|destroy|remed|patch|fix|terug|return",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"opvraag|ophalen|beschikbaar|beschikbaarheid|bewaar|retriev|available|availability|uptime|toegang|garantie|warrant",
    re.IGNORECASE,
)
_CAP = re.compile(r"aansprakelijk|liab|boete|penalt|schade|damages|credit", re.IGNORECASE)
_PRICE = re.compile(r"prijs|prijzen|vergoeding|tarie|fee|price|rate|kosten|index", re.IGNORECASE)


def weaker(before: str, after: str) -> tuple[str, ...]:
    """Names of the signs by which the new words give the customer less; empty for none.

    Args:
        before: The passage as it was.
        after: The passage as it is.
    """
    signs: list[str] = []
    if _count(_SOFT, after) > _count(_SOFT, before):
        signs.append("duty-softened")
    if _count(_FREE, after) > _count(_FREE, before):
        signs.append("supplier-discretion")
    duties = _count(_DUTY, before) - _count(_DUTY, after)
    if duties > 0 and _count(_MAY, after) > _count(_MAY, before) and _SUPPLIER.search(after):
        signs.append("duty-became-option")
    if _count(_DENIED, after) > _count(_DENIED, before) and not _rewritten(before, after):
        signs.append("denied")
    if _count(_EXCEPT, after) > _count(_EXCEPT, before):
        signs.append("exception-added")
    signs.extend(_values(before, after))
    return tuple(signs)


def _rewritten(before: str, after: str) -> bool:
    """Whether so many words changed that a further negation says nothing of itself."""
    old, new = _words(before), _words(after)
    return len(after) >= len(before) * 1.6 or len(old ^ new) > REWRITTEN * len(old | new)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _values(before: str, after: str) -> list[str]:
    """Periods, amounts and shares that moved the wrong way."""
    signs: list[str] = []
    old, new = _periods(before), _periods(after)
    if len(old) == len(new) and old != new:
        longer = sum(new) > sum(old)
        if longer and _RESPOND.search(after) and not _KEEP.search(after):
            signs.append("period-longer")
        elif not longer and _KEEP.search(after):
            signs.append("period-shorter")
    amounts, sums = _sums(before), _sums(after)
    if len(amounts) == len(sums) and amounts != sums:
        if sum(sums) < sum(amounts) and _CAP.search(after):
            signs.append("amount-lower")
        elif sum(sums) > sum(amounts) and _PRICE.search(after) and not _CAP.search(after):
            signs.append("price-higher")
    shares, parts = _shares(before), _shares(after)
    if len(shares) == len(parts) and shares != parts:
        if sum(parts) < sum(shares) and _KEEP.search(after):
            signs.append("level-lower")
        elif sum(parts) > sum(shares) and _PRICE.search(after):
            signs.append("price-higher")
    return signs


def _periods(text: str) -> list[float]:
    """Periods in hours."""
    out: list[float] = []
    for found in _PERIOD.finditer(text):
        unit = found["unit"].lower()
        if unit.startswith(("werkdag", "business")):
            unit = "d"
        out.append(int(found["count"]) * _HOURS.get(unit[0], 24.0))
    return out


def _sums(text: str) -> list[float]:
    return [_amount(m["sum"]) for m in _MONEY.finditer(text)]


def _amount(text: str) -> float:
    """An amount written the Dutch or the English way."""
    bare = text.rstrip(".,")
    tail = max(bare.rfind(","), bare.rfind("."))
    if tail >= 0 and len(bare) - tail - 1 != 3:
        bare = bare[:tail].replace(".", "").replace(",", "") + "." + bare[tail + 1 :]
    else:
        bare = bare.replace(".", "").replace(",", "")
    return float(bare) if bare.replace(".", "", 1).isdigit() else 0.0


def _shares(text: str) -> list[float]:
    return [float(m["share"].replace(",", ".")) for m in _PERCENT.finditer(text)]
