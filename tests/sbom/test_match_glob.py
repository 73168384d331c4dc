from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.match import glob
from sbom.registry import FORMATS, KNOWN_UNREAD

_PATTERN = st.text("ab.*?", min_size=1, max_size=8).filter(lambda p: "*" in p)


@given(_PATTERN, st.text("ab.", max_size=10))
def test_glob_fits_what_fnmatch_fits(pattern: str, base: str) -> None:
    assert fnmatchcase(base, pattern) == glob(pattern)(base)


@pytest.mark.parametrize(
    ("pattern", "base", "fits"),
    [
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*ab*b", "ab", False),
        ("*ab*b", "xabxb", True),
        ("ab*", "ab", True),
        ("[ab]*", "bc", True),
        ("[!ab]*", "bc", False),
    ],
)
def test_glob_does_not_count_a_character_twice(pattern: str, base: str, *, fits: bool) -> None:
    assert fits is glob(pattern)(base)


def test_stars_alone_stand_in_the_registry_so_that_no_regular_expression_is_compiled() -> None:
    patterns = [p for f in FORMATS for p in f.patterns] + [p for p, _ in KNOWN_UNREAD]

    assert [p for p in patterns if "?" in p or "[" in p] == []
