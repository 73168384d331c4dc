"""Judging licences: claims and use, to a verdict with its reasons. Pure, and remembered per value.

`license_view` says which licence holds; here its class and the use context give the outcome. A conflict
passes only when every reading of it passes, and unknown never passes.
"""

from functools import lru_cache

import msgspec

from policies.facts import LicenseKey, UseMode
from policies.finding import Verdict
from policies.license_view import LicenseState, effective
from policies.pack import Outcome, Pack
from sbom.licensing.choice import Choice, choose
from sbom.licensing.expression import parse
from sbom.licensing.tree import Leaf, Node, leaves, render, sorted_text


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """How one licence of the expression was judged."""

    license: str
    """As in the expression, with its exception."""
    license_class: str
    outcome: Outcome
    known: bool
    """False when the class is unknown; the outcome is then that of the row `unknown`."""
    effect: str = ""
    """What the exception did: `weak-copyleft`, `output-only`, `none`, or `unlisted`."""


class LicenseVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement of one distinct value."""

    verdict: Verdict
    """COMPLIES (allow, note), DEVIATES (review, deny) or UNKNOWN."""
    outcome: Outcome
    """Of the licence that decides; for an unknown licence that of the row `unknown`."""
    state: LicenseState
    expression: str = ""
    """Effective SPDX expression; empty unless known, or in conflict (then that of the strongest
    kind).
    """
    license_class: str = "unknown"
    """Class of the licence that decides."""
    classes: tuple[str, ...] = ()
    """Classes of all licences that apply after choosing, sorted, distinct."""
    chosen: str = ""
    """What was chosen from an expression with OR; empty without a choice."""
    conflict: tuple[str, ...] = ()
    """Expressions that contradict each other, strongest kind first."""
    reasons: tuple[tuple[str, str], ...] = ()
    """(code, detail) in the order of thought: `kind`, `context`, `scope`, `unread`, `vague`,
    `elsewhere`, `several`, `reading`, `conflict`, `choice`, `exception`, `unclassified`."""
    context: str = ""
    """Use context in which it was judged."""
    kind: str = ""
    """Kind of the claims that count."""
    obligations: tuple[str, ...] = ()
    """Keys of duties that come with the chosen licences, sorted."""
    parts: tuple[Part, ...] = ()
    """Every licence of the effective expression, judged; for `explain`."""
    firm: bool = True
    """False when a customary or conservative reading of a name was used, or the claim was
    inferred.
    """

    @property
    def key(self) -> str:
        """The expression with operands in a fixed order: part of a finding's identity."""
        return sorted_text(parse(self.expression)) if self.expression else ""


_RANK = {Outcome.ALLOW: 0, Outcome.NOTE: 1, Outcome.REVIEW: 2, Outcome.DENY: 4}
_UNKNOWN = 3
"""Between review and deny: an unknown part spoils an AND that would pass or need a decision, and
a known branch of an OR is preferred to it unless that branch is denied."""


def judge_key(key: LicenseKey, pack: Pack) -> LicenseVerdict:
    """The verdict of a key; see `judge`."""
    return judge(key.claims, key.use_mode, key.scope, key.supplied, pack)


@lru_cache(maxsize=65536)
def judge(
    claims: tuple[tuple[str, str], ...],
    use_mode: UseMode | None,
    scope: str,
    supplied: bool,  # noqa: FBT001 - positional so that the cache key stays a flat tuple
    pack: Pack,
) -> LicenseVerdict:
    """The verdict on the licence of a component in a use.

    Args:
        claims: (kind, raw) pairs, sorted and distinct.
        use_mode: Of the system; None when no system claims the source.
        scope: `sbom.component.Scope` value.
        supplied: True for a component of a delivered SBOM.
        pack: Compared by identity; load it once.
    """
    found = effective(claims, pack)
    context = context_of(use_mode, scope, pack, supplied=supplied)
    reasons = [*found.reasons, ("context", context)]
    if scope in pack.licenses.dev_scopes:
        reasons.append(("scope", scope))
    if found.state in {LicenseState.MISSING, LicenseState.UNPARSABLE}:
        return LicenseVerdict(
            verdict=Verdict.UNKNOWN,
            outcome=pack.licenses.matrix["unknown"][context],
            state=found.state,
            reasons=tuple(reasons),
            context=context,
            kind=found.kind,
        )
    choices = [_choose(parse(e), context, pack) for e in found.readings or (found.expression,)]
    first = choices[0]
    ranks = {_verdict(c) for c in choices}
    worst = max(choices, key=lambda c: c.rank)
    parts = tuple(
        _part(leaf, context, pack) for leaf in dict.fromkeys(leaves(parse(found.expression)))
    )
    remaining = tuple(_part(leaf, context, pack) for leaf in leaves(worst.node))
    deciding = max(remaining, key=lambda p: _order(p, pack))
    if first.chose:
        reasons.append(("choice", render(first.node)))
    reasons.extend(("unclassified", p.license) for p in remaining if not p.known)
    reasons.extend(("exception", f"{p.license}: {p.effect}") for p in remaining if p.effect)
    duties = {d for p in remaining for d in pack.licenses.classes[p.license_class].obligations}
    return LicenseVerdict(
        verdict=ranks.pop() if len(ranks) == 1 else Verdict.UNKNOWN,
        outcome=deciding.outcome,
        state=found.state,
        expression=found.expression,
        license_class=deciding.license_class,
        classes=tuple(sorted({p.license_class for p in remaining})),
        chosen=render(first.node) if first.chose else "",
        conflict=found.readings,
        reasons=tuple(reasons),
        context=context,
        kind=found.kind,
        obligations=tuple(sorted(duties)),
        parts=parts,
        firm=found.firm,
    )


def context_of(use_mode: UseMode | None, scope: str, pack: Pack, *, supplied: bool) -> str:
    """Use context of the pack for a use mode; development scopes have one of their own."""
    if scope in pack.licenses.dev_scopes:
        return pack.licenses.dev_context
    contexts = pack.licenses.use_modes["unlinked" if use_mode is None else use_mode.value]
    return contexts.supplied if supplied else contexts.own


def class_of(license_id: str, pack: Pack) -> str:
    """Class of one licence id, `unknown` when the pack has none."""
    entry = pack.licenses.ids.get(license_id)
    if entry is not None:
        return entry.license_class
    prefix = pack.license_refs.prefix
    if license_id.startswith(prefix):
        return _refs(pack).get(license_id[len(prefix) :].lower(), "unknown")
    return "unknown"


def _choose(node: Node, context: str, pack: Pack) -> Choice:
    return choose(node, lambda leaf: _order(_part(leaf, context, pack), pack))


def _order(part: Part, pack: Pack) -> tuple[int, int]:
    rank = _RANK[part.outcome] if part.known else _UNKNOWN
    return rank, pack.licenses.classes[part.license_class].order


def _verdict(choice: Choice) -> Verdict:
    if choice.rank[0] == _UNKNOWN:
        return Verdict.UNKNOWN
    return Verdict.COMPLIES if choice.rank[0] <= _RANK[Outcome.NOTE] else Verdict.DEVIATES


@lru_cache(maxsize=16384)
def _part(leaf: Leaf, context: str, pack: Pack) -> Part:
    name = class_of(leaf.license, pack)
    effect = ""
    if leaf.exception:
        entry = pack.licenses.exceptions.get(leaf.exception)
        effect = "unlisted" if entry is None else entry.effect
        classes = pack.licenses.classes
        if effect == "weak-copyleft" and classes[name].order > classes[effect].order:
            name = "unknown" if name == "unknown" else effect
    outcome = pack.licenses.matrix[name][context]
    if effect == "unlisted" and _RANK[outcome] < _RANK[Outcome.REVIEW]:
        outcome = Outcome.REVIEW
    return Part(
        license=str(leaf),
        license_class=name,
        outcome=outcome,
        known=name != "unknown",
        effect=effect,
    )


@lru_cache(maxsize=8)
def _refs(pack: Pack) -> dict[str, str]:
    return {ref.lower(): name for name, refs in pack.license_refs.refs.items() for ref in refs}
