"""JSON read as the readers read it, with what the standard does not allow named as faults."""

from typing import Any

import msgspec

from sbom.documents.fault import Fault
from sbom.readers.json_reader import load_json
from sbom.readers.text import decode


def strict_json(content: bytes) -> tuple[Any, str, tuple[Fault, ...]]:
    """The value, the text, and a fault when only a lenient reader takes it for JSON.

    Comments, trailing commas, `NaN`, control characters in strings and the like are read all the same.

    Raises:
        ParseError: not even leniently.
    """
    value, text = load_json(content), decode(content)
    try:
        msgspec.json.decode(text)
    except RecursionError:
        return value, text, ()
    except (msgspec.MsgspecError, ValueError) as error:
        return value, text, (Fault("$", _line(text), f"is not JSON: {_reason(error)}"),)
    return value, text, ()


def _line(text: str) -> int | None:
    import json

    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return error.lineno
    except (ValueError, RecursionError):
        return None
    return None


def _refuse(word: str) -> None:
    raise ValueError(word)


def _reason(error: Exception) -> str:
    return str(error).removeprefix("JSON is malformed: ")[:200]
