"""What nginx's advisories call affected or fixed: `0.7.52-0.8.39`, `1.5.0+, 1.4.1+`, `0.9.10`.

`+` means that version and later ones: of its own branch when the branch is stable (an even second
number), of all later branches when it is mainline (odd).
Source: nginx, security advisories; "nginx: mainline and stable branches".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges import comparisons
from sbom.versions.ranges.clause import ANYTHING, NOTHING, Alternative, Alternatives, Clause

_PART = re.compile(r"\s*+([0-9]{1,80}(?:\.[0-9]{1,80})*+)(?:(\+)|-([0-9]++(?:\.[0-9]++)*+))?\s*\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a statement.

    Raises:
        ParseError: not such a statement.
    """
    if any(c in text for c in "<>=|*"):
        return comparisons.parse(text)
    if text.strip().lower() in {"all", "none"}:
        return ANYTHING if text.strip().lower() == "all" else NOTHING
    return tuple(_part(part) for part in text.split(","))


def _part(text: str) -> Alternative:
    match = _PART.match(text)
    if match is None:
        raise ParseError(f"is no statement of versions from {text[:40]!r}")
    version, onwards, last = match.groups()
    if last:
        return (Clause(">=", version), Clause("<=", last))
    if not onwards:
        return (Clause("=", version),)
    numbers = [int(n) for n in version.split(".")]
    if len(numbers) < 2 or numbers[1] % 2:
        return (Clause(">=", version),)
    return (Clause(">=", version), Clause("<", f"{numbers[0]}.{numbers[1] + 1}.0"))
