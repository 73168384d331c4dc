"""Rule standard-broken: a hit, a miss, and what is counted."""

import pytest

from policies.facts import DescriptorFact, SystemFact
from policies.finding import SubjectKind, Verdict
from policies.rule import Counted
from sbom.inventory import Descriptor


def told(kind: str, name: str = "", path: str = "bewijs", **properties: str) -> DescriptorFact:
    pairs = tuple(sorted((k.replace("__", "/"), v) for k, v in properties.items()))
    descriptor = Descriptor(kind=kind, name=name, properties=pairs)
    return DescriptorFact(source="git/loket", system="loket", path=path, descriptor=descriptor)


def loket(*tags: str) -> SystemFact:
    return SystemFact(id="loket", name="Loket", tags=tags)


def test_a_failed_test_is_a_deviation_and_a_passed_one_complies(run) -> None:
    result = told(
        "internet-nl",
        "voorbeeld.example",
        web_dnssec_exist="failed",
        web_dnssec_valid="not_tested",
        web_ipv6_ns_address="passed",
        report="-",
    )
    findings, counted = run("standard-broken", systems=(loket("website"),), descriptors=(result,))
    (finding,) = findings
    assert (finding.subject_kind, finding.subject) == (SubjectKind.SYSTEM, "loket")
    assert finding.verdict is Verdict.DEVIATES
    assert finding.key == (("standard", "dnssec"),)
    assert dict(finding.values)["what"] == "voorbeeld.example: web_dnssec_exist"
    assert finding.places[0].path == "bewijs"
    assert Counted(system="loket", verdict=Verdict.COMPLIES, count=1) in counted
    (unknown,) = [c for c in counted if c.verdict is Verdict.UNKNOWN]
    assert unknown.count >= 5


def test_a_broken_design_rule_is_named_with_its_place(run) -> None:
    api = told(
        "openapi",
        "Loket-API",
        **{
            "openapi": "3.0.3",
            "rule core/semver": "4 /info/version",
            "rule core/path-segments-kebab-case": "9 /paths/~1mijnZaken",
            "rule core/http-methods": "ok",
        },
    )
    findings, counted = run("standard-broken", systems=(loket("api-provider"),), descriptors=(api,))
    (finding,) = findings
    assert finding.key == (("standard", "rest-api-design-rules"),)
    assert dict(finding.values)["what"] == "/core/semver /info/version"
    assert finding.places[0].line == 4
    assert Counted(system="loket", verdict=Verdict.COMPLIES, count=1) in counted


@pytest.mark.parametrize(
    ("expires", "contacts", "hit"),
    [
        ("2027-01-01T00:00:00Z", "1", False),
        ("2026-11-22T00:00:00Z", "1", True),
        ("", "1", True),
        ("2027-01-01T00:00:00Z", "0", True),
    ],
)
def test_a_security_txt_needs_a_contact_and_a_date_to_come(
    run, expires: str, contacts: str, hit: bool
) -> None:
    told_so = told("security-txt", expires=expires, contacts=contacts)
    findings, _ = run("standard-broken", systems=(loket("website"),), descriptors=(told_so,))
    assert [f.key for f in findings] == ([(("standard", "security-txt"),)] if hit else [])


def test_without_product_tags_nothing_is_said(run) -> None:
    result = told("internet-nl", "voorbeeld.example", web_dnssec_exist="failed")
    assert run("standard-broken", systems=(loket(),), descriptors=(result,)) == ([], [])
