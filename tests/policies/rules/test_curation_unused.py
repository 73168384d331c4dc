"""Rule curation-unused: decisions without effect."""

from datetime import date

from policies.curations import Curation
from policies.decisions import Decisions
from policies.default_pack import load_default
from policies.finding import Verdict
from policies.memory_facts import MemoryFacts
from policies.rule import Context, Counted
from policies.rules import curation_unused
from policies.texts import render

PACK = load_default()
SETTING = PACK.strategy.rules["curation-unused"]
CONTEXT = Context(pack=PACK, today=date(2026, 11, 23), severity=SETTING.severity)


def curation(name: str, **more: str) -> Curation:
    return Curation(
        id=name,
        purl="pkg:npm/voorbeeld",
        reason="gelezen",
        decided_by="licentiebalie",
        decided_on=date(2026, 11, 1),
        source="https://example.org/LICENSE",
        **more,
    )


def test_without_decisions_there_is_nothing_to_say() -> None:
    assert list(curation_unused.check(MemoryFacts(), CONTEXT)) == []


def test_unused_and_refused_are_findings_and_the_rest_is_counted() -> None:
    facts = MemoryFacts()
    refused = curation("keuze", choice="MIT")
    facts.decisions = Decisions(
        unused=(curation("oud", concluded="MIT"),),
        refused=((refused, ("pkg:npm/voorbeeld@1.0.0",)),),
        used=2,
    )
    first, second, counted = list(curation_unused.check(facts, CONTEXT))
    assert (first.subject, second.subject) == ("oud", "keuze")
    assert first.fingerprint != second.fingerprint
    assert "pkg:npm/voorbeeld@1.0.0" in render(second, PACK, "nl").message
    assert counted == Counted(system="", verdict=Verdict.COMPLIES, count=2)
