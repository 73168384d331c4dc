"""Words for people in Dutch and English, and how each language writes numbers and days.

The texts stand in `locale/nl.json` and `locale/en.json`. In a text `{name}` is a value;
`{n:one|many}` is `one` when the value is 1 and `many` otherwise, with `#` for the number. Texts of
findings are not here: the policy pack owns them.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import msgspec

LANGUAGES = ("nl", "en")
_FOLDER = Path(__file__).parent / "locale"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([^{}|]*)\|([^{}|]*))?\}")
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


class InBoth(Protocol):
    """A text in both languages."""

    @property
    def nl(self) -> str:
        """Dutch."""

    @property
    def en(self) -> str:
        """English."""


class Words:
    """The catalogue of one language. Make it with `words(lang)`, which remembers it."""

    def __init__(self, lang: str) -> None:
        """Read the catalogue.

        Args:
            lang: `nl` or `en`.

        Raises:
            ValueError: another language.
        """
        if lang not in LANGUAGES:
            raise ValueError(f"language {lang!r} is not one of {', '.join(LANGUAGES)}")
        self.lang = lang
        self._texts = catalogue(lang)
        self._months = _MONTHS[lang].split()
        self._group = "." if lang == "nl" else ","

    def reason(self, message: str) -> str:
        """The reason of an issue or fault, which its finder gives in English."""
        from scanner.reason_words import reason_in

        return reason_in(self.lang, message)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its values filled in; whole numbers get their separators.

        Raises:
            KeyError: the catalogue has no such key, or a value is missing.
        """

        def fill(match: re.Match[str]) -> str:
            name, single, many = match.groups()
            value = values[name]
            shown = self.number(value) if isinstance(value, int) else str(value)
            if single is None:
                return shown
            return (single if value in (1, "1") else many).replace("#", shown)

        text = self._texts[key]
        return _PLACEHOLDER.sub(fill, text) if "{" in text else text

    def of(self, kind: str, value: str) -> str:
        """The word for a value (`severity`, `high`), or the value itself when there is none."""
        return self._texts.get(f"{kind}.{value}", value)

    def pick(self, texts: InBoth) -> str:
        """The text in this language."""
        return texts.nl if self.lang == "nl" else texts.en

    def number(self, value: int) -> str:
        """A whole number with separators: `12.345` or `12,345`."""
        return f"{value:,}".replace(",", self._group)

    def share(self, part: int, whole: int) -> str:
        """A percentage; never 0% or 100% unless it is exactly that, and `-` of nothing."""
        if whole <= 0:
            return "-"
        percent = (200 * part + whole) // (2 * whole)
        if 0 < part < whole:
            percent = min(max(percent, 1), 99)
        return f"{percent}%"

    def day(self, value: date | str) -> str:
        """A day in full: `23 november 2026`; text that is no ISO day comes back as it is."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return str(value)
        return f"{value.day} {self._months[value.month - 1]} {value.year}"

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12."""
        return self._months[number - 1]

    def moment(self, value: datetime) -> str:
        """A moment in UTC: `23 november 2026, 14:05 UTC`."""
        moment = value.astimezone(UTC) if value.tzinfo else value
        return f"{self.day(moment.date())}, {moment:%H:%M} UTC"


@lru_cache(maxsize=2)
def words(lang: str) -> Words:
    """The catalogue of a language, read once; see `Words`."""
    return Words(lang)


def catalogue(lang: str) -> dict[str, str]:
    """Key to text, as the file has it."""
    content = (_FOLDER / f"{lang}.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, str])


def placeholders(text: str) -> frozenset[str]:
    """Names of the values that a text uses."""
    return frozenset(match[1] for match in _PLACEHOLDER.finditer(text))
