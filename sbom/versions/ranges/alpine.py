"""Dependencies of Alpine packages: `>=1.2`, `~1.2` (all that begins with 1.2), `<2`.

Source: apk-tools, apk-world(5), "DEPENDENCY NOTATION".
"""

import re

from sbom.versions.ranges import comparisons
from sbom.versions.ranges.clause import Alternatives, Clause

_FUZZY = re.compile(r"\s*+(?:~|=~|~=)\s*+([0-9]{1,80}(?:\.[0-9]{1,80})*)\s*\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a dependency.

    Raises:
        ParseError: not a dependency.
    """
    fuzzy = _FUZZY.match(text)
    if fuzzy is None:
        return comparisons.parse(text)
    *head, last = fuzzy[1].split(".")
    after = ".".join([*head, str(int(last) + 1)])
    return ((Clause(">=", fuzzy[1] + "_alpha", fuzzy[1]), Clause("<", after + "_alpha", after)),)
