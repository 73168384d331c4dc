"""The licence of a whole file from what was found in it."""

import re

from sbom.licensing.clues.statements import ANY_VERSION
from sbom.licensing.found import Detection

_HOLDS_GPL_3 = frozenset({"LGPL-3.0-only", "LGPL-3.0-or-later", "GPL-3.0-or-later"})
"""Beside these the bare text of the GPL 3 is only a part or the copy that is asked for."""


def combined(detections: list[Detection]) -> str:
    """Expression of the whole."""
    found: dict[str, str] = {}
    for detection in detections:
        known = found.get(detection.expression)
        if known is None or known.startswith("text"):
            found[detection.expression] = detection.matcher
    options = {o.strip("()") for e in found if " OR " in e for o in e.split(" OR ")}
    leaves = {
        leaf
        for e in found
        for leaf in re.split(r" (?:AND|OR) ", e.replace("(", "").replace(")", ""))
    }
    kept = []
    choices = [e for e in found if " OR " in e and " AND " not in e]
    for expression, matcher in found.items():
        if expression in choices and any(_is_smaller(expression, c) for c in choices):
            continue
        if _is_offered(expression, options) or _is_less(expression, matcher, leaves):
            continue
        kept.append(expression)
    if not kept:
        kept = list(found)[:1]
    if len(kept) == 1:
        return kept[0]
    joined = " AND ".join(f"({e})" if " OR " in e else e for e in kept)
    from sbom.licensing.expression import ExpressionError, parse
    from sbom.licensing.tree import render

    try:
        return render(parse(joined))
    except ExpressionError:
        return joined


def _is_offered(expression: str, options: set[str]) -> bool:
    """Whether a detection only repeats what a choice offers."""
    return " OR " not in expression and set(expression.split(" AND ")) <= options


def _is_smaller(first: str, second: str) -> bool:
    """Whether a choice offers nothing that the other one does not; of equals the later versions win."""
    if first == second:
        return False
    a, b = _bases(first), _bases(second)
    if a != b:
        return a < b
    return (first.count("or-later"), first) < (second.count("or-later"), second)


def _bases(choice: str) -> set[str]:
    return {re.sub(r"-(?:only|or-later)$", "", o.split(" WITH ")[0]) for o in choice.split(" OR ")}


def _is_less(expression: str, matcher: str, leaves: set[str]) -> bool:
    """Whether a detection adds nothing to the others."""
    bases = {leaf.split(" WITH ")[0] for leaf in leaves}
    is_text = matcher.startswith("text")
    if is_text and expression == "GPL-3.0-only" and bases & _HOLDS_GPL_3:
        return True
    later = expression.removesuffix("-only") + "-or-later"
    if is_text and expression.endswith("-only") and later in bases:
        return True
    if expression == "MPL-2.0" and "MPL-2.0-no-copyleft-exception" in leaves:
        return True
    family = expression.split("-", 1)[0] + "-"
    if expression in ANY_VERSION and any(b.startswith(family) and b != expression for b in bases):
        return True
    return any(leaf.startswith(expression + " WITH ") for leaf in leaves)
