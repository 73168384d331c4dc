"""Constraints of Helm charts: npm's, with commas between comparisons and `!=`.

Source: Helm documentation, "Charts" (dependencies); the library's "Basic Comparisons".
"""

from sbom.versions.ranges import npm
from sbom.versions.ranges.clause import Alternatives

NAMED_ONLY = True


def parse(text: str) -> Alternatives:
    """The clauses of a constraint.

    Raises:
        ParseError: not a constraint.
    """
    return npm.parse(text)
