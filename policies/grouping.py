"""Findings about components, gathered: one per rule, system, component and key values."""

from collections.abc import Callable, Iterator, Mapping

from policies.facts import NOT_JUDGED_ROLES, ComponentUse, Facts
from policies.finding import Confidence, Finding, Place, Severity, SubjectKind, Verdict
from policies.licensing import LicenseVerdict, judge_key
from policies.rule import Context, Counted

MAX_PLACES = 20
"""Places shown per finding; the rest is counted."""
MAX_VERSIONS = 10
"""Versions shown per finding."""

Pairs = Mapping[str, str]


class _Group:
    """What is known of one finding to be."""

    __slots__ = (
        "confidence",
        "count",
        "direct",
        "places",
        "severity",
        "use",
        "values",
        "verdict",
        "versions",
    )

    def __init__(self, use: ComponentUse) -> None:
        self.use = use
        self.values: dict[str, str] = {}
        self.versions: set[str] = set()
        self.places: set[Place] = set()
        self.count = 0
        self.direct = "unknown"
        self.verdict = Verdict.UNKNOWN
        self.severity = Severity.INFO
        self.confidence = Confidence.HIGH


class Gatherer:
    """Collects uses of components into findings of one rule."""

    def __init__(self, rule: str, facts: Facts) -> None:
        """Start empty.

        Args:
            rule: Id of the rule.
            facts: For names of systems.
        """
        self._rule = rule
        self._systems = facts.systems()
        self._groups: dict[tuple[str, str, tuple[tuple[str, str], ...]], _Group] = {}

    def add(
        self,
        use: ComponentUse,
        *,
        verdict: Verdict,
        severity: Severity,
        key: Pairs,
        values: Pairs,
        confidence: Confidence = Confidence.HIGH,
    ) -> None:
        """Add one use; in a group the gravest severity, DEVIATES and the least confidence win."""
        pairs = tuple(sorted(key.items()))
        group = self._groups.get((use.system, use.purl_base, pairs))
        if group is None:
            group = self._groups[use.system, use.purl_base, pairs] = _Group(use)
        if severity.rank > group.severity.rank or not group.values:
            group.severity, group.values = severity, dict(values)
        if verdict is Verdict.DEVIATES:
            group.verdict = verdict
        if _CERTAINTY.index(confidence) < _CERTAINTY.index(group.confidence):
            group.confidence = confidence
        group.versions.add(use.version or use.requirement)
        group.count += 1
        group.places.add(use.place)
        if len(group.places) > 8 * MAX_PLACES:
            group.places = set(sorted(group.places)[:MAX_PLACES])
        if use.direct or group.direct == "unknown":
            group.direct = _DIRECT[use.direct]

    def findings(self) -> Iterator[Finding]:
        """The findings, sorted by system, component and key."""
        for (system, base, key), group in sorted(self._groups.items(), key=lambda item: item[0]):
            known = self._systems.get(system)
            values = {
                **group.values,
                "name": group.use.name,
                "versions": versions_text(group.versions),
                "version_count": str(len(group.versions - {""})),
                "direct": group.direct,
                "system_name": known.name if known else "",
            }
            yield Finding(
                rule=self._rule,
                subject_kind=SubjectKind.COMPONENT,
                subject=base,
                system=system,
                verdict=group.verdict,
                severity=group.severity,
                confidence=group.confidence,
                key=key,
                values=tuple(sorted(values.items())),
                places=tuple(sorted(group.places)[:MAX_PLACES]),
                place_count=group.count,
            )


_CERTAINTY = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_DIRECT = {True: "yes", False: "no", None: "unknown"}


def versions_text(versions: set[str]) -> str:
    """Versions in order, at most ten, then an ellipsis; `-` when none is known."""
    known = sorted(versions - {""}, key=_version_order)
    return ", ".join(known[:MAX_VERSIONS]) + (", ..." if len(known) > MAX_VERSIONS else "") or "-"


def _version_order(version: str) -> list[tuple[int, str]]:
    """Numbers before words, numbers by size: good enough to read, not to compare."""
    return [
        (int(p) if p.isdigit() and len(p) < 19 else -1, p)
        for p in version.replace("-", ".").split(".")
    ]


def license_findings(
    rule: str,
    facts: Facts,
    judge_one: Callable[[LicenseVerdict], "Found | Verdict"],
    context: Context,
) -> Iterator[Finding | Counted]:
    """Findings and counts of a rule that looks at licence verdicts only.

    Args:
        rule: Id of the rule.
        facts: The estate.
        judge_one: For each distinct verdict either what to report, or how to count it.
        context: Of the rule.
    """
    gatherer = Gatherer(rule, facts)
    counts: dict[tuple[str, Verdict], int] = {}
    for key in facts.license_keys():
        verdict = judge_key(key, context.pack)
        found = judge_one(verdict)
        if isinstance(found, Verdict):
            for system, number in facts.use_counts(key).items():
                counts[system, found] = counts.get((system, found), 0) + number
            continue
        values = {
            "license": verdict.expression,
            "license_class": verdict.license_class,
            "context": verdict.context,
            "use_mode": key.use_mode.value if key.use_mode else "unlinked",
            "outcome": verdict.outcome.value,
            "chosen": verdict.chosen,
            "claims": claims_text(key.claims),
            "scope": key.scope,
            **found.values,
        }
        confidence = Confidence.HIGH if verdict.firm and key.use_mode else Confidence.MEDIUM
        for use in facts.uses_of(key):
            if NOT_JUDGED_ROLES.isdisjoint(use.roles):
                gatherer.add(
                    use,
                    verdict=found.verdict,
                    severity=found.severity,
                    key=found.key,
                    values=values,
                    confidence=confidence,
                )
    yield from gatherer.findings()
    for (system, counted), number in sorted(counts.items()):
        yield Counted(system=system, verdict=counted, count=number)


class Found:
    """What a licence rule reports of one verdict."""

    __slots__ = ("key", "severity", "values", "verdict")

    def __init__(
        self, verdict: Verdict, severity: Severity, key: Pairs, values: Pairs | None = None
    ) -> None:
        """State it.

        Args:
            verdict: DEVIATES or UNKNOWN.
            severity: Of the finding.
            key: Values that make it another finding; never version or wording.
            values: Values for the texts beyond the usual ones.
        """
        self.verdict = verdict
        self.severity = severity
        self.key = key
        self.values = values or {}


def claims_text(claims: tuple[tuple[str, str], ...]) -> str:
    """Claims as a reader sees them, at most 300 characters: `declared: MIT; detected: ISC`."""
    text = "; ".join(f"{kind}: {' '.join(raw.split())}" for kind, raw in claims if raw.strip())
    return text if len(text) <= 300 else text[:297] + "..."


def softened(context: Context, verdict: LicenseVerdict) -> Severity:
    """The rule's severity, or `severity_when_review` where the use asks for review only."""
    milder = context.params.get("severity_when_review")
    if milder is None or verdict.outcome.value == "deny":
        return context.severity
    return min(Severity(str(milder)), context.severity, key=lambda s: s.rank)
