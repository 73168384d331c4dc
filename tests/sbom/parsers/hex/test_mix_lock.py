"""mix.lock."""

import pytest

from sbom.component import Role, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.hex.mix_lock import parse
from sbom.source import SourceFile

OUTER = "d844227ed52d26e7519224525cb6868650c272d4a3d327ce3ab9dcbc1d2e3f40"
TEXT = f"""\
%{{
  # een opmerking met "tekst": {{
  "plug": {{:hex, :plug, "1.12.1", "645678", [:mix], [{{:mime, "~> 1.0 or ~> 2.0", [hex: :mime, repo: "hexpm", optional: false]}}], "hexpm", "{OUTER}"}},
  "mime": {{:hex, :mime, "2.0.1", "0de4", [:mix], [], "hexpm", "12"}},
  "oud": {{:hex, :nieuw, "1.0.0", "aa", [:rebar3], []}},
  "eigen": {{:hex, :eigen, "0.1.0", "aa", [:mix], [], "hexpm:gemeente", "12"}},
  "loket": {{:git, "https://git.example.org/loket.git", "fc94cce7830fa4dc455024bc2a83720afe244531", [branch: "feat/x"]}},
  "raar": {{:svn, "x"}},
}}
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="mix.lock", content=TEXT.encode()))


def test_packages_from_hex_and_git(read: Inventory) -> None:
    assert [(c.ref, c.purl.partition("?")[0], c.roles, c.line) for c in read.components] == [
        ("plug", "pkg:hex/plug@1.12.1", (), 3),
        ("mime", "pkg:hex/mime@2.0.1", (), 4),
        ("oud", "pkg:hex/nieuw@1.0.0", (Role.ALIAS,), 5),
        ("eigen", "pkg:hex/gemeente/eigen@0.1.0", (), 6),
        ("loket", "pkg:hex/loket", (Role.GIT,), 7),
    ]
    assert read.components[0].hashes == (("SHA-256", OUTER),)
    assert read.components[4].version_kind is VersionKind.ABSENT
    assert dict(read.components[4].properties)["branch"] == "feat/x"


def test_edges_and_issues(read: Inventory) -> None:
    assert [(d.ref, d.targets) for d in read.dependencies] == [("plug", ("mime",))]
    assert [(i.subject, i.line) for i in read.issues] == [("raar", 8)]


@pytest.mark.parametrize("content", [b"", b"%{", b"}", b"[1]", b"\x00\x01"])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="mix.lock", content=content))


def test_an_empty_map_is_a_right_answer() -> None:
    assert not parse(SourceFile(path="mix.lock", content=b"%{}\n")).expects_components
