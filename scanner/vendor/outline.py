"""The check as a report: verdict first, then what it rests on, then what was not looked at.

Every form of the report (HTML, PDF, Word, OpenDocument) shows this and nothing else; what is
added here appears in all of them.
"""

from collections.abc import Iterable, Sequence

from policies.finding import Verdict
from policies.vendor.line import Ground, Line, Proof, Topic
from scanner.vendor.blocks import (
    Badge,
    Band,
    Blank,
    Block,
    Cell,
    Counts,
    Facts,
    Fold,
    Heading,
    Page,
    Para,
    Points,
    Quote,
    Run,
    Table,
    para,
)
from scanner.vendor.check import Check
from scanner.vendor.papers import Paper
from scanner.version import __version__
from scanner.words import Words

SIGNS = {
    Verdict.DEVIATES: "✕",
    Verdict.UNKNOWN: "?",
    Verdict.COMPLIES: "✓",
    Verdict.NOT_APPLICABLE: "·",
}
_BECAUSE = 6
_QUOTE = 700
_STEPS = 3


def outline(check: Check, say: Words) -> Page:
    """The report in one language; the same for the same check."""
    name = check.product.product or check.product.vendor or say("vendor.unnamed")
    told = [check.product.vendor, say.day(check.day)]
    return Page(
        lang=say.lang,
        title=say("vendor.title", name=name),
        kicker=say("vendor.kicker"),
        name=name,
        when=" · ".join(t for t in told if t),
        skip=say("report.skip"),
        sheet=say("vendor.sheet"),
        of=say("vendor.sheet-of"),
        blocks=tuple(_blocks(check, say)),
        foot=say("vendor.foot", tool=__version__, policy=check.pack),
        day=check.day.isoformat(),
    )


def _blocks(check: Check, say: Words) -> list[Block]:
    parts: list[Block] = [_verdict(check, say), *_summary(check, say)]
    breaks = True
    for topic in Topic:
        lines = [x for x in check.lines if x.topic is topic]
        if lines:
            title = say.of("vendor-topic", topic.value)
            parts += [Heading(title, breaks=breaks), *_topic(title, lines, say)]
            breaks = False
    parts += [Heading(say("vendor.documents")), _papers(check.papers, say)]
    parts += [Heading(say("vendor.not-looked")), _not_looked(check, say)]
    asked = [x for x in check.lines if x.question is not None and x.verdict is not Verdict.COMPLIES]
    if asked:
        title = say("vendor.questions")
        parts += [Heading(title, breaks=True), para(say("vendor.questions-how"))]
        parts.append(_questions(title, asked, say))
    return parts


def _verdict(check: Check, say: Words) -> Band:
    outcome = check.decision.outcome.value
    by_id = {x.id: x for x in check.lines}
    because = [by_id[i] for i in check.decision.because[:_BECAUSE]]
    rest = len(check.decision.because) - len(because)
    parts: list[Block] = [para(say(f"vendor.means-{outcome}"))]
    if because:
        items = tuple(
            (
                Run(f"{say.pick(x.name)}: ", strong=True),
                Run(f"{say.pick(x.says)} "),
                Run(say("vendor.evidence"), to=anchor(x)),
            )
            for x in because
        )
        parts.append(Points(items, ordered=True))
        if rest > 0:
            parts.append(para(say("vendor.more", count=rest)))
        after = say.of("vendor-verdict", check.decision.without_them.value)
        told = say("vendor.change", verdict=after, count=check.decision.to_solve)
        parts.append(Para((Run(told, strong=True),)))
    if check.incomplete:
        parts.append(para(say("vendor.incomplete")))
    return Band(outcome, say.of("vendor-verdict", outcome), tuple(parts))


def _summary(check: Check, say: Words) -> list[Block]:
    """The rest of the first sheet: how much was judged, what to do now, what was checked."""
    counts = [(badge(v, say), say.number(_count(check.lines, v))) for v in SIGNS]
    judged = sum(x.verdict in {Verdict.COMPLIES, Verdict.DEVIATES} for x in check.lines)
    total = sum(x.verdict is not Verdict.NOT_APPLICABLE for x in check.lines)
    legal = sum(x.ground is Ground.LEGAL and x.verdict is Verdict.DEVIATES for x in check.lines)
    policy = _count(check.lines, Verdict.DEVIATES) - legal
    unknown = _count(check.lines, Verdict.UNKNOWN)
    outcome = check.decision.outcome.value
    steps = tuple((Run(say(f"vendor.step-{outcome}-{n}")),) for n in range(1, _STEPS + 1))
    return [
        Counts(tuple(counts)),
        para(say("vendor.judged", judged=judged, total=total)),
        para(say("vendor.apart", legal=legal, policy=policy, unknown=unknown)),
        Heading(say("vendor.steps"), level=3),
        Points(steps, ordered=True),
        Heading(say("vendor.checked"), level=3),
        Facts(tuple(_facts(check, say))),
    ]


def _count(lines: Iterable[Line], verdict: Verdict) -> int:
    return sum(x.verdict is verdict for x in lines)


def _facts(check: Check, say: Words) -> Iterable[tuple[str, str]]:
    product = check.product
    unknown = say("vendor.not-stated")
    period = " \u2013 ".join(say.day(d) if d else "?" for d in (product.start, product.end))
    yield say("vendor.vendor"), product.vendor or unknown
    yield say("vendor.product"), product.product or unknown
    yield say("vendor.use"), say.of("vendor-use", product.use_mode.value)
    yield say("vendor.tags"), ", ".join(product.tags) or unknown
    yield say("vendor.period"), period if product.start or product.end else unknown
    if product.value_eur is not None:
        yield say("vendor.value"), f"€ {say.number(round(product.value_eur))}"
    short = sum(bool(p.problems) for p in check.papers)
    read = say("vendor.read", count=len(check.papers), short=short)
    yield say("vendor.papers"), read
    yield say("vendor.policy"), check.pack


def badge(verdict: Verdict, say: Words) -> Badge:
    """The word for a verdict with its sign."""
    return Badge(verdict.value, SIGNS[verdict], say.of("verdict", verdict.value))


def anchor(line: Line) -> str:
    """Name of the place of a line in a report."""
    return "l-" + line.id.replace("/", "-")


def _topic(title: str, lines: Sequence[Line], say: Words) -> list[Block]:
    heads = tuple(say(f"vendor.{k}") for k in ("matter", "verdict", "found"))
    rows = tuple(
        (
            Cell((para(say.pick(x.name)),), header=True, anchor=anchor(x)),
            Cell((badge(x.verdict, say), *_weight(x, say))),
            Cell(tuple(_found(x, say))),
        )
        for x in lines
    )
    return [Table(title, heads, (24, 17, 59), rows)]


def _weight(line: Line, say: Words) -> list[Block]:
    if line.ground is None:
        return []
    weight = say.of("severity", line.severity.value)
    return [para(f"{weight}, {say.of('vendor-ground', line.ground.value)}", "norm")]


def _found(line: Line, say: Words) -> list[Block]:
    parts: list[Block] = [para(say.pick(line.says))]
    parts += [quote(p, say) for p in line.proofs[:1]]
    more = tuple(quote(p, say) for p in line.proofs[1:])
    if more:
        parts.append(Fold(say("vendor.also", count=len(more)), more))
    if line.searched is not None:
        parts.append(para(say.pick(line.searched), "searched"))
    if line.why is not None and line.verdict in {Verdict.DEVIATES, Verdict.UNKNOWN}:
        parts.append(para(say.pick(line.why), "why"))
    if line.norms:
        parts.append(para("; ".join(say.pick(n) for n in line.norms), "norm"))
    return parts


def quote(proof: Proof, say: Words) -> Quote:
    """What stands somewhere, and where."""
    where = [say.of("vendor-role", proof.role)] if proof.role else []
    where.append(proof.document)
    if proof.article:
        where.append(say("vendor.article", number=proof.article))
    if proof.page is not None:
        where.append(say("vendor.page", page=str(proof.page)))
    if proof.line is not None:
        where.append(say("vendor.line", line=str(proof.line)))
    text = proof.quote if len(proof.quote) <= _QUOTE else proof.quote[: _QUOTE - 1] + "…"
    return Quote(text, ", ".join(where))


def _questions(title: str, lines: Iterable[Line], say: Words) -> Table:
    heads = tuple(say(f"vendor.{k}") for k in ("number", "question", "answer"))
    rows = []
    for line in lines:
        if line.question is None:
            continue
        asked: list[Block] = [Para((Run(say.pick(line.name), strong=True),))]
        asked.append(para(say.pick(line.question)))
        if line.proposed is not None:
            proposed = Quote(say.pick(line.proposed), "")
            asked.append(Fold(say("vendor.proposed"), (proposed,)))
        number = Cell((Para((Run(line.id, to=anchor(line)),)),), header=True)
        rows.append((number, Cell(tuple(asked)), Cell((Blank(),))))
    return Table(title, heads, (19, 53, 28), tuple(rows))


def _papers(papers: Iterable[Paper], say: Words) -> Table:
    heads = tuple(say(f"vendor.{k}") for k in ("file", "kind", "digest"))
    rows = []
    for paper in papers:
        told = say.of("vendor-paper", paper.kind.value)
        if paper.confidence < 1:
            told += f" ({say('vendor.sure', share=f'{paper.confidence:.0%}')})"
        name = (para(paper.name), *(para(f"! {say.reason(p)}", "norm") for p in paper.problems))
        if paper.as_of:
            name = (*name, para(_age(paper, say), "norm"))
        cells = (Cell(name, header=True), Cell((para(told),)), Cell((para(paper.sha256[:16]),)))
        rows.append(cells)
    return Table(say("vendor.documents"), heads, (46, 32, 22), tuple(rows))


def _age(paper: Paper, say: Words) -> str:
    """How old a copy of a register is, and whether it could not be refreshed."""
    day = say.day(paper.as_of)
    if paper.failed:
        return say("vendor.copy-failed", day=day, reason=say.reason(paper.failed))
    return say("vendor.copy", day=day)


def _not_looked(check: Check, say: Words) -> Points:
    told = [say("vendor.not-law"), say("vendor.not-network")]
    told += [f"{p.name}: {say.reason(problem)}" for p in check.papers for problem in p.problems]
    told += [f"{p.name}: {_age(p, say)}" for p in check.papers if p.failed]
    return Points(tuple((Run(t),) for t in told))
