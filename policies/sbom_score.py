"""How complete an SBOM is, norm by norm and field by field; never a pass on what was not read.

A field of a component counts for the share of components that have it, one of the document for
all or nothing. A norm's score is the weighted mean over the fields that could be judged; what a
format has no place for is not judged and is said to be so. A norm is

- failed, when a demanded field that can be judged falls short, or the format is not accepted;
- unknown, when none falls short but one cannot be judged, or the document was read in part;
- passed otherwise.

A field that is demanded "if available" cannot fail a norm: whether it was available is not to be
seen. It counts in the score.

Source: the norms in `policies/sbom_profiles/profiles.yaml`, each with its date and confidence.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from policies.sbom_profiles.checks import CHECKS, moment
from policies.sbom_profiles.document import Part, Sheet
from policies.sbom_profiles.paths import values_at
from policies.sbom_profiles.profiles import DEMANDED, Asked, Field, Norms, Profile

SAMPLE = 5
"""Names of components without a field that are given."""
_NUMBER = re.compile(r"[0-9]{1,6}")


class Verdict(StrEnum):
    """Whether a document meets a norm."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How one field stands."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"
    UNSAYABLE = "unsayable"
    """The format has no place for it."""


class FieldScore(msgspec.Struct, frozen=True, kw_only=True):
    """One field under one norm."""

    field: str
    level: str
    state: State
    have: int
    """Components (or documents) that have it; for a forbidden field, places where it stands."""
    total: int
    weight: float
    missing: tuple[str, ...] = ()
    """At most `SAMPLE` components without it, in the order of the document."""
    paths: tuple[str, ...] = ()
    """Where it was looked for."""
    source: str = ""
    date: str = ""
    confidence: str = ""
    note: str = ""

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.have / self.total if self.total else 0.0


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Why a verdict is not a pass, beside the fields."""

    word: str
    """Key among the words of the norms."""
    values: tuple[tuple[str, str], ...] = ()


class ProfileScore(msgspec.Struct, frozen=True, kw_only=True):
    """One norm."""

    profile: str
    verdict: Verdict
    gates: bool
    score: float | None
    """0 to 100, one decimal, over what could be judged; None when nothing could be."""
    judged: float
    """Share of the weight that could be judged, 0 to 1."""
    fields: tuple[FieldScore, ...]
    remarks: tuple[Remark, ...] = ()


def score(
    sheet: Sheet,
    norms: Norms,
    *,
    now: datetime,
    only: Iterable[str] = (),
    unread: Iterable[str] = (),
) -> tuple[ProfileScore, ...]:
    """Score a document under every norm.

    Args:
        sheet: As `policies.sbom_profiles.document.sheet_of` makes it.
        norms: As `load_norms` gives them.
        now: For the age of the document; aware.
        only: Ids of profiles; empty: all.
        unread: Reasons from elsewhere why the document was not read in full.
    """
    wanted = set(only)
    gaps = (*sheet.unread, *unread)
    return tuple(
        _profile(sheet, norms, profile, now=now, gaps=gaps)
        for profile in norms.profiles
        if not wanted or profile.id in wanted
    )


def _profile(
    sheet: Sheet, norms: Norms, profile: Profile, *, now: datetime, gaps: tuple[str, ...]
) -> ProfileScore:
    fields = []
    for field in norms.fields:
        asked = field.norms.get(profile.id)
        if asked is not None:
            fields.append(_field(sheet, norms, profile, field, asked))
    refused = _format(sheet, profile)
    remarks = [refused] if refused else []
    if not sheet.parts:
        remarks.append(Remark(word="empty"))
    if gaps:
        remarks.append(Remark(word="unread", values=(("reason", "; ".join(gaps)),)))
    if (old := _age(sheet, profile, now)) is not None:
        remarks.append(old)
    demanded = [f for f in fields if f.level in DEMANDED]
    short = any(f.state in {State.PARTLY, State.MISSING} for f in demanded)
    blind = bool(gaps) or any(f.state is State.UNSAYABLE for f in demanded)
    judged = [f for f in fields if f.state is not State.UNSAYABLE]
    weight = sum(f.weight for f in judged)
    whole = sum(f.weight for f in fields)
    points = sum(f.weight * _points(f) for f in judged)
    return ProfileScore(
        profile=profile.id,
        verdict=(
            Verdict.FAIL
            if short or refused or not sheet.parts
            else Verdict.UNKNOWN
            if blind
            else Verdict.PASS
        ),
        gates=profile.gate,
        score=round(100 * points / weight, 1) if weight and sheet.parts else None,
        judged=round(weight / whole, 3) if whole else 0.0,
        fields=tuple(fields),
        remarks=tuple(remarks),
    )


def _points(field: FieldScore) -> float:
    if field.level == "forbidden":
        return 0.0 if field.have else 1.0
    return field.share


def _field(sheet: Sheet, norms: Norms, profile: Profile, field: Field, asked: Asked) -> FieldScore:
    paths = asked.paths.get(sheet.form) if asked.paths else None
    if paths is None and not asked.paths:
        paths = [*field.paths.get(sheet.form, ()), *asked.also.get(sheet.form, ())]
    paths = paths or []
    check = CHECKS[asked.check or field.checks.get(sheet.form) or field.check]
    missing: list[str] = []
    sayable = bool(paths)
    if field.special == "dependencies":
        have, total, missing = _dependencies(sheet, profile.dependencies)
    elif field.special == "completeness":
        have, total = int(sheet.complete_whole or bool(sheet.complete)), 1
    elif field.about == "document":
        have, total = int(_has(sheet.root, paths, check)), 1
    else:
        without = [p for p in sheet.parts if not _has(p.node, paths, check)]
        have, total = len(sheet.parts) - len(without), len(sheet.parts)
        missing = [p.label for p in without[:SAMPLE]]
    return FieldScore(
        field=field.id,
        level=asked.level,
        state=_state(asked.level, have, total, profile.enough) if sayable else State.UNSAYABLE,
        have=have,
        total=total,
        weight=norms.weights[asked.level],
        missing=tuple(missing) if sayable else (),
        paths=tuple(paths),
        source=profile.source,
        date=profile.date,
        confidence=asked.confidence or profile.confidence,
        note=asked.note,
    )


def _state(level: str, have: int, total: int, enough: float) -> State:
    if level == "forbidden":
        return State.MISSING if have else State.MET
    if total and have >= enough * total - 1e-9:
        return State.MET
    return State.PARTLY if have else State.MISSING


def _has(node: dict[str, Any], paths: Iterable[str], check: Any) -> bool:
    return any(check(value) for path in paths for value in values_at(node, path))


def _dependencies(sheet: Sheet, mode: str) -> tuple[int, int, list[str]]:
    """Components that stand in the graph as the norm asks, all, and some that do not."""
    if mode == "top-level":
        return int(sheet.top), 1, []
    wanted = sheet.stated if mode == "each-stated" else sheet.linked
    parts: tuple[Part, ...] = sheet.parts
    if len(parts) == 1 and mode == "in-graph":
        wanted = wanted | sheet.stated
    without = [p for p in parts if not p.ref or p.ref not in wanted]
    return len(parts) - len(without), len(parts), [p.label for p in without[:SAMPLE]]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in _NUMBER.findall(version)[:4])


def _format(sheet: Sheet, profile: Profile) -> Remark | None:
    wanted = profile.formats.get(sheet.form)
    shown = {"cyclonedx": "CycloneDX"}.get(sheet.form, "SPDX")
    if wanted is None:
        return Remark(word="format-no", values=(("form", f"{shown} {sheet.version}".strip()),))
    if _numbers(sheet.version) < _numbers(wanted):
        values = (("form", shown), ("version", sheet.version or "?"), ("wanted", wanted))
        return Remark(word="format-old", values=values)
    return None


def _age(sheet: Sheet, profile: Profile, now: datetime) -> Remark | None:
    """A remark on a document that is older than the norm wants; never a failure."""
    place = "metadata.timestamp" if sheet.form == "cyclonedx" else "creationInfo.created"
    stated = [v for v in values_at(sheet.root, place) if isinstance(v, str)]
    made = moment(stated[0]) if stated else None
    if not profile.max_age_days or made is None:
        return None
    days = (now - made).days
    if days <= profile.max_age_days:
        return None
    return Remark(
        word="too-old", values=(("days", str(days)), ("limit", str(profile.max_age_days)))
    )
