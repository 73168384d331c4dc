"""conda-meta/*.json."""

import pytest

from sbom.component import Role
from sbom.errors import ParseError
from sbom.parsers.conda.installed import parse
from sbom.source import SourceFile

TEXT = f"""{{
  "name": "libgomp",
  "version": "11.2.0",
  "build": "h1234567_1",
  "channel": "https://conda.example.org/main/linux-64",
  "depends": ["_libgcc_mutex 0.1 main", "python >=3.9,<3.10.0a0"],
  "license": "GPL-3.0-only WITH GCC-exception-3.1",
  "md5": "{"ab" * 16}",
  "requested_spec": "None",
  "url": "https://conda.example.org/main/linux-64/libgomp.conda"
}}
"""


def test_one_installed_package() -> None:
    read = parse(SourceFile(path="conda-meta/libgomp.json", content=TEXT.encode()))
    own, *needs = read.components
    assert (own.purl, own.roles, own.direct, own.line) == (
        "pkg:conda/libgomp@11.2.0",
        (),
        None,
        2,
    )
    assert own.hashes == (("MD5", "ab" * 16),)
    assert [(x.raw, x.line) for x in own.licenses] == [("GPL-3.0-only WITH GCC-exception-3.1", 7)]
    assert [(c.name, c.requirement, c.roles, c.line) for c in needs] == [
        ("_libgcc_mutex", "0.1 main", (Role.DECLARED,), 6),
        ("python", ">=3.9,<3.10.0a0", (Role.DECLARED,), 6),
    ]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"name": "a", "build": "x"}'])
def test_without_name_or_version_it_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="conda-meta/a.json", content=content))
