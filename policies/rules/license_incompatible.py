"""A component's licence does not go with the licence under which the system goes out.

What it checks:
    Systems for which `estate.yaml` states an `outbound_license`. Each component in use is held against
    it, by the way the system is used: nothing is asked of what is not handed on; of code that goes to
    browsers or is published, copyleft has to fit. Development dependencies are not handed on. What is
    unknown is counted here as unknown and reported by other rules. The finding shows through which
    components the licence comes in.

Why it matters:
    Publishing a work under a licence that one of its parts does not allow breaks copyright, and the
    promise to whoever takes the work over.

Example:
    An application goes out under EUPL-1.2 and holds a part under `GPL-3.0-only`: the whole may only go
    out under the GPL. Under `BUSL-1.1` it may not go out at all.

How to fix:
    Replace the component, keep it apart from the work, or choose another outbound licence. Record a
    deliberate deviation as a waiver.

Source:
    `conditions.yaml` of the pack: EUPL-1.2 article 5 and Appendix, and pairs of licences, each with its
    source; EUPL-1.2 article 5.

Parameters:
    severity_when_review: severity where a lawyer has to look and nothing is certainly wrong.
"""

from collections.abc import Iterator

from policies.arrival import way_of
from policies.compatibility import Compatibility, Fit, compatible
from policies.facts import Facts, LicenseKey, SystemFact, UseMode
from policies.finding import Finding, Severity, Verdict
from policies.grouping import Gatherer, claims_text
from policies.licensing import judge_key
from policies.rule import Context, Counted, Need

ID = "license-incompatible"
NEEDS = frozenset({Need.LICENSES})
_ORDER = [Fit.FITS, Fit.SEPARATE, Fit.REVIEW, Fit.UNKNOWN, Fit.CONFLICTS]


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES; see the module."""
    systems = {s.id: s for s in facts.systems().values() if s.outbound_license}
    if not systems:
        return
    counts: dict[tuple[str, Verdict], int] = {}
    reported: dict[LicenseKey, dict[str, Compatibility]] = {}
    for key in facts.license_keys():
        for name, number in facts.use_counts(key).items():
            if name not in systems:
                continue
            found = _judged(key, systems[name], context)
            if found is None or found.fit is Fit.UNKNOWN:
                counts[name, Verdict.UNKNOWN] = counts.get((name, Verdict.UNKNOWN), 0) + number
            elif found.fit in {Fit.REVIEW, Fit.CONFLICTS}:
                reported.setdefault(key, {})[name] = found
            else:
                counts[name, Verdict.COMPLIES] = counts.get((name, Verdict.COMPLIES), 0) + number
    gatherer = Gatherer(ID, facts)
    kept = facts.kept(ID)
    milder = Severity(str(context.params.get("severity_when_review", context.severity)))
    for key, uses in facts.use_groups(reported, touched=kept is not None):
        judged = reported[key].get(uses.system)
        if judged is None:
            continue
        gatherer.add_group(
            uses,
            verdict=Verdict.DEVIATES,
            severity=context.severity if judged.fit is Fit.CONFLICTS else milder,
            key={"license": judged.chosen, "outbound": judged.outbound},
            values={
                "license": judged.decides,
                "outbound": judged.outbound,
                "fit_reason": judged.reason,
                "fit": judged.fit.value,
                "claims": claims_text(key.claims),
                "way": " > ".join(way_of(facts, uses.system, uses.purl_base, uses.places)),
            },
        )
    yield from gatherer.findings()
    if kept is not None:
        yield from kept.findings
        for name, verdict, number in kept.counts:
            counts[name, verdict] = counts.get((name, verdict), 0) + number
    for (name, verdict), number in sorted(counts.items()):
        yield Counted(system=name, verdict=verdict, count=number)


def _judged(key: LicenseKey, system: SystemFact, context: Context) -> Compatibility | None:
    """The worst over all readings; None when the licence is not known."""
    verdict = judge_key(key, context.pack)
    readings = verdict.conflict or ((verdict.expression,) if verdict.expression else ())
    tool = key.scope in context.pack.licenses.dev_scopes
    mode = UseMode.DEV_TOOL if tool else system.use_mode
    found = [
        compatible(r, system.outbound_license, mode, context.pack, supplied=key.supplied)
        for r in readings
    ]
    return max(found, key=lambda c: _ORDER.index(c.fit), default=None)
