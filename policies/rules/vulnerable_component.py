"""A component has a known vulnerability.

What it checks:
    Every component in use whose version is listed by a security advisory or lies in its range.
    Where the version is not settled but may be affected, the answer is unknown. Vulnerabilities
    that are known to be exploited and malicious packages have rules of their own.

Why it matters:
    Who knows of the vulnerability can misuse it. The severity of the finding is the level of its
    priority, a stated sum of gravity, chance of exploitation, nearness, exposure and importance
    (`policies/priority.py`).

Example:
    `lodash` 4.17.20, while the advisory says that 4.17.21 fixes it.

How to fix:
    Update to the version that the finding names. Is there none: limit the use, or replace the
    component. Does it not apply: record that with `sluis vex add`.

Source:
    BIO2 control 8.8 (technical vulnerabilities), 8.08.01 for the deadline.
"""

from collections.abc import Iterator

from policies.facts import Facts
from policies.finding import Finding
from policies.rule import Context, Counted, Need
from policies.security import exposure_findings

ID = "vulnerable-component"
NEEDS = frozenset({Need.VERSIONS})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings for vulnerabilities without known exploitation; see the module."""
    yield from exposure_findings(ID, facts, context, "other")
