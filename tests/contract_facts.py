"""Facts of contracts that the rules on clauses and limits are tried on."""

from policies.facts import DescriptorFact, SystemFact
from policies.finding import Finding, Verdict
from sbom.inventory import Descriptor

ZAAK = SystemFact(id="zaak", name="Zaaksysteem", tags=("saas", "personal-data"))


def told(kind: str, name: str, system: str = "zaak", **properties: str) -> DescriptorFact:
    """A descriptor of a contract; `__` in a property's name stands for a full stop."""
    pairs = tuple(sorted((k.replace("__", "."), v) for k, v in properties.items()))
    return DescriptorFact(
        source="contracten/zaak",
        system=system,
        path="contract.pdf",
        descriptor=Descriptor(kind=kind, name=name, properties=pairs),
    )


def clause(name: str, status: str, *, system: str = "zaak", **properties: str) -> DescriptorFact:
    """What a contract was found to say of one clause."""
    values: dict[str, str] = {
        "status": status, "tier": "both", "leads": "yes", "document": "contract.pdf", "quote": "De woorden.",
        "article": "4.2", "page": "3",
    }  # fmt: skip
    return told("contract-clause", name, system, **(values | properties))


DOCUMENT = told("contract-document", "contract.pdf", language="nl")


def ids(findings: list[Finding]) -> dict[str, Verdict]:
    """Verdict by clause or limit."""
    return {dict(f.key).get("clause") or dict(f.key)["limit"]: f.verdict for f in findings}
