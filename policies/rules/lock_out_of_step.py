"""A lockfile does not hold what its manifest asks for.

What it checks:
    Manifests with a lockfile that governs them (beside them, or that of their workspace), of the
    ecosystems where that can be said for sure: every direct requirement must be in the lock, at a
    version within what is asked. `sbom.joiners.lock_step` states what is passed over.

Why it matters:
    Then nobody can tell from the files what is in use: an install that trusts the lock fails, and one
    that does not takes other versions than the ones that were looked at.

Example:
    A `package.json` that asks `voorbeeld` ^2.0.0, and a `package-lock.json` with 1.4.0.

How to fix:
    Let the package manager make the lockfile anew (`npm install`, `uv lock`, `composer update --lock`)
    and keep both files in one commit. Let the build refuse a difference (`npm ci`, `uv sync --locked`).

Source:
    BIO2 control 8.28 (secure coding); BIO2 control 8.32 (change management).
"""

from collections.abc import Iterator, Sequence

from policies.facts import DescriptorFact, Facts, SystemFact
from policies.finding import Finding, Place, SubjectKind, Verdict
from policies.rule import Context, Counted, Need

ID = "lock-out-of-step"
NEEDS = frozenset({Need.VERSIONS})
_COMPARED = "lock"
_DEVIATION = "lock-step"
_SHOWN = 10
"""Packages that are named; the others are counted."""
_PLACES = 20


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """One finding of DEVIATES per manifest and lock; those in step are counted."""
    compared: dict[tuple[str, str, str, str], None] = {}
    deviations: dict[tuple[str, str, str, str], list[DescriptorFact]] = {}
    for fact in facts.descriptors((_COMPARED, _DEVIATION)):
        one = fact.descriptor
        if one.kind == _COMPARED:
            compared[fact.system, fact.source, fact.path, one.name] = None
            continue
        lock = dict(one.properties).get("lock", "")
        deviations.setdefault((fact.system, fact.source, fact.path, lock), []).append(fact)
    systems = facts.systems()
    for pair, found in deviations.items():
        yield _finding(context, pair, found, systems.get(pair[0]))
    counts: dict[str, int] = {}
    for pair in compared:
        if pair not in deviations:
            counts[pair[0]] = counts.get(pair[0], 0) + 1
    for system, number in sorted(counts.items()):
        yield Counted(system=system, verdict=Verdict.COMPLIES, count=number)


def _finding(
    context: Context,
    pair: tuple[str, str, str, str],
    found: Sequence[DescriptorFact],
    known: SystemFact | None,
) -> Finding:
    system, source, path, lock = pair
    named = [(f.descriptor, dict(f.descriptor.properties)) for f in found]
    lacking = [_asked(d.name, p) for d, p in named if not d.version]
    outside = [f"{_asked(d.name, p)} ({d.version})" for d, p in named if d.version]
    values = {
        "path": path,
        "lock": lock,
        "source": source,
        "system_name": known.name if known else "",
        "number": str(len(found)),
        "missing": _listed(lacking),
        "outside": _listed(outside),
    }
    places = {Place(source=source, path=path, line=_line(p.get("line", ""))) for _, p in named}
    return Finding(
        rule=ID,
        subject_kind=SubjectKind.FILE,
        subject=f"{source}:{path}",
        system=system,
        verdict=Verdict.DEVIATES,
        severity=context.severity,
        key=(("lock", lock),),
        values=tuple(sorted(values.items())),
        places=tuple(sorted(places)[:_PLACES]),
        place_count=len(places),
    )


def _asked(name: str, properties: dict[str, str]) -> str:
    return f"{name} {properties.get('requirement', '')}".strip()


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(sorted(names)[:_SHOWN]) + (f" (+{rest})" if rest > 0 else "")


def _line(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 10 else 0
