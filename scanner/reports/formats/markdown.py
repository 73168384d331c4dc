"""The summary as Markdown, for a merge request, an issue or a wiki (GitHub and GitLab flavours).

Foreign text is shown as it is: no markup, links or mentions come of it.
"""

from collections.abc import Iterator, Sequence

from policies.finding import Verdict
from scanner.reports import overview, view, waiver_view
from scanner.reports.data import ReportData
from scanner.reports.escape import clip, markdown, markdown_code
from scanner.words import Words
from scanner.words import words as words_of

_SYSTEMS = 200
_EACH = 10
_ISSUES = 50


def render(data: ReportData, /, *, lang: str) -> str:
    """The summary.

    Args:
        data: What to show.
        lang: `nl` or `en`.
    """
    words = words_of(lang)
    lines = [*_head(data, words), *_systems(data, words), *_findings(data, words)]
    lines += [*_waivers(data, words), *_coverage(data, words)]
    lines += ["", "---", "", markdown(_method(data, words))]
    return "\n".join(lines) + "\n"


def _head(data: ReportData, words: Words) -> Iterator[str]:
    totals = view.totals(data)
    yield "# " + markdown(words("report.title", organisation=data.organisation))
    yield ""
    yield markdown(words("report.when", scan=data.scan_id, moment=words.moment(data.started_at)))
    if not data.complete:
        yield ""
        yield f"> **{markdown(overview.incomplete(data, words))}**"
    yield ""
    rows = [
        (words("figure.deviates"), words.number(totals.deviates)),
        (words("figure.unknown"), words.number(totals.unknown)),
        (words("figure.waived"), words.number(totals.waived)),
        (words("figure.components"), words.number(data.component_count)),
        (words("figure.licensed"), words.share(totals.licensed, totals.judged)),
    ]
    if data.previous_scan_id is not None:
        rows.insert(2, (words("figure.new"), words.number(totals.new)))
    yield from _table((words("column.figure"), words("column.number")), rows, right={1})


def _systems(data: ReportData, words: Words) -> Iterator[str]:
    yield from ("", f"## {words('title.systems')}", "")
    stands = view.statuses(data)
    names = ("system", "domain", "owner", "components", "licensed", "deviates", "unknown", "waived")
    heads = [*(words(f"column.{name}") for name in names), words("column.stand")]
    rows = [
        (
            markdown(clip(system.name or words("system.none"), 120)),
            markdown(clip(domain[:1].upper() + domain[1:] or "-", 80)),
            markdown(clip(system.owner or words("owner.none"), 120)),
            words.number(system.components),
            words.share(system.with_license, system.components),
            words.number(system.deviates),
            words.number(system.unknown),
            words.number(system.waived),
            words.of("stand", stands[system.id]),
        )
        for domain, found in view.by_domain(data)
        for system in found
    ]
    yield from _table(heads, rows[:_SYSTEMS], right={3, 4, 5, 6, 7})
    if len(rows) > _SYSTEMS:
        yield from ("", words("more.systems", count=len(rows) - _SYSTEMS))


def _findings(data: ReportData, words: Words) -> Iterator[str]:
    title = overview.findings_title(data, words)
    yield from ("", f"## {title}")
    for group in view.groups(data):
        severity = words.of("severity", group.severity.value)
        rule = words.of("rule", group.rule)
        line = words(
            "group.line", rule=rule, count=len(group.findings), systems=len(group.by_system)
        )
        yield from ("", f"### {markdown(line)} ({severity})", "")
        yield markdown(clip(words.pick(group.findings[0].fix), 600))
        yield ""
        rows = []
        for finding in group.findings[:_EACH]:
            place = finding.places[0] if finding.places else None
            more = finding.place_count - 1
            tail = f" {words('more.places', count=more)}" if place and more > 0 else ""
            verdict = words.of("verdict", finding.verdict.value)
            rows.append(
                (
                    verdict if finding.verdict is Verdict.UNKNOWN else f"**{verdict}**",
                    markdown(clip(words.pick(finding.title), 300))
                    + (f" ({words('word.new')})" if view.is_new(data, finding) else ""),
                    markdown(finding.system or "-"),
                    (markdown_code(clip(view.place_text(place), 200)) if place else "-") + tail,
                )
            )
        heads = [words(f"column.{name}") for name in ("verdict", "finding", "system", "place")]
        yield from _table(heads, rows)
        if len(group.findings) > _EACH:
            yield from ("", words("more.findings", count=len(group.findings) - _EACH))


def _waivers(data: ReportData, words: Words) -> Iterator[str]:
    found = waiver_view.waivers(data)
    if not found:
        return
    yield from ("", f"## {words('title.waivers')}", "")
    heads = [words(f"column.{n}") for n in ("waiver", "stand", "until", "findings", "reason")]
    rows = [
        (
            markdown(clip(w.id, 120)),
            words.of("waiver-state", w.state),
            markdown(words.day(w.until)),
            words.number(w.findings),
            markdown(clip(waiver_view.reason_in(w, words) or w.decided_by or w.about, 300)),
        )
        for w in found
    ]
    yield from _table(heads, rows, right={3})


def _coverage(data: ReportData, words: Words) -> Iterator[str]:
    totals = view.totals(data)
    yield from ("", f"## {words('title.coverage')}", "")
    yield words(
        "coverage.files",
        read=totals.files_read,
        seen=totals.files_seen,
        failed=totals.files_failed,
        skipped=totals.files_skipped,
    )
    unread = view.unsupported(data)
    if unread:
        names = ", ".join(f"{title} ({count})" for title, count in unread)
        yield from ("", markdown(words("coverage.unsupported", names=clip(names, 1000))))
    lost = view.lost(data)
    if lost:
        yield from ("", f"### {words('title.unread', count=len(lost))}", "")
        for row in lost[:_ISSUES]:
            subject = f"{clip(row.issue.subject, 100)}: " if row.issue.subject else ""
            kind = words.of("issue", row.issue.kind.value)
            text = f"{kind}: {subject}{clip(words.reason(row.issue.message), 300)}"
            yield f"- {markdown_code(clip(view.issue_place(row), 200))} {markdown(text)}"
        if len(lost) > _ISSUES:
            yield from ("", words("more.issues", count=len(lost) - _ISSUES))
        yield ""
        for kind in view.kinds(lost):
            help_text = words.of("issue-help", kind.value)
            yield f"- *{words.of('issue', kind.value)}*: {help_text}"


def _method(data: ReportData, words: Words) -> str:
    return words(
        "foot.method",
        tool=data.tool_version,
        pack=data.pack_name,
        version=data.pack_version,
        digest=data.pack_digest[:12],
    )


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: set[int] | frozenset[int] = frozenset(),
) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "|".join("---:" if i in right else "---" for i in range(len(heads))) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
