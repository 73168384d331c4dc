"""Blocks and literal attributes of HCL, as Terraform writes it; expressions are kept as text.

Reads the structure only: blocks with labels, attributes, objects and lists of literals. Nothing is
evaluated. Linear in the size of the text.

Source: HCL Native Syntax Specification (structural elements, comments, templates, heredocs).
"""

import re

import msgspec

from sbom.errors import ParseError

_TOKEN = re.compile(
    r"(?P<skip>[ \t\r]+|\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<newline>\n)"
    r'|(?P<string>"(?:[^"\\\n$%]|\\.|[$%](?!\{)|[$%]\{[^{}\n]*\})*+")'
    r"|(?P<heredoc><<-?(?P<mark>[A-Za-z_]\w*)[^\n]*\n)"
    r"|(?P<word>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)"
    r"|(?P<mark_>[{}\[\]=,:()])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_DEPTH = 100


class Block(msgspec.Struct):
    """One block."""

    kind: str
    labels: tuple[str, ...]
    line: int
    attributes: dict[str, object] = msgspec.field(default_factory=dict)
    """str for a quoted text or a bare expression, dict, list."""
    lines: dict[str, int] = msgspec.field(default_factory=dict)
    """Line of each attribute."""
    blocks: list["Block"] = msgspec.field(default_factory=list)


def read_blocks(text: str) -> Block:
    """The file as one block without a name.

    Raises:
        ParseError: a brace that is not closed, or nesting beyond 100.
    """
    reader = _Reader(text)
    top = Block("", (), 1)
    reader.body(top, 0)
    return top


class _Reader:
    """A cursor over the tokens."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str, int]] = []
        line, position, size = 1, 0, len(text)
        while position < size:
            match = _TOKEN.match(text, position)
            if match is None:  # pragma: no cover - `other` takes any character
                break
            kind, word = match.lastgroup or "", match.group()
            position = match.end()
            if match.group("heredoc"):
                end = re.compile(rf"^[ \t]*{match.group('mark')}[ \t]*$", re.MULTILINE).search(
                    text, position
                )
                stop = end.end() if end else size
                self._tokens.append(("string", '""', line))
                line += text.count("\n", match.start(), stop)
                position = stop
                continue
            if kind != "skip":
                self._tokens.append((kind if kind != "mark_" else word, word, line))
            line += word.count("\n")
        self._at = 0

    def _peek(self, ahead: int = 0) -> tuple[str, str, int]:
        index = self._at + ahead
        return self._tokens[index] if index < len(self._tokens) else ("end", "", 0)

    def body(self, block: Block, depth: int) -> None:
        """Attributes and blocks up to the closing brace."""
        if depth > _DEPTH:
            raise ParseError("is nested too deeply", line=block.line)
        while True:
            kind, word, line = self._peek()
            if kind == "end":
                if depth:
                    raise ParseError("ends inside a block", line=block.line)
                return
            self._at += 1
            if kind == "}":
                if depth:
                    return
                continue
            if kind not in {"word", "string"}:
                continue
            following = self._peek()[0]
            name = _plain(word)
            if following in {"=", ":"}:
                self._at += 1
                block.attributes.setdefault(name, self._value(depth))
                block.lines.setdefault(name, line)
            elif following in {"{", "string", "word"}:
                self._block(block, name, line, depth)

    def _block(self, parent: Block, name: str, line: int, depth: int) -> None:
        labels = []
        while self._peek()[0] in {"string", "word"}:
            labels.append(_plain(self._peek()[1]))
            self._at += 1
        if self._peek()[0] == "{":
            self._at += 1
            inner = Block(name, tuple(labels), line)
            self.body(inner, depth + 1)
            parent.blocks.append(inner)

    def _value(self, depth: int) -> object:
        kind, _, line = self._peek()
        if depth > _DEPTH:
            raise ParseError("is nested too deeply", line=line)
        if kind == "{":
            self._at += 1
            inner = Block("", (), line)
            self.body(inner, depth + 1)
            return inner.attributes
        if kind == "[":
            self._at += 1
            found: list[object] = []
            while (mark := self._peek()[0]) not in {"]", "end"}:
                if mark in {",", "newline"}:
                    self._at += 1
                    continue
                before = self._at
                found.append(self._value(depth + 1))
                if self._at == before:  # a stray closing mark
                    self._at += 1
            self._at += 1
            return found
        return self._expression()

    def _expression(self) -> str:
        """A literal, or what stands up to the end of the line or the next comma, outside brackets."""
        parts: list[tuple[str, str]] = []
        open_ = 0
        while True:
            kind, word, _ = self._peek()
            if kind == "end" or (open_ == 0 and kind in {"newline", ",", "}", "]"}):
                break
            open_ += (kind in {"(", "[", "{"}) - (kind in {")", "]", "}"})
            parts.append((kind, word))
            self._at += 1
        if not parts and self._peek()[0] not in {"newline", ",", "}", "]"}:
            self._at += 1
        if len(parts) == 1 and parts[0][0] == "string":
            return _plain(parts[0][1])
        return "${" + "".join(w for _, w in parts)[:400] + "}" if parts else ""


def _plain(word: str) -> str:
    if word[:1] != '"':
        return word
    inner = word[1:-1]
    return inner.replace('\\"', '"').replace("\\\\", "\\") if "\\" in inner else inner
