"""TOML with a clear message; imported late, since tomllib costs time at start."""

from typing import Any

from sbom.errors import ParseError
from sbom.readers.text import decode


def load_toml(content: bytes) -> dict[str, Any]:
    """The table of a TOML text.

    Raises:
        ParseError: not TOML, or nested too deeply.
    """
    return loads_toml(decode(content))


def loads_toml(text: str) -> dict[str, Any]:
    """As `load_toml`, of decoded text."""
    import tomllib

    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ParseError(f"is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ParseError("is nested too deeply") from error
