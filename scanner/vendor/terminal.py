"""The check on a terminal: the verdict, why, and each line in short."""

import textwrap

from policies.finding import Verdict
from policies.vendor.line import Line, Topic
from scanner.vendor.check import Check
from scanner.vendor.front import summed
from scanner.vendor.places import place
from scanner.vendor.points import counted
from scanner.words import Words

_SIGNS = {
    Verdict.DEVIATES: "x",
    Verdict.UNKNOWN: "?",
    Verdict.COMPLIES: "+",
    Verdict.NOT_APPLICABLE: "-",
}
_WIDTH = 100


def text(check: Check, say: Words) -> str:
    """The page as plain text."""
    name = check.product.product or check.product.vendor or say("vendor.unnamed")
    outcome = check.decision.outcome.value
    lines = [f"{say('vendor.kicker')}: {name}", "", say.of("vendor-verdict", outcome).upper()]
    lines += textwrap.wrap(say(f"vendor.means-{outcome}"), _WIDTH)
    lines += ["", *textwrap.wrap(" ".join(summed(counted(check), say)), _WIDTH)]
    for topic in Topic:
        chosen = [x for x in check.lines if x.topic is topic]
        if not chosen:
            continue
        lines += ["", say.of("vendor-topic", topic.value)]
        bare = [x for x in chosen if topic is Topic.STANDARDS and not x.proofs and len(chosen) > 1]
        for line in chosen:
            if line in bare:
                continue
            lines += _line(line, say, decides=line.id in check.decision.because)
        if bare:
            told = f"  ? {say('vendor.no-proof')}: {', '.join(say.pick(x.name) for x in bare)}"
            lines += textwrap.wrap(told, _WIDTH, subsequent_indent="     ")
            if bare[0].searched is not None:
                lines.append(f"     {say.pick(bare[0].searched)}")
    problems = [f"{p.name}: {say.reason(x)}" for p in check.papers for x in p.problems]
    if problems:
        lines += ["", say("vendor.not-looked"), *(f"  {p}" for p in problems)]
    return "\n".join(lines) + "\n"


def _line(line: Line, say: Words, *, decides: bool) -> list[str]:
    mark = "!" if decides else " "
    head = f" {mark}{_SIGNS[line.verdict]} {say.pick(line.name)}: {say.pick(line.says)}"
    shown = textwrap.wrap(head, _WIDTH, subsequent_indent="     ")
    if line.verdict is Verdict.NOT_APPLICABLE:
        return shown
    if line.proofs:
        shown.append(f"     [{place(line.proofs[0], say)}]")
    elif line.searched is not None and line.verdict is not Verdict.COMPLIES:
        shown += textwrap.wrap(
            say.pick(line.searched), _WIDTH, initial_indent="     ", subsequent_indent="     "
        )
    return shown
