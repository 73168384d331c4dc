"""Places in a document: a small path language, and what it finds in plain JSON values.

`metadata.tools[].name` walks objects by name and lists by `[]`; `hashes[alg=SHA-512].content` takes
the items of a list whose member has that value, `[type=vcs|distribution]` one of several. A lone
object stands for a list of one. Names may hold `-`, `@` and `:`. Linear in what lies under a path.
"""

from functools import lru_cache
from typing import Any, NamedTuple


class Step(NamedTuple):
    """One name of a path."""

    name: str
    listed: bool
    key: str
    """Member that is compared; empty: all items."""
    values: frozenset[str]


@lru_cache(maxsize=1024)
def steps_of(path: str) -> tuple[Step, ...]:
    """The steps of a path.

    Raises:
        ValueError: not of the form above.
    """
    found = []
    for part in _split(path):
        name, bracket, rest = part.partition("[")
        if bracket and not rest.endswith("]"):
            raise ValueError(f"{path}: bracket is not closed")
        key, equals, value = rest[:-1].partition("=") if bracket else ("", "", "")
        if not name or (key and not equals):
            raise ValueError(f"{path}: step {part!r} has no name or no value")
        found.append(Step(name, bool(bracket), key, frozenset(value.split("|")) if key else _NONE))
    return tuple(found)


_NONE: frozenset[str] = frozenset()


def _split(path: str) -> list[str]:
    """Parts at the dots outside brackets."""
    parts, depth, start = [], 0, 0
    for place, char in enumerate(path):
        depth += (char == "[") - (char == "]")
        if char == "." and depth == 0:
            parts.append(path[start:place])
            start = place + 1
    return [*parts, path[start:]]


def values_at(node: Any, path: str) -> list[Any]:
    """Everything at a path under an object; nothing when types do not fit."""
    nodes = [node]
    for step in steps_of(path):
        found: list[Any] = []
        for value in nodes:
            if not isinstance(value, dict) or step.name not in value:
                continue
            inner = value[step.name]
            if not step.listed:
                found.append(inner)
                continue
            items = inner if isinstance(inner, list) else [inner]
            if step.key:
                items = [i for i in items if isinstance(i, dict) and i.get(step.key) in step.values]
            found.extend(items)
        nodes = found
        if not nodes:
            break
    return nodes
