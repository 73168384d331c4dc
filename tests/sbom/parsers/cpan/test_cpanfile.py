"""cpanfile."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.cpan.cpanfile import parse
from sbom.source import SourceFile

TEXT = """\
requires 'Plack', '1.0'; # c
requires 'JSON' => '>= 2.0, < 3';
requires perl => '5.10';
requires "X::Y";
on 'test' => sub {
    requires 'Test::More', '== 0.98';
};
on develop => sub { requires 'D'; recommends 'E', 0 };
feature 'sqlite', 'SQLite support' => sub {
    recommends 'DBD::SQLite';
};
test_requires 'T', '2';
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="cpanfile", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "1 pkg:cpan/Plack range 1.0 runtime - True",
        "2 pkg:cpan/JSON range >= 2.0, < 3 runtime - True",
        "3 pkg:generic/perl range 5.10 runtime stdlib True",
        "4 pkg:cpan/X-Y absent - runtime - True",
        "6 pkg:cpan/Test-More@0.98 exact 0.98 test - True",
        "8 pkg:cpan/D absent - dev - True",
        "8 pkg:cpan/E absent - optional - True",
        "10 pkg:cpan/DBD-SQLite absent - optional - True",
        "12 pkg:cpan/T range 2 test - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="cpanfile", content=b"print 1;\n"))
