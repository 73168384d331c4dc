"""The gate: which findings fail a run."""

import json
from pathlib import Path

import pytest
from command_line import Sluis, estate, rows

from sbom.errors import StoreError
from scanner.gate import Gate, failing
from scanner.store.store import open_store


def lock(**packages: str) -> str:
    """A lock with packages by licence."""
    listed = {
        f"node_modules/{name}": {"version": "1.0.0", "license": license_id}
        for name, license_id in packages.items()
    }
    return json.dumps({"name": "v", "lockfileVersion": 3, "packages": {"": {}, **listed}})


@pytest.fixture
def database(sluis: Sluis, tmp_path: Path) -> Path:
    """Three scans: one denied licence, a second one, and the first one gone."""
    source = tmp_path / "bron"
    source.mkdir()
    path = estate(tmp_path, source)
    for content in (
        lock(een="BUSL-1.1", onbekend=""),
        lock(een="BUSL-1.1", twee="BUSL-1.1", onbekend=""),
        lock(twee="BUSL-1.1", onbekend=""),
    ):
        (source / "package-lock.json").write_text(content)
        assert sluis("scan", path, "-q").code == 0
    return tmp_path / "estate.db"


def caught(database: Path, scan: int, **gate: object) -> set[str]:
    """Subjects of licence findings that fail the gate."""
    with open_store(database, readonly=True) as store:
        found = failing(store, scan, Gate(**gate))  # type: ignore[arg-type]  # as in Gate
        assert list(found) == sorted(found)
    subjects = dict(
        rows(database, "SELECT fingerprint, subject FROM finding WHERE rule LIKE 'license-%'")
    )
    return {subjects[f].removeprefix("pkg:npm/") for f in found if f in subjects}


def test_never_catches_nothing(database: Path) -> None:
    assert caught(database, 3) == set()


def test_severity_is_the_lowest_that_counts(database: Path) -> None:
    assert caught(database, 3, fail_on="high") == {"twee"}
    assert caught(database, 3, fail_on="critical") == set()


def test_unknowns_count_when_asked(database: Path) -> None:
    assert caught(database, 3, fail_on="info") == {"twee"}
    assert caught(database, 3, fail_on="info", count_unknown=True) == {"twee", "onbekend"}


def test_only_new_and_baseline(database: Path) -> None:
    assert caught(database, 2, fail_on="high", only_new=True) == {"twee"}
    assert caught(database, 3, fail_on="high", only_new=True) == set()
    assert caught(database, 3, fail_on="high", baseline=1) == {"twee"}
    assert caught(database, 3, fail_on="high", baseline=2) == set()


def test_unknown_baseline_is_an_error(database: Path) -> None:
    with pytest.raises(StoreError, match="no finished scan 9"):
        caught(database, 3, fail_on="high", baseline=9)
