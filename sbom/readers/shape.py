"""Foreign values read into the shape one expects; a wrong type reads as nothing."""

from collections.abc import Mapping
from typing import Any

from sbom.readers.yaml_values import YamlMap

MAX_TEXT = 4096
_NOTHING: dict[str, Any] = {}


def text(value: object) -> str:
    """A string or number as stripped text, at most 4,096 characters; anything else is empty.

    A YAML number keeps its spelling (`1.10`).
    """
    if isinstance(value, str):
        return value.strip()[:MAX_TEXT]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def mapping(value: object) -> Mapping[str, Any]:
    """The mapping itself, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def items(value: object) -> list[Any]:
    """The list itself, or an empty one."""
    return value if isinstance(value, list) else []


def line_of(holder: object, key: str) -> int | None:
    """Line of a key of a YAML mapping; None for anything else."""
    return holder.line_of(key) if isinstance(holder, YamlMap) else None


def item_line(holder: object, index: int) -> int | None:
    """Line of an item of a YAML sequence; None for anything else."""
    lines = getattr(holder, "item_lines", None)
    return lines[index] if lines and index < len(lines) else None


def pairs(**facts: str) -> tuple[tuple[str, str], ...]:
    """Sorted properties of those that are not empty; `_` in a name stands for `-`."""
    return tuple(sorted((k.replace("_", "-"), v) for k, v in facts.items() if v))
