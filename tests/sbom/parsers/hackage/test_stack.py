"""stack.yaml."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.hackage.stack import parse
from sbom.source import SourceFile

TEXT = """\
resolver: lts-23.28 # x
packages: [.]
extra-deps:
  - extra-1.8.1
  - acme-missiles-0.3@sha256:2ba66a092a32593880a87fb00f3213762d7bca65a687d45965778deb8694c5d1,613
  - git: https://git.example.org/x.git
    commit: abc
    subdirs: [a]
  - ./vendored
  - https://x.example.org/y-1.0.tar.gz
  - github: a/b
    commit: d
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="stack.yaml", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "4 pkg:hackage/extra@1.8.1 exact 1.8.1 runtime - True",
        "5 pkg:hackage/acme-missiles@0.3 exact 0.3 runtime - True",
        "6 pkg:hackage/x?vcs_url=git%2Bhttps:%2F%2Fgit.example.org%2Fx.git%40abc absent - runtime git True",
        "9 pkg:hackage/vendored absent - runtime local True",
        "10 pkg:hackage/y@1.0?download_url=https:%2F%2Fx.example.org%2Fy-1.0.tar.gz exact 1.0 runtime url True",
        "11 pkg:hackage/b?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fa%2Fb.git%40d absent - runtime git True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="stack.yaml", content=b"a: 1\n"))
