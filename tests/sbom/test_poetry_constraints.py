"""Poetry's ways to state a dependency."""

import pytest

from sbom.component import Role
from sbom.poetry_constraints import poetry_requirements


@pytest.mark.parametrize(
    ("stated", "requirement", "pin"),
    [
        ("^1.2", "^1.2", ""),
        ("~1.2", "~1.2", ""),
        ("1.2.*", "1.2.*", ""),
        ("*", "", ""),
        ("5.3.0", "5.3.0", "5.3.0"),
        ("==5.3.0", "==5.3.0", "5.3.0"),
        (">=1,<2 || ^3", ">=1,<2 || ^3", ""),
        ({"version": "^1.2", "optional": True}, "^1.2", ""),
        ({}, "", ""),
    ],
)
def test_versions(stated: object, requirement: str, pin: str) -> None:
    found = poetry_requirements(stated)
    assert found is not None
    assert [(f.requirement, f.pin) for f in found] == [(requirement, pin)]


def test_sources() -> None:
    (git,) = poetry_requirements({"git": "https://example.org/a.git", "tag": "v1"}) or []
    assert git.address is not None
    assert (git.address.vcs, git.address.revision) == ("git", "v1")
    (path,) = poetry_requirements({"path": "../b", "develop": True}) or []
    assert path.roles == (Role.LOCAL,)
    assert ("path", "../b") in path.properties
    (url,) = poetry_requirements({"url": "https://example.org/a.zip"}) or []
    assert url.address is not None


def test_several_constraints_stay_several() -> None:
    found = poetry_requirements(
        [{"version": "<2", "python": "<3.9"}, {"version": ">=2", "markers": "os_name == 'nt'"}]
    )
    assert found is not None
    assert [(f.requirement, dict(f.properties)["marker"]) for f in found] == [
        ("<2", "python <3.9"),
        (">=2", "os_name == 'nt'"),
    ]


@pytest.mark.parametrize("stated", [3, None, [], [[]], {"version": 3}, "1.0; rm", {"version": "?"}])
def test_what_cannot_be_understood_is_none(stated: object) -> None:
    assert poetry_requirements(stated) is None
