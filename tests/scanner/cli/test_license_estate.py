"""`sluis license evidence|timeline|obligations|notice` and decisions, as people run them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Ran

ESTATE = """\
organisation: {name: Voorbeeld}
database: estate.db
curations: curations.yaml
systems:
  - {id: balie, name: Balie, use_mode: distributed, targets: [{folder: balie}]}
"""


def write(folder: Path, *packages: tuple[str, str, str]) -> None:
    listed: dict[str, object] = {"": {"name": "balie"}}
    for name, version, licence in packages:
        listed[f"node_modules/{name}"] = {"version": version} | (
            {"license": licence} if licence else {}
        )
    lock = {"name": "balie", "lockfileVersion": 3, "packages": listed}
    (folder / "balie" / "package-lock.json").write_text(json.dumps(lock))


@pytest.fixture
def estate(tmp_path: Path, sluis: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "balie").mkdir()
    (tmp_path / "estate.yaml").write_text(ESTATE)
    (tmp_path / "curations.yaml").write_text("curations: []\n")
    monkeypatch.chdir(tmp_path)
    write(tmp_path, ("a", "1.0.0", "MIT"), ("b", "1.0.0", "GPL-3.0-only"))
    assert sluis("scan", "-q", cwd=tmp_path).code == 0
    return tmp_path


def test_the_timeline_tells_of_the_change(estate: Path, sluis: Callable[..., Ran]) -> None:
    write(estate, ("a", "2.0.0", "BUSL-1.1"), ("b", "1.0.0", "GPL-3.0-only"))
    assert sluis("scan", "-q", cwd=estate).code == 0
    done = sluis("license", "timeline", "a", "--nl", cwd=estate)
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert (first["license"], first["event"], bool(first["until"])) == ("MIT", "first", True)
    assert (second["license"], second["event"], second["until"]) == ("BUSL-1.1", "changed", "")
    assert sluis("license", "timeline", "nooit", cwd=estate).code == 1


def test_evidence_lists_what_counts(estate: Path, sluis: Callable[..., Ran]) -> None:
    (line,) = sluis("license", "evidence", "a", "--nl", cwd=estate).out.splitlines()
    found = json.loads(line)
    assert (found["step"], found["license"], found["counts"]) == ("stated", "MIT", "yes")


def test_obligations_in_two_languages(estate: Path, sluis: Callable[..., Ran]) -> None:
    dutch = sluis("license", "obligations", "--system", "balie", "--nl", cwd=estate)
    english = sluis(
        "license", "obligations", "--system", "balie", "--nl", "--lang", "en", cwd=estate
    )
    first, other = (json.loads(d.out.splitlines()[0]) for d in (dutch, english))
    assert first["components"] == 2
    assert "licentieteksten" in first["duty"]
    assert "licence texts" in other["duty"]
    assert sluis("license", "obligations", "--system", "niet", cwd=estate).code == 2


def test_a_notice_of_a_system(estate: Path, sluis: Callable[..., Ran]) -> None:
    done = sluis("license", "notice", "--system", "balie", cwd=estate)
    assert done.code == 0
    assert "GNU GENERAL PUBLIC LICENSE" in done.out
    assert "  a 1.0.0" in done.out


def test_a_notice_of_a_folder_takes_what_is_installed(
    estate: Path, sluis: Callable[..., Ran]
) -> None:
    installed = estate / "balie" / "node_modules" / "a"
    installed.mkdir(parents=True)
    (installed / "LICENSE").write_text("MIT License\n\nCopyright (c) 2020 Voorbeeld\n")
    done = sluis("license", "notice", "balie", "--format", "html", cwd=estate)
    assert done.code == 0
    assert "Copyright (c) 2020 Voorbeeld" in done.out


def test_what_is_missing_is_told(estate: Path, sluis: Callable[..., Ran]) -> None:
    write(estate, ("a", "1.0.0", ""))
    done = sluis("license", "notice", "balie", "--format", "spdx", cwd=estate)
    assert done.code == 3
    assert "a 1.0.0" in done.err
    assert "PackageLicenseConcluded: NOASSERTION" in done.out


def test_a_wrong_decision_is_told_with_its_line(estate: Path, sluis: Callable[..., Ran]) -> None:
    (estate / "curations.yaml").write_text(
        'curations:\n  - id: a\n    purl: pkg:npm/a\n    versions: ">="\n    concluded: MIT\n'
        "    reason: gelezen\n    decided_by: balie\n    decided_on: 2026-11-23\n    source: hier\n"
    )
    done = sluis("scan", "-q", cwd=estate)
    assert done.code == 2
    assert "curations.yaml:4: $.curations[0].versions" in done.err
