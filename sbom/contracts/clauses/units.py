"""The units that are judged: sentences of a document's passages, with heading and place."""

import re
from itertools import pairwise

import msgspec

from sbom.contracts.document import Document, Passage, PassageKind

_END = re.compile(
    r"(?<=[.!?;:])[\"')\]”’*_]*\s+(?=[\"'(\[“‘*_]*[A-Z0-9À-Þ€•\-–])|\n\s*\n|\n(?=\s*(?:[-–•*]|\(?[a-z0-9]{1,3}[.)])\s)"  # noqa: RUF001 - the dashes and quotes of real contracts
)
_SHORT = re.compile(
    r"(?:\b(?:art|artt|nr|nrs|no|bijv|bv|incl|excl|ca|resp|mr|dr|ir|drs|o\.a|d\.w\.z|m\.b\.t|i\.v\.m|"
    r"t\.a\.v|e\.d|c\.q|jo|inc|ltd|co|corp|st|vs|sec|e\.g|i\.e|b\.v|n\.v|lid|al|u\.s|v\.o\.f|sub)|(?:^|\s)\(?[\da-zA-Z]{1,3}(?:\.\d+)*)[.)]$",
    re.IGNORECASE,
)
LONGEST = 900
"""Characters of a unit; a longer sentence is cut at a comma or space."""
TITLES = frozenset({PassageKind.HEADING, PassageKind.TITLE})
NOT_AGREED = frozenset({PassageKind.COMMENT, PassageKind.DELETED})


class Unit(msgspec.Struct, frozen=True):
    """One sentence, or a part of one that is too long."""

    start: int
    end: int
    text: str
    passage: int
    """Index in `Document.passages`."""
    heading: str
    page: int | None
    number: str
    part: str
    language: str
    title: bool = False
    """A heading: it may point at a clause but says nothing of it."""


def units_of(document: Document) -> tuple[Unit, ...]:
    """The sentences of what is agreed, in order of reading."""
    out: list[Unit] = []
    for index, passage in enumerate(document.passages):
        if passage.kind in NOT_AGREED:
            continue
        text = document.text[passage.start : passage.end]
        for start, end in sentences(text):
            out.append(_unit(document, passage, index, text[start:end], passage.start + start))
    return tuple(out)


def _unit(document: Document, passage: Passage, index: int, text: str, start: int) -> Unit:
    """The unit that begins at `start` of the document's text."""
    return Unit(
        start=start,
        end=start + len(text),
        text=text,
        passage=index,
        heading="" if passage.kind is PassageKind.HEADING else passage.heading,
        page=document.page_at(start),
        number=passage.number,
        part=passage.part,
        language=passage.language or document.language,
        title=passage.kind in TITLES,
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Begin and end of every sentence of a passage; blanks around them left out."""
    cuts = [0]
    for match in _END.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        inside = _SHORT.search(before) or before.endswith(":")
        if inside and "\n" not in match.group():
            continue
        cuts.append(match.end())
    cuts.append(len(text))
    out: list[tuple[int, int]] = []
    for begin, end in pairwise(cuts):
        out.extend(_trimmed(text, begin, end))
    return out


def _trimmed(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A span without blanks at its ends, in parts of at most `LONGEST` characters."""
    out = []
    while end - begin > LONGEST:
        cut = max(
            text.rfind(c, begin + LONGEST // 2, begin + LONGEST) for c in (";", ",", " ", "\n")
        )
        cut = cut + 1 if cut > 0 else begin + LONGEST
        out.append((begin, cut))
        begin = cut
    out.append((begin, end))
    kept = []
    for first, last in out:
        piece = text[first:last]
        bare = piece.strip()
        if bare:
            start = first + len(piece) - len(piece.lstrip())
            kept.append((start, start + len(bare)))
    return kept
