"""Waivers ("leg uit"): an approved deviation with a ground and an end date."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from policies.finding import Finding

WARNING_DAYS = 30
"""Days before the end that a waiver is announced, unless the pack says otherwise."""


class Waiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One approved deviation. Either `fingerprint`, or `rule` with `subject`."""

    id: str
    """Short name, unique in the file."""
    ground: str
    """Why it may deviate, in one of the grounds of the pack."""
    explanation: str
    """What was weighed, for the annual report."""
    decided_by: str
    """Role or body that decided, not a person's name."""
    decided_on: date
    valid_until: date
    """Last day on which it holds; required."""
    fingerprint: str = ""
    rule: str = ""
    subject: str = ""
    """Glob over the finding's subject; `*` matches any run of characters."""
    system: str = ""
    """Limits the waiver to one system; empty: every system."""
    decision_document: str = ""
    """Reference in the document system."""


class WaiverUse(msgspec.Struct, frozen=True, kw_only=True):
    """What the waivers did to one set of findings."""

    open: tuple[Finding, ...]
    """Findings that no valid waiver covers, in the order given."""
    waived: tuple[tuple[Finding, Waiver], ...]
    expired: tuple[tuple[Waiver, int], ...]
    """Waivers past their last day, with the number of open findings they would have covered; by
    id.
    """
    unused: tuple[Waiver, ...]
    """Valid waivers that cover no finding; by id."""
    expiring: tuple[Waiver, ...]
    """Valid waivers that end within the warning time; by end date, then id."""


def apply(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    today: date,
    *,
    warning_days: int = WARNING_DAYS,
) -> WaiverUse:
    """Set aside the findings that a valid waiver covers.

    A waiver holds through `valid_until` and has expired on the day after; one that is decided later
    than `today` does not hold yet. Where several fit, the one that ends last is used.

    Args:
        findings: In any order; the order is kept.
        waivers: Ids are unique.
        today: The day of judgement.
        warning_days: Days before the end that a waiver is announced.
    """
    known = sorted(waivers, key=lambda w: w.id)
    valid = [w for w in known if w.decided_on <= today <= w.valid_until]
    valid.sort(key=lambda w: (-w.valid_until.toordinal(), w.id))
    past = [w for w in known if w.valid_until < today]
    hits = dict.fromkeys((w.id for w in past), 0)
    used: set[str] = set()
    left: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    lookup, globs = _index(valid)
    old_lookup, old_globs = _index(past)
    for finding in findings:
        print_ = finding.fingerprint if lookup or old_lookup else ""
        fitting = [*lookup.get(print_, ()), *(w for w in globs if covers(w, finding))]
        if fitting:
            best = max(fitting, key=lambda w: (w.valid_until, w.id))
            used.update(w.id for w in fitting)
            waived.append((finding, best))
            continue
        left.append(finding)
        for waiver in (*old_lookup.get(print_, ()), *old_globs):
            if waiver.fingerprint or covers(waiver, finding):
                hits[waiver.id] += 1
    soon = today + timedelta(days=warning_days)
    return WaiverUse(
        open=tuple(left),
        waived=tuple(waived),
        expired=tuple((w, hits[w.id]) for w in past),
        unused=tuple(w for w in known if w in valid and w.id not in used),
        expiring=tuple(
            sorted((w for w in valid if w.valid_until <= soon), key=lambda w: (w.valid_until, w.id))
        ),
    )


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether the waiver is about this finding, dates left aside."""
    if waiver.fingerprint:
        return waiver.fingerprint == finding.fingerprint
    if waiver.rule != finding.rule or waiver.system not in {"", finding.system}:
        return False
    return _fits(waiver.subject, finding.subject)


def problems(waiver: Waiver) -> tuple[tuple[str, str], ...]:
    """What is wrong with a waiver by itself: (field, reason) pairs, empty when nothing is."""
    found: list[tuple[str, str]] = []
    if bool(waiver.fingerprint) == bool(waiver.rule or waiver.subject):
        found.append(("fingerprint", "give either a fingerprint, or a rule with a subject"))
    elif not waiver.fingerprint and not (waiver.rule and waiver.subject):
        found.append(("rule" if not waiver.rule else "subject", "is missing"))
    elif waiver.fingerprint and not re.fullmatch(r"[0-9a-f]{32}", waiver.fingerprint):
        found.append(("fingerprint", "is not 32 hexadecimal digits"))
    if waiver.subject and not waiver.subject.strip("*?"):
        found.append(("subject", "covers everything; name what the decision was about"))
    if waiver.valid_until < waiver.decided_on:
        found.append(("valid_until", "lies before decided_on"))
    for field in ("id", "ground", "explanation", "decided_by"):
        if not getattr(waiver, field).strip():
            found.append((field, "is empty"))
    return tuple(found)


def _index(waivers: list[Waiver]) -> tuple[dict[str, list[Waiver]], list[Waiver]]:
    by_print: dict[str, list[Waiver]] = {}
    globs: list[Waiver] = []
    for waiver in waivers:
        if waiver.fingerprint:
            by_print.setdefault(waiver.fingerprint, []).append(waiver)
        else:
            globs.append(waiver)
    return by_print, globs


def _fits(pattern: str, text: str) -> bool:
    """Whether a glob fits the whole text; pieces between stars are sought once, left to right."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    place = len(first)
    for piece in rest[:-1]:
        place = text.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return len(text) - place >= len(rest[-1]) and text.endswith(rest[-1])
