"""A component's licence is another one than in the previous scan.

What it checks:
    Components whose claims differ from the previous complete scan of the same source. Claims are
    read first: a change of spelling (`Apache 2.0` to `Apache-2.0`) is no change. The severity of
    the pack holds when the new licence is of a stricter class or cannot be read; otherwise the
    finding is for information.

Why it matters:
    Products are relicensed, and an update brings the new terms in without anyone reading them.

Example:
    Version 7.2 of a database was `BSD-3-Clause`, version 7.4 is `RSALv2 OR SSPL-1.0`.

How to fix:
    Read the new terms before the update goes live. Go back to the last version under the old
    licence, or take a successor, when they do not fit.

Source:
    Own design, after relicensing of widely used products since 2018.
"""

from collections.abc import Iterator

from policies.facts import Facts, LicenseChange
from policies.finding import Confidence, Finding, Severity, SubjectKind, Verdict
from policies.grouping import versions_text
from policies.license_view import LicenseState
from policies.licensing import LicenseVerdict, judge
from policies.rule import Context, Counted, Need

ID = "license-changed"
NEEDS = frozenset({Need.HISTORY})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES, or UNKNOWN when the new licence cannot be read; see the module."""
    same: dict[str, int] = {}
    systems = facts.systems()
    for change in facts.license_changes():
        before, after = _judged(change.before, context), _judged(change.after, context)
        if before.key == after.key and before.state is after.state:
            same[change.system] = same.get(change.system, 0) + 1
            continue
        known = systems.get(change.system)
        unclear = after.state in {LicenseState.MISSING, LicenseState.UNPARSABLE}
        values = {
            "name": change.name,
            "system_name": known.name if known else "",
            "before": before.expression or _raw(change.before),
            "after": after.expression or _raw(change.after),
            "license_class_before": before.license_class,
            "license_class": after.license_class,
            "versions_before": versions_text({v for v, _, _ in change.before}),
            "versions": versions_text({v for v, _, _ in change.after}),
        }
        yield Finding(
            rule=ID,
            subject_kind=SubjectKind.COMPONENT,
            subject=change.purl_base,
            system=change.system,
            verdict=Verdict.UNKNOWN if unclear else Verdict.DEVIATES,
            severity=context.severity
            if unclear or _worse(before, after, context)
            else Severity.INFO,
            confidence=Confidence.HIGH if after.firm and before.firm else Confidence.MEDIUM,
            key=(("after", _key(after, change)), ("before", before.key)),
            values=tuple(sorted(values.items())),
            places=(change.place,),
            place_count=1,
        )
    for system, number in sorted(same.items()):
        yield Counted(system=system, verdict=Verdict.COMPLIES, count=number)


def _judged(claims: tuple[tuple[str, str, str], ...], context: Context) -> LicenseVerdict:
    pairs = tuple(sorted({(kind, raw) for _, kind, raw in claims}))
    return judge(pairs, None, "runtime", False, context.pack)


def _worse(before: LicenseVerdict, after: LicenseVerdict, context: Context) -> bool:
    classes = context.pack.licenses.classes
    return classes[after.license_class].order > classes[before.license_class].order


def _key(after: LicenseVerdict, change: LicenseChange) -> str:
    return after.key or _raw(change.after).lower()


def _raw(claims: tuple[tuple[str, str, str], ...]) -> str:
    return " | ".join(sorted({" ".join(raw.split()) for _, _, raw in claims}))[:300]
