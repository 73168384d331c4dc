"""rebar.config."""

import msgspec
import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.parsers.hex.rebar_config import parse
from sbom.source import SourceFile

TEXT = """\
{erl_opts, [debug_info]}.
{deps, [cowboy, {jsx, "2.9.0"}, {ranch, "~> 1.7"}, {g, {git, "https://x.example.org/g.git", {tag, "1.0"}}}, {a, "1.0", {pkg, b}}]}.
{profiles, [{test, [{deps, [meck]}]}]}.
{plugins, [rebar3_hex]}.
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="rebar.config", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "None pkg:hex/cowboy absent - runtime - True",
        "2 pkg:hex/jsx@2.9.0 exact 2.9.0 runtime - True",
        "2 pkg:hex/ranch range ~> 1.7 runtime - True",
        "2 pkg:hex/g?vcs_url=git%2Bhttps:%2F%2Fx.example.org%2Fg.git absent - runtime git True",
        "2 pkg:hex/b@1.0 exact 1.0 runtime alias True",
        "None pkg:hex/meck absent - test - True",
        "None pkg:hex/rebar3_hex absent - build - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="rebar.config", content=b'"x".\n'))


def test_names_can_be_kept() -> None:
    read = parse(SourceFile(path="rebar.config", content=TEXT.encode()))
    assert msgspec.json.decode(msgspec.json.encode(read), type=Inventory) == read
