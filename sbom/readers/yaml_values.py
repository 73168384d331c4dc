"""The values of a YAML stream that know their lines, and the caps on them."""

from typing import Any

MAX_DEPTH = 100
MAX_NODES = 2_000_000
"""Cap on values after aliases are followed; a bomb is refused before it is built."""


class YamlMap(dict[str, Any]):
    """A mapping that knows the 1-based line of itself and of each key."""

    __slots__ = ("key_lines", "line")

    def __init__(self, line: int) -> None:
        """An empty mapping that starts on `line`."""
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Line of a key, or of the mapping when the key is not there."""
        return self.key_lines.get(key, self.line)


class YamlList(list[Any]):
    """A sequence that knows the 1-based line of itself and of each item."""

    __slots__ = ("item_lines", "line")

    def __init__(self, line: int) -> None:
        """An empty sequence that starts on `line`."""
        super().__init__()
        self.line = line
        self.item_lines: list[int] = []
