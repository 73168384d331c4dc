"""Dependencies of Arch Linux packages: `>=1.2`; a bound without release leaves the release open.

Source: PKGBUILD(5), "depends".
"""

from sbom.versions.ranges import comparisons, rpm
from sbom.versions.ranges.clause import Alternatives, Clause


def parse(text: str) -> Alternatives:
    """The clauses of a dependency.

    Raises:
        ParseError: not a dependency.
    """
    return comparisons.parse(text)


def adapt(clause: Clause, version: str) -> str:
    """The version, without its release when the clause states none."""
    return rpm.adapt(clause, version)
