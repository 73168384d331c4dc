"""A fast reader for the YAML people write by hand; it gives up on anything it is not sure of.

Read: block mappings and sequences (also compact ones), plain, quoted and block scalars, comments,
flow collections, several documents, anchors, aliases and merge keys. Not read, so left to
`yaml_full`: tags, directives, complex keys, tabs in structure, anchors on keys, and every mistake
(the complete reader words the message). What is read has the same values and lines.
"""

from typing import Any

from sbom.lazy_pattern import lazy
from sbom.readers.doubles import notice
from sbom.readers.yaml_flow import Flow
from sbom.readers.yaml_giveup import GiveUpError
from sbom.readers.yaml_line import NOT_FIRST, closes, cut, split_key
from sbom.readers.yaml_quoted import read_block_scalar, read_quoted
from sbom.readers.yaml_scalar import scalar
from sbom.readers.yaml_values import MAX_NODES, YamlList, YamlMap

MAX_FAST_DEPTH = 40
MAX_TEXT = 400_000
"""Characters; beyond this libyaml is worth its import."""
_ANCHOR = lazy(r"&([A-Za-z0-9_-]+)(?: +|\Z)")
_ALIAS = lazy(r"\*([A-Za-z0-9_-]+)(?: +(?:#.*)?)?\Z")


def load_fast(text: str) -> list[Any]:
    """All documents of a stream, with the same values and lines as `yaml_full.load_documents`.

    Raises:
        GiveUpError: outside the subset.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > MAX_TEXT or not text.replace("\n", "").replace("\t", "").isprintable():
        raise GiveUpError
    return _Reader(text).documents()


class _Reader:
    """Reads lines; `_position` is the index of the line that comes next."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._closed = not self._lines[-1]
        if self._closed:
            self._lines.pop()
        self._position = 0
        self._size = 0
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: set[str] = set()

    def documents(self) -> list[Any]:
        found: list[Any] = []
        while True:
            indent = self._peek()
            marked = indent < 0 and self._position < len(self._lines)
            if marked:
                self._position += 1
                indent = self._peek()
            elif indent < 0:
                return found
            elif found:
                raise GiveUpError
            self._anchors = {}
            self._size = 0
            found.append(None if indent < 0 else self._block(indent, -1, 0))
            if self._size > MAX_NODES or self._peek() >= 0:
                raise GiveUpError

    def _peek(self) -> int:
        """Indentation of the next line with content; -1 at the end of a document."""
        lines, position = self._lines, self._position
        total = len(lines)
        line = bare = ""
        while position < total:
            line = lines[position]
            bare = line.lstrip(" ")
            if bare and bare[0] != "#":
                break
            position += 1
        self._position = position
        if position == total:
            return -1
        if "\t" in line:
            raise GiveUpError
        indent = len(line) - len(bare)
        if indent == 0 and bare[0] in "-.%":
            if bare[0] == "%" or bare.startswith("..."):
                raise GiveUpError
            if bare.startswith("---"):
                if bare[3:].strip(" ") and not bare[3:].lstrip(" ").startswith("#"):
                    raise GiveUpError
                if bare[3:4] == "#":
                    raise GiveUpError
                return -1
        return indent

    def _block(self, indent: int, parent: int, depth: int) -> Any:
        """What starts on the current line at `indent`, inside a collection at `parent`."""
        if depth > MAX_FAST_DEPTH:
            raise GiveUpError
        rest = self._lines[self._position][indent:]
        if rest == "-" or rest.startswith("- "):
            return self._sequence(indent, depth)
        if split_key(rest) is not None:
            return self._mapping(indent, depth)
        if parent < 0:
            raise GiveUpError
        return self._inline(rest, parent, depth)

    def _mapping(self, indent: int, depth: int) -> YamlMap:
        made = YamlMap(self._position + 1)
        merged: list[Any] = []
        self._size += 1
        while True:
            split = split_key(self._lines[self._position][indent:])
            if split is None:
                raise GiveUpError
            key, rest, plain = split
            line = self._position + 1
            self._size += 1
            value = self._value(rest, indent, depth, indentless=True)
            if plain and key == "<<":
                merged.extend(value if isinstance(value, list) else [value])
            else:
                if key in made:
                    notice(key, line)
                made[key] = value
                made.key_lines[key] = line
            following = self._peek()
            if following < indent:
                break
            if following > indent:
                raise GiveUpError
        for other in merged:
            if isinstance(other, YamlMap):
                for name, value in other.items():
                    if name not in made:
                        made[name] = value
                        made.key_lines[name] = other.line_of(name)
        return made

    def _sequence(self, indent: int, depth: int, *, indentless: bool = False) -> YamlList:
        made = YamlList(self._position + 1)
        self._size += 1
        while True:
            line = self._lines[self._position]
            bare = line[indent + 1 :].lstrip(" ")
            made.item_lines.append(self._position + 1)
            nested = bare.startswith("- ") or bare == "-"
            if nested or (bare and split_key(bare) is not None):
                if depth >= MAX_FAST_DEPTH:
                    raise GiveUpError
                column = len(line) - len(bare)
                self._lines[self._position] = " " * column + bare
                read = self._sequence if nested else self._mapping
                made.append(read(column, depth + 1))
            else:
                made.append(self._value(bare, indent, depth, lines=made.item_lines))
            following = self._peek()
            if following < indent:
                return made
            if following > indent:
                raise GiveUpError
            rest = self._lines[self._position][indent:]
            if rest != "-" and not rest.startswith("- "):
                if indentless:
                    return made
                raise GiveUpError

    def _value(
        self,
        rest: str,
        indent: int,
        depth: int,
        *,
        indentless: bool = False,
        lines: list[int] | None = None,
    ) -> Any:
        """What follows a key or a dash, on its line or below; corrects the last of `lines`."""
        if rest and rest[0] == "&":
            return self._anchored(rest, indent, depth, indentless=indentless)
        if rest and rest[0] != "#":
            return self._inline(rest, indent, depth)
        self._position += 1
        following = self._peek()
        if following > indent:
            bare = self._lines[self._position][following:]
            if lines is not None:
                lines[-1] = self._position + 1
            if bare[0] == "&":
                return self._anchored(bare, indent, depth, indentless=False)
            return self._block(following, indent, depth + 1)
        if indentless and following == indent:
            bare = self._lines[self._position][indent:]
            if bare == "-" or bare.startswith("- "):
                return self._sequence(indent, depth + 1, indentless=True)
        self._size += 1
        return None

    def _anchored(self, rest: str, indent: int, depth: int, *, indentless: bool) -> Any:
        """A node with an anchor: its own line is the anchor's."""
        match = _ANCHOR.match(rest)
        if match is None or match.group(1) in self._open:
            raise GiveUpError
        name, rest = match.group(1), rest[match.end() :]
        line, before = self._position + 1, self._size
        if rest[:1] in {"&", "*"} or rest.startswith("- ") or split_key(rest) is not None:
            raise GiveUpError
        self._open.add(name)
        value = self._value(rest, indent, depth, indentless=indentless)
        self._open.discard(name)
        if isinstance(value, YamlMap | YamlList):
            value.line = line
        self._anchors[name] = (value, self._size - before)
        return value

    def _inline(self, rest: str, indent: int, depth: int) -> Any:
        """A scalar, alias or flow collection that starts on the current line."""
        first = rest[0]
        self._size += 1
        if first in "|>":
            value, self._position = read_block_scalar(
                self._lines, self._position + 1, rest, indent, closed=self._closed
            )
            return value
        if first in "\"'":
            return self._quoted(rest)
        if first in "[{":
            return self._flow(rest, depth)
        if first == "*":
            return self._alias(rest)
        return self._plain(rest, indent)

    def _alias(self, rest: str) -> Any:
        match = _ALIAS.match(rest)
        if match is None or match.group(1) in self._open or match.group(1) not in self._anchors:
            raise GiveUpError
        self._position += 1
        value, weight = self._anchors[match.group(1)]
        self._size += weight - 1
        if self._size > MAX_NODES:
            raise GiveUpError
        return value

    def _plain(self, rest: str, indent: int) -> Any:
        """A plain scalar, with the lines below it that are indented more than `indent`."""
        if rest[0] in NOT_FIRST or (rest[0] in "-?:" and rest[1:2] in {"", " "}):
            raise GiveUpError
        text, ended = cut(rest)
        self._position += 1
        lines, total = self._lines, len(self._lines)
        parts = [text]
        empty = 0
        at = self._position
        while not ended and at < total:
            line = lines[at]
            bare = line.strip(" ")
            at += 1
            if not bare:
                empty += 1
                continue
            if bare[0] == "#" or len(line) - len(line.lstrip(" ")) <= indent:
                break
            if "\t" in line:
                raise GiveUpError
            more, ended = cut(bare)
            parts.append("\n" * empty or " ")
            parts.append(more)
            self._position, empty = at, 0
        return scalar("".join(parts))

    def _quoted(self, rest: str) -> str:
        text = rest if closes(rest) else self._from(rest)
        value, end = read_quoted(text, 0)
        self._finish(text, end)
        return value

    def _flow(self, rest: str, depth: int) -> Any:
        text = rest + "\n"
        known = {k: v for k, v in self._anchors.items() if k not in self._open}
        flow = Flow(text, self._position + 1, known)
        try:
            value = flow.value(depth)
        except GiveUpError:
            text = self._from(rest)
            flow = Flow(text, self._position + 1, known)
            value = flow.value(depth)
        self._size += flow.size - 1
        if self._size > MAX_NODES:
            raise GiveUpError
        self._finish(text, flow.position)
        return value

    def _from(self, rest: str) -> str:
        """The text from `rest` on; at most some hundred lines, so that many stay linear."""
        return "\n".join([rest, *self._lines[self._position + 1 : self._position + 400]]) + "\n"

    def _finish(self, text: str, end: int) -> None:
        """Check that nothing follows on the line, and go past the lines read."""
        stop = text.find("\n", end)
        tail = text[end:] if stop < 0 else text[end:stop]
        if tail and (tail[0] != " " or tail.strip(" ")[:1] not in {"", "#"}):
            raise GiveUpError
        self._position += text.count("\n", 0, end) + 1
