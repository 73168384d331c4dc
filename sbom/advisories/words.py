"""Texts and links out of foreign values."""

from typing import Any

from sbom.advisories.advisory import Reference


def text(value: Any) -> str:
    """A text, or a number or date as text; else empty."""
    if isinstance(value, str):
        return value.strip()
    if value is None or isinstance(value, bool | list | dict | tuple):
        return ""
    return str(value)


def texts(value: Any) -> tuple[str, ...]:
    """Texts of a list, or a lone text as one."""
    if isinstance(value, list | tuple):
        return tuple(t for v in value if (t := text(v)))
    one = text(value)
    return (one,) if one else ()


def mapping(value: Any) -> dict[str, Any]:
    """An object, else an empty one."""
    return value if isinstance(value, dict) else {}


def links(value: Any) -> tuple[Reference, ...]:
    """Addresses as references, at most twenty."""
    return tuple(Reference(type="WEB", url=u) for u in texts(value)[:20])
