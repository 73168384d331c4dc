"""Whose law a contract names: Dutch, of another country in the EU/EEA, or another."""

import re

import msgspec

_EU_NL = {
    "Belgisch": "BE", "Duits": "DE", "Frans": "FR", "Iers": "IE", "Luxemburgs": "LU", "Oostenrijks": "AT",
    "Spaans": "ES", "Italiaans": "IT", "Portugees": "PT", "Deens": "DK", "Zweeds": "SE", "Fins": "FI",
    "Noors": "NO", "Pools": "PL", "Ests": "EE", "Tsjechisch": "CZ",
}  # fmt: skip
_OTHER_NL = {
    "Engels": "GB",
    "Brits": "GB",
    "Amerikaans": "US",
    "Zwitsers": "CH",
    "Indiaas": "IN",
    "Israëlisch": "IL",
}
_COUNTRIES = {
    "Netherlands": "NL", "Nederland": "NL", "Dutch": "NL", "Holland": "NL",
    "Belgium": "BE", "België": "BE", "Belgian": "BE", "Germany": "DE", "Duitsland": "DE", "German": "DE",
    "France": "FR", "Frankrijk": "FR", "French": "FR", "Ireland": "IE", "Ierland": "IE", "Irish": "IE",
    "Luxembourg": "LU", "Luxemburg": "LU", "Austria": "AT", "Oostenrijk": "AT", "Spain": "ES", "Spanje": "ES",
    "Italy": "IT", "Italië": "IT", "Denmark": "DK", "Denemarken": "DK", "Sweden": "SE", "Zweden": "SE",
    "Finland": "FI", "Norway": "NO", "Noorwegen": "NO", "Poland": "PL", "Polen": "PL", "Estonia": "EE",
    "Estland": "EE", "Portugal": "PT", "Greece": "GR", "Hungary": "HU", "Romania": "RO", "Malta": "MT",
    "Cyprus": "CY", "Iceland": "IS", "Czech Republic": "CZ",
    "England": "GB", "Engeland": "GB", "English": "GB", "United Kingdom": "GB", "Verenigd Koninkrijk": "GB",
    "Scotland": "GB", "Wales": "GB", "Switzerland": "CH", "Zwitserland": "CH", "Swiss": "CH",
    "Israel": "IL", "Israël": "IL", "India": "IN", "Japan": "JP", "Singapore": "SG", "Australia": "AU",
    "Hong Kong": "HK", "People's Republic of China": "CN", "PRC": "CN", "China": "CN", "Taiwan": "TW",
    "Korea": "KR", "Brazil": "BR", "Mexico": "MX", "Argentina": "AR", "Bermuda": "BM", "Cayman Islands": "KY",
    "South Africa": "ZA", "New Zealand": "NZ", "Russia": "RU", "Turkey": "TR", "Canada": "CA", "Ontario": "CA",
    "British Columbia": "CA", "Nova Scotia": "CA", "Quebec": "CA", "Québec": "CA", "Alberta": "CA",
    "Manitoba": "CA", "Saskatchewan": "CA", "New South Wales": "AU", "Victoria": "AU", "Queensland": "AU",
    "Philippines": "PH", "Malaysia": "MY", "Indonesia": "ID", "Thailand": "TH", "Vietnam": "VN",
    "Puerto Rico": "US", "District of Columbia": "US", "United States": "US", "Verenigde Staten": "US",
    "USA": "US", "U.S.": "US", "U.S.A.": "US", "American": "US", "Netherlands Antilles": "AN",
    "Papua New Guinea": "PG", "Kazakhstan": "KZ", "Colombia": "CO", "Chile": "CL", "Peru": "PE", "Panama": "PA",
    "Egypt": "EG", "Nigeria": "NG", "Kenya": "KE", "Saudi Arabia": "SA", "Qatar": "QA", "Pakistan": "PK",
    "R.O.C.": "TW", "Serbia": "RS", "Slovenia": "SI", "Slovakia": "SK", "Croatia": "HR", "Bulgaria": "BG",
    "Latvia": "LV", "Lithuania": "LT", "Liechtenstein": "LI", "British Virgin Islands": "VG", "Ukraine": "UA", "United Arab Emirates": "AE", "Dubai": "AE",  # noqa: E501 - one expression or table
}  # fmt: skip
_STATES = [
    "Alabama",
    "Alaska",
    "Arizona",
    "Arkansas",
    "California",
    "Californië",
    "Colorado",
    "Connecticut",
    "Delaware",
    "Florida",
    "Georgia",
    "Hawaii",
    "Idaho",
    "Illinois",
    "Indiana",
    "Iowa",
    "Kansas",
    "Kentucky",
    "Louisiana",
    "Maine",
    "Maryland",
    "Massachusetts",
    "Michigan",
    "Minnesota",
    "Mississippi",
    "Missouri",
    "Montana",
    "Nebraska",
    "Nevada",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New York",
    "North Carolina",
    "North Dakota",
    "Ohio",
    "Oklahoma",
    "Oregon",
    "Pennsylvania",
    "Rhode Island",
    "South Carolina",
    "South Dakota",
    "Tennessee",
    "Texas",
    "Utah",
    "Vermont",
    "Virginia",
    "Washington",
    "West Virginia",
    "Wisconsin",
    "Wyoming",
]
_EU = frozenset(
    [
        "NL",
        "BE",
        "DE",
        "FR",
        "IE",
        "LU",
        "AT",
        "ES",
        "IT",
        "PT",
        "DK",
        "SE",
        "FI",
        "NO",
        "PL",
        "EE",
        "CZ",
        "GR",
        "HU",
        "RO",
        "MT",
        "CY",
        "IS",
        "LI",
        "LV",
        "LT",
        "SI",
        "SK",
        "HR",
        "BG",
    ]
)
_PLACES = _COUNTRIES | dict.fromkeys(_STATES, "US")
_PLACE = re.compile(
    r"\b(?P<place>"
    + "|".join(re.escape(p) for p in sorted(_PLACES, key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)
_LOWER = {name.lower(): code for name, code in _PLACES.items()}
_NL = re.compile(
    r"\b(?P<word>" + "|".join(("Nederlands", *_EU_NL, *_OTHER_NL)) + r")e? (?:recht\b|wet)",
    re.IGNORECASE,
)
_LAWS = re.compile(
    r"(?:laws? of|laws?(?:,| and| in force)?[^.;]{0,60}? of|recht van|wetten van|governed by|wetgeving van|beheerst door|"  # noqa: E501 - one expression or table
    r"construed (?:in accordance with|under)|law of|laws thereof|accordance with|under|by)\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\blaws?\b|\brecht\b|\bwet\b|\bwetten\b|\bwetgeving\b", re.IGNORECASE)
_FORUM = re.compile(
    r"\b(?:laws? thereof|such state|such laws|legislation|regulations|laws)\b", re.IGNORECASE
)
WINDOW = 160


class Law(msgspec.Struct, frozen=True):
    """The law that is named."""

    name: str
    """As written."""
    country: str
    """ISO 3166-1 code."""

    @property
    def group(self) -> str:
        """One of "NL", "EU" (EU or EEA) and "OTHER"."""
        return "NL" if self.country == "NL" else "EU" if self.country in _EU else "OTHER"


def law_of(text: str) -> Law | None:
    """The law that a passage names, None where it names none."""
    match = _NL.search(text)
    if match:
        word = match["word"].capitalize()
        code = "NL" if word == "Nederlands" else _EU_NL.get(word) or _OTHER_NL.get(word, "")
        return Law(match.group(), code)
    best = None
    for found in _LAWS.finditer(text):
        if not _EITHER.search(text[max(0, found.start() - 60) : found.end() + WINDOW]):
            continue
        place = _state(text, found.end())
        if place and (best is None or place.start() - found.end() < best[0]):
            best = (place.start() - found.end(), place["place"])
        if best and best[0] < 25:
            break
    if best is not None:
        return Law(best[1], _LOWER[best[1].lower()])
    adjective = re.search(r"\b(Dutch|English|German|Irish|Belgian|French|Swiss)\s+law\b", text)
    if adjective:
        return Law(adjective.group(), _LOWER[adjective.group(1).lower()])
    anywhere = _PLACE.search(text) if _FORUM.search(text) else None
    return Law(anywhere["place"], _LOWER[anywhere["place"].lower()]) if anywhere else None


def _state(text: str, begin: int) -> "re.Match[str] | None":
    """The first place behind "laws of"; a state when it stands beside the United States."""
    place = _PLACE.search(text, begin, begin + WINDOW)
    if place and _LOWER[place["place"].lower()] == "US" and place["place"] not in _STATES:
        later = _PLACE.search(text, place.end(), place.end() + WINDOW)
        if later and later["place"] in _STATES:
            return later
    return place
