"""A component is a malicious package.

What it checks:
    Components that a record of malicious packages names (ids with `MAL-`, GitHub's malware
    advisories).

Why it matters:
    The package itself is the attack: it ran when it was installed.

Example:
    A package whose name differs by one letter from a popular one and that steals passwords.

How to fix:
    Remove it at once, take the machines that installed it apart, and replace every secret they held.

Source:
    OpenSSF malicious-packages; BIO2 1.2, 8.08.01; Cyberbeveiligingswet, reporting within 24 hours,
    72 hours and one month.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding
from policies.rule import Context, Counted, Need
from policies.security import exposure_findings

ID = "malicious-package"
NEEDS = frozenset({Need.VERSIONS})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings for malicious packages; see the module."""
    yield from exposure_findings(ID, facts, context, "malicious")
