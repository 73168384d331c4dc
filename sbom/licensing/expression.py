"""Parsing SPDX licence expressions: own, linear, bounded, without recursion.

Source: SPDX 2.3, Annex D (grammar; precedence `+`, WITH, AND, OR) and SPDX 3.0.1, Annex B
(operators in any case, `AdditionRef-`). More tolerant than the grammar in three ways: ids in any
case, `_` in a LicenseRef (written as `-`), and a `+` after an id that already says `-or-later`
(dropped).
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from sbom.errors import SluisError
from sbom.lazy_pattern import lazy
from sbom.licensing.ids import REPLACED_BY, canonical_exception, canonical_license
from sbom.licensing.tree import Leaf, Node, join

MAX_CHARS = 4096
"""Characters of one licence field that are looked at."""
MAX_OPERATORS = 500
MAX_DEPTH = 64
"""Brackets within brackets."""

_TOKEN = re.compile(r"[()]|[^\s()]+")
_REF = lazy(
    r"(?:DocumentRef-[a-z0-9.\-]+:)?(?:LicenseRef|AdditionRef)-[a-z0-9.\-]+\Z", re.IGNORECASE
)
_PREFIX = lazy(r"(documentref|licenseref|additionref)-", re.IGNORECASE)
_PREFIX_CASE = {"d": "DocumentRef-", "l": "LicenseRef-", "a": "AdditionRef-"}

_OPEN, _CLOSE = "()"
Resolve = Callable[[str], "Node | None"]


class ExpressionError(SluisError):
    """The text is not a licence expression of known ids; the message says what is wrong."""


@lru_cache(maxsize=8192)
def parse(text: str) -> Node:
    """The tree of an expression. Deprecated ids are replaced by what they mean today.

    Args:
        text: At most 4,096 characters, 500 operators and 64 levels of brackets.

    Raises:
        ExpressionError: empty, unknown id, misplaced operator or bracket, or past a limit.
    """
    if len(text) > MAX_CHARS:
        raise ExpressionError(f"is longer than {MAX_CHARS} characters")
    return build(_TOKEN.findall(text), leaf_of)


def build(tokens: Iterable[str], resolve: Resolve) -> Node:
    """The tree of tokens.

    Args:
        tokens: Words, brackets and operators. Words that follow each other form one operand.
        resolve: Node of an operand (`id`, `id+`, `id WITH exception`, a name); None: unknown.

    Raises:
        ExpressionError: see `parse`.
    """
    levels = [_Level()]
    operators = 0
    for token in tokens:
        level = levels[-1]
        upper = token.upper() if len(token) <= 3 else token
        if token == _OPEN:
            level.open()
            if len(levels) > MAX_DEPTH:
                raise ExpressionError(f"brackets are nested more than {MAX_DEPTH} deep")
            levels.append(_Level())
        elif token == _CLOSE:
            if len(levels) == 1:
                raise ExpressionError("a closing bracket has no opening one")
            node = levels.pop().close(resolve)
            levels[-1].operand = node
        elif upper in {"AND", "OR"}:
            operators += 1
            if operators > MAX_OPERATORS:
                raise ExpressionError(f"has more than {MAX_OPERATORS} operators")
            level.separate(resolve, either=upper == "OR")
        else:
            level.word(token)
    if len(levels) > 1:
        raise ExpressionError("a bracket is not closed")
    return levels[0].close(resolve)


class _Level:
    """What stands between one pair of brackets while it is read: OR of ANDs of operands."""

    __slots__ = ("all_of", "any_of", "operand", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.operand: Node | None = None
        self.all_of: list[Node] = []
        self.any_of: list[Node] = []

    def open(self) -> None:
        if self.words or self.operand is not None:
            raise ExpressionError("an opening bracket follows a licence without an operator")

    def word(self, token: str) -> None:
        if self.operand is not None:
            raise ExpressionError(f"{token!r} follows a closing bracket without an operator")
        self.words.append(token)

    def separate(self, resolve: Resolve, *, either: bool) -> None:
        self.all_of.append(self._take(resolve))
        if either:
            self.any_of.append(join("AND", self.all_of))
            self.all_of = []

    def close(self, resolve: Resolve) -> Node:
        self.separate(resolve, either=True)
        return join("OR", self.any_of)

    def _take(self, resolve: Resolve) -> Node:
        if self.operand is not None:
            node, self.operand = self.operand, None
            return node
        if not self.words:
            raise ExpressionError("an operator or bracket has no licence beside it")
        text = " ".join(self.words)
        self.words = []
        found = resolve(text)
        if found is None:
            raise ExpressionError(f"{text[:80]!r} is not a known licence id")
        return found


@lru_cache(maxsize=8192)
def leaf_of(text: str) -> Leaf | None:
    """The leaf of one operand written as ids (`MIT`, `GPL-2.0+`, `GPL-2.0 WITH x`), else None."""
    words = text.split()
    if len(words) == 1:
        return _simple(words[0])
    if len(words) != 3 or words[1].upper() != "WITH":
        return None
    base = _simple(words[0])
    exception = canonical_exception(words[2]) or _reference(words[2])
    if base is None or exception is None or base.exception:
        return None
    return Leaf(license=base.license, plus=base.plus, exception=exception)


def replaced_ids(text: str) -> tuple[tuple[str, str], ...]:
    """(deprecated id as found in the text, what replaced it), sorted; empty when none is there."""
    found = set()
    for token in _TOKEN.findall(text[:MAX_CHARS]):
        known = canonical_license(token) or canonical_license(token.rstrip("+"))
        if known is not None and known in REPLACED_BY:
            found.add((token, str(_simple(token) or REPLACED_BY[known])))
    return tuple(sorted(found))


def _simple(token: str) -> Leaf | None:
    known = canonical_license(token)
    plus = False
    if known is None and token.endswith("+"):
        plus = True
        known = canonical_license(token[:-1])
    if known is None:
        reference = _reference(token)
        return None if reference is None else Leaf(license=reference)
    base, _, exception = REPLACED_BY.get(known, known).partition(" WITH ")
    if plus and base.endswith("-only"):
        if known.endswith("-only"):
            return None
        base, plus = base.removesuffix("-only") + "-or-later", False
    elif base.endswith("-or-later"):
        plus = False
    return Leaf(license=base, plus=plus, exception=exception)


def _reference(token: str) -> str | None:
    if "ref-" not in token.lower():
        return None
    token = token.replace("_", "-")
    if not _REF.match(token):
        return None
    return _PREFIX.sub(lambda m: _PREFIX_CASE[m[0][0].lower()], token)
