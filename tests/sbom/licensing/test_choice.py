"""Choosing within an expression, and its laws."""

from hypothesis import given
from hypothesis import strategies as st

from sbom.licensing.choice import choose
from sbom.licensing.expression import parse
from sbom.licensing.tree import Leaf, Node, join, render

_RANKS = {"MIT": 0, "ISC": 0, "MPL-2.0": 1, "GPL-2.0-only": 2, "AGPL-3.0-only": 3, "BUSL-1.1": 4}


def rank(leaf: Leaf) -> tuple[int, ...]:
    return (_RANKS[leaf.license],)


def test_the_best_branch_of_an_or_is_chosen() -> None:
    found = choose(parse("AGPL-3.0-only OR MIT OR ISC"), rank)
    assert (found.rank, render(found.node), found.chose) == ((0,), "MIT", True)


def test_the_worst_part_of_an_and_counts() -> None:
    found = choose(parse("MIT AND GPL-2.0-only"), rank)
    assert (found.rank, render(found.node), found.chose) == ((2,), "MIT AND GPL-2.0-only", False)


def test_choices_within_an_and_are_settled() -> None:
    found = choose(parse("(BUSL-1.1 OR MPL-2.0) AND (MIT OR GPL-2.0-only)"), rank)
    assert (found.rank, render(found.node)) == ((1,), "MPL-2.0 AND MIT")


def test_five_hundred_choices_take_no_time() -> None:
    text = " AND ".join("(MIT OR BUSL-1.1)" for _ in range(166))
    assert choose(parse(text), rank).rank == (0,)


_NODES = st.recursive(
    st.sampled_from(sorted(_RANKS)).map(lambda name: Leaf(license=name)),
    lambda inner: st.builds(
        join, st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


@given(_NODES, _NODES)
def test_another_or_branch_never_worsens(node: Node, more: Node) -> None:
    assert choose(join("OR", [node, more]), rank).rank <= choose(node, rank).rank


@given(_NODES, _NODES)
def test_another_and_part_never_improves(node: Node, more: Node) -> None:
    assert choose(join("AND", [node, more]), rank).rank >= choose(node, rank).rank


@given(_NODES)
def test_what_is_chosen_has_the_rank_of_the_whole(node: Node) -> None:
    found = choose(node, rank)
    assert choose(found.node, rank).rank == found.rank
    assert not choose(found.node, rank).chose
