"""One line of the check of a vendor: a matter, its verdict, and what that rests on."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual


class Topic(StrEnum):
    """Part of the page that a line stands in, in the order of the page."""

    CONTRACT = "contract"
    STANDARDS = "standards"
    SOFTWARE = "software"
    PROMISES = "promises"
    EXIT = "exit"
    OWNER = "owner"


class Ground(StrEnum):
    """What a verdict rests on."""

    LEGAL = "legal"
    """A legal limit is crossed."""
    CONTRADICTED = "contradicted"
    """The text works against the town."""
    WEAK = "weak"
    """Something is provided for, but incompletely."""
    ABSENT = "absent"
    """Searched for and not found."""
    POLICY = "policy"
    """A choice of the town is not met."""
    FACT = "fact"
    """Seen in files or registers."""
    UNREAD = "unread"
    """It could not be read, or only one signal points there."""


class Proof(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where it can be seen."""

    document: str
    quote: str = ""
    """Verbatim, or what was seen in a file."""
    seen: Bilingual | None = None
    """What was seen, in words, where it is no passage that can be quoted."""
    page: int | None = None
    article: str = ""
    line: int | None = None
    heading: str = ""
    role: str = ""
    """`claim`, `against`, `doubt` or `for`, where a promise is held against what was seen."""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One matter."""

    id: str
    """`TOPIC/...`, unique on the page."""
    topic: Topic
    name: Bilingual
    verdict: Verdict
    severity: Severity
    """What a deviation weighs."""
    says: Bilingual
    """One sentence: what was found."""
    ground: Ground | None = None
    """None where it complies or does not apply."""
    why: Bilingual | None = None
    proofs: tuple[Proof, ...] = ()
    searched: Bilingual | None = None
    """What was searched, where there is no proof."""
    question: Bilingual | None = None
    proposed: Bilingual | None = None
    norms: tuple[Bilingual, ...] = ()
    confidence: float = 1.0


def midway(name: str) -> str:
    """A name as it stands within a sentence: `levering van een SBOM`, `API-toegang`."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def both(nl: str, en: str) -> Bilingual:
    """A text in both languages."""
    return Bilingual(nl=nl, en=en)


_ORDER = (Verdict.DEVIATES, Verdict.UNKNOWN, Verdict.COMPLIES, Verdict.NOT_APPLICABLE)


def sorted_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """By topic, gravest first."""
    topics = list(Topic)
    return tuple(
        sorted(
            lines,
            key=lambda x: (
                topics.index(x.topic),
                _ORDER.index(x.verdict),
                -x.severity.rank,
                x.id,
            ),
        )
    )
