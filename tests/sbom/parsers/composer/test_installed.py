"""What Composer installed."""

import json

import pytest

from sbom.component import Scope
from sbom.errors import NotThisFormatError
from sbom.match import format_of
from sbom.parsers.composer.installed import parse
from sbom.source import SourceFile

PACKAGES = [
    {"name": "voorbeeld/log", "version": "1.13.3", "require": {"voorbeeld/fout": "1.0.*"}},
    {"name": "voorbeeld/fout", "version": "v1.0.2", "license": ["MIT"]},
    {"name": "Voorbeeld/Toets", "version": "2.0.0"},
]


def read(document: object) -> list[tuple[str, str, Scope, bool | None]]:
    source = SourceFile(path="installed.json", content=json.dumps(document).encode())
    return [(c.name, c.version, c.scope, c.direct) for c in parse(source).components]


def test_composer_2_names_the_development_packages():
    assert read({"packages": PACKAGES, "dev": True, "dev-package-names": ["voorbeeld/toets"]}) == [
        ("voorbeeld/log", "1.13.3", Scope.RUNTIME, True),
        ("voorbeeld/fout", "v1.0.2", Scope.RUNTIME, None),
        ("Voorbeeld/Toets", "2.0.0", Scope.DEV, True),
    ]


def test_composer_1_does_not_say_what_is_for_development():
    assert [scope for _, _, scope, _ in read(PACKAGES)] == [Scope.UNKNOWN] * 3


def test_wrong_shapes_are_borne():
    assert read({"packages": [3, None, {}], "dev-package-names": 7}) == []
    assert read([]) == []
    with pytest.raises(NotThisFormatError):
        read({"packages": "voorbeeld/log"})


def test_it_is_found_where_composer_writes_it():
    found = format_of("site/vendor/composer/installed.json")
    assert found is not None
    assert found.name == "composer/installed"
