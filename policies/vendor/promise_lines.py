"""Lines about promises: what is promised, where, and what in the dossier speaks for or against it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from policies.finding import Severity, Verdict
from policies.pack import Pack
from policies.pack_parts import Bilingual
from policies.pack_promises import Promise, Promises
from policies.vendor.line import Ground, Line, Proof, Topic, both
from policies.vendor.observed import Material, Seen, observe
from sbom.contracts.clauses.terms import Condition, Terms
from sbom.contracts.clauses.units import Unit, units_of
from sbom.contracts.clauses.words import words

_ENDS = re.compile(r"(\w+)[.!?]\s+(?=[A-ZÀ-Þ])")
_SHORT = frozenset(
    {"art", "nr", "bijv", "incl", "excl", "ca", "resp", "mr", "dr", "drs", "ir", "inc", "ltd"}
)
_DUTCH = frozenset(
    {"de", "het", "een", "van", "wij", "onze", "uw", "niet", "geen", "zijn", "wordt", "onder"}
)
_ENGLISH = frozenset(
    {"the", "our", "we", "your", "with", "not", "no", "are", "by", "never", "uses", "use"}
)
_CLAIMS = 3
_SHOWN = 4
_LONG = 12_000
"""Sentences of all documents together that are looked at."""


class Claim(msgspec.Struct, frozen=True):
    """One sentence that promises something."""

    promise: str
    proof: Proof


class Said(msgspec.Struct, frozen=True):
    """An answer in a spreadsheet, which may promise something too."""

    document: str
    text: str
    row: int


def promise_lines(
    material: Material, answers: Sequence[Said], pack: Pack, home: Iterable[str]
) -> list[Line]:
    """One line a kind of promise that the dossier makes; one that says so where it makes none.

    Args:
        material: The dossier; promises are looked for in all its documents.
        answers: Of the supplier, in spreadsheets.
        pack: With promises and licence classes.
        home: Countries that count as at home.
    """
    promises = pack.promises
    if promises is None or not (material.documents or answers):
        return []
    claims = claims_of(material, answers, promises)
    if not claims:
        return [_none(material, promises)]
    seen = observe(material, promises, pack, frozenset(home))
    by_sign: dict[str, list[Seen]] = {}
    for one in seen:
        by_sign.setdefault(one.sign, []).append(one)
    return [
        _line(name, promise, [c for c in claims if c.promise == name], by_sign, material)
        for name, promise in promises.promises.items()
        if any(c.promise == name for c in claims)
    ]


def claims_of(material: Material, answers: Sequence[Said], promises: Promises) -> list[Claim]:
    """Every sentence that makes one of the promises, in the order of the documents."""
    tables = {language: _table(promises, language) for language in ("nl", "en")}
    found: list[Claim] = []
    left = _LONG
    for document in material.documents:
        for unit in units_of(document)[:left]:
            left -= 1
            if unit.title or unit.text.rstrip().endswith("?"):
                continue
            for sentence in _sentences(unit.text):
                said = words(sentence)
                language = _language(said, unit.language or document.language)
                proof = _proof(document.name, unit, sentence)
                found += [Claim(name, proof) for name in tables[language].kinds(said)]
    for answer in answers:
        heard = [words(s) for s in _sentences(answer.text)]
        kinds = dict.fromkeys(k for s in heard for k in tables[_language(s, "nl")].kinds(s))
        proof = Proof(document=answer.document, quote=answer.text, line=answer.row, role="claim")
        found += [Claim(name, proof) for name in kinds]
    return found


def _sentences(text: str) -> list[str]:
    """A unit once more in sentences: "binnen de EU. Wij ..." ends in no abbreviation here."""
    out, begin = [], 0
    for end in _ENDS.finditer(text):
        if end[1].lower() not in _SHORT and len(end[1]) > 1:
            out.append(text[begin : end.end(1) + 1])
            begin = end.end()
    out.append(text[begin:])
    return [s for s in out if s.strip()]


def _language(said: Sequence[str], stated: str) -> str:
    """`nl` or `en`, by the small words of a sentence; what is stated where they do not tell."""
    dutch, english = len(_DUTCH.intersection(said)), len(_ENGLISH.intersection(said))
    if dutch != english:
        return "nl" if dutch > english else "en"
    return "en" if stated == "en" else "nl"


def _proof(document: str, unit: Unit, sentence: str) -> Proof:
    return Proof(
        document=document,
        quote=sentence.strip(),
        page=unit.page,
        article=unit.number,
        heading=unit.heading,
        role="claim",
    )


class _Table:
    """The conditions of one language, looked up in one pass a sentence."""

    def __init__(self, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._terms = Terms({})
        self._rows: list[tuple[str, Condition]] = [
            (name, self._terms.condition(when)) for name, conditions in rows for when in conditions
        ]

    def kinds(self, sentence: list[str]) -> list[str]:
        look = self._terms.look(sentence)
        return list(dict.fromkeys(n for n, c in self._rows if self._terms.holds(c, look)))


@lru_cache(maxsize=4)
def _made(rows: tuple[tuple[str, tuple[str, ...]], ...]) -> _Table:
    return _Table(rows)


def _table(promises: Promises, language: str) -> _Table:
    kinds = promises.promises.items()
    return _made(tuple((n, p.en if language == "en" else p.nl) for n, p in kinds))


def _line(
    name: str,
    promise: Promise,
    claims: Sequence[Claim],
    seen: dict[str, list[Seen]],
    material: Material,
) -> Line:
    against = [s for sign in promise.against for s in seen.get(sign, ()) if s.sure]
    doubts = [s for sign in promise.against for s in seen.get(sign, ()) if not s.sure]
    doubts += [s for sign in promise.doubts for s in seen.get(sign, ())]
    told = [s.proof for s in against]
    doubts = [s for s in doubts if s.proof not in told]
    backs = [s for sign in promise.backs for s in seen.get(sign, ())]
    whole = any(s.sure for s in backs)
    proofs = [c.proof for c in claims[:_CLAIMS]]
    proofs += (
        _with_role(against, "against") + _with_role(doubts, "doubt") + _with_role(backs, "for")
    )
    if against:
        verdict, ground = Verdict.DEVIATES, Ground.FACT
    elif doubts or not whole:
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
    else:
        verdict, ground = Verdict.COMPLIES, None
    settled = verdict is Verdict.COMPLIES
    empty = not against and not doubts and not backs
    return Line(
        id=f"promises/{name}",
        topic=Topic.PROMISES,
        name=promise.name,
        verdict=verdict,
        severity=promise.severity if against else Severity.MEDIUM,
        ground=ground,
        says=_says(len(claims), len(against), len(doubts), len(backs), whole=whole),
        why=promise.why,
        proofs=tuple(proofs),
        searched=_searched(material) if empty else None,
        question=None if settled else promise.question,
    )


def _with_role(seen: Sequence[Seen], role: str) -> list[Proof]:
    return [msgspec.structs.replace(s.proof, role=role) for s in seen[:_SHOWN]]


def _says(claims: int, against: int, doubts: int, backs: int, *, whole: bool) -> Bilingual:
    times_nl = "één keer" if claims == 1 else f"{claims} keer"
    times_en = "once" if claims == 1 else f"{claims} times"
    if against:
        nl, en = _n(against, "plaats", "plaatsen"), _n(against, "place", "places")
        return both(
            f"Dit wordt {times_nl} beloofd, maar het dossier laat op {nl} iets anders zien.",
            f"This is promised {times_en}, but the dossier shows otherwise in {en}.",
        )
    if doubts:
        nl = _n(doubts, "waarneming geeft", "waarnemingen geven")
        en = _n(doubts, "observation gives", "observations give")
        return both(
            f"Dit wordt {times_nl} beloofd; {nl} reden om door te vragen.",
            f"This is promised {times_en}; {en} reason to ask.",
        )
    if backs and not whole:
        return both(
            f"Dit wordt {times_nl} beloofd; het dossier bevestigt het maar voor een deel.",
            f"This is promised {times_en}; the dossier confirms only part of it.",
        )
    if backs:
        return both(
            f"Dit wordt {times_nl} beloofd, en het dossier bevestigt het op {_n(backs, 'plaats', 'plaatsen')}.",
            f"This is promised {times_en}, and the dossier confirms it in {_n(backs, 'place', 'places')}.",
        )
    return both(
        f"Dit wordt {times_nl} beloofd; niets in het dossier laat zien of het klopt.",
        f"This is promised {times_en}; nothing in the dossier shows whether it holds.",
    )


def _n(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _searched(material: Material) -> Bilingual:
    boms = ", ".join(b.document for b in material.boms) or "-"
    apis = sum(d.kind == "openapi" for _, d in material.descriptors)
    return both(
        f"Gezocht in onderdelenlijsten ({boms}), {apis} API-beschrijvingen, testuitslagen en lijsten "
        "van subverwerkers.",
        f"Searched bills of materials ({boms}), {apis} API descriptions, test results and lists of "
        "sub-processors.",
    )


def _none(material: Material, promises: Promises) -> Line:
    names_nl = ", ".join(p.name.nl for p in promises.promises.values())
    names_en = ", ".join(p.name.en for p in promises.promises.values())
    listed = "; ".join(d.name for d in material.documents[:6])
    return Line(
        id="promises/none",
        topic=Topic.PROMISES,
        name=both("Beloftes", "Promises"),
        verdict=Verdict.NOT_APPLICABLE,
        severity=Severity.LOW,
        says=both(
            "Geen beloftes gevonden om te toetsen.", "No promises found to hold to the facts."
        ),
        searched=both(
            f"Gezocht in {listed}, naar: {names_nl}.", f"Searched {listed}, for: {names_en}."
        ),
    )
