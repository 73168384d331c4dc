"""Plain JSON values made safe to walk: any type may stand anywhere in a foreign document."""

from collections.abc import Iterator
from typing import Any

from sbom.documents.cyclonedx_model import items
from sbom.documents.cyclonedx_model import text as _text

MAX_TEXT = 4096
"""Longest text that is kept."""


def text(value: Any) -> str:
    """A stripped string out of any scalar, at most 4,096 characters; else empty."""
    return (_text(value) or "").strip()[:MAX_TEXT]


def table(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; a lone object stands for a list of one."""
    return [v for v in items(value) if isinstance(v, dict)]


def texts(value: Any) -> list[str]:
    """The non-empty strings of a list; a lone string stands for a list of one."""
    return [t for v in items(value) if (t := text(v))]


def numbered(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a list with their places."""
    for number, item in enumerate(items(value)):
        if isinstance(item, dict):
            yield number, item
