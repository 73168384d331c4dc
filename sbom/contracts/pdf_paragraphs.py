"""Lines to paragraphs, over columns and page breaks.

A paragraph ends where the next line stands clearly lower than the lines of the paragraph stand
apart, where it opens with a number, where the font changes, and after a short line that closes a
sentence. One that does not close at the foot of a column or page goes on in the next.
"""

import re
from itertools import pairwise
from statistics import median

from sbom.contracts.blocks import Block
from sbom.contracts.document import PassageKind
from sbom.contracts.labels import Label, as_letters, as_roman, read_label, read_part, roman
from sbom.contracts.pdf_lines import Line

_CLOSED = (".", ";", ":", "!", "?", ".”", '."', ".)", "…")
_EXPECTS = re.compile(
    r"(?:\b(?:artikel(?:en)?|art\.?|lid|leden|section|sections|clause|clauses|article|articles|bijlage|"
    r"annex|schedule|exhibit|en|of|and|or|sub|onder|paragraaf|nr\.?|no\.?|van|the|de|het|een|in|to|"
    r"tot|met|with|by|EUR|€|§)|,|\()$",
    re.IGNORECASE,
)
_LIST_GOES_ON = re.compile(r";\s(?:en|of|and|or)$")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,4}$|…{2,}\s*\d{0,4}$")
_KEEP_HYPHEN = re.compile(r"(?:en|of|and|or|tot|to|&)\b", re.IGNORECASE)
_BOLD = 600
_STEP = 40
_ENOUGH = 8
"""Steps between lines from which their distance can be told."""


class _Open:
    """The paragraph that is being gathered."""

    __slots__ = ("breaks", "first", "last", "page", "pieces", "text")

    def __init__(self, line: Line, page: int) -> None:
        self.first = self.last = line
        self.page = page
        self.text = line.text
        self.breaks: list[int] = []

    def add(self, line: Line, page: int, last_page: int) -> None:
        if self.last.hyphen and self.text[-1:].isalpha():
            self.text = _unhyphened(self.text, line.text)
        elif abs(line.top - self.last.top) < 2 and _is_cell(self):
            self.text += "\t"
        else:
            self.text += " "
        if page != last_page:
            self.breaks.extend([len(self.text)] * (page - last_page))
        self.text += line.text
        self.last = line


def _is_cell(paragraph: _Open) -> bool:
    """Whether the next piece on the line is a cell of its own, not the words after a number."""
    label = read_label(paragraph.text)
    return label is None or label.length < len(paragraph.text)


def _unhyphened(text: str, following: str) -> str:
    """Text before a broken word, with the hyphen back where it belongs to the word."""
    word = text.rpartition(" ")[2]
    if _KEEP_HYPHEN.match(following):
        return text + "- "
    if word.isupper() and following[:2].isupper() and len(word) > 2:
        return text
    if (word.isupper() and len(word) > 1) or following[:1].isupper() or word[-1:].isdigit():
        return text + "-"
    return text


def paragraphs(pages: list[list[Line]]) -> list[Block]:
    """Blocks of a document, in order of reading.

    Args:
        pages: Lines of each page, headers and footers taken out.
    """
    pitch = _pitch(pages)
    size = _usual_size(pages)
    blocks: list[Block] = []
    current: _Open | None = None
    current_page = 0
    for number, lines in enumerate(pages, 1):
        right = _right_edges(lines)
        for line in lines:
            if current is not None and _goes_on(
                current, line, pitch, right, other_page=number != current_page
            ):
                current.add(line, number, current_page)
            else:
                if current is not None:
                    blocks.append(_block(current, size))
                current = _Open(line, number)
            current_page = number
    if current is not None:
        blocks.append(_block(current, size))
    return blocks


def _block(paragraph: _Open, usual: float) -> Block:
    text = paragraph.text
    bold = paragraph.first.weight >= _BOLD and paragraph.last.weight >= _BOLD
    row = "\t" in text and abs(paragraph.first.top - paragraph.last.top) < 2
    large = paragraph.first.size > usual * 1.15 and len(text) < 120
    return Block(
        text,
        PassageKind.TABLE if row else PassageKind.BODY,
        bold=bold or large,
        level=1 if large and paragraph.first.size > usual * 1.4 else 0,
        page=paragraph.page,
        breaks=tuple(paragraph.breaks),
        skip=bool(_LEADERS.search(text)),
    )


def _pitch(pages: list[list[Line]]) -> float:
    """How far apart the lines of a paragraph stand, for most of the document."""
    steps = [
        round(two.top - one.top, 1)
        for lines in pages[:60]
        for one, two in pairwise(lines)
        if 4 < two.top - one.top < 40 and abs(two.left - one.left) < 3
    ]
    usual = _usual_size(pages)
    if not steps:
        return usual * 1.4
    steps.sort()
    step = steps[len(steps) // 3]
    return step if len(steps) >= _ENOUGH else min(step, usual * 1.5)


def _usual_size(pages: list[list[Line]]) -> float:
    sizes = [line.size for lines in pages[:60] for line in lines if len(line.text) > 30]
    return median(sizes) if sizes else 10.0


def _right_edges(lines: list[Line]) -> dict[int, float]:
    """For each left edge, in steps of 40 points, where full lines of its column end.

    Lines that are indented up to 120 points are of the same column.
    """
    edges: dict[int, list[float]] = {}
    for line in lines:
        edges.setdefault(int(line.left // _STEP), []).append(line.right)
    made: dict[int, float] = {}
    for step in edges:
        near = sorted(
            right for other, rights in edges.items() if abs(other - step) <= 3 for right in rights
        )
        made[step] = near[int((len(near) - 1) * 0.9)]
    return made


def _is_short(line: Line, right: dict[int, float]) -> bool:
    edge = right.get(int(line.left // _STEP), 0.0)
    return line.right < edge - max(24.0, (edge - line.left) * 0.12)


def _goes_on(
    current: _Open, line: Line, pitch: float, right: dict[int, float], *, other_page: bool
) -> bool:
    """Whether a line belongs to the paragraph that is open."""
    last = current.last
    if last.hyphen:
        return True
    if abs(last.size - line.size) > 1.2 or _LEADERS.search(current.text[-40:]):
        return False
    listed = bool(_LIST_GOES_ON.search(current.text[-6:]))
    expects = not listed and bool(_EXPECTS.search(current.text[-12:]))
    if not expects and current.first is last and len(last.text) < 40 and read_part(last.text):
        return False
    closed = listed or current.text.endswith(_CLOSED)
    moved = other_page or line.top < last.top - pitch * 0.5
    if moved:
        return _goes_on_elsewhere(current, line, closed=closed, expects=expects)
    if (last.weight >= _BOLD) != (line.weight >= _BOLD) and (
        current.first.weight >= _BOLD or line.weight >= _BOLD
    ):
        same_line = abs(line.top - last.top) < pitch * 0.4
        bold_lead = current.first is last and len(current.text) < 60 and closed
        if not same_line and not bold_lead and not expects and line.weight >= _BOLD:
            return False
        if not same_line and current.first.weight >= _BOLD and not bold_lead and not expects:
            return False
    step = line.top - last.top
    height = max(last.size, line.size, 6.0)
    if step > max(pitch * 1.3, height * 1.5) and step > height * 1.35:
        goes_on = step < pitch * 2.2 and expects and line.text[:1].islower()
        return goes_on and read_label(line.text) is None
    if step < pitch * 0.4 and line.left > last.right - 2:
        return True  # further along on the same line
    if _opens(current, line, expects=expects, closed=closed):
        return False
    if not expects and _shifted(current, line, closed=closed):
        return False
    return not (_is_short(last, right) and (closed or line.text[:1].isupper()) and not expects)


def _shifted(current: _Open, line: Line, *, closed: bool) -> bool:
    """Whether a line stands further left or right than the paragraph's lines do."""
    last = current.last
    shift = line.left - last.left
    if abs(shift) <= max(4.0, line.size * 0.7):
        return False
    if not closed and abs((line.left + line.right) - (last.left + last.right)) < 6:
        return False  # centred
    return current.first is not last or (shift < 0 and closed)


def _goes_on_elsewhere(current: _Open, line: Line, *, closed: bool, expects: bool) -> bool:
    """Whether a paragraph goes on at the top of the next column or page."""
    if read_part(line.text) is not None and len(line.text) < 80:
        return False
    label = read_label(line.text)
    if label is not None and not (expects and not label.word):
        return False
    if expects or line.text[:1].islower():
        return True
    return not closed and len(current.text) > 60 and abs(current.last.size - line.size) < 0.6


def _within(current: _Open, label: Label) -> bool:
    """Whether a label goes on a count inside the running text: "(i) ...; (ii)"."""
    if label.value < 2 or label.absolute or label.style == "bullet":
        return False
    mark = label.style[1:] if label.style[0] != "(" else label.style
    shown = label.shown
    numeral = roman(shown) and label.style[0] in "iI"
    if shown.isdigit():
        earlier = str(label.value - 1)
    elif numeral or (roman(shown) > 1 and len(shown) > 1):
        earlier = as_roman(roman(shown) - 1, upper=shown.isupper())
    else:
        earlier = as_letters(label.value - 1, upper=shown.isupper())
    written = (
        f"({earlier})"
        if "(" in mark or current.text.find(f"({earlier})") > 0
        else f" {earlier}{mark}"
    )
    return current.text.find(written, 4) > 0


def _follows(current: _Open, label: Label) -> bool:
    """Whether a label is the next of the paragraph's own: "a. ...," and then "b. ..."."""
    own = read_label(current.text)
    if own is None or not label.value or label.style == "bare":
        return False
    same = own.style == label.style or own.style[1:] == label.style[1:]
    one, two = roman(own.shown), roman(label.shown)
    return same and (label.value == own.value + 1 or (one > 0 and two == one + 1))


def _opens(current: _Open, line: Line, *, expects: bool, closed: bool) -> bool:
    """Whether a line opens with the number of a new paragraph."""
    last = current.last
    label = read_label(line.text)
    if label is None:
        return read_part(line.text) is not None and closed and len(line.text) < 90
    if _follows(current, label) and line.left <= current.first.left + 6:
        return True
    if expects and not (label.word and closed):
        return False
    if label.style == "bullet":
        return line.text[0] not in "-\u2013—o" or closed or line.left < last.left - 2
    after = line.text[label.length : label.length + 1]
    if line.left < last.left - 4:
        return True
    if abs(line.left - last.left) < 3 and _within(current, label):
        return False
    if closed:
        return True
    if label.style == "bare" or after.islower():
        return False
    return label.absolute or label.style[0] in "(1aA"
