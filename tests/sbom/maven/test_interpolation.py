"""Placeholders in texts."""

from hypothesis import given
from hypothesis import strategies as st

from sbom.maven.interpolation import MAX_LENGTH, Interpolator

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.lists(
    st.sampled_from(["${a}", "${b}", "${c}", "${", "}", "x", "${${a}}"]), max_size=6
).map("".join)


@given(st.dictionaries(NAMES, VALUES), VALUES)
def test_it_ends_and_is_bounded(properties, text):
    assert len(Interpolator(properties.get).expand(text)) <= max(MAX_LENGTH, len(text))


@given(VALUES)
def test_without_properties_nothing_changes(text):
    assert Interpolator(lambda _: None).expand(text) == text


def test_a_long_chain_ends():
    chain = {str(i): f"${{{i + 1}}}" for i in range(5000)}
    assert Interpolator(chain.get).expand("${0}").startswith("${")
