"""TOML with a clear message; imported late, since tomllib costs time at start."""

import re
from typing import Any

from sbom.errors import ParseError
from sbom.readers.text import decode

_LONG_KEY = re.compile(
    r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}", re.ASCII
)
"""A dotted key of over a hundred parts; tomllib takes quadratic time and memory over those."""


def load_toml(content: bytes) -> dict[str, Any]:
    """The table of a TOML text.

    Raises:
        ParseError: not TOML, or nested too deeply.
    """
    return loads_toml(decode(content))


def loads_toml(text: str) -> dict[str, Any]:
    """As `load_toml`, of decoded text."""
    import tomllib

    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ParseError("is nested too deeply: a key of over 100 parts", line=line)
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ParseError(f"is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ParseError("is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise ParseError(f"is not readable TOML: {str(error).partition(';')[0]}") from error
