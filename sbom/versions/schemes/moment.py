"""Moments of RFC 3339, compared as instants: the VERS type `datetime`.

Source: RFC 3339, section 5.6; package-url/vers-spec, VERS types, `datetime`.
"""

import re

from sbom.versions.digits import seal, unreadable

_VERSION = re.compile(
    r"\s*+([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]++))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2})))?"
    r"\s*\Z"
)


def key(version: str) -> bytes:
    """Sort key; a date alone is its midnight in UTC."""
    from datetime import date

    match = _VERSION.match(version)
    if match is None:
        return unreadable(version)
    year, month, day, hour, minute, second, fraction, sign, ahead, aside = match.groups("0")
    try:
        days = date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return unreadable(version)
    seconds = days * 86_400 + int(hour) * 3600 + int(minute) * 60 + int(second)
    offset = int(ahead) * 3600 + int(aside) * 60
    seconds += offset if sign == "-" else -offset
    return seal(f"!{seconds + 86_400 * 2:013d}{fraction.rstrip('0')}")
