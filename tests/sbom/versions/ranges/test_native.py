"""Requirements in the notation of each ecosystem."""

import pytest

from sbom.errors import ParseError
from sbom.versions import native_satisfies
from sbom.versions.ranges.native import from_native

MET = {
    ("npm", "^1.2.3"): ("1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-rc.1 1.3.0-beta"),
    ("npm", "^0.2.3"): ("0.2.3 0.2.9", "0.3.0"),
    ("npm", "^0.0.3"): ("0.0.3", "0.0.4"),
    ("npm", "^1.2.3-beta.2"): ("1.2.3-beta.4 1.2.3 1.5.0", "1.2.4-beta.2 1.2.3-beta.1"),
    ("npm", "~1.2"): ("1.2.0 1.2.9", "1.3.0 1.1.9"),
    ("npm", "~> 1"): ("1.9.9", "2.0.0"),
    ("npm", "1.x || >=2.5.0 || 5.0.0 - 7.2.3"): ("1.2.3 2.5.0 6.0.0", "2.4.0"),
    ("npm", "1.2 - 2.3"): ("1.2.0 2.3.9", "2.4.0 1.1.0"),
    ("npm", ""): ("1.0.0", "1.0.0-rc.1"),
    ("npm", "*"): ("0.0.1", "0.0.1-rc.1"),
    ("npm", ">1.2"): ("1.3.0", "1.2.9"),
    ("npm", "<=1.2"): ("1.2.9", "1.3.0"),
    ("npm", ">= 2.2.x"): ("2.2.0 9.0.0", "2.1.9"),
    ("npm", "1.1.2 1.2.2"): ("", "1.1.2 1.2.2"),
    ("npm", ">*"): ("", "1.0.0"),
    ("helm", ">= 1.2, < 3.0.0"): ("1.2.0", "3.0.0"),
    ("helm", "!=1.2.x"): ("1.3.0 1.1.0", "1.2.5"),
    ("cargo", "1.2"): ("1.2.0 1.9.9", "2.0.0 1.3.0-rc.1"),
    ("cargo", "0.3.1"): ("0.3.1 0.3.9", "0.4.0"),
    ("cargo", "=1.2.3, <2"): ("1.2.3", "1.2.4"),
    ("cargo", "1.*"): ("1.5.0", "2.0.0"),
    ("cargo", ">=1.0.0-rc.1"): ("1.0.0-rc.2 1.0.0", "1.1.0-rc.1"),
    ("pub", "^1.2.3"): ("1.2.3 1.9.0 1.5.0-dev", "2.0.0 2.0.0-dev"),
    ("pub", "^0.1.2"): ("0.1.9", "0.2.0"),
    ("pub", ">=1.0.0 <2.0.0"): ("1.0.0", "2.0.0-dev"),
    ("pub", ">=2.0.0-dev.1 <2.0.0"): ("2.0.0-dev.2", "2.0.0"),
    ("pub", "any"): ("1.0.0", ""),
    ("hex", "~> 1.2"): ("1.2.0 1.9.0", "2.0.0 2.0.0-dev 1.1.9"),
    ("hex", "~> 1.2.3"): ("1.2.9", "1.3.0"),
    ("hex", ">= 1.0.0 and < 2.0.0 or == 3.0.0"): ("1.5.0 3.0.0", "2.0.0"),
    ("pypi", "~=1.4.2"): ("1.4.2 1.4.9", "1.5.0 1.4.1"),
    ("pypi", "~=2.2.post3"): ("2.3", "2.2 3.0"),
    ("pypi", "==1.1.*"): ("1.1 1.1.1 1.1.post1 1.1a1", "1.2"),
    ("pypi", "!=1.1.*"): ("1.2 1.0", "1.1.5"),
    ("pypi", ">=1,<2,!=1.5"): ("1.0 1.9", "1.5 2.0 2.0rc1"),
    ("pypi", "===1.0-Custom"): ("1.0-custom", "1.0"),
    ("pypi", "==1.0"): ("1.0+local 1.0.0", "1.0.post1"),
    ("pypi", ">1.7"): ("1.7.1", "1.7.post2 1.7 1.7+local"),
    ("pypi", "(>=1.0)"): ("1.0", "0.9"),
    ("pypi", ""): ("1.0 1.0a1", ""),
    ("pypi", "^1.2 || ~0.3"): ("1.9 0.3.5", "2.0 0.4"),
    ("maven", "[1.0,2.0)"): ("1.0 1.9 2.0-SNAPSHOT", "2.0 1.0-alpha"),
    ("maven", "(,1.0],[1.2,)"): ("0.9 1.0 1.2", "1.1"),
    ("maven", "[1.5]"): ("1.5.0", "1.5.1"),
    ("maven", "1.5"): ("1.5", "1.6"),
    ("nuget", "1.0"): ("1.0.0 9.0", "0.9"),
    ("nuget", "[1.0.0, 2.0.0)"): ("1.5.0", "2.0.0"),
    ("nuget", "(1.0,)"): ("1.0.1", "1.0"),
    ("nuget", "1.*"): ("1.9.9", "2.0.0 0.9 2.0.0-rc"),
    ("nuget", "1.0.0-beta*"): ("1.0.0-beta.2 1.0.0", "1.0.0-alpha 2.0.0"),
    ("nuget", "*"): ("1.0.0", ""),
    ("gem", "~> 2.0.8"): ("2.0.8 2.0.99", "2.1 2.1.rc1 2.0.7"),
    ("gem", "~> 2.0, >= 2.0.3, != 2.5"): ("2.0.3 2.9", "2.5 3.0 2.0.2"),
    ("cocoapods", "~> 1.2"): ("1.9", "2.0"),
    ("composer", "^1.2"): ("1.2.0 1.9.9 1.2.0-beta1", "2.0.0 2.0.0-alpha1 1.1"),
    ("composer", "^0.3.1"): ("0.3.9", "0.4.0"),
    ("composer", "~1.2"): ("1.9", "2.0"),
    ("composer", "~1.2.3"): ("1.2.9", "1.3"),
    ("composer", "1.2.*"): ("1.2.9", "1.3.0"),
    ("composer", ">=1.0 <1.1 || >=1.2"): ("1.0.5 1.3", "1.1.0"),
    ("composer", "1.0 - 2.0"): ("1.0 2.0.9", "2.1"),
    ("composer", "dev-main"): ("dev-main", "1.0 dev-other"),
    ("composer", "<2.0"): ("1.0", "dev-main"),
    ("composer", "^1.0@dev as 1.0"): ("1.5", "2.0"),
    ("composer", "*"): ("1.0 dev-main", ""),
    ("composer", "<=1.0@beta"): ("1.0-beta 1.0-alpha1", "1.0 1.0-RC1"),
    ("composer", "<=1.0"): ("1.0 1.0-RC1", "1.0.1"),
    ("composer", "1.0 - 2.0.0"): ("2.0.0", "2.0.1"),
    ("composer", "!=1.2.*"): ("1.3 1.1", "1.2.5"),
    ("composer", "!=*"): ("", "1.0"),
    ("gem", "~> 2.0.rc1"): ("2.0 2.5", "3.0"),
    ("gem", "~> 2"): ("2.9", "3.0"),
    ("npm", ">=1.0.0 =1.5.0 =1.5.0"): ("1.5.0", "1.0.0"),
    ("pypi", "^V1!1.2"): ("1!1.9", "1!2.0 1.9"),
    ("gem", ">= 1.0, "): ("1.0", "0.9"),
    ("hackage", "/=1.2.*"): ("1.3 1.1", "1.2.5"),
    ("hackage", "-none"): ("", "1.0"),
    ("nginx", "all"): ("1.0.0", ""),
    ("nuget", "[1.2.*,2.0.0.1)"): ("1.2.0 2.0.0", "1.1.9 2.0.0.1"),
    ("nuget", "1.2.3.*"): ("1.2.3.9 1.2.3", "1.2.4"),
    ("nuget", "1.2.3.4-beta.*"): ("1.2.3.4-beta.5 1.2.3.4", "1.2.3.5 1.2.3.4-alpha"),
    ("nuget", "1.*-*"): ("1.9.9-rc 1.0.0-alpha", "2.0.0-alpha"),
    ("pypi", "*"): ("1.0", ""),
    ("npm", "1.2.3 - x"): ("1.2.3 9.0.0", "1.2.2"),
    ("golang", "v1.2.3"): ("v1.2.3 v1.9.0", "v1.2.2"),
    ("deb", ">= 1.2"): ("1.2-1 1:0.1", "1.2~rc1"),
    ("deb", "<< 2.0"): ("1.9 2.0~rc1", "2.0"),
    ("deb", "libc6 (>= 2.14) | libc6 (= 1.0)"): ("2.15 1.0", "2.0"),
    ("rpm", "= 1.2"): ("1.2-3.el9 1.2", "1.3-1"),
    ("rpm", ">= 1:1.2-3"): ("1:1.2-3", "1.2-3 1:1.2-2"),
    ("alpm", ">=1.5"): ("1.5-1", "1.4-9"),
    ("apk", "~1.2"): ("1.2.3-r0 1.2 1.2_rc1", "1.3 1.1"),
    ("apk", ">=1.2 <2"): ("1.5", "2"),
    ("conda", ">=1.2,<2|==3.0"): ("1.2 3.0", "2.0"),
    ("conda", "1.2.*"): ("1.2.5 1.2", "1.3 1.20"),
    ("conda", "=1.2"): ("1.2.9", "1.3"),
    ("conda", "~=1.2.3"): ("1.2.9", "1.3 1.2.2"),
    ("conda", "!=1.2.*"): ("1.3", "1.2.1"),
    ("conda", "1.7.1 py27_0"): ("1.7.1", "1.7.2"),
    ("conan", "[>1 <2.0 || ^3.2]"): ("1.5 3.9", "2.0 4.0 4.0-rc1"),
    ("conan", "~2.5"): ("2.5.9", "2.6 2.6-rc1"),
    ("hackage", ">=1.2 && <1.4 || ==2.*"): ("1.3 2.5", "1.4 3"),
    ("hackage", "^>=1.2.3"): ("1.2.9", "1.3 1.2.2"),
    ("nginx", "0.8.40+"): ("0.8.41", "0.9.0"),
    ("openssl", "1.0.2u, 1.1.1w"): ("1.0.2u 1.1.1w", "1.1.1v"),
    ("acme", ">=1.0, <2.0 || =3.0"): ("1.5 3.0", "2.5"),
}

REFUSED = [
    ("npm", "latest"),
    ("npm", "git+https://example.org/x.git"),
    ("npm", "1.2.3 ||| 2"),
    ("cargo", "1.2,"),
    ("hex", "newest"),
    ("pypi", "==1.*.2"),
    ("pypi", ">=1.*"),
    ("pypi", "~=1"),
    ("pypi", "~=newest"),
    ("pypi", "^" + "1" * 90),
    ("maven", "[1.0,2.0"),
    ("maven", "(1.0)"),
    ("maven", "[1,2,3]"),
    ("maven", ""),
    ("nuget", ""),
    ("nuget", "1.*.2"),
    ("gem", "~> x"),
    ("composer", ""),
    ("composer", "^main"),
    ("conda", ">="),
    ("conan", "~main"),
    ("deb", "libc6 >= 2"),
    ("rpm", ">= "),
    ("acme", "1.0 | "),
    ("hackage", "newest"),
    ("nginx", "old"),
    ("openssl", " , "),
    ("pub", "latest"),
    ("npm", "1" * 5000),
    ("helm", " ".join(f"!={n}.x" for n in range(9))),
    ("composer", "1.0 ^"),
    ("conda", "~=1"),
    ("conda", "1.2b.*"),
]


@pytest.mark.parametrize(("purl_type", "requirement"), MET)
def test_requirement_is_met_by_these_and_not_by_those(purl_type: str, requirement: str) -> None:
    meets, fails = (text.split() for text in MET[purl_type, requirement])
    assert [v for v in meets if not native_satisfies(purl_type, requirement, v)] == []
    assert [v for v in fails if native_satisfies(purl_type, requirement, v)] == []


@pytest.mark.parametrize(("purl_type", "requirement"), REFUSED)
def test_what_is_no_requirement_is_refused(purl_type: str, requirement: str) -> None:
    with pytest.raises(ParseError):
        native_satisfies(purl_type, requirement, "1.0")


@pytest.mark.parametrize(
    ("purl_type", "requirement", "version", "prereleases", "met"),
    [
        ("npm", "^1.0.0", "1.1.0-rc.1", True, True),
        ("npm", "^1.0.0", "2.0.0-rc.1", True, False),
        ("pypi", ">=1.0", "1.1rc1", None, True),
        ("pypi", ">=1.0", "1.1rc1", False, False),
        ("pypi", ">=1.0rc1", "1.1rc1", False, True),
        ("pypi", ">=1.0", "1.1", False, True),
        ("gem", ">= 1.0", "1.1.rc1", False, False),
        ("gem", ">= 1.0", "1.1.rc1", None, True),
    ],
)
def test_prereleases_count_as_asked(
    purl_type: str,
    requirement: str,
    version: str,
    prereleases: bool | None,
    met: bool,
) -> None:
    assert native_satisfies(purl_type, requirement, version, prereleases=prereleases) is met


@pytest.mark.parametrize(
    ("purl_type", "requirement", "vers"),
    [
        ("npm", "^1.2.3", "vers:npm/>=1.2.3|<2.0.0"),
        ("npm", "", "vers:npm/*"),
        ("npm", "1.0.0 || 3.x || 2.1.x", "vers:npm/1.0.0|>=2.1.0|<2.2.0|>=3.0.0|<4.0.0"),
        ("npm", "<2.0.0 || <1.0.0", "vers:npm/<1.0.0|<2.0.0"),
        ("npm", ">=1.0.0 <9.0.0 || >=2.0.0 <3.0.0 || >=4.0.0 <5.0.0", "vers:npm/>=1.0.0|<9.0.0"),
        (
            "npm",
            ">=1.0.0 <3.0.0 || >=1.5.0 <2.0.0 || >=2.5.0 <4.0.0",
            "vers:npm/>=1.0.0|<4.0.0",
        ),
        ("npm", ">2.0.0 <1.0.0", "vers:none/*"),
        ("rpm", ">=1 >2 =3", "vers:rpm/3"),
        ("rpm", ">2 >=1 <4 <=5 !=3", "vers:rpm/>2|!=3|<4"),
        ("pypi", "!=1.1.*", "vers:pypi/<1.1|>=1.2"),
        ("npm", ">=1.0.0 <=1.0.0", "vers:npm/1.0.0"),
        ("pypi", "~=1.4.2", "vers:pypi/>=1.4.2|<1.5"),
        ("pypi", ">=1,!=1.5", "vers:pypi/>=1|!=1.5"),
        ("maven", "[1.0,2.0)", "vers:maven/>=1.0|<2.0"),
        ("gem", "~> 2.0.8", "vers:gem/>=2.0.8|<2.1"),
        ("deb", "<< 1.0~rc1", "vers:deb/<1.0~rc1"),
        ("deb", "= 1=1", ""),
        ("acme", "=1%1", "vers:acme/1%251"),
    ],
)
def test_requirement_is_written_as_vers(purl_type: str, requirement: str, vers: str) -> None:
    if not vers:
        with pytest.raises(ParseError):
            from_native(purl_type, requirement)
    else:
        assert from_native(purl_type, requirement) == vers
