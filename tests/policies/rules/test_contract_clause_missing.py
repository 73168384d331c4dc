"""Rule contract-clause-missing: hits, misses, and when missing is unknown."""

from typing import Any

from contract_facts import DOCUMENT, ZAAK, clause, ids, told

from policies.facts import SourceFact, SystemFact
from policies.finding import Verdict
from policies.rule import Counted


def test_what_no_document_holds_is_missing(run: Any) -> None:
    facts = (DOCUMENT, clause("data_export", "present"), clause("exit_assistance", "contradicted"))
    findings, counted = run("contract-clause-missing", systems=(ZAAK,), descriptors=facts)
    found = ids(findings)
    assert found["data_ownership"] is Verdict.DEVIATES
    assert "data_export" not in found
    assert "exit_assistance" not in found
    assert "auto_renewal" not in found
    assert counted == [Counted(system="zaak", verdict=Verdict.COMPLIES, count=2)]


def test_with_pages_that_cannot_be_read_missing_is_unknown(run: Any) -> None:
    document = told("contract-document", "contract.pdf", unread="2 3")
    findings, _ = run("contract-clause-missing", systems=(ZAAK,), descriptors=(document,))
    assert set(ids(findings).values()) == {Verdict.UNKNOWN}


def test_a_document_that_failed_makes_missing_unknown_too(run: Any) -> None:
    source = SourceFact(
        uri="contracten/zaak", kind="contracts", system="zaak", state="partial", supplied=True, files=(),
        license_files=(), declared_licenses=(), publiccode=(),
    )  # fmt: skip
    findings, _ = run(
        "contract-clause-missing", systems=(ZAAK,), sources=(source,), descriptors=(DOCUMENT,)
    )
    assert set(ids(findings).values()) == {Verdict.UNKNOWN}


def test_a_passage_that_may_hold_it_is_shown(run: Any) -> None:
    facts = (DOCUMENT, clause("data_ownership", "weak", tier="one"))
    findings, _ = run("contract-clause-missing", systems=(ZAAK,), descriptors=facts)
    found = next(f for f in findings if dict(f.key)["clause"] == "data_ownership")
    assert found.verdict is Verdict.UNKNOWN
    assert "De woorden." in dict(found.values)["near"]


def test_clauses_on_personal_data_count_only_where_it_is_processed(run: Any) -> None:
    plain = SystemFact(id="zaak", name="Zaaksysteem")
    findings, _ = run("contract-clause-missing", systems=(plain,), descriptors=(DOCUMENT,))
    assert "breach_notice" not in ids(findings)
    assert "data_export" in ids(findings)


def test_a_processor_agreement_of_its_own_is_there(run: Any) -> None:
    own = told("contract-document", "bijlage.pdf", paper="dpa")
    without, _ = run("contract-clause-missing", systems=(ZAAK,), descriptors=(DOCUMENT,))
    there, _ = run("contract-clause-missing", systems=(ZAAK,), descriptors=(DOCUMENT, own))
    assert "processor_agreement" in ids(without)
    assert "processor_agreement" not in ids(there)
