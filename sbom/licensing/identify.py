"""Which licences a text holds or states, with lines, coverage, matcher and quote.

Order: known texts (`sbom.licensing.texts`), then what the remaining lines state: tags and fields,
notices and names in prose (`sbom.licensing.clues`), with known phrases (`sbom.licensing.texts.phrases`)
over the grammar where they hold a statement whole. A bare word, a link in running text and a low
coverage of a known text are clues: shown, never a licence.

The expression of the whole joins all detections with AND, after four readings that a lawyer makes
too: an option that is spelt out in full is no second licence; a notice that says "or later" beats
the bare text of that version; the GPL text beside the LGPL text belongs to it; a GNU name without
version adds nothing to one with a version. The compatibility list of the EUPL names licences that
do not apply: nothing in an EUPL text counts but the EUPL.
"""

import re

import msgspec

from sbom.lazy_pattern import lazy
from sbom.licensing.clues.customary import customary
from sbom.licensing.clues.flat import Flat, flat_of
from sbom.licensing.clues.known import Known
from sbom.licensing.clues.statements import statements
from sbom.licensing.clues.tags import tags_of
from sbom.licensing.combining import combined
from sbom.licensing.found import Clue, Detection, Identification, Part
from sbom.licensing.joining import firm, merged, versioned, with_exceptions
from sbom.licensing.texts.exact import exact_id
from sbom.licensing.texts.index import Index, index
from sbom.licensing.texts.match import Hit, find
from sbom.licensing.texts.phrases import phrases_in
from sbom.licensing.texts.words import MAX_CHARS, Words, words_of

LONG_LINE = 400
"""Characters from which a line is looked at sentence by sentence."""
MAX_QUOTE = 200
MAX_DETECTIONS = 300
_SENTENCE = re.compile(r"(?<=[a-z)\"][.:;]) (?=[A-Z(\d])")
_EUPL_MARK = lazy(r"eupl\s{0,3}(?:\(c\)|©)[^\n]{3,80}?2007(?P<later>,? ?(?:and )?2016)?")
_EUPL_VERSION = lazy(r"v\.? ?1\.(?P<minor>[012])")
LIMITING = frozenset(
    [
        "restriction",
        "restrictions",
        "noncommercial",
        "commercial",
        "evil",
        "military",
        "nuclear",
        "evaluation",
        "prohibited",
        "nonprofit",
    ]
)
"""Words that turn a short open text into another one when they stand where it has others."""
FORBIDDING = frozenset(
    ["disallowed", "prohibited", "forbidden", "disallow", "prohibits", "verboden"]
)
"""Words of a condition that somebody put between those of a short open text."""
_LIMITED = lazy(
    r"(?:non-?\s?commercial|academic|educational|evaluation|personal"
    r"|research)(?: and [a-z]+)? (?:use|purposes?) only"
    r"|(?:only|solely|exclusively) for (?:non-?\s?commercial|evaluation|academic|personal"
    r"|research|internal)"
    r"|not (?:be )?(?:used?|sold|distributed) (?:for|in) (?:any )?commercial"
    r"|commercial use (?:is )?(?:prohibited|not (?:allowed|permitted)|requires)"
    r"|for good,? not evil|geen commercieel gebruik|(?:alleen"
    r"|uitsluitend) voor (?:niet-commercieel|intern|persoonlijk) gebruik"
)
SAME_TEXT = {"MPL-2.0-no-copyleft-exception": "MPL-2.0"}
"""Ids whose whole text is that of another id: a notice in the files makes the difference (exhibit B)."""
COMMONS_CLAUSE = "LicenseRef-scancode-commons-clause"
RESERVED = "LicenseRef-scancode-proprietary-license"
"""What a restriction beside an open text makes of it: not open (ScanCode key)."""
_CDDL_LATER = ("CDDL-1.0", "CDDL-1.1")
"""The address in the notice names the version that the notice leaves out."""
_ONE_NAME = re.compile(r"licen[cs]e|licentie|lizenz|\d|://", re.IGNORECASE)
_MODIFIED = lazy(
    r"\b(?:modified|amended|adapted|customi[sz]ed|aangepaste) [^\n]{0,40}(?:licen[cs]e|licentie"
    r"|apache|mozilla|mit\b|bsd|gpl)"
)


def identify(text: str) -> Identification:
    """Licences in a text; at most one million characters are looked at. Never raises."""
    text = text[:MAX_CHARS].replace("\r\n", "\n").replace("\r", "\n")
    if "\u200b" in text:
        text = text.replace("\u200b", "")
    whole = _whole(text)
    if whole is not None:
        return whole
    rows = text.split("\n")
    if max(map(len, rows)) <= LONG_LINE:
        return _identified(text)
    real: list[int] = []
    short: list[str] = []
    for number, row in enumerate(rows, 1):
        pieces = _SENTENCE.sub("\n", row).split("\n") if len(row) > LONG_LINE else [row]
        short += pieces
        real += [number] * len(pieces)
    return _renumbered(_identified("\n".join(short)), real)


def _renumbered(found: Identification, real: list[int]) -> Identification:
    """Lines of the file for lines of the text with its long lines broken."""
    return Identification(
        expression=found.expression,
        detections=tuple(
            msgspec.structs.replace(
                d, start_line=real[d.start_line - 1], end_line=real[d.end_line - 1]
            )
            for d in found.detections
        ),
        clues=tuple(msgspec.structs.replace(c, line=real[c.line - 1]) for c in found.clues),
    )


def _identified(text: str) -> Identification:
    words = words_of(text)
    exact = exact_id(words.tokens)
    if exact:
        return _exact(exact, words, text)
    known = index()
    hits, poor = find(known, words)
    parts, clues = _text_parts(known, words, hits, text)
    eupl = _eupl_lines(parts, text)
    if eupl is not None:
        parts.append(eupl)
    explained = _explained(parts, text)
    flat = flat_of(text, explained)
    parts = [p._replace(at=flat.start(p.lines[0]), end=flat.start(p.lines[0])) for p in parts]
    said, named = _said(flat, text, explained)
    said, named = Known(flat, words, phrases_in(words.tokens), explained).applied(said, named)
    limit = _LIMITED.search(flat.text)
    if limit is not None and any(p.matcher == "text" and p.small for p in parts):
        line = flat.line(limit.start())
        said.append(Part(limit.start(), limit.end(), RESERVED, (line, line), 1.0, "restriction"))
    at = flat.text.find("commons clause")
    if at >= 0 and not any("commons-clause" in p.expression for p in parts):
        line = flat.line(at)
        said.append(Part(at, at + 14, COMMONS_CLAUSE, (line, line), 1.0, "restriction"))
    parts = merged(flat, sorted(versioned(firm(parts + said))))
    parts = [
        _of_ruby(flat, _without_copyleft_exception(flat, p)) for p in with_exceptions(flat, parts)
    ]
    clues += [
        c
        for c in named
        if not any(p.lines[0] <= c.line <= p.lines[1] and c.about in p.expression for p in parts)
    ]
    for hit in poor:
        name = known.texts[hit.text][0]
        clues.append(
            Clue(
                about=name,
                line=words.line(hit.start),
                matcher="text",
                coverage=round(hit.coverage, 3),
            )
        )
    rows = text.split("\n")
    detections = tuple(_detection(p, rows) for p in parts[:MAX_DETECTIONS])
    return Identification(
        expression=combined([d for d in detections if d.matcher != "exception-text"]),
        detections=detections,
        clues=tuple(clues[:MAX_DETECTIONS]),
    )


def _without_copyleft_exception(flat: Flat, part: Part) -> Part:
    """The MPL 2.0 whose notice says "Incompatible With Secondary Licenses" (its exhibit B)."""
    if part.expression != "MPL-2.0" or part.matcher == "text":
        return part
    said = 'is "incompatible with secondary licenses"' in flat.text
    return part._replace(expression="MPL-2.0-no-copyleft-exception") if said else part


def _of_ruby(flat: Flat, part: Part) -> Part:
    """Terms that are "the same as Ruby" are those of Ruby itself, a choice since 1.9.3."""
    if part.expression != "Ruby" or not flat.text[max(0, part.at - 24) : part.at].rstrip().endswith(
        ("same terms as", "same license as", "same licence as")
    ):
        return part
    return part._replace(expression="Ruby OR BSD-2-Clause")


def _exact(name: str, words: Words, text: str) -> Identification:
    """A text that is word for word a known one."""
    name = SAME_TEXT.get(name, name)
    part = Part(0, 0, name, (words.lines[0], words.lines[-1]), 1.0, "text-exact")
    return Identification(expression=name, detections=(_detection(part, text.split("\n")),))


def _whole(text: str) -> Identification | None:
    """A file that holds nothing but the name of a licence or the address of one."""
    bare = text.strip().removesuffix(" family")
    if not 3 <= len(bare) <= 120 or "\n" in bare or not _ONE_NAME.search(bare):
        return None
    from sbom.licensing.reading import ReadState, read

    reading = read(bare)
    meant = reading.expression
    if reading.state is not ReadState.EXPRESSION:
        meant, is_reading = customary(reading.family)
        meant = "" if is_reading or "licen" not in bare.lower() else meant
    if not meant or reading.via == "library":
        return None
    one = Detection(expression=meant, start_line=1, end_line=1, matcher="whole", quote=bare)
    return Identification(expression=meant, detections=(one,))


def _text_parts(
    known: Index, words: Words, hits: list[Hit], text: str
) -> tuple[list[Part], list[Clue]]:
    parts: list[Part] = []
    clues: list[Clue] = []
    head = "\n".join([r for r in text[:600].lower().split("\n") if r.strip()][:2])
    for hit in hits:
        name, kind, size, _ = known.texts[hit.text]
        if kind in "ts" and size > 100:  # the header says which it is: exhibit B is one itself
            name = SAME_TEXT.get(name, name)
        lines = (words.line(hit.start), words.line(hit.end - 1))
        added = {t for a, b in hit.gaps for t in words.tokens[a:b]} & FORBIDDING
        changed = size > 300 and lines[0] <= 12 and _MODIFIED.search(head) is not None
        if changed or (kind in "ts" and size < 400 and (hit.strange & LIMITING or added)):
            clues.append(
                Clue(
                    about=name,
                    line=lines[0],
                    matcher="text-modified",
                    coverage=round(hit.coverage, 3),
                )
            )
            parts.append(Part(0, 0, "", lines, hit.coverage, "hidden"))
            continue
        matcher = "exception-text" if kind == "x" else "text"
        open_lines = frozenset(
            n for a, b in hit.gaps for n in range(words.line(a), words.line(b - 1) + 1)
        )
        parts.append(
            Part(0, 0, name, lines, hit.coverage, matcher, (), open_lines, kind == "N", size < 400)
        )
    return parts, clues


def _eupl_lines(parts: list[Part], text: str) -> Part | None:
    """An EUPL in a version or language whose text is not in the index, known by its own marks."""
    if any(p.expression.startswith("EUPL") for p in parts):
        return None
    lower = text.lower()
    mark = _EUPL_MARK.search(lower)
    if mark is None or lower.count("eupl") < 6 or len(lower) < 6000:
        return None
    version = _EUPL_VERSION.search(lower, max(0, mark.start() - 300), mark.end() + 300)
    minor = "2" if mark["later"] else version["minor"] if version is not None else ""
    if not minor:
        return None
    first = lower.count("\n", 0, mark.start()) + 1
    return Part(0, 0, f"EUPL-1.{minor}", (first, text.count("\n") + 1), 0.0, "structure")


def _explained(parts: list[Part], text: str) -> set[int]:
    """Lines that known texts cover; with an EUPL also the list of compatible licences after it."""
    lines: set[int] = set()
    others = sorted(p.lines[0] for p in parts if not p.expression.startswith("EUPL"))
    last = text.count("\n") + 1
    for part in parts:
        end = part.lines[1]
        if part.expression.startswith("EUPL"):
            end = min([end + 40, *(o - 1 for o in others if o > end)])
        if part.head:
            end = min([last, *(o - 1 for o in others if o > end)])
        first = part.lines[0] + 2 * (part.matcher == "exception-text")
        lines.update(n for n in range(first, end + 1) if n not in part.gaps)
    eupl = [p.lines for p in parts if p.expression.startswith("EUPL")]
    if len(eupl) > 1:
        lines.update(range(min(a for a, _ in eupl), max(b for _, b in eupl) + 1))
    return lines


def _said(flat: Flat, text: str, explained: set[int]) -> tuple[list[Part], list[Clue]]:
    """What the rest of the text states and names."""
    parts: list[Part] = []
    clues: list[Clue] = []
    taken: set[int] = set()
    for tag in tags_of(text):
        line = text.count("\n", 0, tag.start + 1) + 1
        if line in explained:
            continue
        if tag.expression:
            taken.add(line)
            at = flat.start(line)
            parts.append(Part(at, at, tag.expression, (line, line), 1.0, tag.matcher))
        else:
            clues.append(Clue(about=tag.raw[:MAX_QUOTE], line=line, matcher=tag.matcher))
            if tag.matcher == "spdx-tag":
                taken.add(line)
    stated, named = statements(flat.text)
    if "cddl+gpl_1_1" in flat.text or "cddl+gpl-1.1" in flat.text:
        stated = [s._replace(expression=s.expression.replace(*_CDDL_LATER)) for s in stated]
    for one in stated:
        lines = (flat.line(one.start), flat.line(one.end - 1))
        if lines[0] not in taken:
            parts.append(
                Part(one.start, one.end, one.expression, lines, 1.0, one.matcher, one.loose)
            )
    clues += [
        Clue(about=c.about, line=flat.line(c.start), matcher=c.matcher)
        for c in named
        if flat.line(c.start) not in taken
    ]
    return parts, clues


def _detection(part: Part, rows: list[str]) -> Detection:
    quote = " ".join(" ".join(rows[part.lines[0] - 1 : part.lines[0] + 4]).split())[:MAX_QUOTE]
    return Detection(
        expression=part.expression,
        start_line=part.lines[0],
        end_line=part.lines[1],
        coverage=round(part.coverage, 3),
        matcher=part.matcher,
        quote=quote,
    )
