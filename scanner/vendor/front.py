"""The first sheet: the verdict, why, how much was judged, what to do now, what was checked.

It has to fit on one page whatever the dossier says, so every text on it has a greatest length.
"""

import re
from collections.abc import Iterable

from policies.vendor.line import Line
from scanner.vendor.blocks import Band, Block, Counts, Facts, Heading, Para, Points, Run, para
from scanner.vendor.check import Check, PolicyUsed
from scanner.vendor.places import SIGNS, badge, cut
from scanner.vendor.points import Counted, counted, point_anchor, settled
from scanner.words import Words

_BECAUSE = 6
"""Points that are told."""
_REASON = 170
"""Characters of a point with its name: two lines."""
_NAME = 70
_TAGS = 150
_STEPS = 3
_MONTH = re.compile(r"(20\d\d)\.(0[1-9]|1[0-2])\Z")


def front(check: Check, say: Words) -> list[Block]:
    """The blocks of the first sheet."""
    counts = counted(check)
    outcome = check.decision.outcome.value
    steps = tuple((Run(say(f"vendor.step-{outcome}-{n}")),) for n in range(1, _STEPS + 1))
    tiles = (counts.deviates, counts.unknown, counts.complies, counts.not_applicable)
    signs = zip(SIGNS, tiles, strict=True)
    return [
        _verdict(check, say),
        Counts(tuple((badge(v, say), say.number(n)) for v, n in signs)),
        *(para(told) for told in summed(counts, say)),
        Heading(say("vendor.steps"), level=3),
        Points(steps, ordered=True),
        Heading(say("vendor.checked"), level=3),
        Facts(tuple(_facts(check, say))),
        para(say("vendor.parts-settle" if counts.settle else "vendor.parts"), "note"),
    ]


def _verdict(check: Check, say: Words) -> Band:
    outcome = check.decision.outcome.value
    parts: list[Block] = [para(say(f"vendor.means-{outcome}"))]
    if check.decision.steps:
        parts += _because(check, say)
    if check.incomplete:
        parts.append(Para((Run(say("vendor.incomplete"), to="not-looked"),)))
    return Band(outcome, say.of("vendor-verdict", outcome), tuple(parts))


def _because(check: Check, say: Words) -> list[Block]:
    """The heaviest points, where the others stand, and what solving them gives."""
    lines = settled(check)
    count = check.decision.to_solve
    shown = min(_BECAUSE, count)
    parts: list[Block] = [
        para(say("vendor.first" if count > shown else "vendor.first-all", count=count))
    ]
    parts.append(Points(tuple(_reason(x, say) for x in lines[:shown]), ordered=True))
    if count > shown:
        told = say("vendor.more", first=shown + 1, last=count)
        parts.append(Para((Run(told, to="settle"),)))
    after = say.of("vendor-verdict", check.decision.without_them.value)
    change = [Run(say("vendor.change", verdict=after, count=count), strong=True)]
    if len(lines) > count:
        then = say("vendor.then", first=count + 1, last=len(lines))
        change += [Run(" "), Run(then, to="settle")]
    return [*parts, Para(tuple(change))]


def _reason(line: Line, say: Words) -> tuple[Run, ...]:
    name = cut(say.pick(line.name), _NAME)
    says = cut(say.pick(line.says), _REASON - len(name))
    return (
        Run(f"{name}: ", strong=True),
        Run(f"{says} "),
        Run(say("vendor.evidence"), to=point_anchor(line)),
    )


def summed(counts: Counted, say: Words) -> list[str]:
    """Paragraphs in which the counts come back; each adds up with the verdicts of all lines."""
    told = [
        say(
            "vendor.judged",
            points=counts.points,
            total=counts.applicable,
            judged=counts.judged,
            unknown=counts.unknown,
        )
    ]
    if counts.deviates:
        told.append(
            say("vendor.apart", count=counts.deviates, legal=counts.legal, policy=counts.policy)
        )
    if counts.settle:
        told.append(
            say(
                "vendor.settle",
                count=counts.settle,
                deviates=counts.settle_deviates,
                unknown=counts.settle_unknown,
            )
        )
    if counts.light:
        told.append(
            say(
                "vendor.light" if counts.settle else "vendor.light-all",
                count=counts.light,
                deviates=counts.light_deviates,
                unknown=counts.light_unknown,
            )
        )
    return [told[0], " ".join(told[1:])] if told[1:] else told


def _facts(check: Check, say: Words) -> Iterable[tuple[str, str]]:
    product = check.product
    unknown = say("vendor.not-stated")
    period = " \u2013 ".join(say.day(d) if d else "?" for d in (product.start, product.end))
    yield say("vendor.vendor"), cut(product.vendor, _NAME) or unknown
    yield say("vendor.product"), cut(product.product, _NAME) or unknown
    yield say("vendor.use"), say.of("vendor-use", product.use_mode.value)
    yield say("vendor.tags"), cut(", ".join(map(say.pick, check.tags)), _TAGS) or unknown
    yield say("vendor.period"), period if product.start or product.end else unknown
    if product.value_eur is not None:
        yield say("vendor.value"), f"€ {say.number(round(product.value_eur))}"
    short = sum(bool(p.problems) for p in check.papers)
    yield say("vendor.papers"), _read(len(check.papers), short, say)
    yield say("vendor.policy"), cut(policy_in_words(check.policy, say), _TAGS)


def _read(count: int, short: int, say: Words) -> str:
    if not short:
        return say("vendor.read", count=count)
    return say("vendor.read-short", count=count, short=short)


def policy_in_words(policy: PolicyUsed, say: Words) -> str:
    """The policy as someone would name it: whose, and of when."""
    month = _MONTH.match(policy.version)
    version = f"{say.month(int(month[2]))} {month[1]}" if month else policy.version
    own = policy.name != "default"
    told = say("vendor.policy-own", name=policy.name, version=version) if own else ""
    told = told or say("vendor.policy-default", version=version)
    if policy.layers:
        told += say("vendor.policy-layers", layers=", ".join(policy.layers))
    return told
