"""The norms as data: whole, in both languages, with their sources."""

import pytest

from policies.sbom_profiles.checks import CHECKS
from policies.sbom_profiles.profiles import load_norms, norms_of
from sbom.errors import PackError


def test_seven_profiles_and_24_fields() -> None:
    norms = load_norms()
    assert [p.id for p in norms.profiles] == [
        "cra-minimum",
        "ntia-2021",
        "cisa-2025-draft",
        "bsi-tr-03183-2-2.1",
        "openchain-5230",
        "openchain-18974",
        "municipal-default",
    ]
    assert len({f.id for f in norms.fields}) == len(norms.fields) == 24


def test_only_the_municipal_profile_holds_a_delivery_back() -> None:
    assert [p.id for p in load_norms().profiles if p.gate] == ["municipal-default"]


def test_every_entry_has_a_source_a_date_and_a_confidence() -> None:
    for profile in load_norms().profiles:
        assert profile.source
        assert profile.date[:2] == "20"
        assert profile.confidence


def test_every_text_is_there_in_both_languages() -> None:
    norms = load_norms()
    texts = [t for f in norms.fields for t in (f.name, f.fix)]
    texts += [t for p in norms.profiles for t in (p.title, p.note)]
    assert all(t.nl.strip() and t.en.strip() for t in (*texts, *norms.words.values()))


REQUIRED = {
    "ntia-2021": "sbom-author sbom-timestamp component-supplier component-name component-version "
    "dependency-relationship",
    "cisa-2025-draft": "sbom-author sbom-timestamp tool-name generation-context component-supplier "
    "component-name component-version unique-id component-hash licence dependency-relationship",
    "bsi-tr-03183-2-2.1": "sbom-author sbom-timestamp component-supplier component-name "
    "component-version filename dependency-relationship completeness licence component-hash "
    "executable-property archive-property structured-property",
    "municipal-default": "sbom-author sbom-timestamp tool-name component-supplier component-name "
    "component-version unique-id licence dependency-relationship",
}


@pytest.mark.parametrize("profile", REQUIRED)
def test_what_a_norm_requires(profile: str) -> None:
    fields = load_norms().fields
    found = {f.id for f in fields if profile in f.norms and f.norms[profile].level == "required"}
    assert found == set(REQUIRED[profile].split())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"weights: {required: x}", "profiles.yaml"),
        (b"- a", "profiles.yaml"),
        (b"a: [", "profiles.yaml"),
    ],
)
def test_a_wrong_file_is_refused(text: bytes, reason: str) -> None:
    with pytest.raises(PackError, match=reason):
        norms_of(text)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        ("text", "x", "NOASSERTION"),
        ("person", "Organization: Voorbeeld", "Tool: syft-1"),
        ("tool", "Tool: syft-1", "Organization: Voorbeeld"),
        ("contact", "Organization: V (post@example.org)", "Voorbeeld"),
        ("moment", "2026-01-02T03:04:05Z", "2026-01-02"),
        ("url", "https://example.org/x", "NONE"),
        ("identifier", "pkg:npm/x@1", "npm/x"),
        ("license", "MIT OR Apache-2.0", "my own licence, see file"),
        ("hash", "a" * 64, "zz"),
        ("sha512", "a" * 128, "a" * 64),
        ("advisory", "https://example.org/advisory", "cpe:2.3:a:x"),
    ],
)
def test_what_counts_as_a_value(check: str, good: str, bad: str) -> None:
    assert CHECKS[check](good)
    assert not CHECKS[check](bad)
    empty: tuple[object, ...] = ("", None, [], {}, "unknown")
    for value in empty:
        assert not CHECKS[check](value)
