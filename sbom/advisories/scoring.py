"""How grave an advisory says it is: CVSS 2, 3.x and 4 vectors, bare scores and words of a source.

The newest version of CVSS that a record gives counts; several of one version: the highest. A source
that only has a word (GitHub's MODERATE, Ubuntu's scale) gives that word without a number; none is
made up. Source: FIRST, CVSS 2.0, 3.1 and 4.0 (tables of the qualitative severity).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from sbom.advisories.advisory import Advisory, Affected, Severity

_WORDS = {
    "LOW": "low",
    "NEGLIGIBLE": "low",
    "UNTRIAGED": "",
    "MODERATE": "medium",
    "MEDIUM": "medium",
    "HIGH": "high",
    "IMPORTANT": "high",
    "CRITICAL": "critical",
}


class Score(NamedTuple):
    """A severity."""

    version: str
    """`4.0`, `3.1`, `3.0`, `2.0`; empty: only a word is stated."""
    score: float | None
    """0 to 10."""
    rating: str
    """None, low, medium, high or critical in small letters, or empty: not stated."""
    vector: str


NOTHING = Score("", None, "", "")


def rating_of(score: float) -> str:
    """The word for a score (CVSS 3 and 4; CVSS 2 has no words of its own)."""
    if score >= 9.0:
        return "critical"
    if score >= 7.0:
        return "high"
    if score >= 4.0:
        return "medium"
    return "low" if score > 0 else "none"


@lru_cache(maxsize=16_384)
def of_vector(vector: str) -> Score | None:
    """The base score of a vector, or None when it is none. Never raises."""
    import cvss
    from cvss.exceptions import CVSSError

    text = vector.strip().strip("()")
    if len(text) > 500:
        return None
    try:
        if text.startswith("CVSS:4"):
            four = cvss.CVSS4(text)
            score, version = four.base_score, "4.0"
        elif text.startswith("CVSS:3"):
            score, version = cvss.CVSS3(text).scores()[0], text[5:8]
        elif "AV:" in text and "Au:" in text:
            score, version = cvss.CVSS2(text.removeprefix("CVSS2#")).scores()[0], "2.0"
        else:
            return None
    except (CVSSError, ValueError, KeyError, ArithmeticError):
        return None
    if score is None:
        return None
    number = round(float(score), 1)
    return Score(version, number, rating_of(number), text)


def of(advisory: Advisory, affected: Affected | None = None) -> Score:
    """What a record says of an entry: the entry's own scores, else those of the record, else a word."""
    own = affected.severity if affected is not None else None
    specific = affected.database_specific if affected is not None else None
    more = (Severity(score=specific.cvss),) if specific is not None and specific.cvss else ()
    for stated in (own, advisory.severity, more):
        best = _best(stated or ())
        if best is not None:
            return best
    top = advisory.database_specific
    word = _WORDS.get((top.severity or "").upper(), "") if top is not None else ""
    return Score("", None, word, "") if word else NOTHING


def _best(stated: Iterable[Severity]) -> Score | None:
    found: list[Score] = []
    for severity in stated:
        kind, text = severity.type or "", (severity.score or "").strip()
        if kind.startswith("score:"):
            try:
                number = float(text)
            except ValueError:
                continue
            if 0 <= number <= 10:
                found.append(
                    Score(
                        {"V4": "4.0", "V2": "2.0"}.get(kind[6:], "3.1"),
                        number,
                        rating_of(number),
                        "",
                    )
                )
        elif (made := of_vector(text)) is not None:
            found.append(made)
        elif kind == "Ubuntu" and text.upper() in _WORDS:
            found.append(Score("", None, _WORDS[text.upper()], ""))
    return max(found, key=lambda s: (s.version, s.score or 0.0), default=None)
