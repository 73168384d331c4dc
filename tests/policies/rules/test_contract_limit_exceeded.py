"""Rule contract-limit-exceeded: which limits count for whom."""

from typing import Any

from policies.facts import DescriptorFact, SystemFact
from policies.finding import Finding, Verdict
from policies.rule import Counted
from sbom.inventory import Descriptor

ZAAK = SystemFact(id="zaak", name="Zaaksysteem", tags=("saas", "personal-data"))


def told(kind: str, name: str, system: str = "zaak", **properties: str) -> DescriptorFact:
    pairs = tuple(sorted((k.replace("__", "."), v) for k, v in properties.items()))
    return DescriptorFact(
        source="contracten/zaak",
        system=system,
        path="contract.pdf",
        descriptor=Descriptor(kind=kind, name=name, properties=pairs),
    )


def clause(name: str, status: str, *, system: str = "zaak", **properties: str) -> DescriptorFact:
    values: dict[str, str] = {
        "status": status, "tier": "both", "leads": "yes", "document": "contract.pdf", "quote": "De woorden.",
        "article": "4.2", "page": "3",
    }  # fmt: skip
    return told("contract-clause", name, system, **(values | properties))


DOCUMENT = told("contract-document", "contract.pdf", language="nl")


def ids(findings: list[Finding]) -> dict[str, Verdict]:
    return {dict(f.key).get("clause") or dict(f.key)["limit"]: f.verdict for f in findings}


def test_a_term_beyond_the_law_names_the_norm(run: Any) -> None:
    facts = (DOCUMENT, clause("termination_convenience", "weak", number__notice_months="6"))
    findings, _ = run("contract-limit-exceeded", systems=(ZAAK,), descriptors=facts)
    (found,) = findings
    assert dict(found.key) == {"limit": "notice-termination"}
    assert "Data Act" in dict(found.values)["norm"]


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
