"""From laid-out blocks to passages: article numbers, headings, parts and languages.

Every format ends here, so a number means the same wherever it was read. Rules, in order:

* A label is what a list gives, or else what the paragraph opens with (`sbom.contracts.labels`).
* A heading is what the format says is one, or a short line without a closing mark that carries an
  article's number, stands all in capitals or is wholly bold. "Artikel 5" alone takes the short
  line below it as its heading.
* "Bijlage", "Annex", "Schedule" and their like at the start of a heading open a part; numbers
  begin again in it.
* A passage with too few words for its language has that of the passage before it.
"""

import re

from sbom.contracts.blocks import Mark
from sbom.contracts.document import Passage, PassageKind
from sbom.contracts.labels import PART_WORDS, Label, is_annex, read_label, read_part
from sbom.contracts.language import language_of
from sbom.contracts.numbering import Numbering

_HEADING_LENGTH = 110
_REST_OF_HEADING = 50
_APART = frozenset({PassageKind.COMMENT, PassageKind.FOOTNOTE, PassageKind.DELETED})
_MARKUP = "#*_>| \t"
_RUN_IN = re.compile(
    r"(?P<heading>[A-Z0-9\"“][^.:;!?\n]{1,70}?)(?:\.|:)[*_]{0,2}(?:[ \t]{1,4}|$|\n)(?=\S|$)"
)
_SMALL_WORDS = (
    "of and or the to for in by on with a an upon at from as van en of de het een voor bij met "
    "door tot op te in aan ten ter over om"
)
_SMALL = frozenset(_SMALL_WORDS.split())


class _State:
    """What is open while the passages are made."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self.headings: list[tuple[int, str]] = []
        self.part = ""
        self.number = ""
        self.await_heading = False
        self.after_heading = False
        self.language = ""

    @property
    def heading(self) -> str:
        return self.headings[-1][1] if self.headings else ""

    def open_heading(self, depth: int, text: str) -> None:
        while self.headings and self.headings[-1][0] >= depth:
            self.headings.pop()
        self.headings.append((depth, text))

    def lengthen_heading(self, text: str) -> None:
        """A heading that goes on on the next line."""
        depth, begun = self.headings.pop()
        self.headings.append((depth, f"{begun} {text}".strip()))

    def close_below(self, depth: int) -> None:
        while self.headings and self.headings[-1][0] >= depth:
            self.headings.pop()


def passages_of(text: str, marks: list[Mark]) -> tuple[Passage, ...]:
    """The passages of a document, in order.

    Args:
        text: The document's text.
        marks: Where its blocks stand.
    """
    state = _State()
    made = []
    for mark in marks:
        made.append(_passage(text, mark, state))
        state.after_heading = made[-1].kind is PassageKind.HEADING
    return tuple(_with_languages(text, made))


def _passage(text: str, mark: Mark, state: _State) -> Passage:
    block = mark.block
    words = text[mark.start : mark.end]
    if block.kind in _APART:
        return Passage(mark.start, mark.end, block.kind, state.number, state.heading, state.part)
    if block.kind is PassageKind.TABLE:
        return _row(mark, words, state)
    lead = len(words) - len(words.lstrip(_MARKUP))
    bare = words[lead:]
    awaited, state.await_heading = state.await_heading, False
    label = _list_label(block.label, block.list_key) if block.label else None
    listed = label is not None
    part = _part_of(bare, block.label, level=block.level, bold=block.bold)
    if part is not None:
        return _open_part(mark, bare, part, state)
    if label is None:
        label = read_label(bare)
    rest = bare if listed or label is None else bare[label.length :]
    heading = _is_heading(words, rest, label, level=block.level, bold=block.bold)
    if state.after_heading and state.headings and label is None and _goes_on(bare):
        state.lengthen_heading(_clean(bare))
        return Passage(
            mark.start, mark.end, PassageKind.HEADING, state.number, state.heading, state.part
        )
    if awaited and label is None and _titled(bare):
        state.open_heading(1, _clean(bare))
        return Passage(
            mark.start, mark.end, PassageKind.HEADING, state.number, state.heading, state.part
        )
    number = None
    if label is not None and label.style != "bullet":
        number = state.numbering.take(label, heading=heading, sure=listed)
        if number is None:
            label, rest = None, bare
            heading = _is_heading(words, bare, None, level=block.level, bold=block.bold)
    return _placed(mark, rest, label, number, state, heading=heading, typed=0 if listed else lead)


def _placed(
    mark: Mark,
    rest: str,
    label: Label | None,
    number: str | None,
    state: _State,
    *,
    heading: bool,
    typed: int,
) -> Passage:
    """The passage of a paragraph whose label is known."""
    block = mark.block
    kind = block.kind
    if number is not None:
        state.number = number
        depth = state.numbering.depth()
        if heading and rest.strip(_MARKUP):
            state.open_heading(depth, _clean(rest))
            kind = PassageKind.HEADING
        elif heading:
            state.open_heading(depth, "")
            state.await_heading = True
            kind = PassageKind.HEADING
        else:
            state.close_below(depth)
            run_in = _run_in(rest)
            if run_in:
                state.open_heading(depth, run_in)
            member = label is not None and label.absolute and number.count(".") < 2
            if not member and (depth > 2 or (label and label.style[-1:] in ")°")):
                kind = PassageKind.ITEM
    elif heading:
        kind = PassageKind.TITLE if mark.start == 0 and not state.number else PassageKind.HEADING
        if kind is PassageKind.HEADING:
            _unnumbered_heading(block.level, rest, state)
    elif label is not None and kind is PassageKind.BODY:
        kind = PassageKind.ITEM
    long = typed + label.length if label is not None and not block.label else 0
    return Passage(
        mark.start,
        mark.end,
        kind,
        "" if kind is PassageKind.TITLE else state.number,
        state.heading,
        state.part,
        label=long if 0 < long < mark.end - mark.start else 0,
        before=block.before,
    )


def _unnumbered_heading(level: int, rest: str, state: _State) -> None:
    """A heading without number closes the article before it, unless it stands inside one."""
    inside = state.numbering.depth() and (level > 2 or not level)
    if level and level <= 2:
        state.numbering.reset() if not state.number else None
        state.open_heading(1, _clean(rest))
        state.number = ""
    elif inside:
        state.open_heading(max(1, state.numbering.depth()), _clean(rest))
    else:
        state.open_heading(1, _clean(rest))


def _row(mark: Mark, words: str, state: _State) -> Passage:
    """A row of a table; one that opens with an article's number counts on."""
    label = read_label(words.lstrip(_MARKUP))
    if label is not None and label.absolute and label.style != "word":
        number = state.numbering.take(label, heading=False, sure=False)
        if number is not None:
            state.number = number
    return Passage(mark.start, mark.end, PassageKind.TABLE, state.number, state.heading, state.part)


def _open_part(mark: Mark, bare: str, label: Label, state: _State) -> Passage:
    """An annex or chapter begins."""
    if is_annex(label):
        state.numbering.reset()
        state.headings.clear()
        state.number = ""
        state.part = _clean(bare)
    else:
        state.headings.clear()
        state.open_heading(1, _clean(bare[label.length :]) or _clean(bare))
    return Passage(
        mark.start, mark.end, PassageKind.HEADING, state.number, state.heading, state.part
    )


def _part_of(bare: str, shown: str, *, level: int, bold: bool) -> Label | None:
    """The label of a part that a line opens, or None for a sentence about one."""
    line = f"{shown} {bare}".strip() if shown else bare
    if line[:1].lower() not in "abcdehmpst" or len(line) > 160 or "\n" in line.strip():
        return None
    label = read_part(line)
    if label is None:
        return None
    rest = line[label.length :].strip(" \t.:,-\u2013—|*_")
    if not label.shown and (rest or not (level or bold or line.isupper() or line[0].isupper())):
        return None
    if line.rstrip().endswith((".", ";", ",")) and len(rest.split()) > 2:
        return None
    if rest and not (level or bold) and not (rest[0].isupper() or rest[0] in "(\"“'"):
        return None
    if label.word not in PART_WORDS and not label.shown:
        return None
    return label


def _list_label(shown: str, key: str) -> Label | None:
    """A label that a list gives; its key tells its style."""
    part = shown.strip()
    found = read_label(part) or read_label(part + " X")
    if found is None:
        bare = part.strip("()[].: -\u2013—")
        return Label(key, 0, bare, 0) if bare else Label("bullet", 0, "", 0)
    if found.absolute or found.style == "bullet":
        return found._replace(length=0)
    return found._replace(style=key or found.style, length=0)


def _is_heading(words: str, rest: str, label: Label | None, *, level: int, bold: bool) -> bool:
    if label is not None and label.style == "bullet":
        return False
    if words.startswith("#"):
        return True
    body = rest.strip(_MARKUP)
    if label is not None and label.word:
        return len(body) <= _HEADING_LENGTH and not body.endswith((";", ",", "."))
    if not body or len(body) > _HEADING_LENGTH or "\n" in body.strip():
        return False
    if body.endswith((";", ",", " en", " of", " and", " or")) or body[0].islower():
        return False
    if level:
        return not (body.endswith((".", ":")) and (len(body.split()) > 6 or _verbose(body)))
    emphatic = bold or (words.startswith("**") and words.rstrip().endswith("**"))
    if body.isupper() and len(body) > 3:
        return True
    if emphatic:
        return not body.endswith((".", ":")) or len(body.split()) <= 6
    if label is None or label.style[:1] in {"a", "i", "("}:
        return False
    return not body.endswith((".", ":")) and len(body.split()) <= 10 and not _verbose(body)


def _verbose(body: str) -> bool:
    """Whether a short numbered line is a sentence and not a title."""
    low = f" {body.lower()} "
    return any(
        v in low
        for v in (
            " is ",
            " zal ",
            " shall ",
            " will ",
            " wordt ",
            " worden ",
            " kan ",
            " heeft ",
            " may ",
        )
    )


def _titled(bare: str) -> bool:
    """Whether a line below "Artikel 5" can be its heading."""
    body = bare.strip(_MARKUP)
    return bool(body) and len(body) <= _HEADING_LENGTH and not body.endswith((".", ";", ",", ":"))


def _goes_on(bare: str) -> bool:
    """Whether a line below a heading is the rest of it: short, in lower case, without a closing mark."""
    body = bare.strip(_MARKUP)
    short = len(body) <= _REST_OF_HEADING and len(body.split()) <= 6
    return short and body[:1].islower() and not body.endswith((".", ";", ",", ":"))


def _run_in(rest: str) -> str:
    """A heading on the line of its text: "Term. This Agreement ...", or empty."""
    body = rest.lstrip(_MARKUP)
    found = _RUN_IN.match(body)
    if found is None:
        return ""
    heading = found["heading"].strip(_MARKUP + '"“”')
    words = heading.split()
    if len(words) > 9:
        return ""
    if body[found.end() :].strip() == "" and len(words) > 5:
        return ""
    big = sum(1 for w in words if w[0].isupper() or w.lower() in _SMALL or not w[0].isalpha())
    return heading if big == len(words) else ""


def _clean(text: str) -> str:
    return " ".join(text.strip(_MARKUP).rstrip(".:").split())[:200]


def _with_languages(text: str, passages: list[Passage]) -> list[Passage]:
    """Each passage with its language; short ones have that of a neighbour."""
    from msgspec.structs import replace

    found = [language_of(text[p.start : p.end]) for p in passages]
    known = ""
    for n, language in enumerate(found):
        if language:
            known = language
        elif known:
            found[n] = known
    first = next((f for f in found if f), "") or language_of(text)
    return [replace(p, language=f or first) for p, f in zip(passages, found, strict=True)]
