"""What Ruby's manifests share: their statements and blocks, requirements on gems, groups of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sbom.component import Scope, VersionKind
from sbom.lazy_pattern import lazy
from sbom.readers.code_tokens import Call, Token, apart, arguments, read_tokens, statements

PUT_TOGETHER = "is put together when the file runs"
"""What a note says of a name or requirement that is no literal."""

_EXACT = lazy(r"=?\s*([0-9][0-9A-Za-z.-]*)\Z")

MAX_DEPTH = 100
"""Blocks in one another that are told apart; a manifest has two or three."""
_ENDS = frozenset({";"})
_BLOCKS = frozenset({"if", "unless", "case", "while", "def", "begin", "class", "module", "until"})


class Statement(NamedTuple):
    """One statement of a manifest in a block language of Ruby."""

    word: str
    """The word it opens with; empty where it opens with something else."""
    call: Call
    """What the word is given."""
    tokens: list[Token]
    """All of it; never empty."""

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return self.tokens[0].line


def read_statements(text: str) -> Iterator[list[Token]]:
    """The statements of a Ruby program, in order and without blocks.

    Raises:
        ParseError: there are too many tokens.
    """
    return statements(apart(read_tokens(text, "ruby")), _ENDS)


def walk_blocks(
    text: str, leaves: frozenset[str]
) -> Iterator[tuple[Statement, tuple[Statement, ...]]]:
    """Each statement of a manifest with the openings of the blocks around it, outermost first.

    Blocks deeper than `MAX_DEPTH` are counted only, which keeps the walk linear.

    Args:
        text: Of the file.
        leaves: Words of the manifest that open no block, whatever they end in.

    Raises:
        ParseError: there are too many tokens.
    """
    around: tuple[Statement, ...] = ()
    deeper = 0
    for tokens in read_statements(text):
        head = tokens[0]
        word = head.value if head.kind == "word" else ""
        statement = Statement(word, arguments(tokens[1:]), tokens)
        if word == "end" and deeper:
            deeper -= 1
        elif word == "end":
            around = around[:-1]
        yield statement, around
        if word not in leaves and (tokens[-1].value == "do" or word in _BLOCKS):
            if len(around) < MAX_DEPTH:
                around = (*around, statement)
            else:
                deeper += 1


def requirement_of(stated: Sequence[str]) -> tuple[str, str, VersionKind]:
    """Version, requirement and firmness of what a `gem` or `add_dependency` is given.

    Args:
        stated: Requirements, which all must hold: `~> 1.2`, `>= 1.2.3`.

    Returns:
        One plain number or `= number` is EXACT; `>= 0`, which all versions meet, is ABSENT.
    """
    wanted = [s.strip() for s in stated if s.strip() and s.strip() not in {">= 0", ">=0"}]
    requirement = ", ".join(wanted)
    match = _EXACT.match(wanted[0]) if len(wanted) == 1 else None
    if match is not None:
        return match.group(1), requirement, VersionKind.EXACT
    return "", requirement, VersionKind.RANGE if requirement else VersionKind.ABSENT


def scope_of_groups(groups: Iterable[str]) -> Scope:
    """Scope of a gem by its groups; one group of use makes it RUNTIME, as does none."""
    found = {g.strip().lower() for g in groups if g.strip()}
    if not found or found - {"development", "test", "dev"}:
        return Scope.RUNTIME
    return Scope.TEST if found == {"test"} else Scope.DEV
