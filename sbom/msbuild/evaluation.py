"""Properties of MSBuild files in the order in which MSBuild reads them, as far as they are literal.

A condition that compares known texts is decided. Of the others, `'$(X)' == ''` sets X when
nothing did; the rest counts only where no unconditional value exists and all of them agree.
Property functions and names that only the SDK knows stay as written.
"""

import re
from collections.abc import Iterable

from sbom.lazy_pattern import lazy
from sbom.msbuild.model import File, Property

MAX_LENGTH = 4096
_REFERENCE = re.compile(r"\$\(\s*([A-Za-z_][\w.-]{0,200})\s*\)")
_COMPARISON = lazy(r"\A\s*'([^']*)'\s*(==|!=)\s*'([^']*)'\s*\Z")
_IS_EMPTY = lazy(r"\A\s*'\$\(([\w.-]+)\)'\s*==\s*''\s*\Z")


class Properties:
    """Values by name; names ignore case, as in MSBuild."""

    def __init__(self, files: Iterable[File] = ()) -> None:
        """Read the files in order; later ones win."""
        self._values: dict[str, str] = {}
        self._maybe: dict[str, set[str]] = {}
        for file in files:
            for item in file.properties:
                self._set(item)

    def get(self, name: str) -> str:
        """Value, or empty. May still hold `$(...)`."""
        key = name.lower()
        value = self._values.get(key)
        if value is None:
            maybe = self._maybe.get(key, set())
            return next(iter(maybe)) if len(maybe) == 1 else ""
        return value

    def expand(self, text: str) -> str:
        """A text with the names that are known; others stay `$(name)`."""
        if "$(" not in text:
            return text
        result = _REFERENCE.sub(lambda m: self._known(m.group(1)) or m.group(), text)
        return result if len(result) <= MAX_LENGTH else text[:MAX_LENGTH]

    def _known(self, name: str) -> str:
        return self.get(name)

    def _set(self, item: Property) -> None:
        key, value = item.name.lower(), self.expand(item.value)
        if not item.condition:
            self._values[key] = value
            return
        empty = _IS_EMPTY.match(item.condition)
        if empty:
            if not self._values.get(empty.group(1).lower()):
                self._values[key] = value
            return
        decided = self._decide(item.condition)
        if decided:
            self._values[key] = value
        elif decided is None:
            self._maybe.setdefault(key, set()).add(value)

    def _decide(self, condition: str) -> bool | None:
        match = _COMPARISON.match(condition)
        if match is None:
            return None
        left, right = self.expand(match.group(1)), self.expand(match.group(3))
        if "$(" in left or "$(" in right:
            return None
        return (left.lower() == right.lower()) == (match.group(2) == "==")
