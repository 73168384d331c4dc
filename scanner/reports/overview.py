"""The summary of a scan in plain lines, for the terminal: after a scan and as report `table`."""

from collections.abc import Iterator

from policies.finding import Verdict
from scanner.reports import view
from scanner.reports.data import FindingRow, ReportData
from scanner.reports.escape import clip, seen
from scanner.reports.terminal import Screen, columns, wrapped
from scanner.words import Words

MARKS = {"deviates": "x", "unknown": "?", "clean": "v"}
"""A sign beside each status, so that colour is never the only one."""
_WIDE = 100
"""Columns from which there is room for owners."""


def headline(data: ReportData, words: Words, screen: Screen) -> Iterator[str]:
    """Which scan this is, its size, and whether it is whole."""
    totals = view.totals(data)
    title = words(
        "head.scan",
        organisation=seen(data.organisation),
        scan=data.scan_id,
        moment=words.moment(data.started_at),
    )
    yield screen.style(title, "bold")
    size = words(
        "head.size",
        systems=totals.systems,
        sources=len(data.sources),
        components=data.component_count,
        share=words.share(totals.licensed, totals.judged),
    )
    yield from wrapped(size, screen.width)
    if not data.complete:
        lines = list(wrapped(incomplete(data, words), screen.width))
        yield from (screen.style(line, "unknown") for line in lines)


def incomplete(data: ReportData, words: Words) -> str:
    """What is missing, in one sentence or two."""
    return words("head.incomplete", list=missing(data, words))


def missing(data: ReportData, words: Words) -> str:
    """What was not read in full, counted; empty when nothing is."""
    totals = view.totals(data)
    counted = (
        ("failed", totals.sources_failed),
        ("partial", totals.sources_partial),
        ("issues", len(view.lost(data))),
    )
    return ", ".join(words(f"unread.{name}", count=count) for name, count in counted if count)


def systems(data: ReportData, words: Words, screen: Screen, *, most: int) -> Iterator[str]:
    """One line a system, the worst first; a narrow screen leaves out the owner."""
    stands = view.statuses(data)
    wide = screen.width >= _WIDE
    rows, styles = [], []
    for system in sorted(data.systems, key=view.gravity):
        stand = stands[system.id]
        styles.append(stand)
        owner = [clip(system.owner or words("owner.none"), 32)] if wide else []
        rows.append(
            [
                clip(system.name or words("system.none"), 40),
                *owner,
                words.number(system.components),
                words.share(system.with_license, system.components),
                words.number(system.deviates),
                words.number(system.unknown),
                words.number(system.waived),
                f"{MARKS[stand]} {words.of('stand', stand)}",
            ]
        )
    names = ["system", *(["owner"] if wide else []), "components", "license"]
    heads = [words(f"column.{c}") for c in (*names, "deviates", "unknown", "waived", "stand")]
    last = len(heads) - 1
    yield from columns(
        screen,
        heads,
        rows[:most],
        right=frozenset(range(last - 5, last)),
        styles=styles,
        style_column=last,
    )
    if len(rows) > most:
        yield "  " + words("more.systems", count=len(rows) - most)


def findings_title(data: ReportData, words: Words) -> str:
    """How many findings there are, and how many are new and approved."""
    totals = view.totals(data)
    count = totals.deviates + totals.unknown
    if data.previous_scan_id is None:
        return words("title.findings-first", count=count, waived=totals.waived)
    return words("title.findings", count=count, new=totals.new, waived=totals.waived)


def findings(
    data: ReportData, words: Words, screen: Screen, *, most: int, each: int
) -> Iterator[str]:
    """Open findings by rule, worst first, with an example's evidence and what to do."""
    found = view.groups(data)
    for group in found[:most]:
        severity = words.of("severity", group.severity.value)
        yield (
            "  "
            + screen.style(f"[{severity}]", group.severity.value)
            + " "
            + screen.style(
                words(
                    "group.line",
                    rule=words.of("rule", group.rule),
                    count=len(group.findings),
                    systems=len(group.by_system),
                ),
                "bold",
            )
        )
        for number, finding in enumerate(group.findings[:each]):
            yield from _finding(data, finding, words, screen)
            if number == 0:
                fix = clip(words.pick(finding.fix), 500)
                yield from wrapped(fix, screen.width, first="        -> ", rest="           ")
        if len(group.findings) > each:
            yield "      " + words("more.findings", count=len(group.findings) - each)
    if len(found) > most:
        yield "  " + words("more.rules", count=len(found) - most)


def _finding(data: ReportData, finding: FindingRow, words: Words, screen: Screen) -> Iterator[str]:
    mark = "?" if finding.verdict is Verdict.UNKNOWN else "x"
    new = f" ({words('word.new')})" if view.is_new(data, finding) else ""
    title = clip(words.pick(finding.title), 300) + new
    yield from wrapped(title, screen.width, first=f"    {mark} ", rest="      ")
    parts = []
    if finding.places:
        place = finding.places[0]
        parts.append(clip(view.place_text(place), 200))
        if place.path and place.source:
            parts.append(f"({clip(place.source, 120)})")
        if finding.place_count > 1:
            parts.append(words("more.places", count=finding.place_count - 1))
    parts.append(f"[{finding.fingerprint[:8]}]")
    for line in wrapped(" ".join(parts), screen.width, first="        ", rest="        "):
        yield screen.style(line, "dim")


def coverage(data: ReportData, words: Words, screen: Screen) -> Iterator[str]:
    """What was read, in figures and formats."""
    totals = view.totals(data)
    text = words(
        "coverage.files",
        read=totals.files_read,
        seen=totals.files_seen,
        failed=totals.files_failed,
        skipped=totals.files_skipped,
    )
    yield from wrapped(text, screen.width, first="  ", rest="  ")
    text = words(
        "coverage.sources",
        complete=totals.sources_complete,
        sources=len(data.sources),
        partial=totals.sources_partial,
        failed=totals.sources_failed,
    )
    yield from wrapped(text, screen.width, first="  ", rest="  ")
    unread = view.unsupported(data)
    if unread:
        names = ", ".join(f"{title} ({count})" for title, count in unread)
        text = words("coverage.unsupported", names=clip(names, 1000))
        yield from wrapped(text, screen.width, first="  ", rest="  ")


def unread(data: ReportData, words: Words, screen: Screen, *, most: int) -> Iterator[str]:
    """Issues that leave the scan incomplete, one each."""
    rows = view.lost(data)
    for row in rows[:most]:
        where = view.issue_place(row)
        subject = f"{clip(row.issue.subject, 100)}: " if row.issue.subject else ""
        kind = words.of("issue", row.issue.kind.value)
        text = f"{where}: {kind}: {subject}{clip(row.issue.message, 300)}"
        yield from wrapped(text, screen.width, first="  ", rest="    ")
    if len(rows) > most:
        yield "  " + words("more.issues", count=len(rows) - most)
