"""Flow collections (`[a, b]`, `{a: b}`) for the fast YAML reader."""

import re
from collections.abc import Mapping
from typing import Any

from sbom.lazy_pattern import lazy
from sbom.readers.doubles import notice
from sbom.readers.yaml_giveup import GiveUpError
from sbom.readers.yaml_quoted import read_quoted
from sbom.readers.yaml_scalar import scalar
from sbom.readers.yaml_values import YamlList, YamlMap

MAX_FLOW_DEPTH = 40
_GAP = re.compile(r"[ \n]*(?:(?<=[ \n])#[^\n]*\n[ \n]*)*")
_PLAIN = re.compile(
    r"(?:[A-Za-z0-9_./$^~(+=<;\\]|-(?![ \n,\[\]{}]))(?:[^,\[\]{}?:#\n\t]|:(?=[A-Za-z0-9_./@-]))*"
)
_ALIAS = lazy(r"\*([A-Za-z0-9_-]+)(?=[ \n,\]}])")
_KEY_END = lazy(r" *:(?=[ \n])")
_MARKER_LINE = lazy(r"^(?:---|\.\.\.)", re.MULTILINE)


class Flow:
    """One flow collection in a text."""

    def __init__(self, text: str, line: int, anchors: Mapping[str, tuple[Any, int]]) -> None:
        """Read from the first character of `text`, which stands on 1-based `line`.

        `anchors` holds what an alias stands for, and how many values that is.
        """
        self._anchors = anchors
        self._text = text
        self._line = line
        self._counted = 0
        self.position = 0
        self.size = 0
        """Values read, keys included."""

    def value(self, depth: int) -> Any:
        """The node at `position`.

        Raises:
            GiveUpError: anything outside the subset.
        """
        char = self._text[self.position : self.position + 1]
        if depth > MAX_FLOW_DEPTH:
            raise GiveUpError
        self.size += 1
        if char == "[":
            return self._list(depth)
        if char == "{":
            return self._map(depth)
        if char in {'"', "'"}:
            found, self.position = read_quoted(self._text, self.position)
            return found
        if char == "*":
            return self._alias()
        match = _PLAIN.match(self._text, self.position)
        if match is None:
            raise GiveUpError
        self.position = match.end()
        return scalar(match.group().rstrip(" "))

    def _alias(self) -> Any:
        match = _ALIAS.match(self._text, self.position)
        if match is None or match.group(1) not in self._anchors:
            raise GiveUpError
        self.position = match.end()
        value, weight = self._anchors[match.group(1)]
        self.size += weight - 1
        return value

    def _at(self) -> int:
        self._line += self._text.count("\n", self._counted, self.position)
        self._counted = self.position
        return self._line

    def _skip(self) -> str:
        """Go past white space and comments; the character there."""
        match = _GAP.match(self._text, self.position)
        if match is not None:
            if "\n" in match.group() and _MARKER_LINE.match(self._text, match.end()):
                raise GiveUpError
            self.position = match.end()
        if self.position >= len(self._text):
            raise GiveUpError
        return self._text[self.position]

    def _after(self, closer: str) -> None:
        """Between two entries: a comma, or the closer stands next."""
        char = self._skip()
        if char == ",":
            self.position += 1
            self._skip()
        elif char != closer:
            raise GiveUpError

    def _list(self, depth: int) -> YamlList:
        made = YamlList(self._at())
        self.position += 1
        while self._skip() != "]":
            made.item_lines.append(self._at())
            made.append(self.value(depth + 1))
            self._after("]")
        self.position += 1
        return made

    def _map(self, depth: int) -> YamlMap:
        made = YamlMap(self._at())
        self.position += 1
        while (char := self._skip()) != "}":
            line = self._at()
            begin = self.position
            if char in {'"', "'"}:
                key, self.position = read_quoted(self._text, begin)
                colon = self._text[self.position : self.position + 1] == ":"
                end = self.position + 1 if colon else 0
            else:
                match = _PLAIN.match(self._text, begin)
                if match is None:
                    raise GiveUpError
                key = match.group().rstrip(" ")
                after = _KEY_END.match(self._text, match.end())
                end = after.end() if after else 0
            if not end or key == "<<" or end - begin > 900 or "\n" in self._text[begin:end]:
                raise GiveUpError
            self.position = end
            self._skip()
            self.size += 1
            if key in made:
                notice(key, line)
            made[key] = self.value(depth + 1)
            made.key_lines[key] = line
            self._after("}")
        self.position += 1
        return made
