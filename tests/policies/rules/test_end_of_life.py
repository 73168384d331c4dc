"""Rule end-of-life: past, near, and none."""

from security_cases import PLACE, run

from policies.finding import Severity, Verdict
from policies.security import EndingUse

RULE = "end-of-life"
PAST = EndingUse(
    system="afspraken",
    purl_base="pkg:pypi/django",
    name="django",
    version="3.2.1",
    product="Django",
    cycle="3.2",
    ends="2024-04-01",
    ended=True,
    latest="3.2.25",
    places=(PLACE,),
    count=1,
)


def test_past_its_end_deviates() -> None:
    (finding,), counted = run(RULE, ends=(PAST,))
    assert (finding.verdict, finding.severity) == (Verdict.DEVIATES, Severity.MEDIUM)
    assert finding.key == (("cycle", "3.2"),)
    assert counted == []


def test_near_its_end_is_low() -> None:
    import msgspec

    (finding,), _ = run(RULE, ends=(msgspec.structs.replace(PAST, ended=False),))
    assert finding.severity is Severity.LOW


def test_nothing_ends() -> None:
    assert run(RULE) == ([], [])
    assert run(RULE, without=True) == ([], [])
