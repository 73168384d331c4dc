"""Package URLs as tools write them, mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.purl import parse
from sbom.purl_repair import repair


@pytest.mark.parametrize(
    ("text", "canonical", "word"),
    [
        ("pkg:npm/@voorbeeld%2Fkern@1.0.0", "pkg:npm/%40voorbeeld/kern@1.0.0", "encoded into"),
        ("pkg:npm/%40voorbeeld%2Fkern@1.0.0", "pkg:npm/%40voorbeeld/kern@1.0.0", "encoded into"),
        ("pkg:npm/@voorbeeld/kern@1.0.0", "pkg:npm/%40voorbeeld/kern@1.0.0", "canonical"),
        ("pkg:npm/%2540voorbeeld/kern@1", "pkg:npm/%40voorbeeld/kern@1", "twice"),
        ("pkg:npm/%2540voorbeeld%252Fkern@1", "pkg:npm/%40voorbeeld/kern@1", "twice"),
        ("pkg:gradle/org.voorbeeld/kern@1", "pkg:maven/org.voorbeeld/kern@1", "means maven"),
        ("pkg:maven/org.voorbeeld:kern@1", "pkg:maven/org.voorbeeld/kern@1", "one part"),
        ("pkg:rpm/rhel/bash@5", "pkg:rpm/redhat/bash@5", "means redhat"),
        ("pkg:alpine/musl@1?arch=x", "pkg:apk/alpine/musl@1?arch=x", "means apk"),
        ("pkg:npm/kern@v1.2.3", "pkg:npm/kern@1.2.3", "no 'v'"),
        ("pkg:golang/example.org/kern@v1.2.3", "pkg:golang/example.org/kern@v1.2.3", None),
        ("pkg:golang/Example.org/Groep/kern@v1", "pkg:golang/example.org/Groep/kern@v1", "host"),
        ("pkg:golang/example.org/!groep/kern@v1", "pkg:golang/example.org/Groep/kern@v1", "proxy"),
        ("pkg:golang/example.org/a/b@v2.0.0#v2", "pkg:golang/example.org/a/b/v2@v2.0.0", "subpath"),
        ("pkg:golang/example.org%2Fa%2Fb@v1", "pkg:golang/example.org/a/b@v1", "encoded into"),
        ("pkg://npm/kern@1", "pkg:npm/kern@1", "canonical"),
        ("pkg:/npm/kern@1", "pkg:npm/kern@1", "canonical"),
        ("pkg:NPM/kern@1", "pkg:npm/kern@1", "canonical"),
        ("pkg:PYPI/Zaak_Systeem@1", "pkg:pypi/zaak-systeem@1", "canonical"),
        ("pkg:npm\\@voorbeeld\\kern@1", "pkg:npm/%40voorbeeld/kern@1", ""),
        (" pkg:npm/kern @1.0 ", "pkg:npm/kern@1.0", ""),
        ("pkg:generic/kern@1?Arch=x&arch=y", "pkg:generic/kern@1?arch=x", "qualifier"),
        ("pkg:deb/debian/kern@1+b1", "pkg:deb/debian/kern@1%2Bb1", "canonical"),
        ("pkg:npm/kern@1.0.0", "pkg:npm/kern@1.0.0", None),
        ("pkg:rpm/fedora/kern@1-2?arch=x86_64", "pkg:rpm/fedora/kern@1-2?arch=x86_64", None),
    ],
)
def test_what_tools_write_is_mended(text: str, canonical: str, word: str | None) -> None:
    mended, reason = repair(text)
    assert canonical == mended
    assert (word is None) == (reason is None)
    assert (word or "") in (reason or "")


@pytest.mark.parametrize(
    "text", ["", "kern", "pkg:", "pkg:npm/", "http://example.org/kern", "pkg:npm/%2520"]
)
def test_what_cannot_be_mended_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        repair(text)


@given(
    st.sampled_from(
        ("", "pkg:npm/", "pkg:golang/", "pkg:pypi/", "pkg:deb/", "pkg:generic/a@", "PKG:")
    ),
    st.text(alphabet="aA1@/%25240vV!.:+ ?#&=\\-_é", max_size=40),
)
def test_mending_twice_changes_nothing(start: str, rest: str) -> None:
    try:
        mended, _ = repair(start + rest)
    except ParseError:
        return
    assert repair(mended) == (mended, None)
    assert mended == str(parse(mended))


@given(st.text(max_size=200))
def test_hostile_text_ends_in_a_purl_or_an_error(text: str) -> None:
    try:
        mended, _ = repair("pkg:" + text)
    except ParseError:
        return
    assert mended.startswith("pkg:")
