"""rebar.lock."""

import pytest

from sbom.component import Role
from sbom.errors import ParseError
from sbom.parsers.hex.rebar_lock import parse
from sbom.source import SourceFile

DIGEST = "266DA46BDB06D6C6D35FDE799BCB28D36D985D424AD7C08B5BB48F5B5CDD4641"
TEXT = f"""\
{{"1.2.0",
[{{<<"certifi">>,{{pkg,<<"certifi">>,<<"2.9.0">>}},0}},
 {{<<"loket">>,
  {{git,"https://git.example.org/loket.git",
       {{ref,"0123456789abcdef0123456789abcdef01234567"}}}},
  1}},
 {{<<"raar">>,{{fossil,"x"}},0}}]}}.
[
{{pkg_hash_ext,[
 {{<<"certifi">>, <<"{DIGEST}">>}}]}}
].
"""


def test_packages_levels_and_hashes() -> None:
    read = parse(SourceFile(path="rebar.lock", content=TEXT.encode()))
    assert [(c.name, c.version, c.roles, c.direct, c.line) for c in read.components] == [
        ("certifi", "2.9.0", (), True, 2),
        ("loket", "", (Role.GIT,), False, 3),
    ]
    assert read.components[0].hashes == (("SHA-256", DIGEST.lower()),)
    assert dict(read.components[1].properties)["commit"].startswith("0123456789")
    assert [i.subject for i in read.issues] == ["raar"]
    assert read.format_version == "1.2.0"


def test_the_first_format_is_a_bare_list() -> None:
    content = b'[{<<"a">>,{pkg,<<"a">>,<<"1.0">>},0}].'
    read = parse(SourceFile(path="rebar.lock", content=content))
    assert [c.purl for c in read.components] == ["pkg:hex/a@1.0"]


def test_a_source_that_opens_with_another_term_is_lost_alone() -> None:
    content = b'[{<<"a">>,{{x},<<"a">>},0}, {<<"b">>,{pkg,<<"b">>,<<"1.0">>},0}].'
    read = parse(SourceFile(path="rebar.lock", content=content))
    assert [c.name for c in read.components] == ["b"]
    assert [i.subject for i in read.issues] == ["a"]


@pytest.mark.parametrize("content", [b"", b"{", b"a."])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="rebar.lock", content=content))
