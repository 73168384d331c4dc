"""The effective licence: a stated view over claims (`precedence`, `several_claims` of the pack).

1. Claims that say nothing are left out. The strongest kind that says something counts.
2. Several expressions of one kind all apply (AND) unless the pack says `any`.
3. A claim that only points elsewhere (a file, a link) or is vague (`BSD`) gives way to an expression
   of the same or a weaker kind; a vague name must fit it. Free text does not give way: unknown never
   passes.
4. Kinds disagree when the weaker names a licence that the stronger does not (`-only` and `-or-later`
   count as one here: texts cannot tell them apart). Nothing disagrees with a concluded licence, and
   inferred claims count only where nothing else is known.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

import msgspec

from policies.pack import Pack
from sbom.licensing.expression import parse
from sbom.licensing.reading import Reading, ReadState, read
from sbom.licensing.tree import Leaf, Node, join, leaves, render, sorted_text


class LicenseState(StrEnum):
    """How well the licence is known."""

    KNOWN = "known"
    MISSING = "missing"
    """No claim says anything."""
    UNPARSABLE = "unparsable"
    """Something is said that cannot be read, in whole or in part."""
    CONFLICT = "conflict"
    """Claims contradict each other."""


class EffectiveLicense(msgspec.Struct, frozen=True, kw_only=True):
    """What claims come to, before any use is considered."""

    state: LicenseState
    expression: str = ""
    kind: str = ""
    readings: tuple[str, ...] = ()
    """In conflict: every expression that may hold, strongest kind first."""
    reasons: tuple[tuple[str, str], ...] = ()
    firm: bool = True


@lru_cache(maxsize=16384)
def effective(claims: tuple[tuple[str, str], ...], pack: Pack) -> EffectiveLicense:
    """What the claims come to; see the module for the steps."""
    kinds = [
        _Kind(kind, [(raw, read(raw)) for k, raw in claims if k == kind])
        for kind in pack.licenses.precedence
    ]
    kinds = [k for k in kinds if k.says]
    if not kinds:
        return EffectiveLicense(state=LicenseState.MISSING)
    top = kinds[0]
    reasons = [("kind", top.kind), *top.reasons]
    if not top.nodes and not top.texts:
        below = next((k for k in kinds[1:] if k.nodes), None)
        if below is not None and all(below.fits(f) for f in top.families):
            top, reasons = below, [("kind", below.kind), *top.reasons, *below.reasons]
    if top.texts or not top.nodes or any(not top.fits(f) for f in top.families):
        return EffectiveLicense(
            state=LicenseState.UNPARSABLE, kind=top.kind, reasons=tuple(reasons), firm=top.firm
        )
    node = _together(top, pack)
    if len(top.nodes) > 1:
        reasons.append(("several", render(node)))
    readings = _readings(top, node, kinds)
    if readings:
        reasons.append(("conflict", " | ".join(readings)))
    return EffectiveLicense(
        state=LicenseState.CONFLICT if readings else LicenseState.KNOWN,
        expression=render(node),
        kind=top.kind,
        readings=readings,
        reasons=tuple(reasons),
        firm=top.firm and top.kind != "inferred",
    )


class _Kind:
    """Readings of one kind of claim, sorted by what they say."""

    __slots__ = ("families", "firm", "kind", "nodes", "reasons", "says", "texts")

    def __init__(self, kind: str, found: list[tuple[str, Reading]]) -> None:
        self.kind = kind
        self.nodes: list[Node] = []
        self.families: list[str] = []
        self.texts: list[str] = []
        self.reasons: list[tuple[str, str]] = []
        self.firm = True
        self.says = False
        seen: set[str] = set()
        for raw, reading in found:
            if reading.state is ReadState.NOTHING:
                continue
            self.says = True
            self.firm = self.firm and reading.firm
            if reading.state is ReadState.EXPRESSION:
                node = parse(reading.expression)
                if sorted_text(node) not in seen:
                    seen.add(sorted_text(node))
                    self.nodes.append(node)
                if reading.expression != raw:
                    self.reasons.append(("reading", f"{raw[:200]} = {reading.expression}"))
            elif reading.state is ReadState.VAGUE:
                self.families.append(reading.family)
                self.reasons.append(("vague", raw[:200]))
            elif reading.state is ReadState.ELSEWHERE:
                self.reasons.append(("elsewhere", raw[:200]))
            else:
                self.texts.append(raw)
                self.reasons.append(("unread", raw[:200]))

    def fits(self, family: str) -> bool:
        """Whether an expression of this kind settles a vague name."""
        return any(_in_family(leaf, family) for node in self.nodes for leaf in leaves(node))


def _in_family(leaf: Leaf, family: str) -> bool:
    return leaf.license == family or leaf.license.startswith(family + "-")


def _together(top: _Kind, pack: Pack) -> Node:
    """One expression of all that a kind says. Inferred claims that differ stay a conflict."""
    if top.kind == "inferred":
        return top.nodes[0]
    return join("AND" if pack.licenses.several_claims == "all" else "OR", top.nodes)


def _readings(top: _Kind, node: Node, kinds: Iterable[_Kind]) -> tuple[str, ...]:
    """Expressions in conflict, strongest first; empty when there is no conflict."""
    if top.kind == "inferred":
        return tuple(render(n) for n in top.nodes) if len(top.nodes) > 1 else ()
    if top.kind == "concluded":
        return ()
    found = [render(node)]
    stated = {_loose(leaf) for leaf in leaves(node)}
    for kind in kinds:
        if kind is top or kind.kind == "inferred" or not kind.nodes:
            continue
        other = join("AND", kind.nodes)
        if not {_loose(leaf) for leaf in leaves(other)} <= stated:
            found.append(render(other))
    return tuple(found) if len(found) > 1 else ()


def _loose(leaf: Leaf) -> str:
    """The licence text that is meant, without version choice and exception."""
    return leaf.license.removesuffix("-only").removesuffix("-or-later")
