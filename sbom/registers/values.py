"""Cells of a register read as dates, amounts, countries, periods and yes or no."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from sbom.lazy_pattern import lazy

_ISO = lazy(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ].*)?\Z")
_DUTCH = lazy(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[Tt ].*)?\Z")
_WORDS = lazy(r"(\d{1,2})(?:e|st|nd|rd|th)?\.? ([a-z]{3,10})\.?,? (\d{4})\Z")
_SERIAL = lazy(r"[2-6]\d{4}(?:\.\d+)?\Z")
_COMPACT = lazy(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "een één one",
            "twee two",
            "drie three",
            "vier four",
            "vijf five",
            "zes six",
            "zeven seven",
            "acht eight",
            "negen nine",
            "tien ten",
            "elf eleven",
            "twaalf twelve",
        ),
        1,
    )
    for word in words.split()
}
_PERIOD = lazy(
    r"(?:(\d{1,4})(?:[.,](\d))?|([a-zé]{3,6})) ?(?:kalender ?)?"
    r"(maand|maanden|mnd|month|months|jaar|jaren|jr|year|years|week|weken|weeks|dag|dagen|day|days)\b"
)
_COUNTRIES = {
    "NL": "nederland netherlands 'the netherlands' nld holland",
    "BE": "belgie belgium bel",
    "DE": "duitsland germany deu",
    "FR": "frankrijk france fra",
    "LU": "luxemburg luxembourg lux",
    "IE": "ierland ireland irl",
    "GB": "'verenigd koninkrijk' 'united kingdom' uk gbr 'groot-brittannie' engeland england",
    "US": "'verenigde staten' 'verenigde staten van amerika' 'united states' "
    "'united states of america' usa vs amerika",
    "CA": "canada can",
    "CH": "zwitserland switzerland che",
    "AT": "oostenrijk austria aut",
    "DK": "denemarken denmark dnk",
    "SE": "zweden sweden swe",
    "NO": "noorwegen norway nor",
    "FI": "finland fin",
    "EE": "estland estonia est",
    "LV": "letland latvia lva",
    "LT": "litouwen lithuania ltu",
    "PL": "polen poland pol",
    "CZ": "tsjechie czechia 'czech republic' cze",
    "SK": "slowakije slovakia svk",
    "HU": "hongarije hungary hun",
    "RO": "roemenie romania rou",
    "BG": "bulgarije bulgaria bgr",
    "HR": "kroatie croatia hrv",
    "SI": "slovenie slovenia svn",
    "GR": "griekenland greece grc",
    "CY": "cyprus cyp",
    "MT": "malta mlt",
    "IT": "italie italy ita",
    "ES": "spanje spain esp",
    "PT": "portugal prt",
    "IS": "ijsland iceland isl",
    "IL": "israel isr",
    "IN": "india ind",
    "CN": "china chn 'volksrepubliek china'",
    "HK": "hongkong 'hong kong' hkg",
    "SG": "singapore sgp",
    "JP": "japan jpn",
    "KR": "zuid-korea 'south korea' korea kor",
    "AU": "australie australia aus",
    "NZ": "nieuw-zeeland 'new zealand' nzl",
    "BR": "brazilie brazil bra",
    "ZA": "zuid-afrika 'south africa' zaf",
    "AE": "'verenigde arabische emiraten' 'united arab emirates' uae are",
    "RU": "rusland russia rus",
    "UA": "oekraine ukraine ukr",
    "TR": "turkije turkey turkiye tur",
    "KY": "kaaimaneilanden 'cayman islands' cym",
    "BM": "bermuda bmu",
    "JE": "jersey jey",
    "VG": "'britse maagdeneilanden' 'british virgin islands' vgb",
}
_YES = frozenset({"ja", "yes", "true", "1", "x", "y", "j", "waar", "wel", "aanwezig", "present"})
_NO = frozenset({"nee", "no", "false", "0", "n", "onwaar", "niet", "geen", "none", "afwezig"})
_NOTHING = frozenset({"", "-", "--", "n/a", "nvt", "n.v.t.", "onbekend", "unknown", "?", "tbd"})
_EPOCH = date(1899, 12, 30)


def blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, "onbekend", "n.v.t."."""
    return text.strip().lower() in _NOTHING


def read_date(text: str) -> date | None:
    """A date: ISO, day-month-year, with the month in words, or a spreadsheet's serial number.

    Two numbers before the year are day and month, as in the Netherlands; an impossible date is None.
    """
    stated = " ".join(text.split()).lower()
    try:
        if found := _ISO.match(stated) or _COMPACT.match(stated):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DUTCH.match(stated):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _WORDS.match(stated):
            month = _MONTHS.get(found[2])
            return date(int(found[3]), month, int(found[1])) if month else None
        if _SERIAL.match(stated):
            return _EPOCH + timedelta(days=int(float(stated)))
    except ValueError:
        return None
    return None


def read_money(text: str) -> Decimal | None:
    """An amount in euros, two decimals; `1.234,56`, `1,234.56`, `EUR 12k` and `€ 1,5 mln` are read.

    Another currency, or more than one number, is None.
    """
    stated = text.lower().replace("\xa0", " ").strip()
    for sign in ("€", "eur", "euro"):
        stated = stated.replace(sign, " ")
    stated = stated.replace(",-", "").replace(",--", "").strip(" .-:")
    factor = 1
    for word, times in (("mln", 10**6), ("miljoen", 10**6), ("million", 10**6), ("mio", 10**6)):
        if stated.endswith(word):
            stated, factor = stated.removesuffix(word).strip(), times
            break
    else:
        if stated.endswith("k"):
            stated, factor = stated[:-1].strip(), 1000
    digits = stated.replace(" ", "").replace("'", "")
    if not digits or not all(c.isdecimal() or c in ".," for c in digits) or len(digits) > 20:
        return None
    try:
        amount = Decimal(_point(digits)) * factor
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01"))


def _point(digits: str) -> str:
    """A number with a decimal point and without separators."""
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        last = max(comma, point)
        whole = digits[:last].replace(",", "").replace(".", "")
        return f"{whole}.{digits[last + 1 :]}"
    sign = "," if comma >= 0 else "."
    head, _, tail = digits.rpartition(sign)
    if digits.count(sign) > 1 or (head and len(tail) == 3):
        return digits.replace(sign, "")
    return f"{head or '0'}.{tail}" if sign in digits else digits


def read_country(text: str) -> str:
    """ISO 3166-1 alpha-2 code of a country by code or by its Dutch or English name, or empty."""
    stated = _plain(text)
    if len(stated) == 2 and stated.upper() in _COUNTRIES:
        return stated.upper()
    if len(stated) == 2 and stated.isalpha() and text.strip().isupper():
        return {"UK": "GB", "EL": "GR"}.get(stated.upper(), stated.upper())
    return _by_name().get(stated.removeprefix("de ").removeprefix("the "), "")


def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 code by name, lower case without accents, hyphens as spaces."""
    return _by_name()


def _by_name() -> dict[str, str]:
    if not _NAMES:
        for code, names in _COUNTRIES.items():
            for quoted, bare in re.findall(r"'([^']+)'|(\S+)", names):
                _NAMES[_plain(quoted or bare)] = code
    return _NAMES


_NAMES: dict[str, str] = {}


def _plain(text: str) -> str:
    letters = normalize("NFKD", " ".join(text.split()).lower().replace("-", " ")).strip(" .")
    return "".join(c for c in letters if c.isascii())


def read_months(text: str) -> float | None:
    """A period in months: "3 maanden", "een half jaar" is None, "90 dagen" is 90/30.4375.

    A bare number counts as months; anything that is not one clear period is None.
    """
    stated = " ".join(text.split()).lower().replace("(", " ").replace(")", " ")
    if stated.replace(",", ".").replace(".", "", 1).isdecimal():
        number = float(stated.replace(",", "."))
        return number if number <= 600 else None
    found = _PERIOD.findall(stated)
    if len(found) != 1 or "half" in stated:
        return None
    whole, part, word, unit = found[0]
    number = float(f"{whole}.{part or 0}") if whole else _NUMBER_WORDS.get(word, 0)
    if not number:
        return None
    if unit.startswith(("maand", "mnd", "month")):
        return number
    if unit.startswith(("j", "y")):
        return number * 12
    return number * (7 if unit.startswith("we") else 1) / 30.4375


def read_choice(text: str) -> bool | None:
    """Yes or no in Dutch and English; None for anything else."""
    word = text.strip().lower().partition(" ")[0].strip(",.;")
    return True if word in _YES else False if word in _NO else None
