"""The annex: waivers, coverage, what was not read, and the method."""

from scanner.reports import view, waiver_view
from scanner.reports.data import ReportData, SourceRow
from scanner.reports.escape import clip
from scanner.reports.markup import Html, el, table
from scanner.reports.page import pieces
from scanner.words import Words

_WAIVERS = 200
_SOURCES = 400
_ISSUES = 150
_UNSUPPORTED = 40


def waivers(data: ReportData, words: Words) -> Html:
    """Approved deviations with their last day, ended ones first."""
    found = waiver_view.waivers(data)
    if not found:
        return pieces.section("waivers", words("title.waivers"), el("p", words("empty.waivers")))
    heads = [words(f"column.{n}") for n in ("waiver", "stand", "until", "findings", "reason")]
    signs = {"valid": "clean", "expired": "deviates", "unused": "unknown"}
    rows = [
        (
            w.id,
            el("span", words.of("waiver-state", w.state), class_=f"badge stand {signs[w.state]}"),
            words.day(w.until) if w.until else "-",
            words.number(w.findings),
            _reason(w, words),
        )
        for w in found[:_WAIVERS]
    ]
    made = table(
        words("caption.waivers"), heads, rows, name="waivers-table", numbers=frozenset({3})
    )
    tail = pieces.rest(words, "more.waivers", len(found) - _WAIVERS)
    return pieces.section("waivers", words("title.waivers"), made, *tail)


def coverage(data: ReportData, words: Words) -> Html:
    """What was read: sources, formats, and formats that cannot be read yet."""
    totals = view.totals(data)
    files = words(
        "coverage.files",
        read=totals.files_read,
        seen=totals.files_seen,
        failed=totals.files_failed,
        skipped=totals.files_skipped,
    )
    sources = words(
        "coverage.sources",
        complete=totals.sources_complete,
        sources=len(data.sources),
        partial=totals.sources_partial,
        failed=totals.sources_failed,
    )
    parts = [el("p", files), el("p", sources)]
    unread = view.unsupported(data)
    if unread:
        names = ", ".join(f"{clip(title, 80)} ({n})" for title, n in unread[:_UNSUPPORTED])
        parts.append(el("p", words("coverage.unsupported", names=names)))
    names_ = ("source", "kind", "state", "files", "failed", "skipped", "components", "unsupported")
    ranked = sorted(data.sources, key=lambda s: (_STATES.get(s.state, 0), s.uri))
    parts += [
        el("h3", words("title.sources")),
        table(
            words("caption.sources"),
            [words(f"column.{n}") for n in names_],
            [_source(s, words) for s in ranked[:_SOURCES]],
            name="sources-table",
            numbers=frozenset({3, 4, 5, 6}),
            filter_words=(words("report.filter"), words("report.filtered")),
        ),
        *pieces.rest(words, "more.sources", len(ranked) - _SOURCES),
        el("h3", words("title.formats")),
        _formats(data, words),
    ]
    return pieces.section("coverage", words("title.coverage"), *parts)


def issues(data: ReportData, words: Words) -> Html:
    """What could not be read, each with its place and reason."""
    found = view.lost(data)
    if not found:
        return pieces.section("issues", words("title.issues"), el("p", words("empty.issues")))
    rows = [
        (
            el("code", clip(view.issue_place(row), 240)),
            words.of("issue", row.issue.kind.value),
            clip(f"{row.issue.subject}: " if row.issue.subject else "", 120)
            + clip(words.reason(row.issue.message), 300),
        )
        for row in found[:_ISSUES]
    ]
    heads = [words(f"column.{n}") for n in ("place", "kind", "message")]
    made = table(words("caption.issues"), heads, rows, name="issues-table")
    tail = pieces.rest(words, "more.issues", len(found) - _ISSUES)
    told = [
        el("li", el("strong", words.of("issue", k.value)), ": ", words.of("issue-help", k.value))
        for k in view.kinds(found)
    ]
    verbatim = el("p", words("issue-help.verbatim"), class_="help")
    return pieces.section("issues", words("title.issues"), el("ul", *told), made, *tail, verbatim)


def method(data: ReportData, words: Words) -> Html:
    """How it was measured, how to read it, how to object, and what each rule came to."""
    previous = (
        words("method.first")
        if data.previous_scan_id is None
        else words.number(data.previous_scan_id)
    )
    facts = [
        (words("method.tool"), data.tool_version),
        (words("method.digest"), el("code", data.pack_digest[:32])),
        (words("method.started"), words.moment(data.started_at)),
        (words("method.finished"), words.moment(data.finished_at)),
        (words("method.previous"), previous),
        (words("method.occurrences"), words.number(data.occurrence_count)),
    ]
    names = ("rule", "check", "complies", "deviates", "unknown", "not-applicable", "waived")
    rows = [
        (
            words.of("rule", r.rule),
            words.of("rule-help", r.rule),
            *map(words.number, (r.complies, r.deviates, r.unknown, r.not_applicable, r.waived)),
        )
        for r in data.rules
    ]
    text = words("method.text", pack=data.pack_name, version=data.pack_version)
    return pieces.section(
        "method",
        words("title.method"),
        el("p", text),
        el("p", words("method.contest")),
        el("h3", words("title.verdicts")),
        el(
            "ul",
            *(el("li", words(f"method.{n}")) for n in ("deviates", "unknown", "clean", "waived")),
        ),
        el("dl", *(el("div", el("dt", n), el("dd", v)) for n, v in facts), class_="facts"),
        el("h3", words("title.rules")),
        table(
            words("caption.rules"),
            [words(f"column.{n}") for n in names],
            rows,
            name="rules-table",
            numbers=frozenset({2, 3, 4, 5, 6}),
        ),
    )


_STATES = {"failed": -2, "partial": -1}


def _source(source: SourceRow, words: Words) -> tuple[str, ...]:
    name = el("span", clip(source.uri, 200))
    if source.unchanged:
        name = el("span", name, " ", el("small", words("unchanged")))
    signs = {"complete": "clean", "partial": "unknown", "failed": "deviates"}
    state = words.of("state", source.state)
    return (
        name,
        words.of("source-kind", source.kind),
        el("span", state, class_=f"badge stand {signs.get(source.state, 'unknown')}"),
        f"{words.number(source.files_read)}/{words.number(source.files_seen)}",
        words.number(source.files_failed),
        words.number(source.files_skipped),
        words.number(source.components),
        clip(", ".join(source.unsupported), 160) or "-",
    )


def _formats(data: ReportData, words: Words) -> Html:
    names = ("format", "files", "failed", "components", "version", "license-count")
    rows = [
        (
            clip(row.format, 80),
            *map(
                words.number,
                (row.files, row.failed, row.components, row.with_version, row.with_license),
            ),
        )
        for row in data.formats[:200]
    ]
    return table(
        words("caption.formats"),
        [words(f"column.{n}") for n in names],
        rows,
        name="formats-table",
        numbers=frozenset({1, 2, 3, 4, 5}),
    )


def _reason(waiver: waiver_view.WaiverLine, words: Words) -> str:
    if waiver.reason or not waiver.decided_by:
        return clip(waiver_view.reason_in(waiver, words) or waiver.about, 400)
    return words("waiver.decided", by=clip(waiver.decided_by, 200))
