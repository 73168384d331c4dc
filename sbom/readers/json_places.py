"""Lines of a key that every object of a JSON list has, in the order of the file."""

import re
from collections.abc import Iterator


def lines_of_key(text: str, *keys: str) -> Iterator[int]:
    """1-based lines on which one of the keys stands as a key; each asked for in its turn."""
    pattern = re.compile("|".join(rf'"{re.escape(k)}"\s*:' for k in keys))
    line, position = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield line
