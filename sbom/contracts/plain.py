"""Plain text and Markdown: passages are slices of the text as it stands, byte for byte.

A blank line ends a passage; so does a line that opens with a number or a bullet, and in text that
is not wrapped by hand every line. A form feed begins a page. Rows between bars are rows of a
table.
"""

import re

from sbom.contracts.blocks import Block, Mark
from sbom.contracts.document import PassageKind
from sbom.contracts.labels import read_label, read_part

_RULE = re.compile(r"[-=_*+|:~# \t]{3,}$")
_LIST_GOES_ON = re.compile(r"[;,]\s(?:en|of|and|or)$")
_UNWRAPPED = 130
_SENTENCE_END = (".", ";", ":", "!", "?", ",")


def read_plain(text: str) -> tuple[list[Mark], tuple[int, ...]]:
    """Where the paragraphs of a text stand, and where its pages begin.

    Args:
        text: Its lines are parted by a line feed alone.
    """
    lines = _lines(text)
    lengths = sorted(end - start for start, end in lines if end > start)
    wide = bool(lengths) and lengths[int(len(lengths) * 0.97)] > _UNWRAPPED
    typical = lengths[int(len(lengths) * 0.8)] if lengths else 0
    marks: list[Mark] = []
    begin = last = -1
    before = ""
    for start, end in lines:
        line = text[start:end]
        bare = line.strip()
        if not bare or _RULE.match(bare):
            begin = _close(text, marks, begin, last)
            before = ""
            continue
        if begin >= 0 and _begins(bare, before, typical, wide=wide):
            begin = _close(text, marks, begin, last)
        if begin < 0:
            begin = start
        last = end
        before = bare
    _close(text, marks, begin, last)
    return marks, _pages(text)


def _lines(text: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        for piece in line.split("\f"):
            out.append((at, at + len(piece)))
            at += len(piece) + 1
    return out


def _close(text: str, marks: list[Mark], begin: int, end: int) -> int:
    """Add the passage that is open; -1, so none is."""
    if begin >= 0:
        part = text[begin:end]
        begin += len(part) - len(part.lstrip())
        end -= len(part) - len(part.rstrip())
        kind = PassageKind.TABLE if text[begin] == "|" else PassageKind.BODY
        marks.append(Mark(begin, end, Block("-", kind)))
    return -1


def _begins(bare: str, before: str, typical: int, *, wide: bool) -> bool:
    """Whether a line begins a passage of its own."""
    if wide or bare[0] in "#|" or before[:1] == "|":
        return True
    if len(before) < typical * 0.5 and before.endswith(_SENTENCE_END):
        return True
    label = read_label(bare)
    if label is not None:
        ended = before.endswith(_SENTENCE_END) or _LIST_GOES_ON.search(before[-6:])
        if label.style == "bullet" or label.absolute or ended:
            return True
        return label.style != "bare" and len(before) < typical * 0.85
    if read_part(bare) is not None and len(bare) < 60:
        return not before.endswith((",", "in", "van", "of", "the"))
    first = read_label(before)
    if first is not None and first.length >= len(before):
        return True  # "Artikel 5" alone on its line
    return len(before) < typical * 0.6 and bare[0].isupper()


def _pages(text: str) -> tuple[int, ...]:
    if "\f" not in text.rstrip():
        return ()
    starts = [0]
    at = text.find("\f")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\f", at + 1)
    if len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()
    return tuple(starts)
