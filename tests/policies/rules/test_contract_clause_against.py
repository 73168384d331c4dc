"""Rule contract-clause-against: hits, misses, what is unknown, and whose words count."""

from typing import Any

from contract_facts import DOCUMENT, ZAAK, clause, ids, told

from policies.finding import SubjectKind, Verdict
from policies.rule import Counted


def test_a_clause_against_the_town_is_told_with_its_words(run: Any) -> None:
    facts = (DOCUMENT, clause("suspension", "contradicted"), clause("data_export", "present"))
    findings, counted = run("contract-clause-against", systems=(ZAAK,), descriptors=facts)
    (found,) = findings
    assert (found.subject_kind, found.subject) == (SubjectKind.SYSTEM, "zaak")
    values = dict(found.values)
    assert values["quote"] == "De woorden."
    assert values["where"] == "contract.pdf, art. 4.2, p. 3"
    assert counted == [Counted(system="zaak", verdict=Verdict.COMPLIES, count=1)]


def test_what_one_signal_points_at_is_unknown(run: Any) -> None:
    facts = (DOCUMENT, clause("suspension", "contradicted", tier="one"))
    findings, _ = run("contract-clause-against", systems=(ZAAK,), descriptors=facts)
    assert ids(findings) == {"suspension": Verdict.UNKNOWN}


def test_a_sure_clause_goes_before_one_that_is_not(run: Any) -> None:
    facts = (
        DOCUMENT,
        clause("suspension", "contradicted", tier="one"),
        clause("suspension", "present", quote="Andere woorden."),
    )
    findings, counted = run("contract-clause-against", systems=(ZAAK,), descriptors=facts)
    assert (findings, len(counted)) == ([], 1)


def test_a_document_that_does_not_prevail_is_left_out(run: Any) -> None:
    facts = (DOCUMENT, clause("suspension", "contradicted", leads=""))
    assert run("contract-clause-against", systems=(ZAAK,), descriptors=facts) == ([], [])


def test_a_folder_without_system_is_its_own_subject(run: Any) -> None:
    facts = (
        told("contract-document", "contract.pdf", system=""),
        clause("suspension", "contradicted", system=""),
    )
    (found,), _ = run("contract-clause-against", descriptors=facts)
    assert (found.subject_kind, found.subject) == (SubjectKind.SOURCE, "contracten/zaak")


def test_without_contracts_nothing_is_said(run: Any) -> None:
    for rule in ("against", "missing"):
        assert run(f"contract-clause-{rule}", systems=(ZAAK,)) == ([], [])
    assert run("contract-limit-exceeded", systems=(ZAAK,)) == ([], [])
