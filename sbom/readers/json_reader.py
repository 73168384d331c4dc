"""JSON as found in the wild: byte-order marks, comments, trailing commas; bounded depth."""

import re
from typing import Any

import msgspec

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy
from sbom.readers.doubles import watch_json
from sbom.readers.text import decode

MAX_DEPTH = 200
"""Levels that readers of nested structures follow; the JSON decoder itself stops near a thousand."""

_COMMENT_OR_STRING = lazy(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = lazy(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)


def load_json(content: bytes) -> Any:
    """The value of a JSON text.

    Comments and trailing commas (tsconfig style) are accepted after strict reading failed. Keys that a
    strict text states twice are noticed (`sbom.readers.doubles`).

    Raises:
        ParseError: not JSON, or nested deeper than the interpreter's stack (about a thousand levels).
    """
    return loads_json(decode(content))


def loads_json(text: str) -> Any:
    """As `load_json`, of decoded text."""
    if not text.strip():
        raise ParseError("is empty")
    try:  # what msgspec accepts it reads as json does, three times as fast
        value = msgspec.json.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _loads_loosely(text)
    watch_json(text)
    return value


def _loads_loosely(text: str) -> Any:
    """As `loads_json`, with what the standard library takes beyond RFC 8259, and then with more."""
    import json

    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ParseError("is nested too deeply") from error
    except ValueError as strict:
        relaxed = _COMMENT_OR_STRING.sub(
            lambda m: m.group() if m.group()[0] == '"' else re.sub(r"[^\n]", " ", m.group()), text
        )
        relaxed = _TRAILING_COMMA.sub(lambda m: m.group(1) or " ", relaxed)
        try:
            value = json.loads(relaxed)
        except RecursionError as error:
            raise ParseError("is nested too deeply") from error
        except ValueError:
            line = getattr(strict, "lineno", None)
            reason = getattr(strict, "msg", str(strict))
            raise ParseError(f"is not valid JSON: {reason}", line=line) from strict
    return value


def load_json_object(content: bytes) -> dict[str, Any]:
    """As `load_json`, and the top level is an object.

    Raises:
        ParseError: also when the top level is something else.
    """
    value = load_json(content)
    if not isinstance(value, dict):
        raise ParseError(f"holds {_kind(value)} at the top, not an object")
    return value


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", type(None): "null"}.get(
        type(value), type(value).__name__
    )
