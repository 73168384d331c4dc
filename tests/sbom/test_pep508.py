"""Requirements, with the packaging library as the oracle."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Oracle
from packaging.utils import canonicalize_name

from sbom.pep508 import Requirement, normalise, parse_requirement

GOOD = [
    "name",
    "name==1.0",
    "name == 1.0",
    "name>=1,<2",
    "name >= 1.0 , != 1.5.*, < 2",
    "name~=1.4.2",
    "name===weird",
    "name===1.0",
    "name[extra]",
    "name[]",
    "name [ b , a ] >=1 ; python_version < '3.9'",
    "name (>=1.0,<2)",
    "name(==1.0)",
    "name @ https://example.org/name.zip",
    "name[x]@https://example.org/name.zip ; os_name == 'nt'",
    "name @ git+https://example.org/name.git@v1#subdirectory=x",
    "name; extra == 'test'",
    'name>=1; (python_version < "3.9" and os_name == "nt") or sys_platform == "linux"',
    "name; 'x' in platform_version",
    "name; platform_version not in 'x'",
    "a.b_c-d==1!2.0rc1.post2.dev3+local.1",
    "A1",
]


def same(text: str) -> None:
    oracle, ours = Oracle(text), parse_requirement(text)
    assert ours.name == oracle.name
    assert set(ours.extras) == oracle.extras
    assert sorted(ours.clauses) == sorted((s.operator, s.version) for s in oracle.specifier)
    assert ours.url == (oracle.url or "")
    assert bool(ours.marker) == (oracle.marker is not None)


@pytest.mark.parametrize("text", GOOD)
def test_reads_what_packaging_reads(text: str) -> None:
    same(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "==1.0",
        "name>>1",
        "name=>1",
        "name=1",
        "name two words",
        "name==",
        "name==1.0 more",
        "name @",
        "name;",
        "name; nonsense",
        "name[a b]",
        "name[a,]x",
        "name (>=1",
        "-name",
        "name @ https://example.org/x more",
        "${NAME}==1",
    ],
)
def test_refuses_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_requirement(text)


@given(
    st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{0,5}", fullmatch=True),
    st.lists(
        st.tuples(
            st.sampled_from(["==", ">=", "<=", "!=", "<", ">", "~="]),
            st.from_regex(
                r"[0-9]{1,2}(\.[0-9]{1,2}){1,2}((a|b|rc)[0-9])?(\.post[0-9])?", fullmatch=True
            ),
        ),
        max_size=3,
    ),
    st.lists(st.sampled_from(["test", "dev", "x-y"]), max_size=2, unique=True),
    st.sampled_from(["", " ", "  "]),
)
def test_agrees_with_packaging(
    name: str, clauses: list[tuple[str, str]], extras: list[str], space: str
) -> None:
    text = name + (f"{space}[{','.join(extras)}]" if extras else "") + space
    text += f"{space},{space}".join(o + space + v for o, v in clauses)
    try:
        Oracle(text)
    except InvalidRequirement:
        return
    same(text)


@given(st.text(max_size=60))
def test_any_text_is_a_requirement_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(parse_requirement(text), Requirement)


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("a==1.0", "1.0"),
        ("a===1.0", "1.0"),
        ("a==1.0.*", ""),
        ("a>=1.0", ""),
        ("a==1.0,>=0.9", "1.0"),
        ("a==1.0,==1.1", ""),
        ("a==1.2-alpha", "1.2-alpha"),
        ("a==${VERSION}", "${VERSION}"),
    ],
)
def test_pin_is_the_one_version_that_fits(text: str, pin: str) -> None:
    assert parse_requirement(text).pin == pin


@given(st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True))
def test_names_are_folded_as_packaging_folds_them(name: str) -> None:
    assert normalise(name) == canonicalize_name(name)
