"""`${...}` in texts: bounded, with cycles and unknown names left as they stand."""

import re
from collections.abc import Callable

MAX_LENGTH = 4096
"""A text that grows beyond this stays as written (properties that double each other)."""
MAX_DEPTH = 40
"""Properties that lead to properties; Maven projects stay below ten."""
_MAX_PASSES = 8
_INNERMOST = re.compile(r"\$\{([^${}]{1,200})\}")


class Interpolator:
    """Replaces placeholders by what a look-up knows of them; remembers each name."""

    def __init__(self, lookup: Callable[[str], str | None]) -> None:
        """`lookup` gives the raw text of a name, which may hold placeholders itself, or None."""
        self._lookup = lookup
        self._known: dict[str, str | None] = {}
        self._open: set[str] = set()

    def expand(self, text: str) -> str:
        """The text with every name that is known; others stay `${name}`."""
        if "${" not in text:
            return text
        result = text
        # More than one pass only for nested placeholders such as ${version.${flavour}}.
        for _ in range(_MAX_PASSES):
            following = _INNERMOST.sub(self._replace, result)
            if len(following) > MAX_LENGTH:
                return text[:MAX_LENGTH]
            if following == result or "${" not in following:
                return following
            result = following
        return result

    def _replace(self, match: re.Match[str]) -> str:
        value = self._value(match.group(1).strip())
        return match.group() if value is None else value

    def _value(self, name: str) -> str | None:
        if name in self._known:
            return self._known[name]
        if name in self._open or len(self._open) >= MAX_DEPTH:
            return None
        self._open.add(name)
        raw = self._lookup(name)
        value = None if raw is None else self.expand(raw)
        self._open.discard(name)
        self._known[name] = value
        return value
