"""Every pattern matches its example and not its counter-example; what ships is what is written."""

from pathlib import Path

import msgspec
import pytest
import yaml

from sbom.contracts.clauses.catalogue import kinds
from sbom.contracts.clauses.patterns import Matcher, Pattern, PatternFile, shipped
from sbom.contracts.clauses.status import TableFile

DATA = Path(__file__).parents[4] / "sbom/contracts/clauses/data"
HEADING = {"nl": "Toepasselijk recht, intellectuele eigendom", "en": "Governing law"}
ALL = [(m, p) for m in shipped().values() for p in m.patterns]


@pytest.mark.parametrize(("matcher", "pattern"), ALL, ids=lambda v: getattr(v, "id", ""))
def test_a_pattern_holds_to_its_examples(matcher: Matcher, pattern: Pattern) -> None:
    def ids(text: str) -> set[str]:
        return {m.pattern.id for m in matcher.match(text, HEADING[matcher.language])}

    assert pattern.id in ids(pattern.like)
    assert pattern.id not in ids(pattern.unlike)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_has_patterns(language: str) -> None:
    assert {p.clause for p in shipped()[language].patterns} == {kind.id for kind in kinds()}


def test_what_ships_is_compiled_from_what_people_edit() -> None:
    made = [
        msgspec.convert(
            yaml.safe_load((DATA / f"patterns_{language}.yaml").read_text("utf-8")), PatternFile
        )
        for language in ("nl", "en")
    ]
    read = msgspec.json.decode((DATA / "patterns.json").read_bytes(), type=list[PatternFile])
    assert read == made


def test_the_tables_that_ship_are_those_that_people_edit() -> None:
    made = msgspec.convert(yaml.safe_load((DATA / "status.yaml").read_text("utf-8")), TableFile)
    assert msgspec.json.decode((DATA / "status.json").read_bytes(), type=TableFile) == made


def test_there_are_44_kinds_and_22_of_the_codebook() -> None:
    assert (len(kinds()), sum(kind.core for kind in kinds())) == (44, 22)
    assert len({kind.id for kind in kinds()}) == 44
