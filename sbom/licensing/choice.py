"""Choosing within an expression: the best branch of an OR, the worst part of an AND. Linear."""

from collections.abc import Callable

import msgspec

from sbom.licensing.tree import Branch, Leaf, Node, join

Rank = tuple[int, ...]
"""Lower is better; compared element by element."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of an expression."""

    rank: Rank
    """Rank of the worst licence that applies after choosing."""
    node: Node
    """What remains once every OR is settled: a leaf or an AND of leaves."""
    chose: bool
    """Whether there was an OR to settle."""


def choose(node: Node, rank: Callable[[Leaf], Rank]) -> Choice:
    """Settle every OR for the operand with the lowest rank, the first of equals.

    The tree is walked once; nothing is multiplied out, so 500 operators cost 500 steps.

    Args:
        node: Tree of an expression; at most `expression.MAX_DEPTH` deep.
        rank: Rank of one licence. Laws: adding an OR operand never raises the rank of the whole,
            adding an AND operand never lowers it.
    """
    if isinstance(node, Leaf):
        return Choice(rank=rank(node), node=node, chose=False)
    found = [choose(operand, rank) for operand in node.operands]
    return _best(found) if node.operator == "OR" else _all(node, found)


def _best(found: list[Choice]) -> Choice:
    best = min(found, key=lambda c: c.rank)
    return Choice(rank=best.rank, node=best.node, chose=True)


def _all(node: Branch, found: list[Choice]) -> Choice:
    chose = any(c.chose for c in found)
    rest = join("AND", [c.node for c in found]) if chose else node
    return Choice(rank=max(c.rank for c in found), node=rest, chose=chose)
