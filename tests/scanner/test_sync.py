"""The local copy: refreshed per source, last good data kept, asked without loading."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from policies.audit import audit
from sbom.advisories.index import MemoryAdvisories
from sbom.component import Component
from sbom.errors import StoreError
from scanner.advisory_folder import read_folder
from scanner.store.advisories import open_advisories
from scanner.sync import addresses, states, sync_folder, sync_urls

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def record(name: str, day: str = "2026-11-20") -> dict[str, object]:
    return {
        "id": name,
        "modified": f"{day}T00:00:00Z",
        "aliases": ["CVE-2026-1"],
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "voorbeeld"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
            }
        ],
    }


def mirror(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(f"{name}.json", msgspec.json.encode(record(name)))
    (folder / "PyPI.zip").write_bytes(made.getvalue())
    kev = {
        "catalogVersion": "1",
        "dateReleased": "2026-11-19T00:00:00Z",
        "vulnerabilities": [{"cveID": "CVE-2026-1", "dateAdded": "2026-01-01"}],
    }
    (folder / "kev.json").write_bytes(msgspec.json.encode(kev))


def test_a_folder_is_taken_over_and_asked_as_if_it_was_read(tmp_path: Path) -> None:
    mirror(tmp_path / "spiegel", "PYSEC-1", "PYSEC-2")
    components = [Component(purl="pkg:pypi/voorbeeld@1", name="voorbeeld", version="1")]
    read = audit(components, MemoryAdvisories(read_folder(tmp_path / "spiegel")), NOW.date())
    with open_advisories(tmp_path / "a.db") as store:
        outcomes = list(sync_folder(store, tmp_path / "spiegel", NOW))
        assert {o.name: (o.state, o.records) for o in outcomes} == {
            "PyPI.zip": ("new", 2),
            "kev.json": ("new", 1),
        }
        kept = audit(components, store, NOW.date())
        shown = {s.name: (s.date, s.age_days) for s in states(store, NOW)}
    assert [e.exposure for e in kept.exposed] == [e.exposure for e in read.exposed]
    assert kept.exposed[0].exposure.exploited is not None
    assert shown == {"PyPI.zip": ("2026-11-20", 3), "kev.json": ("2026-11-19", 4)}


def test_a_failed_refresh_leaves_the_last_good_data_and_tells_its_age(tmp_path: Path) -> None:
    mirror(tmp_path / "spiegel", "PYSEC-1", "PYSEC-2", "PYSEC-3")
    with open_advisories(tmp_path / "a.db") as store:
        list(sync_folder(store, tmp_path / "spiegel", NOW))
        (tmp_path / "spiegel/PyPI.zip").write_bytes(b"PK\x03\x04 kapot")
        later = NOW.replace(day=30)
        states_after = {o.name: o.state for o in sync_folder(store, tmp_path / "spiegel", later)}
        assert states_after == {"PyPI.zip": "failed", "kev.json": "new"}
        mirror(tmp_path / "spiegel", "PYSEC-1")
        outcomes = {o.name: o for o in sync_folder(store, tmp_path / "spiegel", later)}
        assert "not believed" in outcomes["PyPI.zip"].reason
        assert len(store.entries("pkg:pypi/voorbeeld")) == 3
        (state,) = [s for s in states(store, later) if s.name == "PyPI.zip"]
    assert (state.age_days, state.records) == (10, 3)
    assert state.failed
    assert state.fetched.startswith("2026-11-23")


def test_what_cannot_be_reached_is_failed_and_the_rest_goes_on(tmp_path: Path) -> None:
    with open_advisories(tmp_path / "a.db") as store:
        listed = [("een", "http://127.0.0.1:1/a.zip"), ("twee", "ftp://example.org/b")]
        outcomes = list(sync_urls(store, listed, tmp_path, NOW))
    assert [(o.name, o.state) for o in outcomes] == [("een", "failed"), ("twee", "failed")]


def test_addresses_follow_the_layout_of_osv() -> None:
    assert addresses("https://example.org/osv/", ["GitHub Actions"], others=False) == [
        ("GitHub Actions", "https://example.org/osv/GitHub%20Actions/all.zip")
    ]


def test_no_copy_yet_and_files_of_others_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no advisories here yet"):
        open_advisories(tmp_path / "a.db", readonly=True)
    (tmp_path / "b.db").write_bytes(b"geen databank, maar tekst" * 100)
    with pytest.raises(StoreError):
        open_advisories(tmp_path / "b.db")


def test_a_copy_of_the_first_version_still_tells_which_releases_it_covers(tmp_path: Path) -> None:
    (tmp_path / "spiegel").mkdir()
    value = record("DSA-1")
    value["affected"][0]["package"] = {"ecosystem": "Debian:12", "name": "voorbeeld"}  # type: ignore[index] # made above
    (tmp_path / "spiegel/DSA-1.json").write_bytes(msgspec.json.encode(value))
    covered = {"deb", "deb/debian", "deb/debian/12"}
    with open_advisories(tmp_path / "a.db") as store:
        list(sync_folder(store, tmp_path / "spiegel", NOW))
        assert store.types() == covered
        store.connection.execute("DELETE FROM kind WHERE type LIKE '%/%'")
        store.connection.execute("PRAGMA user_version = 1")
    with open_advisories(tmp_path / "a.db", readonly=True) as store:
        assert store.types() == covered
    with open_advisories(tmp_path / "a.db") as store:
        kept = {r[0] for r in store.connection.execute("SELECT type FROM kind")}
        assert kept == store.types() == covered
