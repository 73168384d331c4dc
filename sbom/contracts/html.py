"""HTML to blocks: the words a browser shows, list numbers included; nothing is run or fetched.

Numbers of `<ol>` follow the HTML standard: `type`, `start`, `reversed`, `value`, nesting, and
`list-style-type` in a style attribute. Style sheets are not read, so numbers that only a style
sheet counts are not seen; a note says when one counts.
"""

import re
from html.parser import HTMLParser

from sbom.contracts.blocks import Block, table_row
from sbom.contracts.labels import as_letters, as_roman, read_label
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_SKIP = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "object", "nav",
                   "select", "button", "iframe", "canvas", "audio", "video", "textarea"})  # fmt: skip
_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul caption"
)
_BLOCK = frozenset(_BLOCK_NAMES.split())
_VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_BOLD = frozenset({"b", "strong"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_STYLE = re.compile(r"list-style(?:-type)?\s{0,3}:\s{0,3}([a-z-]{1,30})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_APART = re.compile(r"float\s{0,3}:|inline-block|display\s{0,3}:\s{0,3}block", re.IGNORECASE)
"""A number in a span of its own is set apart by its style, not by a space."""
_TYPES = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
          "lower-roman": "i", "upper-roman": "I", "none": ""}  # fmt: skip
_MAX_DEPTH = 400
_SPACES = re.compile(r"[ \t\r\n\f]+")


class _List:
    """An open `<ol>` or `<ul>`."""

    def __init__(self, kind: str, value: int, step: int, key: str) -> None:
        self.kind, self.value, self.step, self.key = kind, value, step, key
        self.unknown = False
        """A reversed list counts down from its length, which is known at its end."""
        self.items: list[int] = []


def read_html(content: bytes) -> tuple[list[Block], list[Issue]]:
    """Blocks of a page.

    Raises:
        ParseError: no text that can be decoded.
    """
    text = _decoded(content)
    return read_markup(text)


def read_markup(text: str) -> tuple[list[Block], list[Issue]]:
    """Blocks of a page that is text already."""
    reader = _Reader()
    if "\x00" in text[:4096]:
        raise ParseError("is binary, not HTML")
    reader.feed(text)
    reader.close()
    reader.flush()
    issues: list[Issue] = []
    if "counter-increment" in text:
        message = "a style sheet counts headings or lists itself; such numbers are not seen"
        issues.append(Issue(kind=IssueKind.NOTE, message=message))
    return reader.blocks, issues


def _decoded(content: bytes) -> str:
    from sbom.readers.text import decode

    found = re.search(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{2,30})", content[:3000])
    name = found[1].decode("ascii").lower() if found else ""
    if name and name not in {"utf-8", "utf8", "utf-16"} and not content.startswith(b"\xef\xbb\xbf"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


class _Reader(HTMLParser):
    """Turns tags into blocks as they pass."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._stack: list[str] = []
        self._skip = 0
        self._lists: list[_List] = []
        self._label = self._key = ""
        self._level = 0
        self._bold = self._strong = self._plain = 0
        self._pre = 0
        self._cells: list[list[list[Block]]] = []
        self._kept: list[list[Block]] = []
        self._made = 0

    def flush(self) -> None:
        """Close the paragraph that is open."""
        text = "".join(self._words)
        self._words = []
        if not self._pre:
            text = _SPACES.sub(" ", text.replace("\x0b", "\n"))
            text = "\n".join(part.strip() for part in text.split("\n")).strip()
        strong = bool(self._strong) and not self._plain
        self._strong = self._plain = 0
        if not text.strip():
            return
        label, key = self._label, self._key
        self._label = self._key = ""
        if label and _repeats(label, text):
            label = key = ""
        self.blocks.append(
            Block(text.strip("\n"), label=label, list_key=key, level=self._level, bold=strong)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skip:
            if tag not in _VOID:
                self._skip += 1
            return
        values = dict(attrs)
        if tag in _SKIP or _HIDDEN.search(values.get("style") or "") or "hidden" in values:
            if tag not in _VOID:
                self._skip = 1
                self._stack.append(tag)
            return
        if tag == "br":
            self._words.append("\x0b" if not self._pre else "\n")
            return
        if tag == "input" and values.get("type") in {"checkbox", "radio"}:
            self._words.append("☒ " if "checked" in values else "☐ ")
        if tag in _VOID:
            if tag == "hr":
                self.flush()
            return
        if len(self._stack) >= _MAX_DEPTH:
            return
        self._implied_end(tag)
        apart = tag == "span" and (
            "number" in (values.get("class") or "").lower()
            or "label" in (values.get("class") or "").lower()
            or _APART.search(values.get("style") or "")
        )
        self._stack.append("span apart" if apart else tag)
        if tag in _BLOCK:
            self.flush()
        self._open(tag, values)

    def _implied_end(self, tag: str) -> None:
        """`<li>`, `<p>`, `<td>` and `<tr>` that HTML lets open without closing the one before."""
        closes = {"li": {"li"}, "p": {"p"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr"},
                  "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}.get(tag)  # fmt: skip
        stops = {"ol", "ul", "table", "dl"} if tag != "p" else _BLOCK - {"p"}
        if closes is None:
            return
        for place in range(len(self._stack) - 1, -1, -1):
            if self._stack[place] in closes:
                while len(self._stack) > place:
                    self._close(self._stack.pop())
                return
            if self._stack[place] in stops:
                return

    def _open(self, tag: str, values: dict[str, str | None]) -> None:
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        elif tag in _BOLD:
            self._bold += 1
        elif tag == "pre":
            self._pre += 1
        elif tag in {"ol", "ul"}:
            self._lists.append(self._list(tag, values))
        elif tag == "li":
            self._item(values)
        elif tag == "tr":
            self._cells.append([])
        elif tag in {"td", "th"} and self._cells:
            self._kept.append(self.blocks)
            self.blocks = []

    def _list(self, tag: str, values: dict[str, str | None]) -> _List:
        self._made += 1
        styled = _STYLE.search(values.get("style") or "")
        kind = "•" if tag == "ul" else values.get("type") or "1"
        if styled is not None:
            kind = _TYPES.get(styled[1].lower(), "•" if tag == "ul" else "1")
        step = -1 if tag == "ol" and "reversed" in values else 1
        start = _number(values.get("start"), 1 if step > 0 else 0)
        made = _List(kind, start - step, step, f"ol{len(self._lists)}")
        made.unknown = step < 0 and "start" not in values
        return made

    def _item(self, values: dict[str, str | None]) -> None:
        if not self._lists:
            return
        current = self._lists[-1]
        styled = _STYLE.search(values.get("style") or "")
        kind = _TYPES.get(styled[1].lower(), current.kind) if styled else current.kind
        current.value = _number(values.get("value"), current.value + current.step)
        shown = _written(current.value, kind)
        self._label = shown + "." if shown and kind != "•" else ""
        self._key = current.key if self._label else ""
        if current.unknown:
            current.items.append(len(self.blocks))

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
            if not self._skip and self._stack:
                self._stack.pop()
            return
        if tag == "span" and self._stack and self._stack[-1] == "span apart":
            tag = "span apart"
            self._words.append(" ")
        if tag not in self._stack:
            return
        while self._stack:
            top = self._stack.pop()
            self._close(top)
            if top == tag:
                return

    def _close(self, tag: str) -> None:
        if tag in _BLOCK:
            self.flush()
        if tag in _HEADINGS:
            self._level = 0
        elif tag in _BOLD:
            self._bold -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag in {"ol", "ul"} and self._lists:
            self._count_down(self._lists.pop())
        elif tag in {"td", "th"} and self._kept and self._cells:
            self._cells[-1].append(self.blocks)
            self.blocks = self._kept.pop()
        elif tag == "tr" and self._cells:
            self.blocks.extend(table_row([c for c in self._cells.pop() if c]))

    def _count_down(self, done: _List) -> None:
        """Give the items of a reversed list their numbers."""
        if not done.unknown:
            return
        from msgspec.structs import replace

        count = len(done.items)
        for place, at in enumerate(done.items):
            if at < len(self.blocks) and self.blocks[at].list_key == done.key:
                shown = _written(count - place, done.kind)
                self.blocks[at] = replace(self.blocks[at], label=f"{shown}." if shown else "")

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        self._words.append(data)
        if data.strip():
            if self._bold:
                self._strong += 1
            else:
                self._plain += 1


def _repeats(label: str, text: str) -> bool:
    """Whether an item's own words open with a number: a style sheet then hides the list's."""
    typed = read_label(text.lstrip())
    if typed is None or typed.style == "bullet":
        return False
    return typed.style != "bare" or typed.shown == label.rstrip(".")


def _number(value: str | None, default: int) -> int:
    try:
        return int((value or "").strip()[:9])
    except ValueError:
        return default


def _written(value: int, kind: str) -> str:
    if kind in {"•", ""}:
        return ""
    if kind == "a":
        return as_letters(value)
    if kind == "A":
        return as_letters(value, upper=True)
    if kind == "i":
        return as_roman(value)
    if kind == "I":
        return as_roman(value, upper=True)
    return str(value)
