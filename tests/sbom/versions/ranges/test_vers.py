"""VERS: what it contains, what is refused, and its canonical form."""

import pytest

from sbom.errors import ParseError
from sbom.versions import satisfies
from sbom.versions.ranges.vers import normalise, parse

INSIDE = [
    ("vers:npm/*", "1.0.0", True),
    ("vers:all/*", "anything", True),
    ("vers:none/*", "1.0.0", False),
    ("vers:npm/1.2.3", "v1.2.3", True),
    ("vers:npm/=1.2.3", "1.2.3", True),
    ("vers:npm/1.2.3", "1.2.4", False),
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.2.3", True),
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.9.0", False),
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", "2.0.0", True),
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", "5.0.0", False),
    ("vers:gem/>=2.2.0|!=2.2.1|<2.3.0", "2.2.1", False),
    ("vers:gem/>=2.2.0|!=2.2.1|<2.3.0", "2.2.2", True),
    ("vers:pypi/>0.0.2", "0.0.3", True),
    ("vers:pypi/>0.0.2", "0.0.2", False),
    ("vers:pypi/<=1.0|>=2.0", "1.5", False),
    ("vers:pypi/<=1.0|>=2.0", "2.0.0", True),
    ("vers:pypi/!=1.0", "2.0", True),
    ("vers:pypi/!=1.0", "1.0.0", False),
    ("vers:pypi/1.0|!=2.0", "3.0", False),
    ("vers:deb/<1:2.3-4", "1:2.3-3", True),
    ("vers:deb/<1.0%7Erc1", "1.0~beta", True),
    ("vers:maven/>=1.0.0-beta1|<=1.7.5|>=7.0.0-M1|<=7.0.7", "7.0.0-M2", True),
    ("vers:maven/>=1.0.0-beta1|<=1.7.5|>=7.0.0-M1|<=7.0.7", "2.0", False),
    ("vers:datetime/>=2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", True),
    ("vers:tomee/>=8.0.0|<=8.0.1", "8.0.0", True),
    ("vers:npm/1.0%252F0", "1.0%2F0", True),
    # redundant or out of order, with one meaning all the same
    ("vers:npm/<2.0.0|>=1.0.0", "1.5.0", True),
    ("vers:npm/>=1.0.0|>=2.0.0|<3.0.0", "1.5.0", True),
    ("vers:npm/<1.0.0|<2.0.0", "1.5.0", True),
    ("vers:npm/>=2.0.0|<2.1.0|>=2.1.0|<2.2.0", "2.1.0", True),
    ("vers:npm/>1.0.0|<2.0.0|<3.0.0", "2.5.0", True),
    ("VERS:NPM/1.0.0", "1.0.0", True),
]

REFUSED = {
    "": "does not start with 'vers:'",
    "npm/1.0": "does not start with 'vers:'",
    "vers:": "no valid type",
    "vers:/1.0": "no valid type",
    "vers:1npm/1.0": "no valid type",
    "vers:npm": "no constraints",
    "vers:npm/": "no constraints",
    "vers:npm/1.0 |2.0": "whitespace is not permitted",
    "vers:npm/|1.0": "leading pipe is not permitted",
    "vers:npm/1.0|": "trailing pipe is not permitted",
    "vers:npm/1.0||2.0": "consecutive pipes are not permitted",
    "vers:npm/>=": "constraint without version",
    "vers:npm/1.0|*": "'*' beside other constraints",
    "vers:npm/>=*": "'*' beside other constraints",
    "vers:npm/1.*": "invalid constraint '1.*'",
    "vers:npm/=>1.0": "invalid constraint '=>1.0'",
    "vers:npm/==1.0": "invalid constraint '==1.0'",
    "vers:npm/1.0%2": "invalid percent-encoding",
    "vers:npm/1.0%zz": "invalid percent-encoding",
    "vers:npm/1.0%7c": "percent-encoding in version is not canonical",
    "vers:npm/1.0%FF": "not UTF-8",
    "vers:npm/1.0é": "outside printable ASCII",
    "vers:all/1.0": "takes '*' alone",
    "vers:none/1.0": "takes '*' alone",
    "vers:npm/1.0|!=1.0.0": "both includes and excludes",
    "vers:datetime/2024-01-01T00%3A00:00Z": "colons must be unencoded",
    "vers:datetime/2024-01-01t00:00:00z": "uppercase",
}

NOT_CANONICAL = {
    "VERS:npm/1.0": "does not start with 'vers:'",
    "vers:NPM/1.0": "no valid type",
    "vers:npm/2.0|1.0": "not sorted by version",
    "vers:npm/>=2.0.0|<1.0.0": "not sorted by version",
    "vers:npm/1.0|1.0.0": "a version occurs twice",
    "vers:npm/1.0|<2.0": "'=' may not be followed by '<'",
    "vers:npm/>1.0|>=2.0": "'>' may not be followed by '>='",
    "vers:npm/<1.0|!=1.5|<=2.0": "'<' may not be followed by '<='",
}


@pytest.mark.parametrize(("vers", "version", "inside"), INSIDE)
def test_range_contains_what_it_should(vers: str, version: str, inside: bool) -> None:
    assert satisfies(vers, version) is inside


@pytest.mark.parametrize("vers", REFUSED)
def test_invalid_range_is_refused_with_a_reason(vers: str) -> None:
    with pytest.raises(ParseError) as caught:
        satisfies(vers, "1.0")
    assert REFUSED[vers] in caught.value.reason


@pytest.mark.parametrize("vers", NOT_CANONICAL)
def test_strict_reading_refuses_what_is_not_canonical(vers: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(vers, strict=True)
    assert NOT_CANONICAL[vers] in caught.value.reason
    parse(vers)


@pytest.mark.parametrize(
    "vers", ["vers:npm/*", "vers:npm/1.2.3|>=2.0.0|!=3.0.0|<5.0.0", "vers:deb/<1.0%3D1|>=1.1"]
)
def test_canonical_range_is_written_as_read(vers: str) -> None:
    assert str(parse(vers, strict=True)) == vers == normalise(vers)


def test_normalising_sorts_by_version() -> None:
    assert normalise("vers:pypi/0.0.10|=0.0.9|<0.0.1") == "vers:pypi/<0.0.1|0.0.9|0.0.10"
