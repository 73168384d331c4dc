"""Rich Text Format 1.9 to blocks: words, paragraphs, rows of tables, list numbers as written.

A writer of RTF puts each automatic number in a `listtext` group (or `pntext`) for readers
that do not count themselves: that is the label. Pictures, objects and fields' instructions are
skipped; nothing in the file is run.
"""

import re

from sbom.contracts.blocks import Block
from sbom.contracts.document import PassageKind
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL | re.IGNORECASE,
)
_SKIP = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl "
    b"footerr footerf fldinst themedata colorschememapping latentstyles datastore xmlnstbl listtable "
    b"listoverridetable rsidtbl generator filetbl revtbl template nonshppict bkmkstart bkmkend "
    b"operator author title company factoidname atnid atnauthor atrfstart atrfend atndate atnref "
    b"atnparent ftnsep ftnsepc aftnsep aftnsepc docvar pnseclvl xe tc shppict defchp defpap wgrffmtfilter "
    b"mmathPr listpicture levelnumbers leveltext userprops datafield formfield".split()
)
_SIGNS = {
    b"emdash": "—", b"endash": "\u2013", b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"tab": "\t", b"line": "\n", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_PAGES = {1252: "cp1252", 1250: "cp1250", 1251: "cp1251", 1253: "cp1253", 1254: "cp1254", 1257: "cp1257",
          10000: "mac_roman", 437: "cp437", 850: "cp850", 65001: "utf-8"}  # fmt: skip
_MAX_DEPTH = 500
_MAX_BYTES = 64 << 20


class _Group:
    """What holds until the group closes."""

    __slots__ = ("bold", "deleted", "into", "skip", "unicode")

    def __init__(self) -> None:
        self.skip = False
        self.bold = False
        self.deleted = False
        self.into = ""
        self.unicode = 1

    def copy(self) -> "_Group":
        made = _Group()
        made.skip, made.bold, made.into = self.skip, self.bold, self.into
        made.deleted, made.unicode = self.deleted, self.unicode
        return made


def read_rtf(content: bytes) -> tuple[list[Block], list[Issue]]:
    """Blocks of an RTF file, and what was skipped.

    Raises:
        ParseError: too large or nested too deep.
    """
    if len(content) > _MAX_BYTES:
        raise ParseError(f"is larger than {_MAX_BYTES:,} bytes")
    reader = _Reader()
    reader.run(content)
    issues = []
    if reader.objects:
        message = f"holds {reader.objects} embedded objects, which were not read"
        issues.append(Issue(kind=IssueKind.NOTE, message=message))
    return reader.blocks, issues


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.objects = 0
        self._group = _Group()
        self._stack: list[_Group] = []
        self._page = "cp1252"
        self._words: list[str] = []
        self._before: list[str] = []
        self._changed = False
        self._aside: dict[str, list[str]] = {}
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._in_table = False
        self._level = 0
        self._bold = self._plain = 0
        self._left = 0
        self._notes: list[Block] = []

    def run(self, content: bytes) -> None:
        """Read all tokens in one pass."""
        for found in _TOKEN.finditer(content):
            word, number, code, sign, brace, text = found.groups()
            if brace is not None:
                self._brace(brace)
            elif word is not None:
                self._word(word, number)
            elif code is not None:
                self._text(bytes([int(code, 16)]))
            elif sign is not None:
                self._sign(sign)
            elif text is not None:
                self._text(text)
        self._paragraph()
        self._row()

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._stack) >= _MAX_DEPTH:
                raise ParseError(f"is nested more than {_MAX_DEPTH} levels deep")
            self._stack.append(self._group)
            self._group = self._group.copy()
        elif self._stack:
            closed, self._group = self._group, self._stack.pop()
            if closed.into in {"footnote", "comment"} and closed.into != self._group.into:
                words = "".join(self._aside.pop(closed.into, [])).strip()
                kind = PassageKind.FOOTNOTE if closed.into == "footnote" else PassageKind.COMMENT
                if words:
                    self._notes.append(Block(words, kind))

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._group.skip = True
        elif sign == b"~":
            self._add(" ")
        elif sign == b"_":
            self._add("-")
        elif sign in {b"\\", b"{", b"}"}:
            self._add(sign.decode())
        elif sign in {b"\n", b"\r"}:
            self._paragraph()

    def _text(self, raw: bytes) -> None:
        if self._left:
            skipped = min(self._left, len(raw))
            self._left -= skipped
            raw = raw[skipped:]
        if raw:
            self._add(raw.decode(self._page, errors="replace"))

    def _add(self, text: str) -> None:
        group = self._group
        if group.skip:
            return
        if group.into:
            self._aside.setdefault(group.into, []).append(text)
            return
        if group.deleted:
            self._before.append(text)
            self._changed = True
            return
        self._words.append(text)
        self._before.append(text)
        if text.strip():
            if group.bold:
                self._bold += 1
            else:
                self._plain += 1

    def _word(self, word: bytes, number: bytes | None) -> None:
        value = int(number) if number is not None else None
        group = self._group
        if word in _SKIP:
            self.objects += word == b"object"
            group.skip = True
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word == b"u" and value is not None:
            self._add(_character(value))
            self._left = group.unicode
        elif word == b"uc" and value is not None:
            group.unicode = min(max(value, 0), 8)
        elif word in {b"listtext", b"pntext"}:
            group.into, group.skip = "label", False
        elif word == b"footnote":
            group.into, group.skip = "footnote", False
        elif word == b"annotation":
            group.into, group.skip = "comment", False
        elif word == b"shptxt":
            group.skip = False
        elif word == b"b":
            group.bold = value != 0
        elif word == b"plain":
            group.bold = False
        elif word == b"deleted":
            group.deleted = value != 0
        elif word == b"ansicpg" and value is not None:
            self._page = _PAGES.get(value, "cp1252")
        elif word == b"outlinelevel" and value is not None:
            self._level = value + 1 if 0 <= value < 9 else 0
        elif not group.into:
            self._layout(word)

    def _layout(self, word: bytes) -> None:
        """Paragraphs and tables."""
        if word in {b"par", b"sect", b"page"}:
            self._paragraph()
        elif word == b"pard":
            self._level, self._in_table = 0, False
        elif word == b"intbl":
            self._in_table = True
        elif word == b"cell":
            self._paragraph(cell=True)
            self._cells.append("\n".join(self._cell))
            self._cell = []
        elif word == b"row":
            self._row()

    def _paragraph(self, *, cell: bool = False) -> None:
        text = "".join(self._words).strip()
        before = "".join(self._before).strip() if self._changed else ""
        label = " ".join("".join(self._aside.pop("label", [])).split())
        strong = bool(self._bold) and not self._plain
        self._words, self._before, self._changed = [], [], False
        self._bold = self._plain = 0
        if label and not any(c.isalnum() for c in label):
            label = ""
        if (self._in_table or cell) and text and len(text) <= 400:
            self._cell.append(f"{label} {text}" if label else text)
        elif text:
            self.blocks.append(
                Block(
                    text,
                    label=label,
                    level=self._level,
                    bold=strong,
                    before=before if before != text else "",
                )
            )
        elif before:
            self.blocks.append(Block(before, PassageKind.DELETED))
        self.blocks.extend(self._notes)
        self._notes = []

    def _row(self) -> None:
        cells = [c for c in [*self._cells, "\n".join(self._cell)] if c.strip()]
        self._cells, self._cell = [], []
        if len(cells) == 1:
            self.blocks.extend(Block(part) for part in cells[0].split("\n"))
        elif cells:
            self.blocks.append(Block("\t".join(cells), PassageKind.TABLE))


def _character(value: int) -> str:
    """The sign of the word `u` with a number, which is a signed 16-bit number; halves of a pair are joined later."""
    code = value & 0xFFFF
    return chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"
