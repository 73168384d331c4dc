"""Requirements as R writes them: `Rcpp (>= 1.0), methods`.

Source: "Writing R Extensions", section "Package Dependencies".
"""

from typing import NamedTuple

from sbom.lazy_pattern import lazy

_ENTRY = lazy(r"([A-Za-z][A-Za-z0-9.]*+)\s*+(?:\(([^()]*+)\))?\Z")

BASE = frozenset(
    {
        "base",
        "compiler",
        "datasets",
        "grDevices",
        "graphics",
        "grid",
        "methods",
        "parallel",
        "splines",
        "stats",
        "stats4",
        "tcltk",
        "tools",
        "utils",
    }
)
"""Packages of priority base: they come with R. Source: R FAQ, section 5.1.1."""


class Need(NamedTuple):
    """One requirement."""

    name: str
    requirement: str
    """`>= 1.0`, or empty."""


def needs_of(field: str) -> tuple[list[Need], list[str]]:
    """The requirements in a field, and the parts that are none."""
    found, wrong = [], []
    for part in field.replace("\n", " ").split(","):
        stated = part.strip()
        if not stated:
            continue
        match = _ENTRY.match(stated)
        if match is None:
            wrong.append(stated)
        else:
            found.append(Need(match.group(1), (match.group(2) or "").strip()))
    return found, wrong


def names_of(field: str) -> list[str]:
    """The names in a field."""
    return [n.name for n in needs_of(field)[0]]
