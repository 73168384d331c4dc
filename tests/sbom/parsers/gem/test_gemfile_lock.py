"""Gemfile.lock."""

import pytest

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.gem.gemfile_lock import parse
from sbom.source import SourceFile

TEXT = """\
GIT
  remote: https://git.example.org/voorbeeld.git
  revision: 027dbe2e56397b534e859fc283990cad1b6addd6
  branch: main
  specs:
    voorbeeld (2.0.0.alpha1)
      rack (~> 2.0)

PATH
  remote: .
  specs:
    loket (0.1.0)

PATH
  remote: ../kern
  specs:
    kern (0.2)

GEM
  remote: https://gems.example.org/
  specs:
    nokogiri (1.13.3-x86_64-linux)
      racc (~> 1.4)
    nokogiri (1.13.3)
      racc (~> 1.4)
    racc (1.6.0)
    rack (2.2.3)
    fout

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  nokogiri (>= 1.10)
  voorbeeld!
  wdm (~> 0.1)

CHECKSUMS
  rack (2.2.3) sha256=ABCD
  nokogiri (1.13.3-x86_64-linux) sha256=ef01,sha512=23

RUBY VERSION
   ruby 3.0.2p107

BUNDLED WITH
   2.2.28
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="Gemfile.lock", content=TEXT.encode()))


def by_ref(read: Inventory, ref: str) -> Component:
    return next(c for c in read.components if c.ref == ref)


def test_every_gem_is_listed_with_its_flags(read: Inventory) -> None:
    assert [(c.ref, c.roles, c.direct) for c in read.components] == [
        ("voorbeeld@2.0.0.alpha1", (Role.GIT,), True),
        ("loket@0.1.0", (Role.ROOT,), False),
        ("kern@0.2", (Role.LOCAL,), False),
        ("nokogiri@1.13.3-x86_64-linux", (Role.PLATFORM,), True),
        ("nokogiri@1.13.3", (), True),
        ("racc@1.6.0", (), False),
        ("rack@2.2.3", (), False),
        ("wdm", (Role.DECLARED,), True),
        ("ruby", (Role.STDLIB,), True),
    ]


def test_a_platform_stands_in_the_purl(read: Inventory) -> None:
    gem = by_ref(read, "nokogiri@1.13.3-x86_64-linux")
    assert gem.purl == "pkg:gem/nokogiri@1.13.3?platform=x86_64-linux"
    assert gem.version == "1.13.3"
    assert gem.hashes == (("SHA-256", "ef01"), ("SHA-512", "23"))


def test_git_and_checksums(read: Inventory) -> None:
    gem = by_ref(read, "voorbeeld@2.0.0.alpha1")
    assert dict(gem.properties)["branch"] == "main"
    assert "vcs_url=git%2Bhttps" in gem.purl
    assert by_ref(read, "rack@2.2.3").hashes == (("SHA-256", "abcd"),)


def test_edges_reach_all_variants(read: Inventory) -> None:
    assert {d.ref: d.targets for d in read.dependencies} == {
        "voorbeeld@2.0.0.alpha1": ("rack@2.2.3",),
        "nokogiri@1.13.3-x86_64-linux": ("racc@1.6.0",),
        "nokogiri@1.13.3": ("racc@1.6.0",),
    }


def test_what_nothing_resolves_keeps_its_requirement(read: Inventory) -> None:
    wdm = by_ref(read, "wdm")
    assert (wdm.requirement, wdm.version_kind) == ("~> 0.1", VersionKind.RANGE)


def test_ruby_and_bundler(read: Inventory) -> None:
    ruby = by_ref(read, "ruby")
    assert (ruby.version, dict(ruby.properties)["patchlevel"]) == ("3.0.2", "107")
    assert read.format_version == "2.2.28"


def test_a_gem_without_version_is_an_issue(read: Inventory) -> None:
    assert [(i.subject, i.line) for i in read.issues] == [("fout", 28)]


def test_a_merge_conflict_is_an_error() -> None:
    with pytest.raises(ParseError, match="merge conflict") as caught:
        parse(SourceFile(path="Gemfile.lock", content=b"GEM\n<<<<<<< HEAD\n"))
    assert caught.value.line == 2


def test_other_text_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="Gemfile.lock", content=b"source 'x'\n"))


def test_no_gems_is_right() -> None:
    read = parse(SourceFile(path="Gemfile.lock", content=b"GEM\n  specs:\n\nDEPENDENCIES\n"))
    assert read.components == ()
    assert not read.expects_components
