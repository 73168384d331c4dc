"""Which sources owe what a repository owes."""

import pytest

from policies.finding import Verdict
from policies.repositories import is_repository

RULES = ("repository-without-license", "repository-without-publiccode")


def bare(source, kind: str, *files, **changes):
    return source(f"{kind}/x", kind=kind, files=files, license_files=(), publiccode=(), **changes)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", ["image", "sbom"])
def test_an_image_and_an_unsupplied_drop_owe_nothing(run, source, file, rule, kind) -> None:
    documents = file("a.cdx.json", format="sbom/cyclonedx-json")
    findings, counted = run(rule, sources=(bare(source, kind, documents),))
    assert findings == []
    assert [c.verdict for c in counted] == [Verdict.NOT_APPLICABLE]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", ["git", "folder"])
def test_a_repository_and_a_folder_with_source_owe_it(run, source, file, rule, kind) -> None:
    findings, _ = run(rule, sources=(bare(source, kind, file()),))
    assert [f.subject for f in findings] == [f"{kind}/x"]


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (("sbom/cyclonedx-json", "sbom/spdx-json"), False),
        (("os/release", "npm/package-lock"), False),
        (("deb/dpkg-status",), False),
        (("sbom/cyclonedx-json", "npm/package-lock"), True),
        (("pypi/requirements",), True),
        ((), None),
    ],
)
def test_a_folder_is_what_is_in_it(source, file, formats, expected) -> None:
    files = [file(f"f{n}", format=name) for n, name in enumerate(formats)]
    assert is_repository(bare(source, "folder", *files)) is expected


def test_a_licence_makes_a_folder_a_repository(source) -> None:
    assert is_repository(source("folder/x", kind="folder", publiccode=())) is True


def test_a_git_repository_is_one_whatever_is_in_it(source, file) -> None:
    assert is_repository(bare(source, "git", file(format="os/release"))) is True


@pytest.mark.parametrize("rule", RULES)
def test_a_folder_in_which_nothing_is_recognised_is_unknown(run, source, rule) -> None:
    findings, counted = run(rule, sources=(bare(source, "folder"),))
    assert findings == []
    assert [c.verdict for c in counted] == [Verdict.UNKNOWN]
