"""Waivers as the findings of a scan show them."""

import msgspec

from policies.finding import SubjectKind
from scanner.reports.data import FindingRow, ReportData
from scanner.words import Words


class WaiverLine(msgspec.Struct, frozen=True, kw_only=True):
    """One waiver as the findings show it."""

    id: str
    state: str
    """`valid`, `expired` or `unused`."""
    until: str
    """ISO day, or empty."""
    reason: str
    decided_by: str
    findings: int
    """Findings it covers, or that are open again since it ended."""
    about: str
    """Rules it is about, comma between, or what the file says."""


def waivers(data: ReportData) -> tuple[WaiverLine, ...]:
    """Waivers that hold, have ended or cover nothing: ended ones first, then by last day and id."""
    held: dict[str, list[FindingRow]] = {}
    lines = []
    for finding in data.findings:
        if finding.status == "waived":
            held.setdefault(finding.waiver, []).append(finding)
        elif finding.subject_kind is SubjectKind.WAIVER:
            lines.append(_from_finding(finding))
    for number, rows in held.items():
        lines.append(
            WaiverLine(
                id=number,
                state="valid",
                until=rows[0].waiver_until,
                reason=rows[0].waiver_reason,
                decided_by="",
                findings=len(rows),
                about=", ".join(sorted({f.rule for f in rows})),
            )
        )
    order = {"expired": 0, "valid": 1, "unused": 2}
    return tuple(sorted(lines, key=lambda w: (order[w.state], w.until, w.id)))


def reason_in(waiver: WaiverLine, words: Words) -> str:
    """Why it was approved in the language of the reader, as far as the ground has a word there.

    Args:
        waiver: Its reason is `ground: explanation`, the explanation as the town wrote it.
        words: Of the reader.
    """
    ground, colon, explanation = waiver.reason.partition(": ")
    return f"{words.of('ground', ground)}: {explanation}" if colon else waiver.reason


def _from_finding(finding: FindingRow) -> WaiverLine:
    values = dict(finding.values)
    expired = finding.rule == "waiver-expired"
    again = values.get("findings", "0")
    return WaiverLine(
        id=finding.subject,
        state="expired" if expired else "unused",
        until=values.get("valid_until", ""),
        reason="",
        decided_by=values.get("decided_by", ""),
        findings=int(again) if expired and again.isdecimal() else 0,
        about=values.get("about", ""),
    )
