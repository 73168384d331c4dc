"""A later version of a component has a stricter licence than an earlier one in the estate.

What it checks:
    Pieces of software that the estate uses in several versions. Where the licence of one version is of
    a stricter class than that of the version before it, systems that use the later one get a finding,
    and systems on the earlier one are told what an update brings. Whoever changes licence between two
    scans of one source is reported by `license-changed`.

Why it matters:
    Makers change their terms at a new version, from open to not open too. An update that nobody reads
    brings the new terms in.

Example:
    One system runs version 1.5 under `MPL-2.0`, another runs 1.6 under `BUSL-1.1`.

How to fix:
    Read the new terms before more systems follow. Stay on the last version under the old licence for
    the time being, or move to a successor.

Source:
    Own design, after relicensing of widely used products since 2018.
"""

from collections.abc import Iterator

from policies.drift import Versions, VersionUse, drifts_of
from policies.facts import Facts
from policies.finding import Confidence, Finding, Severity, SubjectKind, Verdict
from policies.grouping import MAX_PLACES, versions_text
from policies.licensing import LicenseVerdict, judge
from policies.rule import Context, Counted, Need

ID = "license-relicensed"
NEEDS = frozenset({Need.LICENSES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES; see the module."""
    drifts = drifts_of(facts)
    if drifts is None:
        return
    kept = facts.kept(ID)
    systems = facts.systems()
    for software in drifts.differing(touched=kept is not None):
        for before, after in _turns(software, context):
            for system, uses in _by_system(software, after).items():
                later = [u for u in uses if _judged(u, context).key == after.key]
                known = systems.get(system)
                mine = later or uses
                values = {
                    "name": software.name,
                    "system_name": known.name if known else "",
                    "before": before.expression,
                    "after": after.expression,
                    "license_class_before": before.license_class,
                    "license_class": after.license_class,
                    "versions_before": _versions(software, before, context),
                    "versions_after": _versions(software, after, context),
                    "versions": versions_text({u.version for u in mine}),
                    "runs_later": "yes" if later else "no",
                }
                places = sorted({u.place for u in mine})
                yield Finding(
                    rule=ID,
                    subject_kind=SubjectKind.COMPONENT,
                    subject=software.purl_base,
                    system=system,
                    verdict=Verdict.DEVIATES,
                    severity=context.severity if later else Severity.INFO,
                    confidence=Confidence.HIGH if after.firm and before.firm else Confidence.MEDIUM,
                    key=(("after", after.key), ("before", before.key)),
                    values=tuple(sorted(values.items())),
                    places=tuple(places[:MAX_PLACES]),
                    place_count=len(mine),
                )
    if kept is not None:
        yield from kept.findings
        for system, verdict, number in kept.counts:
            yield Counted(system=system, verdict=verdict, count=number)


def _judged(use: VersionUse, context: Context) -> LicenseVerdict:
    return judge(use.claims, None, "runtime", False, context.pack)


def _turns(software: Versions, context: Context) -> Iterator[tuple[LicenseVerdict, LicenseVerdict]]:
    """(earlier, later) where the class becomes stricter; each pair of licences once."""
    classes = context.pack.licenses.classes
    seen: set[tuple[str, str]] = set()
    before: LicenseVerdict | None = None
    for use in software.uses:
        now = _judged(use, context)
        if not now.expression or not use.version:
            continue
        if before is not None and now.key != before.key and (before.key, now.key) not in seen:
            seen.add((before.key, now.key))
            if classes[now.license_class].order > classes[before.license_class].order:
                yield before, now
        before = now


def _by_system(software: Versions, after: LicenseVerdict) -> dict[str, list[VersionUse]]:
    found: dict[str, list[VersionUse]] = {}
    for use in software.uses:
        if after.expression:
            found.setdefault(use.system, []).append(use)
    return dict(sorted(found.items()))


def _versions(software: Versions, verdict: LicenseVerdict, context: Context) -> str:
    return versions_text(
        {u.version for u in software.uses if _judged(u, context).key == verdict.key}
    )
