"""Borrowing a licence from the same software elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.borrowing import DISPUTED, loans, major

VERSIONS = [(1, "1.0.0"), (2, "1.1.0"), (3, "2.0.0"), (4, "2.1.0"), (5, "")]


def test_the_same_version_elsewhere_goes_first() -> None:
    found = loans(VERSIONS, {1: frozenset({"MIT"}), 3: frozenset({"ISC"})})
    assert (found[1].step, found[1].expressions) == ("same-version", ("MIT",))
    assert (found[2].step, found[2].expressions, found[2].lender) == (
        "same-major",
        ("MIT",),
        "1.0.0",
    )
    assert (found[4].step, found[4].expressions) == ("same-major", ("ISC",))


def test_another_major_number_is_less_sure_and_disputes_show() -> None:
    found = loans(VERSIONS, {1: frozenset({"MIT"})})
    assert found[4].step == "other-version"
    assert found[4].confidence < found[2].confidence
    disputed = loans(VERSIONS, {1: frozenset({"MIT"}), 3: frozenset({"ISC"})})[5]
    assert (disputed.disputed, disputed.confidence) == (True, DISPUTED)
    assert disputed.expressions == ("ISC", "MIT")


def test_nothing_known_lends_nothing() -> None:
    assert loans(VERSIONS, {}) == {}


@pytest.mark.parametrize(
    ("version", "number"),
    [("1.2.3", "1"), ("v2.0", "2"), ("1:7.4", "7"), ("0.9", "0"), ("2024.1", "2024"), ("main", "")],
)
def test_major(version: str, number: str) -> None:
    assert major(version) == number


@given(st.text(max_size=40))
def test_any_version_has_a_major_or_none(version: str) -> None:
    assert isinstance(major(version), str)
