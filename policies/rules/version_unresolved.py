"""It is not known which version of a component is used.

What it checks:
    Components whose version is a range, a placeholder or missing, and that no lockfile of the
    same source pins down.

Why it matters:
    Without a version nobody can say whether a known vulnerability is in it, and two builds of the
    same code can differ.

Example:
    A `requirements.txt` with `voorbeeld>=2` and no lockfile beside it.

How to fix:
    Add a lockfile (or pin the versions) and keep it in the repository. In an SBOM: ask the
    supplier for exact versions.

Source:
    BIO2 control 8.28 (secure coding); BSI TR-03183-2 v2.1.0 section 5.2.2 (component version is
    required).
"""

from collections.abc import Iterator

from policies.facts import NOT_JUDGED_ROLES, Facts
from policies.finding import Finding, Verdict
from policies.grouping import Gatherer
from policies.rule import Context, Counted, Need

ID = "version-unresolved"
NEEDS = frozenset({Need.VERSIONS, Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of UNKNOWN for components without an exact version; see the module."""
    gatherer = Gatherer(ID, facts)
    found: dict[str, set[str]] = {}
    kept = facts.kept(ID)
    for use in facts.unresolved(touched=kept is not None):
        if not NOT_JUDGED_ROLES.isdisjoint(use.roles):
            continue
        found.setdefault(use.system, set()).add(use.purl_base)
        gatherer.add(
            use,
            verdict=Verdict.UNKNOWN,
            severity=context.severity,
            key={},
            values={"version_kind": use.version_kind, "scope": use.scope},
        )
    yield from gatherer.findings()
    known = {system: len(bases) for system, bases in found.items()}
    if kept is not None:
        yield from kept.findings
        for system, verdict, number in (
            *((f.system, f.verdict, 0) for f in kept.findings),
            *kept.counts,
        ):
            known[system] = known.get(system, 0) + (number or 1)
            if number:
                yield Counted(system=system, verdict=verdict, count=number)
    totals: dict[str, int] = {}
    for key in facts.license_keys():
        for system, number in facts.use_counts(key).items():
            totals[system] = totals.get(system, 0) + number
    for system, number in sorted(totals.items()):
        rest = number - known.get(system, 0)
        if rest > 0:
            yield Counted(system=system, verdict=Verdict.COMPLIES, count=rest)
