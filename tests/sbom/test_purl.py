"""Package URLs: canonical building and strict parsing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from sbom.errors import ParseError
from sbom.purl import Purl, base, build, fault, parse, quote, unquote
from sbom.purl_repair import repair

PLAIN_TYPES = ("cargo", "cran", "gem", "generic", "golang", "maven", "nuget")
WORDS = st.text(min_size=1, max_size=12).filter(
    lambda s: s.strip() == s and "/" not in s and s not in {".", ".."} and s.isprintable()
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:npm/%40voorbeeld/kern@1.0.0", Purl("npm", "kern", "@voorbeeld", "1.0.0")),
        ("pkg:npm/@voorbeeld/kern", Purl("npm", "kern", "@voorbeeld")),
        ("pkg:npm/@voorbeeld/kern@1.0.0", Purl("npm", "kern", "@voorbeeld", "1.0.0")),
        ("PKG:PyPI/Zaak_Systeem.kern@2.0", Purl("pypi", "zaak-systeem-kern", "", "2.0")),
        ("pkg://maven/org.voorbeeld/kern@1", Purl("maven", "kern", "org.voorbeeld", "1")),
        (
            "pkg:golang/example.org/Voorbeeld/kern@v1.2.0#pad/naar",
            Purl("golang", "kern", "example.org/Voorbeeld", "v1.2.0", (), "pad/naar"),
        ),
        (
            "pkg:rpm/RedHat/bash@5.1-2?distro=rhel-9&arch=x86_64",
            Purl("rpm", "bash", "redhat", "5.1-2", (("arch", "x86_64"), ("distro", "rhel-9"))),
        ),
        ("pkg:brew/node@20@20.1", Purl("brew", "node@20", "", "20.1")),
        ("pkg:generic/a@b%20c", Purl("generic", "a", "", "b c")),
        ("pkg:generic/a@1?leeg=&vol=x", Purl("generic", "a", "", "1", (("vol", "x"),))),
        ("pkg:git/example.org/groep/kern@abc", Purl("git", "groep/kern", "example.org", "abc")),
        ("pkg:pub/Voor-Beeld@1", Purl("pub", "voor_beeld", "", "1")),
        ("pkg:hackage/a_b@1", Purl("hackage", "a-b", "", "1")),
        ("pkg:oci/Web@SHA256:AB", Purl("oci", "web", "", "sha256:ab")),
        (
            "pkg:mlflow/Model@1?repository_url=https://x.databricks.example.org",
            Purl(
                "mlflow",
                "model",
                "",
                "1",
                (("repository_url", "https://x.databricks.example.org"),),
            ),
        ),
    ],
)
def test_parts_of_a_purl(text: str, expected: Purl) -> None:
    assert expected == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "npm/kern@1",
        "pkg:",
        "pkg:npm",
        "pkg:npm/",
        "pkg:npm/@1.0",
        "pkg:maven/org.voorbeeld/@1",
        "pkg:3npm/kern",
        "pkg:npm/kern?Arch=x",
        "pkg:npm/kern?a=1&a=2",
        "pkg:npm/%20",
        "pkg:swift/kern@1",
        "pkg:vcpkg/a/b@1",
        "pkg:julia/Dates@1",
        "pkg:cpan/A::B@1",
        "pkg:chrome-extension/kort@1",
        "pkg:chrome-extension/dlpngalgnefjeiefhmpklpfiohadpglk@1-beta",
    ],
)
def test_no_purl_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse(text)


def test_build_leaves_out_empty_parts() -> None:
    assert build("npm", "kern", "", qualifiers={"a": ""}, subpath="/./../") == "pkg:npm/kern"
    assert str(parse("pkg:npm/kern@1?b=2&a=1#x/y")) == "pkg:npm/kern@1?a=1&b=2#x/y"


def test_base_is_the_key_of_a_package() -> None:
    assert base("pkg:npm/%40v/kern@1?a=b#c") == "pkg:npm/%40v/kern"
    assert base("pkg:npm/kern?a=b") == "pkg:npm/kern"
    assert base("pkg:npm/kern#c") == "pkg:npm/kern"
    assert base("pkg:npm/kern") == "pkg:npm/kern"


def test_quote_and_unquote_know_unicode_and_broken_escapes() -> None:
    assert quote("a b/é:~") == "a%20b%2F%C3%A9:~"
    assert unquote("a%20b%2F%C3%A9+%zz%") == "a b/é+%zz%"


@given(
    st.sampled_from(PLAIN_TYPES), st.lists(WORDS, max_size=3), WORDS, st.one_of(st.just(""), WORDS)
)
def test_what_is_built_is_parsed_back(
    kind: str, namespace: list[str], name: str, version: str
) -> None:
    built = build(kind, name, version, namespace="/".join(namespace))
    assert Purl(kind, name, "/".join(namespace), version) == parse(built)
    assert built == str(parse(built))


@given(
    st.sampled_from((*PLAIN_TYPES, "npm", "deb", "github", "composer", "docker", "hex")),
    st.from_regex(r"[a-z][a-z0-9._-]{0,8}[a-z0-9]", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9._-]{0,8}[a-z0-9]", fullmatch=True),
    st.from_regex(r"[0-9][0-9a-z.+:~-]{0,8}", fullmatch=True),
    st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True), WORDS, max_size=3),
)
def test_agrees_with_packageurl_python(
    kind: str, namespace: str, name: str, version: str, qualifiers: dict[str, str]
) -> None:
    """Names without escapes: packageurl-python 0.17 writes `%2b` where the specification has `%2B`."""
    theirs = PackageURL(kind, namespace, name, version, qualifiers or None).to_string()
    assert theirs == build(kind, name, version, namespace=namespace, qualifiers=qualifiers)
    ours = parse(theirs)
    assert (kind, namespace, name, version) == (ours.type, ours.namespace, ours.name, ours.version)
    assert qualifiers == dict(ours.qualifiers)


@given(text=st.text(max_size=60), prefixed=st.booleans())
def test_any_text_parses_or_is_refused(text: str, *, prefixed: bool) -> None:
    text = "pkg:npm/" + text if prefixed else text
    try:
        purl = parse(text)
    except ParseError:
        return
    assert purl.name
    assert str(purl) == str(parse(str(purl)))


def _outcome(case: dict[str, object]) -> object:
    """What our functions make of one case of the suite."""
    given_, lenient = case["input"], case["test_group"] == "recommended"
    if isinstance(given_, dict):
        parts = {k: v or "" for k, v in given_.items()}
        qualifiers = given_["qualifiers"] or {}
        wrong = fault(
            parts["type"],
            parts["name"],
            parts["version"],
            namespace=parts["namespace"],
            qualifiers=qualifiers,
        )
        if wrong:
            raise ParseError(wrong)
        return build(
            parts["type"],
            parts["name"],
            parts["version"],
            namespace=parts["namespace"],
            qualifiers=qualifiers,
            subpath=parts["subpath"],
        )
    purl = parse(repair(given_)[0] if lenient else given_)  # type: ignore[arg-type]  # a str
    if case["test_type"] == "validate":
        return str(purl)
    return {
        "type": purl.type,
        "namespace": purl.namespace or None,
        "name": purl.name,
        "version": purl.version or None,
        "qualifiers": dict(purl.qualifiers) or None,
        "subpath": purl.subpath or None,
    }


@pytest.mark.fixtures
def test_the_suite_of_the_specification_passes_whole(fixtures_dir: Path) -> None:
    """Cases of group `recommended` are about lenient reading: they go through `repair` first."""
    lines = (fixtures_dir / "B_purl_versions" / "purl.jsonl").read_text("utf-8").splitlines()
    failed = []
    for line in lines:
        case = json.loads(line)
        expected = None if case["expected_failure"] else case["expected_output"]
        try:
            outcome = _outcome(case)
        except ParseError:
            outcome = None
        if outcome != expected:
            failed.append((case["description"], case["input"], expected, outcome))
    assert failed == []
    assert len(lines) > 300
