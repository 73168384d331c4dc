"""Lines about the software: is there an SBOM, is it complete and plausible, which licences are in it."""

from collections.abc import Iterable
from datetime import date

from policies.engine import evaluate
from policies.facts import SystemFact, UseMode
from policies.finding import Finding, Severity, Verdict
from policies.memory_facts import facts_of
from policies.pack import Pack
from policies.pack_parts import Bilingual
from policies.registry import load_rules
from policies.sbom_profiles.profiles import DEMANDED
from policies.sbom_score import FieldScore, ProfileScore, State
from policies.sbom_score import Verdict as ScoreVerdict
from policies.sbom_truth.registry import Truth, TruthData, question
from policies.sbom_truth.registry import Verdict as TruthVerdict
from policies.texts import render
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.inventory import Inventory

LICENSE_RULES = (
    "license-denied",
    "license-undecided",
    "license-unknown",
    "license-unparsable",
    "source-available-component",
)
_PROOFS = 8
_NAMES = {
    "license-denied": ("Licenties die niet passen", "Licences that do not fit"),
    "license-undecided": ("Licenties met een plicht", "Licences with a duty"),
    "license-unknown": ("Onderdelen zonder licentie", "Components without licence"),
    "license-unparsable": ("Onleesbare licenties", "Licences that cannot be read"),
    "source-available-component": (
        "Onderdelen die geen open source zijn",
        "Components that are not open source",
    ),
}


def no_sbom() -> Line:
    """The dossier holds no bill of materials."""
    return Line(
        id="software/sbom",
        topic=Topic.SOFTWARE,
        name=both("Onderdelenlijst (SBOM)", "Bill of materials (SBOM)"),
        verdict=Verdict.UNKNOWN,
        severity=Severity.HIGH,
        ground=Ground.UNREAD,
        says=both(
            "Het dossier bevat geen onderdelenlijst. Licenties en lekken zijn niet te controleren.",
            "The dossier holds no bill of materials. Licences and vulnerabilities cannot be checked.",
        ),
        searched=both(
            "Gezocht naar CycloneDX, SPDX en spreadsheets met onderdelen in alle bestanden.",
            "Searched every file for CycloneDX, SPDX and spreadsheets of components.",
        ),
        question=both(
            "Wilt u een onderdelenlijst van precies deze versie leveren, in CycloneDX of SPDX?",
            "Will you deliver a bill of materials of exactly this version, in CycloneDX or SPDX?",
        ),
    )


def score_line(document: str, scored: ProfileScore, names: dict[str, tuple[str, str]]) -> Line:
    """Whether the document has what the municipal profile demands.

    Args:
        document: Name of the file.
        scored: Of that profile.
        names: Dutch and English name of a field by its id.
    """
    short = [
        f for f in scored.fields if f.state in {State.MISSING, State.PARTLY} and f.level in DEMANDED
    ]
    passed = scored.verdict is ScoreVerdict.PASS
    unknown = scored.verdict is ScoreVerdict.UNKNOWN
    verdict = Verdict.COMPLIES if passed else Verdict.UNKNOWN if unknown else Verdict.DEVIATES
    value = "-" if scored.score is None else f"{scored.score:.0f}"
    listed = [names.get(f.field, (f.field, f.field)) for f in short]
    told_nl = ", ".join(n for n, _ in listed) or "-"
    told_en = ", ".join(n for _, n in listed) or "-"
    proofs = [Proof(document=document, seen=_field(f, names)) for f in short]
    return Line(
        id="software/sbom-completeness",
        topic=Topic.SOFTWARE,
        name=both("Volledigheid van de onderdelenlijst", "Completeness of the bill of materials"),
        verdict=verdict,
        severity=Severity.MEDIUM,
        ground=None if passed else Ground.UNREAD if unknown else Ground.POLICY,
        says=both(
            f"Score {value} van 100 op het gemeentelijke profiel. Tekort: {told_nl}.",
            f"Scores {value} of 100 on the municipal profile. Falls short: {told_en}.",
        ),
        proofs=tuple(proofs[:_PROOFS]) or (Proof(document=document),),
        question=None
        if passed
        else both(
            f"Wilt u de onderdelenlijst aanvullen met: {told_nl}?",
            f"Will you complete the bill of materials with: {told_en}?",
        ),
    )


def _field(field: FieldScore, names: dict[str, tuple[str, str]]) -> Bilingual:
    """How many components have a field, and the first that have not."""
    nl, en = names.get(field.field, (field.field, field.field))
    listed = ", ".join(field.missing[:3])
    lack_nl, lack_en = (f"; niet bij {listed}", f"; not with {listed}") if listed else ("", "")
    return both(
        f"{nl}: bij {field.have} van de {field.total}{lack_nl}",
        f"{en}: {field.have} of {field.total}{lack_en}",
    )


def truth_lines(document: str, truth: Truth, data: TruthData) -> list[Line]:
    """Whether the document is plausible; each odd thing is a proof with its question."""
    verdicts = {
        TruthVerdict.PLAUSIBLE: (Verdict.COMPLIES, Severity.HIGH),
        TruthVerdict.DOUBTFUL: (Verdict.DEVIATES, Severity.MEDIUM),
        TruthVerdict.IMPLAUSIBLE: (Verdict.DEVIATES, Severity.HIGH),
        TruthVerdict.UNJUDGED: (Verdict.UNKNOWN, Severity.MEDIUM),
    }
    verdict, severity = verdicts[truth.verdict]
    odd = truth.suspects
    asked_nl = " ".join(dict.fromkeys(question(r, data, "nl") for r in odd[:4]))
    asked_en = " ".join(dict.fromkeys(question(r, data, "en") for r in odd[:4]))
    says = both(
        f"{len(odd)} van {len(truth.results)} toetsen vallen op; {truth.components} onderdelen bekeken.",
        f"{len(odd)} of {len(truth.results)} tests stand out; {truth.components} components looked at.",
    )
    proofs = [
        Proof(document=document, quote=f"{r.test}: {', '.join(r.outcome.evidence) or '-'}"[:400])
        for r in odd
    ]
    settled = verdict is Verdict.COMPLIES
    ground = Ground.UNREAD if verdict is Verdict.UNKNOWN else Ground.FACT
    return [
        Line(
            id="software/sbom-truth",
            topic=Topic.SOFTWARE,
            name=both(
                "Geloofwaardigheid van de onderdelenlijst", "Plausibility of the bill of materials"
            ),
            verdict=verdict,
            severity=severity,
            ground=None if settled else ground,
            says=says,
            proofs=tuple(proofs[:_PROOFS]) or (Proof(document=document),),
            question=both(asked_nl, asked_en) if asked_nl and not settled else None,
        )
    ]


def license_lines(
    document: str, inventory: Inventory, pack: Pack, use_mode: UseMode, today: date
) -> list[Line]:
    """One line a licence rule, judged as supplied software.

    Args:
        document: Name of the file.
        inventory: What it states.
        pack: With classes and matrix.
        use_mode: Of the system it is bought for.
        today: The day of judging.
    """
    system = SystemFact(id="product", name=document, use_mode=use_mode, sourcing="commercial")
    facts = facts_of({document: inventory}, uri=document, kind="sbom", system=system, supplied=True)
    judged = evaluate(facts, pack, load_rules(LICENSE_RULES), (), today)
    by_rule: dict[str, list[Finding]] = {rule: [] for rule in LICENSE_RULES}
    for finding in judged.findings:
        by_rule[finding.rule].append(finding)
    total = sum(c.complies for c in judged.counts if c.rule == "license-unknown")
    total += len(by_rule["license-unknown"])
    return [_license_line(rule, found, pack, document, total) for rule, found in by_rule.items()]


def _license_line(rule: str, found: list[Finding], pack: Pack, document: str, total: int) -> Line:
    name = both(*_NAMES[rule])
    if not found:
        return Line(
            id=f"software/{rule}",
            topic=Topic.SOFTWARE,
            name=name,
            verdict=Verdict.COMPLIES if total else Verdict.UNKNOWN,
            severity=Severity.MEDIUM,
            ground=None if total else Ground.UNREAD,
            says=both(
                f"Geen gevonden onder {total} onderdelen.", f"None found among {total} components."
            ),
            proofs=(Proof(document=document),),
        )
    severity = max((f.severity for f in found), key=lambda s: s.rank)
    deviates = any(f.verdict is Verdict.DEVIATES for f in found)
    proofs = [
        Proof(
            document=document,
            seen=both(render(f, pack, "nl").title, render(f, pack, "en").title),
            line=f.places[0].line or None if f.places else None,
        )
        for f in found[:_PROOFS]
    ]
    names = _some(found)
    return Line(
        id=f"software/{rule}",
        topic=Topic.SOFTWARE,
        name=name,
        verdict=Verdict.DEVIATES if deviates else Verdict.UNKNOWN,
        severity=severity,
        ground=Ground.POLICY if deviates else Ground.UNREAD,
        says=both(
            f"{len(found)} van {total} onderdelen: {names}.",
            f"{len(found)} of {total} components: {names}.",
        ),
        proofs=tuple(proofs),
        question=both(
            f"Wat is de licentie van deze onderdelen, en waarom mag dit gebruik: {names}?",
            f"What is the licence of these components, and why is this use allowed: {names}?",
        ),
    )


def _some(found: Iterable[Finding]) -> str:
    names = [dict(f.values).get("name", f.subject) for f in found]
    more = f" (+{len(names) - 6})" if len(names) > 6 else ""
    return ", ".join(names[:6]) + more
