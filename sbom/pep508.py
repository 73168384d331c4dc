"""Python requirements (PEP 508) as values: a fast reader of its own, lenient about old versions.

A requirement is `name [extras] specifiers ; marker` or `name [extras] @ url ; marker`. Versions are
PEP 440 or whatever else `==` is followed by in practice (`1.0-custom`); wildcards stay ranges.
Source: dependency specifiers and version specifiers of the Python packaging specifications.
"""

import re
from typing import NamedTuple

from sbom.lazy_pattern import lazy

_FOLD = re.compile(r"[-_.]+")
_SPACE = lazy(r"\s+")
_PIN = re.compile(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)\s*+==\s*+([0-9][A-Za-z0-9.+!_-]*)\s*\Z"
)
_HEAD = re.compile(r"\s*+([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)\s*+(?:\[([^\]\n]*)\])?\s*+")
_CLAUSE = re.compile(
    r"\s*+(===|==|~=|!=|<=|>=|<|>)\s*+([^\s,;()'\"\[\]<>=!~@#$]+|\$\{[^}\s]*\}\S*+)\s*+"
)
_WELL_FORMED = re.compile(r"[A-Za-z0-9.*+!_${}-]+\Z")
_EXTRA = lazy(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
_MARKER = lazy(
    r"\s*+\(*+\s*+(?:[a-z_.]+|'[^'\n]*'|\"[^\"\n]*\")\s*+"
    r"(?:===|==|~=|!=|<=|>=|<|>|in\b|not\s+in\b)\s*+(?:[a-z_.]+|'[^'\n]*'|\"[^\"\n]*\")"
)


class Requirement(NamedTuple):
    """One requirement."""

    name: str
    """As written; fold it with `normalise` to compare."""
    extras: tuple[str, ...]
    """Sorted, as written."""
    clauses: tuple[tuple[str, str], ...]
    """(operator, version) in the order written; empty when there are none or a URL stands there."""
    url: str
    """After `@`; empty when there is none."""
    marker: str
    """After `;`, stripped; empty when there is none."""

    @property
    def specifier(self) -> str:
        """The clauses as one text: `>=1.0,<2`."""
        return ",".join(operator + version for operator, version in self.clauses)

    @property
    def pin(self) -> str:
        """The one version that can fit, or empty: a single `==` or `===` without a wildcard."""
        exact = [v for o, v in self.clauses if o == "===" or (o == "==" and not v.endswith(".*"))]
        return exact[0] if len(exact) == 1 and "*" not in exact[0] else ""


def normalise(name: str) -> str:
    """A project name in its one spelling: lower case, runs of `-_.` one hyphen (PEP 503)."""
    return _FOLD.sub("-", name).lower()


def parse_requirement(text: str) -> Requirement:
    """A requirement from its text, without comment or pip options.

    Raises:
        ValueError: not a requirement; the message says where it stops being one.
    """
    pinned = _PIN.match(text)
    if pinned is not None:
        return Requirement(pinned[1], (), (("==", pinned[2]),), "", "")
    head = _HEAD.match(text)
    if head is None:
        raise ValueError("does not begin with a name")
    name, listed = head.groups()
    extras = _extras(listed) if listed else ()
    position = head.end()
    if text.startswith("@", position):
        url, marker = _url(text[position + 1 :])
        return Requirement(name, extras, (), url, marker)
    clauses, position = _clauses(text, position)
    rest = text[position:].strip()
    if not rest:
        return Requirement(name, extras, clauses, "", "")
    if rest[0] != ";":
        raise ValueError(f"is not understood from {rest[:40]!r}")
    return Requirement(name, extras, clauses, "", _marker(rest[1:]))


def _extras(text: str) -> tuple[str, ...]:
    found = [part.strip() for part in text.split(",")]
    if found == [""]:
        return ()
    for extra in found:
        if not _EXTRA.match(extra):
            raise ValueError(f"has a malformed extra {extra[:40]!r}")
    return tuple(sorted(set(found)))


def _clauses(text: str, position: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The clauses from `position`, and where they end."""
    enclosed = text.startswith("(", position)
    position += enclosed
    found: list[tuple[str, str]] = []
    while True:
        clause = _CLAUSE.match(text, position)
        if clause is None:
            break
        operator, version = clause.groups()
        if operator != "===" and not _WELL_FORMED.match(version):
            raise ValueError(f"has a malformed version {version[:40]!r}")
        found.append((operator, version))
        position = clause.end()
        if not text.startswith(",", position):
            break
        position += 1
    if enclosed:
        while text.startswith(" ", position):
            position += 1
        if not text.startswith(")", position):
            raise ValueError("has an unclosed parenthesis")
        position += 1
    return tuple(found), position


def _url(text: str) -> tuple[str, str]:
    """The URL and the marker; a `;` only ends the URL after a space (PEP 508)."""
    url, space, rest = text.strip().partition(" ")
    if not url:
        raise ValueError("has no URL after @")
    rest = rest.strip()
    if not space or not rest:
        return url, ""
    if rest[0] != ";":
        raise ValueError(f"is not understood from {rest[:40]!r}")
    return url, _marker(rest[1:])


def _marker(text: str) -> str:
    marker = _SPACE.sub(" ", text.strip())
    if not marker:
        raise ValueError("has no marker after ;")
    if not _MARKER.match(marker):
        raise ValueError(f"has a malformed marker {marker[:40]!r}")
    return marker
