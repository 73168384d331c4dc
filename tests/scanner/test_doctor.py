"""The checks of `sluis doctor`."""

import json
from pathlib import Path

import pytest
from command_line import Sluis

from sbom.registry import FORMATS, KNOWN_UNREAD
from scanner.doctor import examine, format_table


def test_everything_that_is_needed_is_here(sluis: Sluis) -> None:
    ran = sluis("doctor", "--json")
    assert ran.code == 0
    checks = json.loads(ran.out)
    assert {c["state"] for c in checks} <= {"ok", "warning"}
    assert [c["check"] for c in checks][:4] == ["sluis", "python", "git", "sqlite"]


def test_missing_git_is_told_with_what_it_costs(
    sluis: Sluis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = sluis("doctor", "--json")
    assert ran.code == 1
    (git,) = [c for c in json.loads(ran.out) if c["check"] == "git"]
    assert git["state"] == "missing"
    assert "folders and SBOMs can" in git["cost"]


def test_cache_that_cannot_be_made_is_a_warning(
    sluis: Sluis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scanner import doctor

    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    ran = sluis("doctor", "--json")
    assert ran.code == 0
    (cache,) = [c for c in json.loads(ran.out) if c["check"] == "cache"]
    assert "SLUIS_CACHE" in cache["cost"]


def test_estate_with_mistakes_does_not_stop_the_doctor(sluis: Sluis, tmp_path: Path) -> None:
    (tmp_path / "estate.yaml").write_text("organisation: {}\n")
    ran = sluis("doctor", "--json")
    assert ran.code == 0
    (database,) = [c for c in json.loads(ran.out) if c["check"] == "database"]
    assert database["state"] == "warning"
    assert "estate.yaml:1" in database["detail"]


def test_policy_pack_is_tested() -> None:
    (pack,) = [c for c in examine() if c.name == "policy pack"]
    assert pack.state == "ok"
    held, _, rest = pack.detail.partition(", ")[2].partition(" of ")
    assert rest == f"{held} cases hold"


def test_table_of_formats_is_the_registry(sluis: Sluis) -> None:
    assert len(format_table()) == len(FORMATS) + len(KNOWN_UNREAD)
    ran = sluis("doctor", "--formats", "--json")
    assert [r["reads"] for r in json.loads(ran.out)].count("yes") == len(FORMATS)
