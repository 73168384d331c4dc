"""The annexes: every point with its evidence, the documents, the questions, and how it was made."""

from collections.abc import Iterable, Sequence

from policies.finding import Verdict
from policies.vendor.line import Line, Topic
from scanner.vendor.blocks import (
    Blank,
    Block,
    Cell,
    Facts,
    Fold,
    Heading,
    Para,
    Points,
    Quote,
    Run,
    Table,
    para,
)
from scanner.vendor.check import Check
from scanner.vendor.front import policy_in_words
from scanner.vendor.papers import Paper
from scanner.vendor.places import badge, quote, weight
from scanner.vendor.points import anchor, asked, question_anchor
from scanner.version import __version__
from scanner.words import Words


def annexes(check: Check, say: Words) -> list[Block]:
    """All annexes, each beginning on a sheet of its own."""
    return [
        *_points(check, say),
        *_dossier(check, say),
        *_questions(check, say),
        *_made(check, say),
    ]


def _points(check: Check, say: Words) -> list[Block]:
    parts: list[Block] = [Heading(say("vendor.annex-points"), breaks=True, anchor="points")]
    parts.append(para(say("vendor.annex-points-how", count=len(check.lines))))
    for topic in Topic:
        lines = [x for x in check.lines if x.topic is topic]
        if lines:
            title = say.of("vendor-topic", topic.value)
            parts += [Heading(title, level=3), _topic(title, lines, say)]
    return parts


def _topic(title: str, lines: Sequence[Line], say: Words) -> Table:
    heads = tuple(say(f"vendor.{k}") for k in ("matter", "verdict", "found"))
    rows = tuple(
        (
            Cell((para(say.pick(x.name)),), header=True, anchor=anchor(x)),
            Cell((badge(x.verdict, say), *_weight(x, say))),
            Cell(tuple(_found(x, say))),
        )
        for x in lines
    )
    return Table(title, heads, (24, 17, 59), rows)


def _weight(line: Line, say: Words) -> list[Block]:
    told = weight(line, say)
    return [para(told, "norm")] if told else []


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


def _dossier(check: Check, say: Words) -> list[Block]:
    return [
        Heading(say("vendor.annex-dossier"), breaks=True, anchor="dossier"),
        _papers(check.papers, say),
        Heading(say("vendor.not-looked"), level=3, anchor="not-looked"),
        _not_looked(check, say),
    ]


def _papers(papers: Iterable[Paper], say: Words) -> Table:
    heads = tuple(say(f"vendor.{k}") for k in ("file", "kind", "digest"))
    rows = []
    for paper in papers:
        told = say.of("vendor-paper", paper.kind.value)
        if paper.confidence < 1:
            told += f" ({say('vendor.sure', share=f'{paper.confidence:.0%}')})"
        name = (para(paper.name), *(para(f"! {say.reason(p)}", "norm") for p in paper.problems))
        name = (*name, *(para(say.reason(n), "norm") for n in paper.notes))
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
    told += [f"{p.name}: {say.reason(x)}" for p in check.papers for x in (*p.problems, *p.notes)]
    told += [f"{p.name}: {_age(p, say)}" for p in check.papers if p.failed]
    return Points(tuple((Run(t),) for t in told))


def _questions(check: Check, say: Words) -> list[Block]:
    lines = asked(check)
    if not lines:
        return []
    title = say("vendor.annex-questions")
    first = len(check.decision.settle)
    parts: list[Block] = [Heading(title, breaks=True, anchor="questions")]
    parts.append(para(say("vendor.questions-how")))
    if first:
        parts.append(para(say("vendor.questions-first", count=first, all=len(lines))))
    heads = tuple(say(f"vendor.{k}") for k in ("number", "question", "answer"))
    rows = tuple(_question(n, line, say) for n, line in enumerate(lines, 1))
    return [*parts, Table(title, heads, (9, 60, 31), rows)]


def _question(number: int, line: Line, say: Words) -> tuple[Cell, ...]:
    asks = say.pick(line.question) if line.question else say("vendor.question-any")
    held: list[Block] = [Para((Run(say.pick(line.name), strong=True),)), para(asks)]
    if line.proposed is not None:
        held.append(Fold(say("vendor.proposed"), (Quote(say.pick(line.proposed), ""),)))
    mark = Para((Run(say.number(number), to=anchor(line)),))
    return (
        Cell((mark,), header=True, anchor=question_anchor(line)),
        Cell(tuple(held)),
        Cell((Blank(),)),
    )


def _made(check: Check, say: Words) -> list[Block]:
    """How it was made, so that someone else can make it again."""
    policy = check.policy
    return [
        Heading(say("vendor.annex-made"), breaks=True, anchor="made"),
        Facts(
            (
                (say("vendor.tool"), f"Sluis {__version__}"),
                (say("vendor.day"), say.day(check.day)),
                (say("vendor.policy"), policy_in_words(policy, say)),
                (say("vendor.policy-name"), f"{policy.name} {policy.version}"),
                (say("vendor.policy-digest"), policy.digest),
            )
        ),
        para(say("vendor.made-how"), "note"),
    ]
