"""Texts: both languages for every rule, placeholders, words."""

import importlib

import pytest

from policies.default_pack import load_default
from policies.finding import Finding, Severity, SubjectKind, Verdict
from policies.pack import Pack
from policies.pack_load import PackLayer
from policies.registry import RULES
from policies.texts import placeholders, render, word
from sbom.errors import PackError

FINDING = Finding(
    rule="license-denied",
    subject_kind=SubjectKind.COMPONENT,
    subject="pkg:npm/voorbeeld",
    system="afspraken",
    verdict=Verdict.DEVIATES,
    severity=Severity.HIGH,
    values=(
        ("context", "client-delivered"),
        ("license", "BUSL-1.1"),
        ("name", "voorbeeld"),
        ("system_name", ""),
        ("versions", "1.0.0"),
    ),
    place_count=1,
)


def test_a_finding_reads_as_plain_dutch_and_english(pack: Pack) -> None:
    nl = render(FINDING, pack, "nl", strict=True)
    assert nl.title == "Licentie niet toegestaan: BUSL-1.1 van voorbeeld"
    assert nl.message == (
        "Onderdeel voorbeeld (1.0.0) valt onder BUSL-1.1. Die licentie past niet bij het gebruik: "
        "Code die naar browser of app van de gebruiker gaat. "
        "Het gaat om een bron zonder systeem, op 1 plek."
    )
    en = render(FINDING, pack, "en", strict=True)
    assert en.title == "Licence not allowed: BUSL-1.1 of voorbeeld"
    assert en.message.endswith("It concerns a source without a system, in 1 place.")


def test_the_languages_use_the_same_values(pack: Pack) -> None:
    for rule, text in pack.texts["nl"].rules.items():
        assert placeholders(text) == placeholders(pack.texts["en"].rules[rule]), rule
    assert set(pack.texts["nl"].words) == set(pack.texts["en"].words)


def test_every_rule_has_texts_and_no_text_is_left_over(pack: Pack) -> None:
    for language in ("nl", "en"):
        assert set(pack.texts[language].rules) == {e.id for e in RULES}


def test_dutch_sentences_are_short(pack: Pack) -> None:
    for rule, text in pack.texts["nl"].rules.items():
        for part in (text.message, text.fix):
            for sentence in part.replace("?", ".").replace(":", ".").split(". "):
                assert len(sentence.split()) <= 26, (rule, sentence)


def test_a_missing_value_is_an_error_in_tests_and_a_word_otherwise(pack: Pack) -> None:
    bare = Finding(
        rule="license-denied",
        subject_kind=SubjectKind.COMPONENT,
        subject="pkg:npm/x",
        verdict=Verdict.DEVIATES,
        severity=Severity.HIGH,
    )
    with pytest.raises(PackError, match=r"no value for \{license\}"):
        render(bare, pack, "nl", strict=True)
    assert render(bare, pack, "nl").title == "Licentie niet toegestaan: onbekend van onbekend"


def test_a_rule_or_language_without_texts_is_an_error(pack: Pack) -> None:
    with pytest.raises(PackError, match=r"texts.fr.yaml"):
        render(FINDING, pack, "fr")


def test_counting_and_optional_parts() -> None:
    text = (
        "rules: {license-denied: {title: '{place_count:# plek|# plekken}{license? (#)}"
        "{leeg?nooit}', message: m, fix: f}}"
    )
    pack = load_default([PackLayer(name="town", files={"texts.nl.yaml": text})])
    values = (("leeg", ""), ("license", "MIT"))
    many = Finding(
        rule="license-denied",
        subject_kind=SubjectKind.COMPONENT,
        subject="x",
        verdict=Verdict.DEVIATES,
        severity=Severity.HIGH,
        values=values,
        place_count=3,
    )
    assert render(many, pack, "nl", strict=True).title == "3 plekken (MIT)"


def test_words_of_the_pack(pack: Pack) -> None:
    assert word(pack, "nl", "outcome", "deny") == "niet toegestaan"
    assert word(pack, "en", "class", "permissive") == "Permissive"
    assert word(pack, "nl", "context", "dev-only") == "Alleen bouw-, test- of ontwikkelgereedschap"
    assert word(pack, "nl", "outcome", "iets") == "iets"
    assert word(pack, "fr", "outcome", "deny") == "deny"


def test_every_verdict_severity_and_state_has_a_word(pack: Pack) -> None:
    wanted = {
        "policies.finding": {
            "Verdict": "verdict",
            "Severity": "severity",
            "Confidence": "confidence",
        },
        "policies.pack": {"Outcome": "outcome"},
        "policies.facts": {"UseMode": "use-mode"},
        "policies.license_view": {"LicenseState": "state"},
        "sbom.component": {"Scope": "scope", "VersionKind": "version-kind"},
        "sbom.source": {"OriginKind": "source-kind"},
        "sbom.license": {"LicenseKind": "claim"},
    }
    for module, kinds in wanted.items():
        for name, kind in kinds.items():
            for value in getattr(importlib.import_module(module), name):
                assert f"{kind}.{value}" in pack.texts["nl"].words
