"""Contract dates as an iCalendar file: all-day events with an alarm, the same bytes for the same input.

Source: RFC 5545, sections 3.1 (folding), 3.3.11 (escaping) and 3.6.1.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sbom.registers.deadlines import Deadline, DeadlineKind
from scanner.words import Words

_ALARM_DAYS = 30


def render(deadlines: Iterable[Deadline], now: datetime, say: Words) -> str:
    """The calendar; deadlines without a day are left out, for they have no place in one.

    Args:
        deadlines: Of one register.
        now: Time stamp of the events, aware, UTC.
        say: Language of the texts.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sluis//contract dates//NL"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for deadline in deadlines:
        if deadline.day is not None and deadline.kind is not DeadlineKind.PAST:
            lines += _event(deadline, deadline.day, now, say)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def _event(deadline: Deadline, day: date, now: datetime, say: Words) -> list[str]:
    contract = deadline.contract
    title = contract.title or contract.product or contract.key
    key = f"{contract.key}\0{contract.vendor}\0{title}\0{deadline.kind}\0{day.isoformat()}"
    uid = hashlib.sha256(key.encode()).hexdigest()[:32]
    kind = deadline.kind.value
    summary = say(f"deadline.{kind}", title=title, vendor=contract.vendor or "?")
    told = [say(f"deadline-help.{kind}")]
    if contract.notice_months is not None:
        months = f"{contract.notice_months:g}"
        told.append(say("deadline.notice-period", months=months))
    if contract.key:
        told.append(say("deadline.number", key=contract.key))
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@sluis",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(chr(10).join(told))}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(summary)}",
        f"TRIGGER:-P{_ALARM_DAYS}D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c >= " ")


def _folded(line: str) -> str:
    """At most 75 bytes a line, never within a character."""
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 75:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += width
    return "\r\n".join([*parts, part]) + "\r\n"
