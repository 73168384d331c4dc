"""METADATA and PKG-INFO."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError
from sbom.parsers.pypi.core_metadata import parse
from sbom.source import SourceFile

TEXT = b"""\
Metadata-Version: 2.4
Name: Loket.Voorbeeld
Version: 1.0.0
Version: 2.0.0
Summary: Een voorbeeld
License-Expression: EUPL-1.2
License: UNKNOWN
License-File: LICENSE
Classifier: License :: OSI Approved :: MIT License
Requires-Dist: kern (>=1.8,<2); extra == 'alles'
Requires-Dist: vast==1.2.3
Requires-Dist: @@
Requires-Python: >=3.8
Description: Eerste regel
        Requires-Dist: geen

Requires-Dist: ook-niet
"""


def test_the_installed_project_and_what_it_declares() -> None:
    read = parse(SourceFile(path="site-packages/a-1.0.dist-info/METADATA", content=TEXT))
    own, *needs = read.components
    assert (own.purl, own.roles, own.line) == ("pkg:pypi/loket-voorbeeld@1.0.0", (), 2)
    assert [(x.source, x.raw, x.line) for x in own.licenses] == [
        ("license-expression", "EUPL-1.2", 6),
        ("classifier", "License :: OSI Approved :: MIT License", 9),
    ]
    assert dict(own.properties)["requires-python"] == ">=3.8"
    assert dict(own.properties)["license-file"] == "LICENSE"
    assert [(c.name, c.version, c.scope, c.roles, c.direct) for c in needs] == [
        ("kern", "", Scope.OPTIONAL, (Role.DECLARED,), False),
        ("vast", "1.2.3", Scope.RUNTIME, (Role.DECLARED,), False),
    ]
    assert [i.subject for i in read.issues] == ["@@"]
    assert read.format_version == "2.4"


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("loket-1.0/PKG-INFO", (Role.ROOT,)),
        ("PKG-INFO", (Role.ROOT,)),
        ("lib/loket.egg-info/PKG-INFO", ()),
        ("lib/loket-1.0-py3.8.egg-info", ()),
    ],
)
def test_an_unpacked_source_archive_is_the_project_itself(
    path: str, roles: tuple[Role, ...]
) -> None:
    assert parse(SourceFile(path=path, content=TEXT)).components[0].roles == roles


def test_names_of_headers_ignore_case() -> None:
    content = b"Metadata-Version: 2.1\nname: a\nversion: 3.5.0.1\n"
    read = parse(SourceFile(path="a.dist-info/METADATA", content=content))
    assert read.components[0].purl == "pkg:pypi/a@3.5.0.1"


@pytest.mark.parametrize("content", [b"", b"Een verhaal.\n", b'{"a": 1}'])
def test_what_is_no_metadata_is_refused(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="METADATA", content=content))


def test_makers_who_stopped_are_told() -> None:
    stopped = TEXT.replace(b"Requires-Dist: @@", b"Classifier: Development Status :: 7 - Inactive")
    own = parse(SourceFile(path="site-packages/a-1.0.dist-info/METADATA", content=stopped))
    told = dict(own.components[0].properties)["deprecated"]
    assert told == "Development Status :: 7 - Inactive"
