"""The summary of a scan in plain lines, for the terminal: after a scan and as report `table`."""

from collections.abc import Iterator

from policies.finding import Verdict
from scanner.reports import view
from scanner.reports.data import FindingRow, ReportData
from scanner.reports.escape import clip, seen
from scanner.reports.terminal import Screen, columns, styled, wrapped
from scanner.words import Words

MARKS = {"deviates": "x", "unknown": "?", "clean": "v"}
"""A sign beside each status, so that colour is never the only one."""
_WIDE = 112
"""Columns from which there is room for owners."""
_NARROW = 90
"""Columns from which there is room for all figures."""
_COLUMNS = (
    "system",
    "owner",
    "components",
    "license",
    "deviates",
    "unknown",
    "waived",
    "stand",
)


def headline(data: ReportData, words: Words, screen: Screen) -> Iterator[str]:
    """Which scan this is, its size, and whether it is whole."""
    totals = view.totals(data)
    title = words(
        "head.scan",
        organisation=seen(data.organisation),
        scan=data.scan_id,
        moment=words.moment(data.started_at),
    )
    yield from styled(screen, title, "bold")
    size = words(
        "head.size",
        systems=totals.systems,
        sources=len(data.sources),
        components=data.component_count,
        share=words.share(totals.licensed, totals.judged),
    )
    yield from wrapped(size, screen.width)
    if not data.complete:
        yield from styled(screen, incomplete(data, words), "unknown")


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
    """One line a system, the worst first; a narrow screen leaves out what matters least."""
    stands = view.statuses(data)
    left_out = {"owner"} if screen.width < _WIDE else set()
    if screen.width < _NARROW:
        left_out |= {"components", "license", "waived"}
    rows, styles = [], []
    for system in sorted(data.systems, key=view.gravity):
        stand = stands[system.id]
        styles.append(stand)
        cells = {
            "system": clip(system.name or words("system.none"), 40),
            "owner": clip(system.owner or words("owner.none"), 32),
            "components": words.number(system.components),
            "license": words.share(system.with_license, system.components),
            "deviates": words.number(system.deviates),
            "unknown": words.number(system.unknown),
            "waived": words.number(system.waived),
            "stand": f"{MARKS[stand]} {words.of('stand', stand)}",
        }
        rows.append([text for name, text in cells.items() if name not in left_out])
    names = [n for n in _COLUMNS if n not in left_out]
    heads = [words(f"column.{name}") for name in names]
    last = len(names) - 1
    first = 1 if "owner" in left_out else 2
    yield from columns(
        screen,
        heads,
        rows[:most],
        right=frozenset(range(first, last)),
        styles=styles,
        style_column=last,
    )
    if len(rows) > most:
        yield from wrapped(words("more.systems", count=len(rows) - most), screen.width, first="  ")


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
        line = words(
            "group.line",
            rule=words.of("rule", group.rule),
            count=len(group.findings),
            systems=len(group.by_system),
        )
        head, *more = wrapped(f"[{severity}] {line}", screen.width, first="  ")
        told, _, title = head.partition("] ")
        yield screen.style(f"{told}]", group.severity.value) + " " + screen.style(title, "bold")
        yield from (screen.style(text, "bold") for text in more)
        for number, finding in enumerate(group.findings[:each]):
            yield from _finding(data, finding, words, screen)
            if number == 0:
                fix = clip(words.pick(finding.fix), 500)
                yield from wrapped(fix, screen.width, first="        -> ")
        if len(group.findings) > each:
            yield from wrapped(
                words("more.findings", count=len(group.findings) - each),
                screen.width,
                first="      ",
            )
    if len(found) > most:
        yield from wrapped(words("more.rules", count=len(found) - most), screen.width, first="  ")


def _finding(data: ReportData, finding: FindingRow, words: Words, screen: Screen) -> Iterator[str]:
    mark = "?" if finding.verdict is Verdict.UNKNOWN else "x"
    new = f" ({words('word.new')})" if view.is_new(data, finding) else ""
    title = clip(words.pick(finding.title), 300) + new
    yield from wrapped(title, screen.width, first=f"    {mark} ")
    parts = []
    if finding.places:
        place = finding.places[0]
        parts.append(clip(view.place_text(place), 200))
        if place.path and place.source and not view.is_itself(place.source, place.path):
            parts.append(f"({clip(place.source, 120)})")
        if finding.place_count > 1:
            parts.append(words("more.places", count=finding.place_count - 1))
    parts.append(f"[{finding.fingerprint[:8]}]")
    yield from styled(screen, " ".join(parts), "dim", first="        ")


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
    yield from wrapped(text, screen.width, first="  ")
    text = words(
        "coverage.sources",
        complete=totals.sources_complete,
        sources=len(data.sources),
        partial=totals.sources_partial,
        failed=totals.sources_failed,
    )
    yield from wrapped(text, screen.width, first="  ")
    unread = view.unsupported(data)
    if unread:
        names = ", ".join(f"{title} ({count})" for title, count in unread)
        text = words("coverage.unsupported", names=clip(names, 1000))
        yield from wrapped(text, screen.width, first="  ")


def unread(data: ReportData, words: Words, screen: Screen, *, most: int) -> Iterator[str]:
    """Issues that leave the scan incomplete, one each."""
    rows = view.lost(data)
    for row in rows[:most]:
        where = view.issue_place(row)
        subject = f"{clip(row.issue.subject, 100)}: " if row.issue.subject else ""
        kind = words.of("issue", row.issue.kind.value)
        text = f"{where}: {kind}: {subject}{clip(words.reason(row.issue.message), 300)}"
        yield from wrapped(text, screen.width, first="  ", rest="    ")
    if len(rows) > most:
        yield from wrapped(words("more.issues", count=len(rows) - most), screen.width, first="  ")
    for kind in view.kinds(rows):
        text = f"{words.of('issue', kind.value)}: {words.of('issue-help', kind.value)}"
        yield from styled(screen, text, "dim", first="  - ")
