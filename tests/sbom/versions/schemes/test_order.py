"""Each scheme puts a list of versions, oldest first, in the order its ecosystem gives them."""

from itertools import combinations

import pytest

from sbom.versions import compare, key

OLDEST_FIRST = {
    "npm": [
        "0.9.9",
        "1.0.0-0",
        "1.0.0-9",
        "1.0.0-10",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-alpha1",
        "1.0.0-rc.2",
        "1.0.0",
        "1.0.1",
        "1.10.0",
        "2.0.0-beta",
    ],
    "cargo": ["1.0.0-alpha", "1.0.0", "1.0.0-0.3.7".replace("1.0.0-", "1.0.1-"), "1.0.1"],
    "hex": ["1.0.0-rc.0", "1.0.0", "1.1.0-dev", "1.1.0"],
    "swift": ["509.0.0-swift-DEVELOPMENT", "509.0.0", "509.1.0"],
    "helm": ["1.2.3-beta.1", "1.2.3"],
    "pub": ["1.0.0-dev", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.0+10", "1.0.0+a", "1.0.1"],
    "golang": [
        "v0.0.0-20190308221718-c2843e01d9a2",
        "v0.0.0-20200622213623-75b288015ac9",
        "v0.1.0",
        "v1.0.0-rc.1",
        "v1.0.0",
        "v1.0.1-0.20200101000000-0123456789ab",
        "v1.0.1",
        "v2.0.0+incompatible",
    ],
    "go": ["go1.20.14", "go1.21rc2", "go1.21rc10", "go1.21.0", "go1.21.1"],
    "nuget": ["1.0.0-alpha", "1.0.0-BETA.2", "1.0.0-beta.10", "1.0.0", "1.0.0.1-rc", "1.0.0.1"],
    "pypi": [
        "1.0.dev456",
        "1.0a1",
        "1.0a2.dev456",
        "1.0a12.dev456",
        "1.0a12",
        "1.0b1.dev456",
        "1.0b2",
        "1.0b2.post345.dev456",
        "1.0b2.post345",
        "1.0rc1.dev456",
        "1.0rc1",
        "1.0",
        "1.0+abc.5",
        "1.0+abc.7",
        "1.0+5",
        "1.0.post456.dev34",
        "1.0.post456",
        "1.1.dev1",
        "1!0.1",
    ],
    "maven": [
        "1.0-alpha-1",
        "1.0-alpha-2",
        "1.0-beta-1",
        "1.0-M1",
        "1.0.RC1",
        "1.0-RC2",
        "1.0-SNAPSHOT",
        "1.0",
        "1.0-sp-1",
        "1.0-jre8",
        "1.0-whatever",
        "1.0-1",
        "1.0-2",
        "1.0.1-SNAPSHOT",
        "1.0.1",
        "1.0.10",
    ],
    "gem": ["0.9", "1.0.a", "1.0.a.2", "1.0.b1", "1.0.rc1", "1.0", "1.0.0.1", "1.1.pre", "1.1"],
    "cocoapods": ["1.0.0.beta.1", "1.0.0.rc.1", "1.0.0"],
    "composer": [
        "dev-main",
        "1.0-dev",
        "1.0-alpha1",
        "1.0-beta2",
        "1.0-RC1",
        "1.0",
        "1.0-p1",
        "1.0.1",
        "1.9.0",
        "1.x-dev",
        "2.0.0",
    ],
    "deb": [
        "1.0~~",
        "1.0~rc1-1",
        "1.0-1",
        "1.0-1~deb12u1".replace("-1~", "-2~"),
        "1.0-2",
        "1.0-2+deb12u1",
        "1.0a-1",
        "1.0+dfsg-1",
        "1.0.1-1",
        "1:0.1-1",
    ],
    "rpm": [
        "1.0~rc1-1",
        "1.0-1.el9",
        "1.0-2.el9",
        "1.0^git1-1",
        "1.0.a-1",
        "1.0.1-1",
        "1.1-1",
        "1:0.5-1",
    ],
    "alpm": ["1.0alpha", "1.0b", "1.0rc", "1.0-1", "1.0-2", "1.0.a-1", "1.0.1-1", "1:0.1-1"],
    "apk": [
        "1.2_alpha",
        "1.2_alpha2",
        "1.2_beta",
        "1.2_pre1",
        "1.2_rc1",
        "1.2",
        "1.2-r1",
        "1.2_git20200101",
        "1.2_p1",
        "1.2b",
        "1.2.0",
        "1.2.05",
        "1.2.1",
        "1.2.10",
    ],
    "gentoo": ["1", "1.0", "1.001", "1.01", "1.1", "1.1-r1", "1.1b", "1.1.0", "1.2_rc3", "1.2"],
    "conda": [
        "0.4",
        "0.4.1.rc",
        "0.4.1",
        "0.5a1",
        "0.5b3",
        "0.5c1",
        "0.5",
        "0.9.6",
        "0.960923",
        "1.0",
        "1.1dev1",
        "1.1a1",
        "1.1.0dev1".replace("1.1.0dev1", "1.1.dev1"),
        "1.1.a1",
        "1.1.0rc1",
        "1.1",
        "1.1.0post1",
        "1.1.1",
        "1996.07.12",
        "1!0.4.1",
        "2!0.4.1",
    ],
    "conan": ["1.0.0-", "1.0.0-alpha1", "1.0.0", "1.0.0+b1", "1.0.0+b2", "1.0.1", "1.1", "1.1a"],
    "openssl": ["0.9.8", "0.9.8z", "0.9.8zh", "1.0.2u", "1.1.0-pre1", "1.1.0", "1.1.1w", "3.0.0"],
    "cran": ["0.1-0", "0.1-1", "0.1.2", "0.2", "0.2-0", "1.0"],
    "hackage": ["1", "1.0", "1.0.0", "1.0.1", "1.1"],
    "cpan": ["0.9", "1.002003", "v1.2.4", "1.003", "1.02", "1.1", "v2.0.0"],
    "otp": ["25.3", "25.3.2.1", "26.0"],
    "datetime": ["2024-01-01T00:00:00+02:00", "2023-12-31T23:00:00Z", "2024-01-01T00:00:00.5Z"],
    "lexicographic": ["10", "9", "ss", "ß"],
    "acme": ["1.0~rc1", "1.0-rc1", "1.0", "1.0-jdk8", "1.0.1", "1.10", "1:0.1"],
}

EQUAL = {
    "npm": [("1.2.3", "v1.2.3"), ("1.2.3", "=1.2.3+build"), ("1.2", "1.2.0"), ("01.2.3", "1.2.3")],
    "golang": [("v2.0.0", "v2.0.0+incompatible"), ("v1.2.3", "1.2.3")],
    "nuget": [("1.0", "1.0.0.0"), ("1.0.0-BETA+a", "1.0.0-beta+b"), ("1.01", "1.1.0")],
    "pypi": [
        ("1.0", "1.0.0"),
        ("1.0c1", "1.0-RC.1"),
        ("1.0-1", "1.0.post1"),
        ("v1.0", " 1.0\n"),
        ("1.0.dev", "1.0dev0"),
        ("0!1", "1"),
        ("1+ubuntu-1", "1+UBUNTU.1"),
        ("1.0.r4", "1.0rev4"),
    ],
    "maven": [
        ("1", "1.0.0"),
        ("1.0", "1.0.Final"),
        ("1-ga", "1.RELEASE"),
        ("1a1", "1.0-alpha-1"),
        ("1.0-cr1", "1.0-RC1"),
        ("1-1.foo-bar1baz-.1", "1-1.foo-bar-1-baz-0.1"),
    ],
    "gem": [("1", "1.0.0"), ("1.0.a2", "1.0.a.2"), ("1.a", "1.0.0.a"), ("1.0-1", "1.0.pre.1")],
    "composer": [
        ("1", "1.0.0.0"),
        ("v1.0-b1", "1.0.0-beta1"),
        ("1.0-stable", "1.0"),
        ("master", "dev-master"),
    ],
    "deb": [("1.0", "0:1.0-0"), ("1.0", "1.00"), ("1.", "1.0")],
    "rpm": [("1.0", "0:1.0"), ("1.0", "1_0"), ("1.010", "1.10"), ("1-1.", "1-1")],
    "alpm": [("1.5-1", "1.5"), ("0:1.5", "1.5")],
    "apk": [("1.2", "1.2-r0"), ("1.2_p", "1.2_p0")],
    "conda": [("1.0", "1"), ("1.0.0-rc1", "1.0.0_rc1"), ("1.1.0", "1.1")],
    "conan": [("1", "1.0.0"), ("1.0-pre1.0", "1.0.0-pre1")],
    "cpan": [("1.002003", "v1.2.3"), ("1.10", "1.1"), ("1.0_1", "1.01")],
    "datetime": [("2024-01-01T00:00:00Z", "2023-12-31T19:00:00.000-05:00")],
    "acme": [("1.0", "v1.0.0"), ("1.0.final", "1"), ("1.0+build", "1.0")],
    "intdot": [("1.2-anything", "1.2"), ("01.2", "1.2.0")],
}


@pytest.mark.parametrize("purl_type", OLDEST_FIRST)
def test_older_versions_compare_lower(purl_type: str) -> None:
    wrong = [
        (one, two)
        for one, two in combinations(OLDEST_FIRST[purl_type], 2)
        if compare(purl_type, one, two) != -1 or compare(purl_type, two, one) != 1
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("purl_type", "one", "two"), [(t, one, two) for t, pairs in EQUAL.items() for one, two in pairs]
)
def test_other_spellings_are_equal(purl_type: str, one: str, two: str) -> None:
    assert compare(purl_type, one, two) == 0


@pytest.mark.parametrize("purl_type", ["npm", "pypi", "nuget", "pub", "apk", "acme"])
@pytest.mark.parametrize("text", ["", "???", "\ud800", "-"])
def test_what_is_no_version_sorts_below_all(purl_type: str, text: str) -> None:
    assert key(purl_type, text) < key(purl_type, "0.0.0-0")


def test_digits_of_other_scripts_are_no_numbers() -> None:
    assert key("pypi", "1.\u0663") < key("pypi", "0.dev0")


def test_what_is_no_moment_sorts_below_all() -> None:
    assert key("datetime", "2024-02-30T00:00:00Z") < key("datetime", "0001-01-01")


def test_what_is_no_version_has_natural_order() -> None:
    assert key("pypi", "release-9") < key("pypi", "release-10") < key("pypi", "0.dev0")


def test_numbers_of_any_length_order_by_value() -> None:
    small, large = "9" * 62, "1" + "0" * 5000
    assert key("npm", f"{small}.0.0") < key("npm", f"{large}.0.0") < key("npm", f"{large}1.0.0")


def test_an_unknown_type_takes_generic_rules() -> None:
    assert key("no-such-type", "1.0-rc1") == key("generic", "1.0-rc1")


def test_capitals_in_the_type_do_not_matter() -> None:
    assert key("PyPI", "1.0RC1") == key("pypi", "1.0rc1")


def test_the_key_of_an_arch_package_refines_the_comparison() -> None:
    assert compare("alpm", "1.5", "1.5-2") == 0
    assert key("alpm", "1.5") < key("alpm", "1.5-1") < key("alpm", "1.5-2")


def test_deep_maven_versions_are_no_trouble() -> None:
    assert compare("maven", "1-" * 20_000, "1-1" * 20_000) == -1
