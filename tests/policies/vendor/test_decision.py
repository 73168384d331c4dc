"""What the lines of a vendor check decide."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.default_pack import load_default
from policies.finding import Severity, Verdict
from policies.pack_vendor import VendorPolicy
from policies.vendor.decision import Outcome, decide
from policies.vendor.line import Ground, Line, Topic, both, sorted_lines


@pytest.fixture(name="policy", scope="module")
def _policy() -> VendorPolicy:
    found = load_default().vendor
    assert found is not None
    return found


def line(
    id_: str,
    verdict: Verdict = Verdict.DEVIATES,
    severity: Severity = Severity.CRITICAL,
    ground: Ground | None = Ground.CONTRADICTED,
) -> Line:
    name = both(id_, id_)
    return Line(
        id=id_,
        topic=Topic.CONTRACT,
        name=name,
        verdict=verdict,
        severity=severity,
        ground=ground,
        says=name,
    )


def test_a_critical_clause_against_the_town_is_not_to_be_signed(policy: VendorPolicy) -> None:
    lines = [line("a"), line("b", severity=Severity.MEDIUM), line("c", Verdict.COMPLIES)]
    found = decide(lines, policy)
    assert (found.outcome, found.because) == (Outcome.DO_NOT_SIGN, ("a",))
    assert (found.without_them, found.to_solve) == (Outcome.NEGOTIATE, 1)


def test_a_critical_clause_that_is_missing_is_negotiated(policy: VendorPolicy) -> None:
    found = decide([line("a", ground=Ground.ABSENT)], policy)
    assert (found.outcome, found.without_them) == (Outcome.NEGOTIATE, Outcome.SIGN)


def test_nothing_against_it_is_signed_and_low_points_do_not_hold_it_back(
    policy: VendorPolicy,
) -> None:
    low = line("a", severity=Severity.LOW)
    found = decide([low, line("b", Verdict.COMPLIES)], policy)
    assert (found.outcome, found.row, found.because) == (Outcome.SIGN, 0, ())


def test_too_much_unknown_cannot_be_judged(policy: VendorPolicy) -> None:
    unknown = [line(str(i), Verdict.UNKNOWN, ground=Ground.UNREAD) for i in range(4)]
    assert decide(unknown, policy).outcome is Outcome.CANNOT_BE_JUDGED
    assert decide(unknown[:3], policy).outcome is Outcome.NEGOTIATE


LINES = st.lists(
    st.builds(
        line,
        st.text("abcdef", min_size=1, max_size=6),
        st.sampled_from(Verdict),
        st.sampled_from(Severity),
        st.sampled_from(Ground),
    ),
    unique_by=lambda x: x.id,
)


@given(LINES)
def test_unknown_is_never_better_than_what_complies(lines: list[Line]) -> None:
    policy = load_default().vendor
    assert policy is not None
    rank = [Outcome.SIGN, Outcome.NEGOTIATE, Outcome.CANNOT_BE_JUDGED, Outcome.DO_NOT_SIGN]
    grave = [x for x in lines if x.verdict is Verdict.UNKNOWN and x.severity.rank > 2]
    if grave:
        assert rank.index(decide(lines, policy).outcome) > 0


@given(LINES)
def test_solving_what_decided_gives_the_verdict_that_was_promised(lines: list[Line]) -> None:
    policy = load_default().vendor
    assert policy is not None
    found = decide(lines, policy)
    assert set(found.because) <= {x.id for x in lines}
    assert found.to_solve >= len(found.because)
    assert found.settle[: found.to_solve][: len(found.because)] == found.because
    if found.outcome is not Outcome.SIGN:
        assert found.without_them is not found.outcome
    left = lines
    for step in found.steps:
        assert decide(left, policy).outcome is step.outcome
        left = [x for x in left if x.id not in step.lines]
    assert decide(left, policy).outcome is Outcome.SIGN
    assert len(set(found.settle)) == len(found.settle)


def test_a_table_that_asks_for_no_line_at_all_comes_to_an_end(policy: VendorPolicy) -> None:
    row = msgspec.structs.replace(policy.decision[-1], at_least=0)
    table = msgspec.structs.replace(policy, decision=(row,))
    found = decide([line("a", Verdict.COMPLIES)], table)
    assert (found.outcome, found.steps, found.to_solve) == (Outcome.NEGOTIATE, (), 0)


def test_what_the_papers_say_goes_before_what_they_leave_out(policy: VendorPolicy) -> None:
    lines = [
        line("a", severity=Severity.HIGH, ground=Ground.ABSENT),
        line("b", severity=Severity.HIGH, ground=Ground.FACT),
        line("c", severity=Severity.HIGH, ground=Ground.LEGAL),
    ]
    assert decide(lines, policy).because == ("c", "b", "a")


@given(LINES, st.randoms())
def test_the_order_of_lines_says_nothing(lines: list[Line], dice) -> None:
    policy = load_default().vendor
    assert policy is not None
    other = list(lines)
    dice.shuffle(other)
    assert decide(other, policy) == decide(lines, policy)
    assert sorted_lines(other) == sorted_lines(lines)
