"""Running the rules over the facts. One failing rule becomes an issue; the others go on."""

import logging
from collections.abc import Iterable
from datetime import date

import msgspec

from policies.facts import Facts
from policies.finding import Finding, Verdict
from policies.pack import Pack
from policies.rule import Context, Counted, Need, Rule
from policies.waiver import Waiver, WaiverUse, apply
from sbom.issue import Issue, IssueKind, Stage

logger = logging.getLogger(__name__)


class RuleCount(msgspec.Struct, frozen=True, kw_only=True):
    """Subjects of one rule in one system by verdict; waived ones are within the others."""

    rule: str
    system: str
    """System id; empty: no system."""
    complies: int = 0
    deviates: int = 0
    unknown: int = 0
    not_applicable: int = 0
    waived: int = 0


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules found."""

    findings: tuple[Finding, ...]
    """Open ones, most severe first, then by rule, system, subject and key."""
    waived: tuple[tuple[Finding, Waiver], ...]
    """In the same order."""
    counts: tuple[RuleCount, ...]
    """By rule, then system; every rule that ran has at least one line."""
    issues: tuple[Issue, ...]
    """Rules that failed (they make the evaluation incomplete) or are not in the pack."""
    expiring: tuple[Waiver, ...] = ()
    """Waivers that end within the warning time of the pack."""
    failed_rules: tuple[str, ...] = ()
    """Rules whose findings are not known; earlier findings of theirs must not be taken as
    resolved.
    """

    def totals(self) -> dict[str, dict[Verdict, int]]:
        """Subjects by rule and verdict over all systems, waived ones included."""
        found: dict[str, dict[Verdict, int]] = {}
        for count in self.counts:
            row = found.setdefault(count.rule, dict.fromkeys(Verdict, 0))
            row[Verdict.COMPLIES] += count.complies
            row[Verdict.DEVIATES] += count.deviates
            row[Verdict.UNKNOWN] += count.unknown
            row[Verdict.NOT_APPLICABLE] += count.not_applicable
        return found


class _Run:
    """What one evaluation gathers."""

    def __init__(self, facts: Facts, pack: Pack, today: date) -> None:
        self.facts = facts
        self.pack = pack
        self.today = today
        self.findings: dict[str, Finding] = {}
        self.counted: dict[tuple[str, str], dict[Verdict, int]] = {}
        self.issues: list[Issue] = []
        self.failed: list[str] = []

    def rule(self, rule: Rule, applied: WaiverUse | None) -> None:
        """Run one rule, if the pack asks for it today."""
        setting = self.pack.setting(rule.ID)
        if setting is None:
            self._issue(
                IssueKind.NOTE, rule.ID, "the pack has no setting for this rule; it did not run"
            )
            return
        if not setting.holds(self.today):
            return
        context = Context(
            pack=self.pack,
            today=self.today,
            severity=setting.severity,
            params=setting.params,
            applied=applied,
        )
        try:
            results = list(rule.check(self.facts, context))
        except Exception as error:
            logger.exception("rule %s failed", rule.ID)
            message = f"rule failed: {type(error).__name__}: {error}"
            self._issue(IssueKind.UNREADABLE, rule.ID, message[:400])
            self.failed.append(rule.ID)
            return
        self.counted.setdefault((rule.ID, ""), {})
        for result in results:
            if isinstance(result, Counted):
                self._count(rule.ID, result.system, result.verdict, result.count)
            else:
                self._keep(rule.ID, result)

    def _keep(self, rule: str, finding: Finding) -> None:
        """Keep a finding; of two with one identity the gravest."""
        identity = finding.fingerprint
        before = self.findings.get(identity)
        if before is None:
            self._count(rule, finding.system, finding.verdict, 1)
        if before is None or before.severity.rank < finding.severity.rank:
            self.findings[identity] = finding

    def _count(self, rule: str, system: str, verdict: Verdict, number: int) -> None:
        row = self.counted.setdefault((rule, system), {})
        row[verdict] = row.get(verdict, 0) + number

    def _issue(self, kind: IssueKind, rule: str, message: str) -> None:
        self.issues.append(Issue(kind=kind, stage=Stage.EVALUATE, subject=rule, message=message))


def evaluate(
    facts: Facts,
    pack: Pack,
    rules: Iterable[Rule],
    waivers: Iterable[Waiver],
    today: date,
) -> Evaluation:
    """Findings, waived findings and counts of the rules over the facts.

    Rules that need waivers run last, over what the waivers did to the findings of the others;
    their own findings cannot be waived. Same input, same output.

    Args:
        facts: The estate at one scan.
        pack: Settings, data and texts.
        rules: Modules of `policies.registry.load_rules`.
        waivers: Of the estate, and `pack.waivers`; of two with one id the first counts.
        today: The day of judgement.
    """
    run = _Run(facts, pack, today)
    ordered = sorted(rules, key=lambda r: r.ID)
    for rule in ordered:
        if Need.WAIVERS not in rule.NEEDS:
            run.rule(rule, None)
    distinct: dict[str, Waiver] = {}
    for waiver in waivers:
        distinct.setdefault(waiver.id, waiver)
    applied = apply(
        run.findings.values(),
        distinct.values(),
        today,
        warning_days=pack.strategy.waiver_warning_days,
    )
    run.findings = {}
    for rule in ordered:
        if Need.WAIVERS in rule.NEEDS:
            run.rule(rule, applied)
    return Evaluation(
        findings=tuple(sorted((*applied.open, *run.findings.values()), key=order)),
        waived=tuple(sorted(applied.waived, key=lambda pair: order(pair[0]))),
        counts=_counts(run, applied),
        issues=tuple(sorted(run.issues, key=lambda i: (i.subject, i.message))),
        expiring=applied.expiring,
        failed_rules=tuple(sorted(run.failed)),
    )


def order(finding: Finding) -> tuple[object, ...]:
    """Sort key: most severe first, then rule, system, subject and key."""
    return -finding.severity.rank, finding.rule, finding.system, finding.subject, finding.key


def _counts(run: _Run, applied: WaiverUse) -> tuple[RuleCount, ...]:
    waived: dict[tuple[str, str], int] = {}
    for finding, _ in applied.waived:
        place = finding.rule, finding.system
        waived[place] = waived.get(place, 0) + 1
    return tuple(
        RuleCount(
            rule=rule,
            system=system,
            complies=row.get(Verdict.COMPLIES, 0),
            deviates=row.get(Verdict.DEVIATES, 0),
            unknown=row.get(Verdict.UNKNOWN, 0),
            not_applicable=row.get(Verdict.NOT_APPLICABLE, 0),
            waived=waived.get((rule, system), 0),
        )
        for (rule, system), row in sorted(run.counted.items())
    )
