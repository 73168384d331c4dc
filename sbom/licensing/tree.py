"""The tree of an SPDX expression: leaves joined by AND and OR, n-ary, without doubles."""

from collections.abc import Iterator
from typing import Literal

import msgspec


class Leaf(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One licence, with what may hang on it."""

    license: str
    """SPDX id, `LicenseRef-...` or `DocumentRef-...:LicenseRef-...`, in canonical case."""
    plus: bool = False
    """`+`: this version or a later one, for ids without an `-or-later` form."""
    exception: str = ""
    """Id after WITH, in canonical case; empty without."""

    def __str__(self) -> str:
        """As SPDX writes it."""
        text = self.license + "+" if self.plus else self.license
        return f"{text} WITH {self.exception}" if self.exception else text


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """Two or more operands under one operator."""

    operator: Literal["AND", "OR"]
    operands: tuple["Node", ...]
    """At least two, none of them under the same operator, in the order of the text."""


Node = Leaf | Branch


def join(operator: Literal["AND", "OR"], operands: list[Node]) -> Node:
    """One node of the operands: flattened, doubles removed; the operand itself when one is left.

    Args:
        operator: What joins them.
        operands: At least one.
    """
    flat: dict[Node, None] = {}
    for operand in operands:
        if isinstance(operand, Branch) and operand.operator == operator:
            flat.update(dict.fromkeys(operand.operands))
        else:
            flat[operand] = None
    nodes = tuple(flat)
    return nodes[0] if len(nodes) == 1 else Branch(operator=operator, operands=nodes)


def leaves(node: Node) -> Iterator[Leaf]:
    """All leaves, left to right."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Leaf):
            yield top
        else:
            stack.extend(reversed(top.operands))


def render(node: Node) -> str:
    """Canonical text: operators in upper case, brackets only where precedence asks for them."""
    if isinstance(node, Leaf):
        return str(node)
    inner = (
        f"({render(o)})" if node.operator == "AND" and isinstance(o, Branch) else render(o)
        for o in node.operands
    )
    return f" {node.operator} ".join(inner)


def sorted_text(node: Node) -> str:
    """Like `render`, with operands sorted: equal for expressions that differ only in order."""
    if isinstance(node, Leaf):
        return str(node)
    inner = sorted(
        f"({sorted_text(o)})" if isinstance(o, Branch) else str(o) for o in node.operands
    )
    return f" {node.operator} ".join(inner)
