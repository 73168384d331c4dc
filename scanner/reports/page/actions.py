"""What has to be done: findings by rule, the gravest first, with evidence, next step and owner."""

from policies.finding import Severity, Verdict
from scanner.reports import view
from scanner.reports.data import FindingRow, ReportData, SystemRow
from scanner.reports.escape import clip
from scanner.reports.markup import Html, el, table
from scanner.reports.page import pieces
from scanner.words import Words

_CARDS = 3
"""Findings of a grave rule shown in full; of other rules one."""
_ROWS = 20
"""Further findings of a rule, one row each."""
_ALL = 400
"""Rows over all rules."""
_SYSTEMS = 8
"""Systems named for a rule."""
_PLACES = 3

Systems = dict[str, SystemRow]


def actions(data: ReportData, words: Words) -> Html:
    """Findings by rule."""
    systems = {s.id: s for s in data.systems}
    left = _ALL
    parts: list[Html] = []
    for group in view.groups(data):
        rows = max(min(len(group.findings) - _cards(group), _ROWS, left), 0)
        left -= rows
        parts.append(_group(data, group, rows, systems, words))
    if not parts:
        parts = [el("p", words("empty.findings"))]
    return pieces.section("actions", words("title.actions"), *parts)


def _group(data: ReportData, group: view.Group, rows: int, systems: Systems, words: Words) -> Html:
    cards = _cards(group)
    rule = words.of("rule", group.rule)
    line = words("group.line", rule=rule, count=len(group.findings), systems=len(group.by_system))
    content = [
        el("h3", *_head(group, line, words), id=f"rule-{group.rule}"),
        el("p", words.of("rule-help", group.rule), class_="help"),
        *([_spread(group, systems, words)] if len(group.by_system) > 1 else []),
        *(
            _finding(data, f, systems, words, badge=not group.unknown)
            for f in group.findings[:cards]
        ),
    ]
    rest = group.findings[cards : cards + rows]
    if rest:
        heads = [
            words(f"column.{n}") for n in ("finding", "system", "owner", "place", "fingerprint")
        ]
        content.append(
            table(
                words("caption.group", rule=rule),
                heads,
                [_row(data, f, systems, words, badge=not group.unknown) for f in rest],
                name=f"rest-{group.rule}",
                filter_words=(words("report.filter"), words("report.filtered")),
            )
        )
    more = len(group.findings) - cards - len(rest)
    if more > 0:
        content.append(pieces.more(words("more.findings", count=more)))
    return el("div", *content, class_="rule")


def _head(group: view.Group, line: str, words: Words) -> list[str]:
    parts = [pieces.severity(group.severity, words), " ", line]
    return [*parts, " ", pieces.stand("unknown", words)] if group.unknown else parts


def _cards(group: view.Group) -> int:
    """Cards of what is not known all ask for the same, so one is enough."""
    return _CARDS if group.severity.rank >= Severity.MEDIUM.rank and not group.unknown else 1


def _spread(group: view.Group, systems: Systems, words: Words) -> Html:
    """Which systems have most of these, and who owns them."""
    named = []
    for number, count in group.by_system[:_SYSTEMS]:
        system = systems.get(number)
        name = clip((system.name if system else "") or number or words("system.none"), 80)
        owner = clip(system.owner, 60) if system and system.owner else words("owner.none")
        named.append(el("li", f"{name} ({owner}): ", el("strong", words.number(count))))
    more = len(group.by_system) - _SYSTEMS
    if more > 0:
        named.append(el("li", words("more.spread", count=more)))
    return el("ul", *named, class_="spread")


def _finding(
    data: ReportData, finding: FindingRow, systems: Systems, words: Words, *, badge: bool
) -> Html:
    system = systems.get(finding.system)
    owner = system.owner if system and system.owner else words("owner.none")
    facts = [
        (words("label.fix"), el("span", words.pick(finding.fix), class_="fix")),
        (words("label.owner"), el("span", f"{owner} ({_system_name(finding, systems, words)})")),
        (words("label.evidence"), _evidence(finding, words)),
    ]
    pairs = [el("div", el("dt", name), el("dd", value)) for name, value in facts]
    sure = words.of("confidence", finding.confidence.value)
    since = words.day(finding.first_seen.date())
    tail = el(
        "p",
        f"{words('label.reference')} ",
        el("code", finding.fingerprint[:12]),
        f" · {words('label.confidence')}: {sure} · {words('label.since')} {since}",
        class_="tail",
    )
    return el(
        "article",
        el("h4", _title(data, finding, words, badge=badge)),
        el("p", words.pick(finding.message)),
        el("dl", *pairs),
        tail,
        class_=f"finding {finding.severity.value}",
    )


def _title(
    data: ReportData, finding: FindingRow, words: Words, *, badge: bool, most: int = 300
) -> Html:
    parts: list[str] = [clip(words.pick(finding.title), most)]
    if badge and finding.verdict is Verdict.UNKNOWN:
        parts += [" ", pieces.stand("unknown", words)]
    if view.is_new(data, finding):
        parts += [" ", el("span", words("word.new"), class_="badge new")]
    return el("span", *parts)


def _evidence(finding: FindingRow, words: Words) -> Html:
    if not finding.places:
        return el("code", clip(finding.subject, 200))
    shown = [el("li", pieces.place(p)) for p in finding.places[:_PLACES]]
    more = finding.place_count - len(shown)
    if more > 0:
        shown.append(el("li", words("more.places", count=more), class_="more"))
    return el("ul", *shown)


def _row(
    data: ReportData, finding: FindingRow, systems: Systems, words: Words, *, badge: bool
) -> tuple[str, ...]:
    system = systems.get(finding.system)
    place = (
        pieces.place(finding.places[0])
        if finding.places
        else el("code", clip(finding.subject, 160))
    )
    more = finding.place_count - 1
    if finding.places and more > 0:
        place = el("span", place, " ", words("more.places", count=more))
    return (
        _title(data, finding, words, badge=badge, most=160),
        _system_name(finding, systems, words),
        system.owner if system and system.owner else words("owner.none"),
        place,
        el("code", finding.fingerprint[:12]),
    )


def _system_name(finding: FindingRow, systems: Systems, words: Words) -> str:
    system = systems.get(finding.system)
    return clip((system.name if system else "") or finding.system or words("system.none"), 120)
