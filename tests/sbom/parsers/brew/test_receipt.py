"""Receipts of Homebrew."""

import json

import pytest

from sbom.component import Role
from sbom.errors import NotThisFormatError
from sbom.parsers.brew.receipt import parse
from sbom.source import SourceFile

RECEIPT = {
    "homebrew_version": "4.3.1",
    "installed_on_request": True,
    "arch": "arm64",
    "runtime_dependencies": [{"full_name": "openssl@3", "version": "3.3.1"}, {"version": 7}, None],
    "source": {"tap": "homebrew/core", "versions": {"stable": "8.8.0"}, "path": "/x/curl.rb"},
}


def test_the_formula_and_its_needs() -> None:
    content = json.dumps(RECEIPT).encode()
    made = parse(SourceFile(path="opt/Cellar/curl/8.8.0_1/INSTALL_RECEIPT.json", content=content))
    assert [(c.purl, c.roles, c.direct) for c in made.components] == [
        ("pkg:brew/homebrew/core/curl@8.8.0_1", (), True),
        ("pkg:brew/openssl%403@3.3.1", (Role.DECLARED,), False),
    ]
    assert len(made.issues) == 2
    elsewhere = parse(SourceFile(path="INSTALL_RECEIPT.json", content=content))
    assert elsewhere.components[0].version == "8.8.0"
    cask = parse(SourceFile(path="Caskroom/x/.metadata/INSTALL_RECEIPT.json", content=content))
    assert cask.components[0].name == "x"


@pytest.mark.parametrize("document", [{}, {"homebrew_version": "4"}])
def test_something_else(document: object) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="INSTALL_RECEIPT.json", content=json.dumps(document).encode()))
