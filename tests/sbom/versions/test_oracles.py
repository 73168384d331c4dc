"""The same answers as the libraries others use, on versions made up here."""

import random
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from sbom.versions import compare, native_satisfies

COUNT = 800
"""Pairs per scheme."""


def number(dice: random.Random) -> str:
    return dice.choice(["0", "0", "1", "1", "2", "9", "10", "11", "100"])


def numbers(dice: random.Random, least: int, most: int) -> str:
    return ".".join(number(dice) for _ in range(dice.randint(least, most)))


def pep440(dice: random.Random) -> str:
    return (
        dice.choice(["", "", "", "1!"])
        + numbers(dice, 1, 4)
        + dice.choice(["", "", "a1", "b2", "rc1", ".alpha", "-beta-3", "c4", "pre2"])
        + dice.choice(["", "", "", ".post1", "-2", "post", ".rev3"])
        + dice.choice(["", "", "", ".dev0", "dev3"])
        + dice.choice(["", "", "", "+abc", "+1.2", "+a.1"])
    )


def specifier(dice: random.Random) -> str:
    operator = dice.choice(["==", "!=", "<", "<=", ">", ">=", "~=", "==*", "!=*"])
    if operator[2:]:
        return f"{operator[:2]}{numbers(dice, 1, 3)}.*"
    version = pep440(dice)
    return operator + (version if operator in {"==", "!="} else version.partition("+")[0])


def semver(dice: random.Random) -> str:
    return numbers(dice, 3, 3) + dice.choice(["", "", "-alpha", "-alpha.1", "-beta.11", "-0", "+b"])


MADE: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "npm": ("SemverVersion", semver),
    "golang": ("GolangVersion", lambda d: "v" + semver(d)),
    "gem": ("RubygemsVersion", lambda d: numbers(d, 1, 4) + d.choice(["", ".a", "b1", ".rc.1"])),
    "deb": (
        "DebianVersion",
        lambda d: (
            d.choice(["", "", "1:"])
            + numbers(d, 1, 3)
            + d.choice(["", "~rc1", "+dfsg", "a", "~"])
            + d.choice(["", "-1", "-1ubuntu2", "-1~deb10u1", "-0"])
        ),
    ),
    "rpm": (
        "RpmVersion",
        lambda d: (
            d.choice(["", "", "1:"])
            + numbers(d, 1, 3)
            + d.choice(["", "~rc1", "^git1", "a", "_1"])
            + d.choice(["-1", "-1.el7", "-2.fc30"])
        ),
    ),
    "apk": (
        "AlpineLinuxVersion",
        lambda d: (
            numbers(d, 1, 4)
            + d.choice(["", "", "a", "b"])
            + d.choice(["", "_alpha", "_beta2", "_rc1", "_p1"])
            + d.choice(["", "-r0", "-r1", "-r10"])
        ),
    ),
    "nuget": (
        "NugetVersion",
        lambda d: numbers(d, 1, 4) + d.choice(["", "-alpha", "-BETA.1", "-rc.2"]),
    ),
    "maven": (
        "MavenVersion",
        lambda d: (
            numbers(d, 1, 3) + d.choice(["", "-alpha-1", "-SNAPSHOT", "-rc1", "-sp", "-jre8", "-1"])
        ),
    ),
}


def test_pep440_order_is_that_of_packaging() -> None:
    dice = random.Random(440)  # noqa: S311 - sample data, no secret
    wrong = []
    for _ in range(COUNT):
        left, right = pep440(dice), pep440(dice)
        one, two = Version(left), Version(right)
        if compare("pypi", left, right) != (one > two) - (one < two):
            wrong.append((left, right))
    assert wrong == []


def test_pep440_specifiers_mean_what_they_mean_to_packaging() -> None:
    dice = random.Random(441)  # noqa: S311 - sample data, no secret
    wrong = []
    for _ in range(COUNT):
        wanted, version = specifier(dice), pep440(dice)
        try:
            answer = SpecifierSet(wanted).contains(Version(version), prereleases=True)
        except InvalidSpecifier:
            continue
        if native_satisfies("pypi", wanted, version) != answer:
            wrong.append((wanted, version, answer))
    assert wrong == []


@pytest.mark.parametrize("purl_type", MADE)
def test_order_is_that_of_univers(purl_type: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        univers: Any = pytest.importorskip("univers.versions", reason="univers is not installed")
    name, make = MADE[purl_type]
    theirs = getattr(univers, name)
    dice = random.Random(purl_type)  # noqa: S311 - sample data, no secret
    wrong = []
    for _ in range(COUNT):
        left, right = make(dice), make(dice)
        try:
            one, two = theirs(left), theirs(right)
        except univers.InvalidVersion:
            continue
        if compare(purl_type, left, right) != (one > two) - (one < two):
            wrong.append((left, right))
    assert wrong == []
