"""Proposed wordings of the policy that a document has taken up word for word.

Who takes up what the town itself proposed has agreed to it, whatever the readers of clauses make of the
words. Every sentence of the proposal has to stand in the document as a sentence of its own: names of the
parties and articles may differ, numbers and all other words may not. A proposal that is quoted, that stands
under a list of what is not so, or that is set aside in the same article, is not taken up.

Where a proposal is taken up with a denial, an exception or the other party put into it, the clause may
still look like a grant: a person has to read it, and is told what was changed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from policies.pack_vendor import ClauseChoice
from sbom.contracts.clauses.detect import Tier
from sbom.contracts.clauses.reading import Evidence, Reading
from sbom.contracts.clauses.status import Status
from sbom.contracts.document import Document, Passage, PassageKind
from sbom.contracts.values_clause import values_of

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.;](?=\s|\Z)")
_ARTICLES = frozenset({"de", "het", "een", "the", "a", "an"})
_PARTIES = {
    **dict.fromkeys(
        ("opdrachtgever", "gemeente", "afnemer", "klant", "customer", "client"), "<town>"
    ),
    **dict.fromkeys(("municipality", "licentienemer", "authority"), "<town>"),
    **dict.fromkeys(("leverancier", "opdrachtnemer", "supplier", "contractor"), "<supplier>"),
    **dict.fromkeys(("vendor", "licentiegever"), "<supplier>"),
}
_SET_ASIDE = re.compile(
    r"\b(?:deze|dit|het|voorgaande|bovenstaande|vorige|this|the|foregoing|preceding|above)\b[^.;]{0,40}"
    r"\b(?:bepaling|artikel|lid|zin|clause|article|provision|paragraph|sentence|voorgaande|foregoing)\b"
    r"[^.;]{0,60}\b(?:niet|geen|vervalt|vervallen|not|void|deleted|lapses?)\b",
    re.IGNORECASE,
)
_TURNING = frozenset(
    (
        *(
            "niet",
            "geen",
            "nooit",
            "not",
            "no",
            "never",
            "tenzij",
            "behalve",
            "uitgezonderd",
            "mits",
        ),
        *("unless", "except", "provided", "helft", "half"),
    )
)
"""Words that turn a sentence round when they come in or go out."""
_NAMES = frozenset({"<town>", "<supplier>"})
_NUMBERS = frozenset(
    (
        *("één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "tien", "twaalf"),
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "ten", "twelve"),
    )
)
_NEAR = 0.7
"""Share of the words of a proposal that a changed one still has."""
_KINDS = frozenset({PassageKind.BODY, PassageKind.ITEM, PassageKind.INSERTED})
_SURE = 0.97
_WHY_NL = "De tekst die het beleid voorstelt is overgenomen."
_WHY_EN = "The text that the policy proposes was taken up."


class _Sentence(msgspec.Struct, frozen=True):
    passage: Passage
    words: tuple[str, ...]


def with_adopted(
    readings: Iterable[Reading],
    documents: Sequence[Document],
    clauses: Mapping[str, ClauseChoice],
) -> list[Reading]:
    """The readings, those of a clause whose proposed wording was taken up replaced by what that says.

    Args:
        readings: Of these documents.
        documents: That may hold agreements.
        clauses: Of the policy, with the wording that it proposes.
    """
    made = []
    papers = {d.name: _Paper(d, clauses) for d in documents}
    for reading in readings:
        paper = papers.get(reading.document)
        choice = clauses.get(reading.clause)
        if paper is None or choice is None:
            made.append(reading)
        elif reading.clause in paper.taken:
            made.append(_replaced(reading, paper.taken))
        else:
            made.append(_changed(reading, paper, choice))
    return made


class _Paper:
    """The sentences of one document, and the clauses whose proposal it takes up."""

    def __init__(self, document: Document, clauses: Mapping[str, ClauseChoice]) -> None:
        self.document = document
        self.sentences = list(_sentences(document))
        self.taken = _taken_up(document, self.sentences, clauses)


def _changed(reading: Reading, paper: _Paper, choice: ClauseChoice) -> Reading:
    """A clause that seems granted beside a proposal into which something was put that turns it round."""
    if reading.status is not Status.PRESENT:
        return reading
    proposals = [p for w in (choice.proposed.nl, choice.proposed.en) for p in _proposal(w)]
    lead = reading.evidence[0]
    for sentence in paper.sentences:
        read = sentence.passage.start < lead.end and lead.start < sentence.passage.end
        if any(_turned(proposal, sentence.words, numbers=not read) for proposal in proposals):
            found = _evidence(paper.document, sentence.passage, Status.UNCLEAR)
            others = (e for e in reading.evidence if e.start != found.start)
            return msgspec.structs.replace(
                reading,
                status=Status.UNCLEAR,
                evidence=(found, *others),
                why_nl="De tekst die het beleid voorstelt is veranderd; lees wat er nu staat.",
                why_en="The text that the policy proposes was changed; read what it says now.",
            )
    return reading


def _turned(proposal: tuple[str, ...], words: tuple[str, ...], *, numbers: bool) -> bool:
    """Whether a sentence is the proposal but for words that turn it round.

    Args:
        proposal: Words of one sentence of it.
        words: Of a sentence of the document.
        numbers: Whether another number counts; not where the reader judged that number itself.
    """
    if proposal == words or _NEAR * len(proposal) > len(words):
        return False
    same = sum((Counter(proposal) & Counter(words)).values())
    if same < _NEAR * max(len(proposal), len(words)):
        return False
    sides = (proposal, words)
    turning = [
        [w for w in side if w in _TURNING or (numbers and (w.isdigit() or w in _NUMBERS))]
        for side in sides
    ]
    parties = [[w for w in side if w in _NAMES] for side in sides]
    swapped = len(parties[0]) == len(parties[1]) and parties[0] != parties[1]
    return swapped or turning[0] != turning[1]  # a party under another name is no change


def _replaced(reading: Reading, taken: Mapping[str, tuple[Evidence, ...]]) -> Reading:
    """A clause whose proposal was taken up, unless other words of the document say the contrary."""
    adopted = taken[reading.clause]
    if _contradicted_elsewhere(reading, [e for held in taken.values() for e in held]):
        return reading
    text = " ".join(e.quote for e in adopted)
    beside = [
        e
        for e in reading.evidence
        if e.status == Status.PRESENT
        and not any(e.start < a.end and a.start < e.end for a in adopted)
    ]
    return msgspec.structs.replace(
        reading,
        status=Status.PRESENT,
        tier=Tier.BOTH,
        confidence=_SURE,
        values=values_of(reading.clause, text),
        evidence=(*adopted, *beside),
        why_nl=_WHY_NL,
        why_en=_WHY_EN,
        row=0,
        pulls=False,
        searched=None,
    )


def _contradicted_elsewhere(reading: Reading, adopted: Sequence[Evidence]) -> bool:
    """Whether a passage of the same document that was not proposed says the contrary."""
    against = [e for e in reading.evidence if e.status == Status.CONTRADICTED]
    if reading.status is Status.CONTRADICTED and not against:
        against = list(reading.evidence[:1])
    return reading.tier is Tier.BOTH and any(
        not any(e.start < a.end and a.start < e.end for a in adopted) for e in against
    )


def _taken_up(
    document: Document, sentences: Iterable[_Sentence], clauses: Mapping[str, ClauseChoice]
) -> dict[str, tuple[Evidence, ...]]:
    """Clauses whose proposal stands in the document, with the passages that hold it."""
    by_words: dict[tuple[str, ...], Passage] = {}
    for sentence in sentences:
        by_words.setdefault(sentence.words, sentence.passage)
    found: dict[str, tuple[Evidence, ...]] = {}
    for clause, choice in clauses.items():
        for wording in (choice.proposed.nl, choice.proposed.en):
            passages = [by_words.get(words) for words in _proposal(wording)]
            held = [p for p in passages if p is not None]
            if held and len(held) == len(passages):
                found[clause] = tuple(_evidence(document, p) for p in dict.fromkeys(held))
                break
    return found


def _sentences(document: Document) -> Iterable[_Sentence]:
    """Sentences of passages that count, in order, without those of an article that is set aside."""
    lead = ""
    for passage in document.passages:
        if passage.kind not in _KINDS:
            continue
        text = document.words(passage)
        if passage.kind is PassageKind.BODY:
            lead = text.rstrip()[-1:]
        if (passage.kind is PassageKind.ITEM and lead == ":") or _SET_ASIDE.search(text):
            continue
        for part in _SENTENCE.split(text):
            words = _normal(part)
            if len(words) > 1:
                yield _Sentence(passage, words)


@lru_cache(maxsize=512)
def _proposal(wording: str) -> tuple[tuple[str, ...], ...]:
    return tuple(w for part in _SENTENCE.split(wording) if len(w := _normal(part)) > 1)


def _normal(text: str) -> tuple[str, ...]:
    """Words of a sentence: parties under one name, letters of annexes as one, no articles."""
    if not text.strip()[:1].isalnum():  # a quotation mark: someone else's words
        return ()
    made: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if word in _ARTICLES:
            continue
        annex = bool(made) and made[-1] in {"bijlage", "annex"}
        numbered = annex and (word.isdigit() or len(word) == 1)
        made.append("<annex>" if numbered else _PARTIES.get(word, word))
    return tuple(made)


def _evidence(document: Document, passage: Passage, says: Status = Status.PRESENT) -> Evidence:
    return Evidence(
        quote=document.quote(passage),
        start=passage.start,
        end=passage.end,
        page=passage.page or document.page_at(passage.start),
        article=passage.number,
        heading=passage.heading,
        part=passage.part,
        status=str(says),
    )
