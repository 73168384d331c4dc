"""Conda match specifications: `channel::name version build`, `name=1.2=build`, `name >=1,<2`.

Source: conda documentation, "Package match specifications".
"""

import re
from typing import NamedTuple

from sbom.lazy_pattern import lazy

_SPEC = re.compile(
    r"(?:([^\s\[\]=<>!~]+?)(?::[^\s:]*)?::)?([A-Za-z0-9_][A-Za-z0-9_.-]*)(?:\[([^\[\]]*)\])?\s*(.*?)"
    r"(?:\[([^\[\]]*)\])?\Z",
    re.DOTALL,
)
_PLAIN = lazy(r"[0-9][A-Za-z0-9.!+_-]*\Z")
_BRACKET = lazy(r"(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([^,\s]+))")


class Spec(NamedTuple):
    """One specification, read."""

    name: str
    version: str
    """The one version it allows; empty when it allows several."""
    requirement: str
    """The constraint as written; empty when there is none."""
    build: str
    channel: str
    fuzzy: bool
    """`name=1.2`, which allows whatever begins with it; `version` holds what is written."""


def read_spec(text: str) -> Spec | None:
    """The specification, or None when the text is not one.

    `==1.2`, `=1.2=build` and `1.2 build` allow one version; so does a bare `1.2`; `=1.2` alone is
    fuzzy. A `*` anywhere, `|`, `,` and other operators make a range.
    """
    stated = text.partition(" #")[0].strip()
    match = _SPEC.match(stated)
    if match is None:
        return None
    channel, name, before, rest, after = match.groups()
    fields = {k: a or b or c for k, a, b, c in _BRACKET.findall(before or after or "")}
    requirement = fields.get("version", "") or rest.strip()
    channel = channel or fields.get("channel", "")
    build = fields.get("build", "")
    version, fuzzy = "", False
    if requirement.startswith("=="):
        version, _, found = requirement[2:].strip().partition("=")
        build = build or found
    elif requirement.startswith("=") and requirement[1:2] not in {">", "<"}:
        version, double, found = requirement[1:].strip().partition("=")
        fuzzy = not double
        build = build or found
    elif requirement[:1].isdigit():
        words = requirement.split()
        version, double, found = words[0].partition("=")
        build = build or found or (words[1] if len(words) == 2 else "")
    if not _PLAIN.match(version.strip()):
        version, fuzzy = "", False
    return Spec(name, version.strip(), requirement, build.strip(), channel, fuzzy)
