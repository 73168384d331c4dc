"""Where to ask for a licence, and how to read the answer."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.licensing.registry_answers import Answer, path_of, read_answer

SERVICES = ["deps.dev", "clearlydefined", "npm", "pypi"]


@pytest.mark.parametrize(
    ("service", "purl", "path"),
    [
        ("deps.dev", "pkg:npm/%40gemeente/zaken@1.0.0", "/v3/systems/NPM/packages/@gemeente%2Fzaken/versions/1.0.0"),
        ("deps.dev", "pkg:maven/nl.voorbeeld/kern@1.0", "/v3/systems/MAVEN/packages/nl.voorbeeld%3Akern/versions/1.0"),
        ("deps.dev", "pkg:golang/example.org/a/b@v1.2.3", "/v3/systems/GO/packages/example.org%2Fa%2Fb/versions/v1.2.3"),
        ("deps.dev", "pkg:deb/debian/libc6@2.36", ""),
        ("deps.dev", "pkg:npm/zaken", ""),
        ("clearlydefined", "pkg:npm/zaken@1.0.0", "/definitions/npm/npmjs/-/zaken/1.0.0"),
        ("clearlydefined", "pkg:maven/nl.voorbeeld/kern@1.0", "/definitions/maven/mavencentral/nl.voorbeeld/kern/1.0"),
        ("npm", "pkg:npm/%40gemeente/zaken@1.0.0", "/@gemeente%2Fzaken/1.0.0"),
        ("npm", "pkg:pypi/zaken@1.0.0", ""),
        ("pypi", "pkg:pypi/zaken@1.0.0", "/pypi/zaken/1.0.0/json"),
        ("pypi", "geen purl", ""),
    ],
)  # fmt: skip
def test_path(service: str, purl: str, path: str) -> None:
    assert path_of(service, purl) == path


@pytest.mark.parametrize(
    ("service", "tree", "licenses"),
    [
        ("deps.dev", {"licenses": ["MIT", "Apache-2.0"]}, ("Apache-2.0", "MIT")),
        ("deps.dev", {"licenses": ["non-standard"]}, ()),
        ("deps.dev", {"licenses": None}, ()),
        ("clearlydefined", {"licensed": {"declared": "MIT"}}, ("MIT",)),
        ("clearlydefined", {"licensed": {"declared": "NOASSERTION"}}, ()),
        ("npm", {"license": "MIT"}, ("MIT",)),
        ("npm", {"license": {"type": "ISC"}}, ("ISC",)),
        ("npm", {"licenses": [{"type": "MIT"}, {"type": "GPL-2.0"}]}, ("GPL-2.0", "MIT")),
        ("pypi", {"info": {"license_expression": "MIT", "license": "BSD"}}, ("MIT",)),
        ("pypi", {"info": {"license": "MIT", "classifiers": ["License :: OSI Approved :: ISC License (ISCL)"]}}, ("MIT",)),
        ("pypi", {"info": {"license": "zie bestand", "classifiers": ["License :: OSI Approved :: ISC License (ISCL)", "Topic :: X"]}}, ("License :: OSI Approved :: ISC License (ISCL)",)),
        ("pypi", {"info": {"license": "x" * 5000}}, ()),
        ("pypi", {"info": 3}, ()),
    ],
)  # fmt: skip
def test_answers(service: str, tree: object, licenses: tuple[str, ...]) -> None:
    assert read_answer(service, msgspec.json.encode(tree)).licenses == licenses


def test_copyright_lines_come_along() -> None:
    parties = ["Copyright  2020 Voorbeeld", 3, "Copyright 2021 Anders"]
    tree = {"licensed": {"facets": {"core": {"attribution": {"parties": parties}}}}}
    found = read_answer("clearlydefined", msgspec.json.encode(tree))
    assert found.copyrights == ("Copyright 2020 Voorbeeld", "Copyright 2021 Anders")


@pytest.mark.parametrize("service", SERVICES)
@given(content=st.binary(max_size=200))
def test_any_bytes(service: str, content: bytes) -> None:
    with suppress(ParseError):
        assert isinstance(read_answer(service, content), Answer)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"[" * 100_000])
def test_what_is_no_object_is_an_error(service: str, content: bytes) -> None:
    with pytest.raises(ParseError):
        read_answer(service, content)
