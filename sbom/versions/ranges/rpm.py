"""Dependencies of RPM packages: `>= 1:2.3-4`; a bound without release leaves the release open.

Source: rpm manual, "Dependencies" (versioned dependencies).
"""

from sbom.versions.ranges import comparisons
from sbom.versions.ranges.clause import Alternatives, Clause


def parse(text: str) -> Alternatives:
    """The clauses of a dependency.

    Raises:
        ParseError: not a dependency.
    """
    return comparisons.parse(text)


def adapt(clause: Clause, version: str) -> str:
    """The version, without its release when the clause states none."""
    return version if "-" in clause.version else version.rpartition("-")[0] or version
