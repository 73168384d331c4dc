"""A source belongs to no system.

What it checks:
    Whether every source that was scanned, delivered SBOMs included, is linked to a system in
    `estate.yaml`.

Why it matters:
    Without a system there is no owner to ask, and the use is unknown: the tool then judges
    licences as if the software were hosted for residents.

Example:
    A repository that a department started, and that stands in no register.

How to fix:
    Add the source to the system it belongs to in `estate.yaml`, or add the system. Archive the
    source when nothing uses it any more.

Source:
    BIO2 control 5.9 (inventory of assets).
"""

from collections.abc import Iterator

from policies.facts import Facts, SourceFact
from policies.finding import Finding, Verdict
from policies.repositories import Missing, source_findings
from policies.rule import Context, Counted, Need

ID = "repository-unlinked"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for sources without a system; see the module."""

    def judge_one(source: SourceFact) -> Missing | Verdict:
        return Verdict.COMPLIES if source.system else Missing({})

    return source_findings(ID, facts, judge_one, context, even_failed=True)
