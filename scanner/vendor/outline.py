"""The check as a report: one page to decide by, a short part to negotiate by, and annexes.

Every form of the report (HTML, PDF, Word, OpenDocument) shows this and nothing else; what is
added here appears in all of them.
"""

from policies.vendor.line import Line
from scanner.vendor.annexes import annexes
from scanner.vendor.blocks import Block, Cell, Heading, Page, Para, Run, Table, para
from scanner.vendor.check import Check
from scanner.vendor.front import front
from scanner.vendor.places import cut, excerpt, weight
from scanner.vendor.points import anchor, point_anchor, question_anchor, settled
from scanner.version import __version__
from scanner.words import Words

_NAME = 80
"""Characters of a name at the head of the first sheet, which has to stay one page."""


def outline(check: Check, say: Words) -> Page:
    """The report in one language; the same for the same check."""
    name = check.product.product or check.product.vendor or say("vendor.unnamed")
    told = [cut(check.product.vendor, _NAME), say.day(check.day)]
    return Page(
        lang=say.lang,
        title=say("vendor.title", name=name),
        kicker=say("vendor.kicker"),
        name=cut(name, _NAME),
        when=" · ".join(t for t in told if t),
        skip=say("report.skip"),
        sheet=say("vendor.sheet"),
        of=say("vendor.sheet-of"),
        blocks=(*front(check, say), *_to_settle(check, say), *annexes(check, say)),
        foot=say("vendor.foot", tool=__version__),
        day=check.day.isoformat(),
    )


def _to_settle(check: Check, say: Words) -> list[Block]:
    """What to negotiate: the points that stand in the way, numbered, with their words."""
    lines = settled(check)
    if not lines:
        return []
    title = say(f"vendor.settle-{check.decision.outcome.value}")
    parts: list[Block] = [Heading(title, breaks=True, anchor="settle")]
    parts.append(para(say("vendor.settle-how")))
    start = 0
    for step in check.decision.steps:
        end = start + len(step.lines)
        if len(check.decision.steps) > 1:
            told = say(f"vendor.stage-{step.outcome.value}", first=start + 1, last=end)
            parts.append(Heading(told, level=3))
        rows = tuple(_point(n, lines[n - 1], say) for n in range(start + 1, end + 1))
        heads = tuple(say(f"vendor.{k}") for k in ("point", "matter", "now"))
        parts.append(Table(title, heads, (7, 26, 67), rows))
        start = end
    return parts


def _point(number: int, line: Line, say: Words) -> tuple[Cell, ...]:
    held: list[Block] = [para(say.pick(line.says))]
    held += [excerpt(p, say) for p in line.proofs[:1]]
    if line.why is not None:
        held.append(para(say.pick(line.why), "why"))
    links = [Run(say("vendor.evidence-in"), to=anchor(line))]
    if line.question is not None:
        asks = "vendor.question-in" if line.proposed is not None else "vendor.question-only"
        links += [
            Run(" · "),
            Run(say(asks, number=number), to=question_anchor(line)),
        ]
    held.append(Para(tuple(links), "norm"))
    return (
        Cell((para(say.number(number)),), anchor=point_anchor(line)),
        Cell((para(say.pick(line.name)), para(weight(line, say), "norm")), header=True),
        Cell(tuple(held)),
    )
