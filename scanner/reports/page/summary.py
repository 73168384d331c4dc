"""In short, and per domain and system: how independent, what deviates, what is not known."""

from collections.abc import Iterator

from scanner.reports import overview, view, waiver_view
from scanner.reports.data import ReportData, SystemRow
from scanner.reports.escape import clip
from scanner.reports.markup import Html, el, table
from scanner.reports.page import pieces
from scanner.words import Words

_SYSTEMS = 1_000
_WORST = 3
_FIRST = 5
"""Rules to begin with."""
_OWNERS = 3
"""Owners named for each."""


def summary(data: ReportData, words: Words) -> Html:
    """What an administrator reads first."""
    totals = view.totals(data)
    if data.complete:
        banner = el("p", el("strong", words("banner.complete")), class_="banner")
    else:
        said = el("strong", overview.incomplete(data, words))
        link = el("a", words("title.issues"), href="#issues")
        banner = el("p", said, " ", link, class_="banner incomplete")
    missing = totals.judged - totals.licensed
    cards = el(
        "div",
        _card(
            words("card.independence"),
            words.share(totals.open_licensed, totals.judged),
            words("card.independence.figure"),
            _independence(data, totals, words),
            "independence",
        ),
        _card(
            words("card.deviates"),
            words.number(totals.deviates),
            words("card.deviates.figure", count=totals.deviates),
            _deviates(data, totals, words),
            "deviates",
        ),
        _card(
            words("card.unknown"),
            words.share(missing, totals.judged),
            words("card.unknown.figure"),
            _unknown(data, totals, words),
            "unknown",
        ),
        class_="cards",
    )
    lead = el("p", words("report.lead", organisation=data.organisation), class_="lead")
    return pieces.section(
        "summary", words("title.summary"), lead, banner, cards, *_first(data, words)
    )


def _first(data: ReportData, words: Words) -> list[Html]:
    """What to begin with: the gravest rules, whose turn it is, and how often; links to the details."""
    found = view.groups(data)[:_FIRST]
    if not found:
        return []
    systems = {s.id: s for s in data.systems}
    steps = []
    for group in found:
        owners: list[str] = []
        for number, _ in group.by_system:
            system = systems.get(number)
            owner = clip(system.owner, 60) if system and system.owner else words("owner.none")
            if owner not in owners:
                owners.append(owner)
        more = len(owners) - _OWNERS
        names = ", ".join(owners[:_OWNERS]) + (
            f" {words('more.owners', count=more)}" if more > 0 else ""
        )
        rule = words.of("rule", group.rule)
        link = el("a", rule, href=f"#rule-{group.rule}")
        count = words("first.count", count=len(group.findings))
        mark = pieces.severity(group.severity, words)
        steps.append(el("li", mark, " ", el("strong", link), f" ({count}): {names}"))
    return [el("h3", words("title.first")), el("ol", *steps, class_="first")]


def systems(data: ReportData, words: Words) -> Html:
    """One row a system, by domain."""
    names = ("system", "stand", "deviates", "unknown", "waived", "components", "licensed")
    heads = [words(f"column.{n}") for n in (*names, "owner", "sourcing", "criticality")]
    stands = view.statuses(data)
    rows: list[tuple[str, ...]] = []
    shown = 0
    for domain, found in view.by_domain(data):
        if shown < _SYSTEMS:
            rows.append((_domain(domain, found, words),))
        for system in found[: max(_SYSTEMS - shown, 0)]:
            rows.append(_system(system, stands[system.id], words))
        shown += len(found)
    made = table(
        words("caption.systems"),
        heads,
        rows,
        name="systems-table",
        numbers=frozenset({2, 3, 4, 5, 6}),
        groups=True,
        filter_words=(words("report.filter"), words("report.filtered")),
    )
    left = len(data.systems) - _SYSTEMS
    tail = [pieces.more(words("more.systems", count=left))] if left > 0 else []
    return pieces.section("systems", words("title.systems"), made, *tail)


def _card(title: str, figure: str, label: str, lines: Iterator[str], kind: str) -> Html:
    return el(
        "div",
        el("h3", title),
        el("p", el("strong", figure), " ", label, class_="figure"),
        el("ul", *(el("li", line) for line in lines)),
        class_=f"card {kind}",
    )


def _independence(data: ReportData, totals: view.Totals, words: Words) -> Iterator[str]:
    share = words.share(totals.licensed, totals.judged)
    yield words("say.licensed", share=share, components=data.component_count)
    closed = totals.licensed - totals.open_licensed
    if closed:
        yield words("say.closed", count=closed)
    kinds = [s.sourcing for s in data.systems if s.id]
    if kinds:
        own, bought = kinds.count("own"), kinds.count("commercial")
        yield words("say.own", count=own, bought=bought, mixed=kinds.count("mixed"))
    yield words("say.clean", clean=totals.clean, systems=totals.systems)


def _deviates(data: ReportData, totals: view.Totals, words: Words) -> Iterator[str]:
    counted = [
        words("say.severity", count=count, severity=words.of("severity", severity.value))
        for severity, count in totals.by_severity
        if count
    ]
    if counted:
        yield words("say.severities", list=", ".join(counted))
    worst = [s for _, rows in view.by_domain(data) for s in rows if s.id and s.deviates]
    worst.sort(key=view.gravity)
    if worst:
        names = ", ".join(clip(s.name or s.id, 80) for s in worst[:_WORST])
        yield words("say.worst", names=names)
    if totals.new and data.previous_scan_id is not None:
        yield words("say.new", count=totals.new)
    if totals.waived:
        yield words("say.waived", count=totals.waived)
    expired = sum(w.state == "expired" for w in waiver_view.waivers(data))
    if expired:
        yield words("say.expired", count=expired)


def _unknown(data: ReportData, totals: view.Totals, words: Words) -> Iterator[str]:
    if totals.unknown:
        yield words("say.unknown-findings", count=totals.unknown)
    if totals.sources_partial or totals.sources_failed:
        yield words("say.unread", list=overview.missing(data, words))
    formats = len(view.unsupported(data))
    if formats:
        yield words("say.unsupported", count=formats)
    unlinked = sum(not s.system for s in data.sources)
    if unlinked:
        yield words("say.unlinked", count=unlinked)
    if data.complete:
        yield words("banner.complete")


def _domain(domain: str, found: tuple[SystemRow, ...], words: Words) -> str:
    if domain:
        return domain[:1].upper() + domain[1:]
    return words("domain.none") if any(s.id for s in found) else words("system.unlinked")


def _system(system: SystemRow, stand: str, words: Words) -> tuple[str, ...]:
    name = el("span", clip(system.name or system.id or words("system.none"), 120))
    if system.use_mode:
        use = words.of("use-mode", system.use_mode)
        name = el("span", name, " ", el("small", use))
    return (
        name,
        pieces.stand(stand, words),
        words.number(system.deviates),
        words.number(system.unknown),
        words.number(system.waived),
        words.number(system.components),
        words.share(system.with_license, system.components),
        clip(system.owner or words("owner.none"), 80),
        words.of("sourcing", system.sourcing) or "-",
        words.of("criticality", system.criticality) or "-",
    )
