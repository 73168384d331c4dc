"""Sluis against what other scanners expect: the figures may not fall, every difference has a reason."""

from pathlib import Path

import pytest
from peers.comparing import fold, macro, of_purl
from peers.filtering import load_rules
from peers.score import Score, explained, held_out, renew, run, support, total

EVERY_RULE = {"source"}
ALLOWED = EVERY_RULE | {
    "for",
    "ecosystem",
    "options",
    "beside",
    "file-says",
    "when",
    "leave-out",
    "spell",
    "once-per",
}


@pytest.fixture(scope="module")
def score(fixtures_dir: Path) -> Score:
    return run(fixtures_dir)


def index_faults() -> frozenset[str]:
    return frozenset(i for i, e in explained().items() if e["kind"] == "index")


@pytest.mark.fixtures
@pytest.mark.slow
def test_figures_do_not_fall(score: Score):
    everything = total(score.tallies())
    assert everything.exact >= 978
    assert everything.precision >= 0.99
    assert everything.recall >= 0.90
    assert macro(score.tallies())[0] >= 0.925
    assert score.unflagged() >= 0.91
    assert score.unflagged(spelled=True) >= 0.97


@pytest.mark.fixtures
@pytest.mark.slow
def test_figures_where_the_fixture_set_is_right(score: Score):
    fair = score.tallies(without=index_faults())
    assert total(fair).precision >= 0.99
    assert total(fair).recall >= 0.985
    assert macro(fair)[0] >= 0.96
    raw = score.tallies(raw=True, without=index_faults())
    assert total(raw).recall >= 0.94


@pytest.mark.fixtures
@pytest.mark.slow
def test_most_files_need_no_rule_of_their_own(score: Score):
    kept = held_out(score, support(score))
    assert total(kept).exact >= 920
    assert macro(kept)[0] >= 0.80


@pytest.mark.fixtures
@pytest.mark.slow
def test_every_difference_has_a_reason_and_every_reason_a_difference(score: Score):
    differing = {case["id"] for case, verdict in score.after if not verdict.exact}
    assert differing - explained().keys() == set(), "not explained in explained.yaml"
    assert explained().keys() - differing == set(), "no longer differs; take it out"


def test_reasons_have_a_kind_and_a_text():
    for case, reason in explained().items():
        assert reason.keys() == {"kind", "why"}, case
        assert reason["kind"] in {"index", "resolves", "counts", "peer", "ours"}, case
        assert len(reason["why"]) > 10, case


def test_rules_speak_of_flags_and_formats_with_a_source():
    rules = load_rules()["peers"]
    assert rules.keys() == {"cdxgen", "ort", "scalibr", "scancode", "syft", "trivy"}
    for peer, listed in rules.items():
        for rule in listed:
            assert rule.keys() >= EVERY_RULE, (peer, rule)
            assert rule.keys() <= ALLOWED, (peer, rule)
            assert len({"leave-out", "spell", "once-per"} & rule.keys()) == 1, (peer, rule)


@pytest.mark.parametrize(
    ("purl", "key"),
    [
        ("pkg:npm/%40voorbeeld/een@1.0.0", ("@voorbeeld/een", "1.0.0")),
        ("pkg:npm/@voorbeeld/een@1.0.0", ("@voorbeeld/een", "1.0.0")),
        ("pkg:maven/nl.voorbeeld/een@1?type=pom", ("nl.voorbeeld:een", "1")),
        ("pkg:golang/example.org/een#sub", ("example.org/een", "")),
        ("geen purl", None),
    ],
)
def test_purls_are_read(purl: str, key: tuple[str, str] | None):
    assert of_purl(purl) == key


def test_names_fold_as_their_ecosystem_does():
    assert fold("pypi", "Een_Twee.drie", "1") == ("een-twee-drie", "1")
    assert fold("golang", "Example.org/Een", "v1.0") == ("example.org/een", "1.0")
    assert fold("npm", "Een", "v1") == ("Een", "v1")


def test_generated_sections_are_replaced():
    page = "a\n<!-- generated: x -->\noud\n<!-- end: x -->\nb\n"
    once = renew(page, {"x": ["nieuw"]})
    assert "oud" not in once
    assert renew(once, {"x": ["nieuw"]}) == once
    assert once.startswith("a\n")
    assert once.endswith("\nb\n")
