"""Statements and blocks of Ruby manifests."""

import pytest

from sbom.component import Scope, VersionKind
from sbom.ruby import MAX_DEPTH, requirement_of, scope_of_groups, walk_blocks

LEAVES = frozenset({"gem", "end"})


def walked(text: str) -> list[tuple[str, list[str]]]:
    """Each statement's word with those of the blocks around it."""
    return [(s.word, [b.word for b in around]) for s, around in walk_blocks(text, LEAVES)]


def test_a_statement_knows_the_blocks_around_it() -> None:
    text = 'group :a do\n  if x\n    gem "one"\n  end\n  gem "two"\nend\ngem "three"\n'
    assert [around for word, around in walked(text) if word == "gem"] == [
        ["group", "if"],
        ["group"],
        [],
    ]


def test_a_leaf_opens_no_block_and_an_end_too_many_closes_none() -> None:
    assert walked('end\ngem "one" do\ngem "two"\n') == [("end", []), ("gem", []), ("gem", [])]


def test_blocks_past_the_cap_are_counted_so_that_their_ends_close_them() -> None:
    deep = MAX_DEPTH + 20
    text = "group :a do\n" * deep + 'gem "x"\n' + "end\n" * deep + 'gem "y"\n'
    around = [blocks for word, blocks in walked(text) if word == "gem"]
    assert [len(blocks) for blocks in around] == [MAX_DEPTH, 0]


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        (["1.2"], ("1.2", "1.2", VersionKind.EXACT)),
        (["= 1.2"], ("1.2", "= 1.2", VersionKind.EXACT)),
        (["~> 1.2", ">= 1.2.3"], ("", "~> 1.2, >= 1.2.3", VersionKind.RANGE)),
        ([">= 0"], ("", "", VersionKind.ABSENT)),
    ],
)
def test_requirements(stated: list[str], found: tuple[str, str, VersionKind]) -> None:
    assert requirement_of(stated) == found


@pytest.mark.parametrize(
    ("groups", "scope"),
    [
        ([], Scope.RUNTIME),
        (["default", "test"], Scope.RUNTIME),
        (["test"], Scope.TEST),
        (["test", "development"], Scope.DEV),
    ],
)
def test_groups(groups: list[str], scope: Scope) -> None:
    assert scope_of_groups(groups) is scope
