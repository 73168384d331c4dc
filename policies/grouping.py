"""Findings about components, gathered: one per rule, system, component and key values."""

from collections.abc import Callable, Iterator, Mapping

from policies.facts import SHOWN_PLACES, ComponentUse, Facts, LicenseKey, UseGroup
from policies.finding import Confidence, Finding, Place, Severity, SubjectKind, Verdict
from policies.licensing import LicenseVerdict, judge_key
from policies.rule import Context, Counted

MAX_PLACES = SHOWN_PLACES
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
        "name",
        "places",
        "severity",
        "values",
        "verdict",
        "versions",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: Pairs = {}
        self.versions: set[str] = set()
        self.places: set[Place] = set()
        self.count = 0
        self.direct: bool | None = None
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
        single = UseGroup(
            system=use.system,
            purl_base=use.purl_base,
            name=use.name,
            versions=frozenset((use.version or use.requirement,)),
            direct=use.direct,
            places=(use.place,),
            count=1,
        )
        self.add_group(
            single,
            verdict=verdict,
            severity=severity,
            key=key,
            values=values,
            confidence=confidence,
        )

    def add_group(
        self,
        uses: UseGroup,
        *,
        verdict: Verdict,
        severity: Severity,
        key: Pairs,
        values: Pairs,
        confidence: Confidence = Confidence.HIGH,
    ) -> None:
        """Add uses of one component in one system that are judged alike; see `add`."""
        place = uses.system, uses.purl_base, tuple(sorted(key.items()))
        group = self._groups.get(place)
        if group is None:
            group = self._groups[place] = _Group(uses.name)
        if not group.values or severity.rank > group.severity.rank:
            group.severity, group.values = severity, values
        if verdict is Verdict.DEVIATES:
            group.verdict = verdict
        if _CERTAINTY[confidence] < _CERTAINTY[group.confidence]:
            group.confidence = confidence
        group.versions |= uses.versions
        group.count += uses.count
        group.places.update(uses.places)
        if len(group.places) > 8 * MAX_PLACES:
            group.places = set(sorted(group.places)[:MAX_PLACES])
        if uses.direct or group.direct is None:
            group.direct = uses.direct

    def findings(self) -> Iterator[Finding]:
        """The findings, sorted by system, component and key."""
        for (system, base, key), group in sorted(self._groups.items(), key=lambda item: item[0]):
            known = self._systems.get(system)
            values = {
                **group.values,
                "name": group.name,
                "versions": versions_text(group.versions),
                "version_count": str(len(group.versions - {""})),
                "direct": _DIRECT[group.direct],
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


_CERTAINTY = {Confidence.LOW: 0, Confidence.MEDIUM: 1, Confidence.HIGH: 2}
_DIRECT = {True: "yes", False: "no", None: "unknown"}


def versions_text(versions: set[str]) -> str:
    """Versions in order, at most ten, then an ellipsis; `-` when none is known."""
    known = list(versions - {""})
    if len(known) > 1:
        known.sort(key=_version_order)
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
    reported: dict[LicenseKey, tuple[Found, Pairs, Confidence]] = {}
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
        reported[key] = found, values, confidence
    kept = facts.kept(rule)
    for key, uses in facts.use_groups(reported, touched=kept is not None):
        report, texts, confidence = reported[key]
        gatherer.add_group(
            uses,
            verdict=report.verdict,
            severity=report.severity,
            key=report.key,
            values=texts,
            confidence=confidence,
        )
    yield from gatherer.findings()
    if kept is not None:
        yield from kept.findings
        for system, judged, number in kept.counts:
            counts[system, judged] = counts.get((system, judged), 0) + number
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
