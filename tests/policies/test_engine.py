"""The engine: all rules over a small estate, failing rules, waivers, order and counts."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.default_pack import load_default
from policies.engine import evaluate
from policies.facts import Facts, SourceFact, SystemFact, UseMode
from policies.finding import Finding, Place, Severity, SubjectKind, Verdict
from policies.memory_facts import MemoryFacts, Use
from policies.pack import Pack
from policies.pack_load import PackLayer
from policies.registry import load_rules
from policies.rule import Context, Counted, Need
from policies.texts import render
from policies.waiver import Waiver
from sbom.issue import INCOMPLETE

TODAY = date(2026, 11, 23)
SYSTEMS = (SystemFact(id="afspraken", name="Afspraken", use_mode=UseMode.HOSTED),)


def waiver(**changes: Any) -> Waiver:
    values: dict[str, Any] = {
        "id": "w-1",
        "ground": "temporary",
        "explanation": "Vervanging is gepland.",
        "decided_by": "CIO-beraad",
        "decided_on": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
        "rule": "license-denied",
        "subject": "pkg:npm/dicht",
    }
    return Waiver(**{**values, **changes})


@pytest.fixture
def estate(use: Callable[..., Use], source: Callable[..., SourceFact]) -> MemoryFacts:
    return MemoryFacts(
        systems=SYSTEMS,
        sources=(source(license_files=()), source("git/los", system="")),
        uses=(
            use("MIT", name="goed"),
            use("BUSL-1.1", name="dicht"),
            use("AGPL-3.0-only", name="netwerk"),
            use("", name="niets"),
            use("BSD", name="vaag"),
            use("LicenseRef-acme", name="eigen"),
            use((("declared", "MIT"), ("detected", "AGPL-3.0-only")), name="strijdig"),
            use("MIT", name="los", version_kind="range", requirement="^1"),
        ),
    )


def test_an_estate_is_judged_by_all_rules(estate: MemoryFacts, pack: Pack) -> None:
    found = evaluate(estate, pack, load_rules(), [], TODAY)
    assert [(f.severity.value, f.rule, f.subject) for f in found.findings] == [
        ("high", "license-denied", "pkg:npm/dicht"),
        ("medium", "license-conflict", "pkg:npm/strijdig"),
        ("medium", "license-unclassified", "pkg:npm/eigen"),
        ("medium", "license-undecided", "pkg:npm/netwerk"),
        ("medium", "license-unknown", "pkg:npm/niets"),
        ("medium", "license-unparsable", "pkg:npm/vaag"),
        ("medium", "repository-without-license", "git/afspraken"),
        ("low", "repository-unlinked", "git/los"),
        ("low", "source-available-component", "pkg:npm/dicht"),
        ("low", "version-unresolved", "pkg:npm/los"),
    ]
    assert found.issues == ()
    assert found.failed_rules == ()


def test_totals_cover_every_component(estate: MemoryFacts, pack: Pack) -> None:
    totals = evaluate(estate, pack, load_rules(), [], TODAY).totals()
    for rule in ("license-denied", "license-undecided", "license-unknown", "license-conflict"):
        assert sum(totals[rule].values()) == 8, rule
    assert totals["license-denied"] == {
        Verdict.COMPLIES: 3,
        Verdict.DEVIATES: 1,
        Verdict.UNKNOWN: 4,
        Verdict.NOT_APPLICABLE: 0,
    }
    assert totals["license-changed"] == dict.fromkeys(Verdict, 0)


def test_a_waiver_sets_a_finding_aside_and_it_stays_visible(
    estate: MemoryFacts, pack: Pack
) -> None:
    found = evaluate(estate, pack, load_rules(), [waiver()], TODAY)
    assert [(f.subject, w.id) for f, w in found.waived] == [("pkg:npm/dicht", "w-1")]
    assert not any(f.rule == "license-denied" for f in found.findings)
    (row,) = [c for c in found.counts if c.rule == "license-denied" and c.system == "afspraken"]
    assert (row.deviates, row.waived) == (1, 1)


def test_ended_and_unused_waivers_are_findings(estate: MemoryFacts, pack: Pack) -> None:
    ended = waiver(valid_until=date(2026, 11, 22))
    unused = waiver(id="w-2", subject="pkg:npm/weg", valid_until=date(2026, 12, 1))
    found = evaluate(estate, pack, load_rules(), [ended, unused], TODAY)
    about = {f.rule: f.subject for f in found.findings if f.rule.startswith("waiver-")}
    assert about == {"waiver-expired": "w-1", "waiver-unused": "w-2"}
    assert [w.id for w in found.expiring] == ["w-2"]
    assert any(f.rule == "license-denied" for f in found.findings)


def test_findings_about_waivers_cannot_be_waived(estate: MemoryFacts, pack: Pack) -> None:
    own = waiver(id="w-2", rule="waiver-unused", subject="w-2")
    found = evaluate(estate, pack, load_rules(), [own], TODAY)
    assert [f.subject for f in found.findings if f.rule == "waiver-unused"] == ["w-2"]


def test_a_failing_rule_is_an_issue_and_the_others_go_on(estate: MemoryFacts, pack: Pack) -> None:
    def check(facts: Facts, context: Context) -> Iterator[Finding | Counted]:
        yield Counted(system="", verdict=Verdict.COMPLIES, count=1)
        raise ValueError("kapot")

    broken: Any = SimpleNamespace(
        ID="license-denied", NEEDS=frozenset({Need.LICENSES}), check=check
    )
    found = evaluate(estate, pack, [broken, *load_rules(("license-unknown",))], [], TODAY)
    (issue,) = found.issues
    assert (issue.subject, issue.message) == ("license-denied", "rule failed: ValueError: kapot")
    assert issue.kind in INCOMPLETE
    assert found.failed_rules == ("license-denied",)
    assert [f.rule for f in found.findings] == ["license-unknown"]
    assert {c.rule for c in found.counts} == {"license-unknown"}


def test_rules_that_are_off_or_unknown_do_not_run(estate: MemoryFacts, pack: Pack) -> None:
    text = (
        "rules:\n"
        "  license-denied: {enabled: false}\n"
        "  license-undecided: {valid_from: 2026-11-24}\n"
        "  license-unknown: {valid_to: 2026-11-22}\n"
        "  license-unparsable: {valid_from: 2026-11-23, valid_to: 2026-11-23}\n"
    )
    town = load_default([PackLayer(name="town", files={"strategy.yaml": text})])
    found = evaluate(estate, town, load_rules(), [], TODAY)
    ran = {c.rule for c in found.counts}
    assert ran.isdisjoint({"license-denied", "license-undecided", "license-unknown"})
    assert "license-unparsable" in ran
    strange: Any = SimpleNamespace(ID="eigen-regel", NEEDS=frozenset(), check=None)
    (issue,) = evaluate(estate, pack, [strange], [], TODAY).issues
    assert (issue.subject, issue.kind in INCOMPLETE) == ("eigen-regel", False)


def test_two_findings_with_one_identity_are_one(pack: Pack, estate: MemoryFacts) -> None:
    def check(facts: Facts, context: Context) -> Iterator[Finding | Counted]:
        for severity in (Severity.LOW, Severity.HIGH, Severity.MEDIUM):
            yield Finding(
                rule="license-denied",
                subject_kind=SubjectKind.COMPONENT,
                subject="pkg:npm/a",
                verdict=Verdict.DEVIATES,
                severity=severity,
            )

    double: Any = SimpleNamespace(ID="license-denied", NEEDS=frozenset(), check=check)
    found = evaluate(estate, pack, [double], [], TODAY)
    assert [f.severity for f in found.findings] == [Severity.HIGH]
    assert found.counts[0].deviates == 1


def test_the_result_does_not_depend_on_order(use: Callable[..., Use], pack: Pack) -> None:
    uses = [
        use(raw, name=name, line=line)
        for name in ("a", "b", "c")
        for line, raw in enumerate(("MIT", "BUSL-1.1", "GPL-2.0 AND AGPL-3.0", ""))
    ]
    rules = list(load_rules())
    first = evaluate(MemoryFacts(systems=SYSTEMS, uses=uses), pack, rules, [], TODAY)
    random.Random(1).shuffle(uses)  # noqa: S311 - an order, no secret
    rules.reverse()
    assert evaluate(MemoryFacts(systems=SYSTEMS, uses=uses), pack, rules, [], TODAY) == first


def test_every_finding_has_its_texts(estate: MemoryFacts, pack: Pack) -> None:
    waivers = [waiver(valid_until=date(2026, 11, 1)), waiver(id="w-2", subject="pkg:npm/weg")]
    for finding in evaluate(estate, pack, load_rules(), waivers, TODAY).findings:
        for language in ("nl", "en"):
            texts = render(finding, pack, language, strict=True)
            for text in (texts.title, texts.message, texts.fix):
                assert text
                assert not set("{}") & set(text)


@given(
    st.sampled_from(["1.0.0", "2.0.0"]),
    st.integers(0, 99),
    st.sampled_from(["MIT AND AGPL-3.0", "agpl-3.0-only and mit"]),
    st.sampled_from(list(Severity)),
)
def test_a_fingerprint_knows_no_version_order_place_or_wording(
    version: str, line: int, raw: str, severity: Severity
) -> None:
    text = f"rules: {{license-undecided: {{severity: {severity}}}}}"
    pack = load_default([PackLayer(name="town", files={"strategy.yaml": text})])
    key, one = _use(raw, version, line)
    facts = MemoryFacts(systems=SYSTEMS, uses=((key, one),))
    (finding,) = evaluate(facts, pack, load_rules(("license-undecided",)), [], TODAY).findings
    _PRINTS.add(finding.fingerprint)
    assert len(_PRINTS) == 1


_PRINTS: set[str] = set()


def _use(raw: str, version: str, line: int) -> Use:
    from policies.facts import ComponentUse, LicenseKey

    key = LicenseKey(
        claims=(("declared", raw),), use_mode=UseMode.HOSTED, scope="runtime", supplied=False
    )
    return key, ComponentUse(
        purl=f"pkg:npm/a@{version}",
        purl_base="pkg:npm/a",
        name="a",
        version=version,
        version_kind="exact",
        requirement="",
        system="afspraken",
        scope="runtime",
        roles=(),
        direct=None,
        place=Place(source="git/a", path="package-lock.json", line=line),
    )
