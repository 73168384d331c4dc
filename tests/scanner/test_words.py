"""The catalogues: complete, alike in both languages, and used."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import scanner
from policies.default_pack import load_default
from policies.finding import Confidence, Severity, Verdict
from policies.registry import rule_ids
from sbom.issue import IssueKind
from sbom.source import OriginKind
from scanner.words import LANGUAGES, Words, catalogue, placeholders, words

ROOT = Path(scanner.__file__).parent
USED = re.compile(r"words\(\s*[\"']([a-z][a-z.-]+)[\"']")


def test_both_languages_have_the_same_keys_and_values() -> None:
    dutch, english = catalogue("nl"), catalogue("en")
    assert sorted(dutch) == sorted(english)
    for key, text in dutch.items():
        assert text.strip()
        assert placeholders(text) == placeholders(english[key]), key


def test_the_files_are_sorted() -> None:
    for lang in LANGUAGES:
        assert list(catalogue(lang)) == sorted(catalogue(lang))


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    files = [*ROOT.glob("reports/**/*.py"), ROOT / "summary.py"]
    used = {key for file in files for key in USED.findall(file.read_text("utf-8"))}
    assert used <= set(catalogue("nl"))
    assert len(used) > 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_that_people_see_has_a_word(lang: str) -> None:
    known = catalogue(lang)
    wanted = [
        *(f"severity.{s.value}" for s in Severity),
        *(f"verdict.{v.value}" for v in Verdict),
        *(f"confidence.{c.value}" for c in Confidence),
        *(f"issue.{k.value}" for k in IssueKind),
        *(f"issue-help.{k.value}" for k in IssueKind),
        *(f"source-kind.{k.value}" for k in OriginKind),
        *(f"rule.{r}" for r in rule_ids()),
        *(f"rule-help.{r}" for r in rule_ids()),
        *(f"class.{c}" for c in load_default().licenses.classes),
        *(f"class-help.{c}" for c in (*load_default().licenses.classes, "none", "unknown")),
    ]
    assert [key for key in wanted if key not in known] == []


def test_numbers_shares_and_days_are_written_as_the_language_does() -> None:
    dutch, english = words("nl"), words("en")
    assert dutch.number(1234567) == "1.234.567"
    assert english.number(1234567) == "1,234,567"
    assert dutch.day(date(2026, 11, 23)) == "23 november 2026"
    assert english.day("2026-11-23") == "23 November 2026"
    assert dutch.day("geen dag") == "geen dag"
    assert dutch.moment(datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == "2 januari 2026, 03:04 UTC"


def test_a_share_is_only_nothing_or_everything_when_it_is() -> None:
    word = words("nl")
    assert [word.share(p, 1000) for p in (0, 1, 500, 999, 1000)] == [
        "0%",
        "1%",
        "50%",
        "99%",
        "100%",
    ]
    assert word.share(0, 0) == "-"


def test_plural_follows_the_number() -> None:
    word = words("nl")
    assert word("more.places", count=1) == "en nog 1 plek"
    assert word("more.places", count=2000) == "en nog 2.000 plekken"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")
