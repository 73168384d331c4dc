"""Rule contract-limit-exceeded: which limits count for whom."""

from typing import Any

from contract_facts import DOCUMENT, ZAAK, clause

from policies.facts import SystemFact
from policies.finding import Verdict
from policies.rule import Counted


def test_a_term_beyond_the_law_names_the_norm(run: Any) -> None:
    facts = (DOCUMENT, clause("termination_convenience", "weak", number__notice_months="6"))
    findings, _ = run("contract-limit-exceeded", systems=(ZAAK,), descriptors=facts)
    (found,) = findings
    assert dict(found.key) == {"limit": "notice-termination"}
    assert "Data Act" in dict(found.values)["norm_nl"]


def test_limits_for_cloud_do_not_count_for_other_systems(run: Any) -> None:
    plain = SystemFact(id="zaak", name="Zaaksysteem")
    facts = (DOCUMENT, clause("termination_convenience", "weak", number__notice_months="6"))
    assert run("contract-limit-exceeded", systems=(plain,), descriptors=facts)[0] == []


def test_within_the_limit_complies(run: Any) -> None:
    facts = (DOCUMENT, clause("termination_convenience", "present", number__notice_months="1"))
    assert run("contract-limit-exceeded", systems=(ZAAK,), descriptors=facts) == (
        [],
        [Counted(system="zaak", verdict=Verdict.COMPLIES, count=1)],
    )
