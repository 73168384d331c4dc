"""Requirements of Go modules: a version is the lowest that will do; comparisons are read as well.

A module of another major version has another path, so no upper bound is added.
Source: Go Modules Reference, "Minimal version selection".
"""

import re

from sbom.versions.ranges import comparisons
from sbom.versions.ranges.clause import Alternatives, Clause

_BARE = re.compile(r"\s*+((?:v|go)?[0-9][0-9A-Za-z.+-]*+)\s*\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a requirement.

    Raises:
        ParseError: not a requirement.
    """
    bare = _BARE.match(text)
    return ((Clause(">=", bare[1]),),) if bare else comparisons.parse(text)
