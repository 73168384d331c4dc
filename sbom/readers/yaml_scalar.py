"""What a plain YAML scalar means; shared by the fast and the complete reader."""

import re
from typing import Any, Self

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC = frozenset("0123456789+-.")


def scalar(text: str) -> Any:
    """Value of a plain scalar: None, bool, int, `Decimalish` or the text itself.

    Integers of 18 digits and more stay text, and so do dates, octal and hexadecimal numbers.

    Source: YAML 1.2.2, section 10.3 (core schema), without octal and hexadecimal.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INT.match(text):
        return int(text) if len(text) < 18 else text
    if _FLOAT.match(text):
        return Decimalish(text)
    return text


class Decimalish(float):
    """A float that still knows how it was written, for versions such as `1.10`."""

    raw: str

    def __new__(cls, text: str) -> Self:
        """Read `text` as a float and keep it."""
        made = super().__new__(cls, text)
        made.raw = text
        return made

    def __str__(self) -> str:
        return self.raw
