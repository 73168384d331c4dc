"""Laws that hold for every scheme and any text."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.versions import compare, key, native_satisfies, satisfies
from sbom.versions.ranges.native import from_native
from sbom.versions.ranges.vers import normalise, parse

TYPES = [
    "alpm",
    "apk",
    "cargo",
    "composer",
    "conan",
    "conda",
    "cpan",
    "cran",
    "datetime",
    "deb",
    "gem",
    "gentoo",
    "golang",
    "hackage",
    "helm",
    "hex",
    "intdot",
    "lexicographic",
    "maven",
    "npm",
    "nuget",
    "openssl",
    "pub",
    "pypi",
    "rpm",
    "acme",
    "nginx",
]
LIKELY = st.text("0123456789....---_+~^:!vabcdeprtx", max_size=14)
ANY = st.text(max_size=12)
VERSIONS = LIKELY | ANY
REQUIREMENTS = st.text("0123456789....<>=!~^,| *xX-()[]abr", max_size=16) | ANY
RELAXED = settings(deadline=None, max_examples=60)

types = pytest.mark.parametrize("purl_type", TYPES)


@types
@given(left=VERSIONS, right=VERSIONS)
@RELAXED
def test_comparison_is_antisymmetric(purl_type: str, left: str, right: str) -> None:
    assert compare(purl_type, left, right) == -compare(purl_type, right, left)


@types
@given(left=VERSIONS, right=VERSIONS)
@example(left="0", right="--")
@example(left="1.", right="1.0-1")
@RELAXED
def test_keys_agree_with_the_comparison(purl_type: str, left: str, right: str) -> None:
    one, two = key(purl_type, left), key(purl_type, right)
    answer = compare(purl_type, left, right)
    if purl_type == "alpm" and ("-" in left) != ("-" in right):
        assert answer in {0, (one > two) - (one < two)}
    else:
        assert answer == (one > two) - (one < two)


@types
@given(some=st.lists(VERSIONS, min_size=3, max_size=3))
@RELAXED
def test_order_is_transitive(purl_type: str, some: list[str]) -> None:
    one, two, three = sorted(some, key=lambda version: key(purl_type, version))
    if purl_type != "alpm":
        assert compare(purl_type, one, two) <= 0
        assert compare(purl_type, two, three) <= 0
        assert compare(purl_type, one, three) <= 0


@types
@given(version=VERSIONS)
@RELAXED
def test_a_version_equals_itself(purl_type: str, version: str) -> None:
    assert compare(purl_type, version, version) == 0


@types
@given(requirement=REQUIREMENTS, version=VERSIONS)
@RELAXED
def test_a_requirement_is_judged_or_refused(purl_type: str, requirement: str, version: str) -> None:
    with suppress(ParseError):
        assert native_satisfies(purl_type, requirement, version) in {True, False}
    with suppress(ParseError):
        assert native_satisfies(purl_type, requirement, version, prereleases=False) in {True, False}
    with suppress(ParseError):
        assert satisfies(f"vers:{purl_type}/{requirement}", version) in {True, False}


@types
@given(requirement=REQUIREMENTS)
@example(requirement="<1|>0")
@example(requirement="<1 || >0")
@RELAXED
def test_a_requirement_as_vers_is_vers(purl_type: str, requirement: str) -> None:
    try:
        vers = from_native(purl_type, requirement)
    except ParseError:
        return
    if purl_type != "datetime":
        assert normalise(vers) == str(parse(normalise(vers)))


CLAUSES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.integers(0, 3)),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize(
    ("purl_type", "all_of", "any_of"),
    [("acme", ", ", " || "), ("composer", ",", "||"), ("apk", " ", "|")],
)
@given(clauses=CLAUSES, version=st.integers(0, 3))
@example(clauses=[[("<", 1)], [(">", 0)]], version=0)
@example(clauses=[[("<=", 0), ("!=", 0)]], version=0)
@RELAXED
def test_a_requirement_as_vers_means_the_same(
    purl_type: str, all_of: str, any_of: str, clauses: list[list[tuple[str, int]]], version: int
) -> None:
    requirement = any_of.join(all_of.join(f"{o}{v}" for o, v in some) for some in clauses)
    try:
        expected = native_satisfies(purl_type, requirement, str(version))
    except ParseError:
        return
    assert satisfies(from_native(purl_type, requirement), str(version)) == expected


@given(
    purl_type=st.sampled_from([t for t in TYPES if t != "datetime"]),
    constraints=st.lists(
        st.tuples(
            st.sampled_from(["", "!=", "<", "<=", ">", ">="]),
            st.text("0123456789.-ab", min_size=1, max_size=6),
        ),
        min_size=1,
        max_size=6,
    ),
)
@RELAXED
def test_normalised_vers_survives_a_round_trip(
    purl_type: str, constraints: list[tuple[str, str]]
) -> None:
    text = f"vers:{purl_type}/" + "|".join(o + v for o, v in constraints)
    once = normalise(text)
    assert normalise(once) == once
    assert sorted(parse(once).constraints) == sorted(parse(text).constraints)


@given(version=st.text(min_size=1, max_size=8).filter(lambda v: not v.isspace()))
@RELAXED
def test_any_version_survives_vers(version: str) -> None:
    from sbom.versions.ranges.vers import Vers

    text = str(Vers("npm", (("=", version),)))
    if "\ufffd" not in text and version.isascii():
        assert parse(text, strict=True).constraints == (("=", version),)


@given(vers=st.text(max_size=30) | st.text("vers:/npmd0123.<>=!|*% ", max_size=30))
@RELAXED
def test_any_text_is_vers_or_refused(vers: str) -> None:
    with suppress(ParseError):
        assert satisfies(vers, "1.0") in {True, False}


@given(
    low=st.integers(0, 5),
    high=st.integers(0, 5),
    tested=st.integers(0, 5),
    operators=st.tuples(st.sampled_from([">", ">="]), st.sampled_from(["<", "<="])),
)
@RELAXED
def test_two_bounds_mean_the_versions_between(
    low: int, high: int, tested: int, operators: tuple[str, str]
) -> None:
    over = tested > low or (tested == low and operators[0] == ">=")
    under = tested < high or (tested == high and operators[1] == "<=")
    if low < high:
        vers = f"vers:npm/{operators[0]}{low}.0.0|{operators[1]}{high}.0.0"
        assert satisfies(vers, f"{tested}.0.0") == (over and under)
    requirement = f"{operators[0]}{low}.0.0 {operators[1]}{high}.0.0"
    assert native_satisfies("npm", requirement, f"{tested}.0.0") == (over and under)
