"""Components that came out after the document says it was made.

Offline only such versions can be dated as carry their date: Go pseudo-versions
(`v0.0.0-20260102030405-abcdef`), calendar versions with year, month and day (`2026.1.2`,
`20260102`), and those with year and month (`2026.1`), which count from the first of the month.
Calendar versions are taken for dates only of packages that are known to use them, or where eight
digits in a row make a day: `2025.1.0` of an unknown package may be anything.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from policies.sbom_truth.look import OK, Look, Outcome, Values, label, suspect, unknown
from sbom.component import Component
from sbom.purl import base

_PSEUDO = re.compile(r"v[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}-(?:[a-z0-9]{1,20}\.)*?(20[0-9]{12})-")
_DAY = re.compile(r"(?<![0-9a-f])(20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9a-f])")
_CALENDAR = re.compile(r"(20[0-9]{2})\.([0-9]{1,2})(?:\.([0-9]{1,2}))?(?![0-9])")


def released(component: Component, calendar: Iterable[str]) -> datetime | None:
    """The earliest time at which this version can have come out, if its text says so.

    Args:
        component: With an exact version.
        calendar: Purls without version, and without `pkg:`, of packages with calendar versions.
    """
    version = component.version[:200]
    pseudo = _PSEUDO.match(version)
    if pseudo and component.purl.startswith("pkg:golang/"):
        return _instant(pseudo[1][:4], pseudo[1][4:6], pseudo[1][6:8])
    day = _DAY.search(version)
    if day:
        return _instant(day[1], day[2], day[3])
    if base(component.purl)[4:] in calendar:
        match = _CALENDAR.match(version)
        if match:
            return _instant(match[1], match[2], match[3] or "1")
    return None


def _instant(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


def check(look: Look, values: Values) -> Outcome:
    """Suspect when a dated version is newer than the document."""
    made = look.document.timestamp
    if made is None:
        return unknown("timestamp")
    calendar = frozenset(values["calendar"])
    dated = [(when, c) for c in look.document.third if (when := released(c, calendar)) is not None]
    if not dated:
        return unknown("dated-versions")
    limit = made + timedelta(days=values["slack_days"])
    newer = sorted((c for when, c in dated if limit < when), key=lambda c: c.purl)
    if not newer:
        return OK
    return suspect(map(label, newer), count=len(newer), made=made.date(), total=len(dated))
