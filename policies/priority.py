"""In which order to act: a stated sum of points, and the day by which, with the norm that says so.

Points, 0 to 100:

- gravity: 7 x the CVSS score (0 to 10). Only a word: low 2.5, medium 5.5, high 8, critical 9.5.
  Nothing stated: 6, and the part says that it is assumed.
- exploitation: 25 when it is known to be exploited (CISA KEV), 5 more when ransomware does it; else
  20 x the chance that EPSS gives for the next 30 days.
- nearness: 5 for a direct dependency; -15 when it is only used for development, test or build.
- exposure: 5 when residents or others reach the system (hosted, public client, handed over).
- importance of the system: vital 10, high 5, low -5.
- certainty: half of all points when it is only possible that the version is affected.

A malicious package has 100 points. A notice without vulnerability (unmaintained) has at most 25.
Levels: critical from 85, high from 60, medium from 35, low from 10, else info.

Deadline: within 7 days when likelihood and impact are both high. Likely: known to be exploited,
malicious, or EPSS of at least 0.1 (own choice). Impact: rated high or critical, or malicious.
Source: BIO2 1.2, 8.08.01 (high likelihood and impact: mitigate within a week). When it is exploited the
duty to report incidents may apply: Cyberbeveiligingswet, 24 hours, 72 hours, one month.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from policies.finding import Severity
from sbom.advisories.matching import Status
from sbom.advisories.merging import Exposure

WEEK = timedelta(days=7)
LIKELY = 0.1
"""EPSS from which exploitation counts as likely; own choice, since BIO2 names no number."""
NORM = "BIO2 8.08.01"
REPORTING = "Cyberbeveiligingswet: 24 h, 72 h, 1 month"
_WORDS = {"none": 0.0, "low": 2.5, "medium": 5.5, "high": 8.0, "critical": 9.5}
_ASSUMED = 6.0
_CRITICALITY = {"vital": 10.0, "high": 5.0, "low": -5.0}
_REACHED = frozenset({"hosted", "public-client", "distributed"})
_TOOLS = frozenset({"dev", "test", "build"})
_LEVELS = (
    (85.0, Severity.CRITICAL),
    (60.0, Severity.HIGH),
    (35.0, Severity.MEDIUM),
    (10.0, Severity.LOW),
)


class Setting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a component is used; empty: not known, and then it weighs nothing."""

    direct: bool | None = None
    scope: str = ""
    use_mode: str = ""
    criticality: str = ""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One term of the sum."""

    name: str
    """`gravity`, `exploitation`, `nearness`, `exposure`, `importance`, `certainty`, `limit`."""
    points: float
    why: str
    """What it rests on, for example `CVSS 9.8` or `EPSS 0.42`."""


class Priority(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome, with every term that made it."""

    points: float
    level: Severity
    parts: tuple[Part, ...]
    days: int | None = None
    """Days within which to act, when a norm gives them."""
    norm: str = ""
    reporting: str = ""
    """The duty to report that may apply, or empty."""

    def deadline(self, since: date) -> date | None:
        """Last day, counted from the day on which it was first seen."""
        return None if self.days is None else since + timedelta(days=self.days)


def priority(exposure: Exposure, setting: Setting) -> Priority:
    """In which order to act on an exposure; see the module for the sum."""
    if exposure.malicious:
        parts = [Part("gravity", 100.0, "malicious package")]
    else:
        parts = [_gravity(exposure), *_terms(exposure, setting)]
    total = sum(p.points for p in parts)
    if exposure.informational and total > 25:
        parts.append(Part("limit", 25.0 - total, exposure.informational))
        total = 25.0
    if exposure.status is Status.POSSIBLY:
        parts.append(Part("certainty", -total / 2, exposure.why))
        total /= 2
    points = round(min(100.0, max(0.0, total)), 1)
    level = next((level for least, level in _LEVELS if points >= least), Severity.INFO)
    likely = (
        exposure.malicious
        or exposure.exploited is not None
        or (exposure.probability is not None and exposure.probability.score >= LIKELY)
    )
    grave = exposure.malicious or exposure.rating in {"high", "critical"}
    urgent = likely and grave and exposure.status is Status.AFFECTED
    return Priority(
        points=points,
        level=level,
        parts=tuple(parts),
        days=WEEK.days if urgent else None,
        norm=NORM if urgent else "",
        reporting=REPORTING if exposure.exploited is not None or exposure.malicious else "",
    )


def _gravity(exposure: Exposure) -> Part:
    if exposure.score is not None:
        return Part("gravity", 7 * exposure.score, f"CVSS {exposure.score}")
    if exposure.rating:
        return Part("gravity", 7 * _WORDS[exposure.rating], exposure.rating)
    return Part("gravity", 7 * _ASSUMED, "assumed: no source gives a severity")


def _terms(exposure: Exposure, setting: Setting) -> list[Part]:
    parts = []
    if exposure.exploited is not None:
        ransomware = exposure.exploited.ransomware
        points = 30.0 if ransomware else 25.0
        parts.append(Part("exploitation", points, "KEV, ransomware" if ransomware else "KEV"))
    elif exposure.probability is not None:
        score = exposure.probability.score
        parts.append(Part("exploitation", round(20 * score, 1), f"EPSS {score:g}"))
    if setting.scope in _TOOLS:
        parts.append(Part("nearness", -15.0, setting.scope))
    elif setting.direct:
        parts.append(Part("nearness", 5.0, "direct"))
    if setting.use_mode in _REACHED:
        parts.append(Part("exposure", 5.0, setting.use_mode))
    if setting.criticality in _CRITICALITY:
        parts.append(Part("importance", _CRITICALITY[setting.criticality], setting.criticality))
    return parts


def as_tree(made: Priority, since: date) -> Mapping[str, object]:
    """As plain values, with the deadline from a day."""
    tree: dict[str, object] = {
        "points": made.points,
        "level": made.level.value,
        "parts": [{"name": p.name, "points": round(p.points, 1), "why": p.why} for p in made.parts],
    }
    last = made.deadline(since)
    if last is not None:
        tree["deadline"] = last.isoformat()
        tree["norm"] = made.norm
    if made.reporting:
        tree["reporting"] = made.reporting
    return tree
