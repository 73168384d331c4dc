"""Sources that share a commit: nothing is half there, and an error takes only what was not committed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sbom.errors import StoreError
from scanner.result import SourceResult
from scanner.store import grouped
from scanner.store.cache import CachedParse
from scanner.store.maintenance import check
from scanner.store.store import open_store

Written = Callable[[str], SourceResult]


@pytest.fixture
def source(make: Any) -> Written:
    """A source of this name, which states a component of the same name."""

    def one(name: str) -> SourceResult:
        result: SourceResult = make.result(make.file(components=[make.component(name)]), name=name)
        return result

    return one


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No commit because of the time that passed."""
    monkeypatch.setattr(grouped, "TOGETHER_S", 1e9)


def seen(database: Path) -> list[str]:
    """Names of the components that another process finds."""
    with open_store(database, readonly=True) as store:
        return [
            name
            for (name,) in store.rows(
                "SELECT b.name FROM occurrence o JOIN component c ON c.id = o.component_id "
                "JOIN purl_base b ON b.id = c.base_id ORDER BY b.name"
            )
        ]


def broken() -> Iterator[CachedParse]:
    """What is kept of a source, with an error half way."""
    yield ("b1", "npm/package-lock", 1, "package-lock.json", b"\x80")
    raise RuntimeError("half way")


@pytest.mark.usefixtures("patient")
def test_sources_become_visible_at_once(
    scans: Any, make: Any, source: Written, database: Path
) -> None:
    scan = scans.writer.begin_scan(make.meta)
    with scans.writer.together():
        scans.writer.write_source(scan, source("een"))
        scans.writer.write_source(scan, source("twee"))
        assert seen(database) == []
    assert seen(database) == ["een", "twee"]


def test_without_patience_each_source_is_committed(
    scans: Any, make: Any, source: Written, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouped, "TOGETHER_S", 0.0)
    scan = scans.writer.begin_scan(make.meta)
    with scans.writer.together():
        scans.writer.write_source(scan, source("een"))
        assert seen(database) == ["een"]
        scans.writer.write_source(scan, source("twee"))
        assert seen(database) == ["een", "twee"]


@pytest.mark.usefixtures("patient")
def test_an_error_takes_its_group_and_the_writer_goes_on(
    scans: Any, make: Any, source: Written, database: Path
) -> None:
    scan = scans.writer.begin_scan(make.meta)
    scans.writer.write_source(scan, source("eerder"))

    def write_two() -> None:
        with scans.writer.together():
            scans.writer.write_source(scan, source("een"))
            scans.writer.write_source(scan, source("twee"), parses=broken())

    with pytest.raises(RuntimeError, match="half way"):
        write_two()
    assert seen(database) == ["eerder"]
    assert scans.writer.changed
    # Numbers that were given out inside are void: they are given out anew, and all references hold.
    with scans.writer.together():
        scans.writer.write_source(scan, source("twee"))
        scans.writer.write_source(scan, source("een"))
    assert seen(database) == ["een", "eerder", "twee"]
    assert scans.store.one("SELECT count(*) FROM parse_cache") == (0,)
    assert check(scans.store).sound


@pytest.mark.usefixtures("patient")
def test_another_write_commits_the_group_first(
    scans: Any, make: Any, source: Written, database: Path
) -> None:
    scan = scans.writer.begin_scan(make.meta)
    with scans.writer.together():
        scans.writer.write_source(scan, source("een"))
        with pytest.raises(StoreError, match="never scanned before"):
            scans.writer.unchanged(scan, [source("onbekend").target])
        assert seen(database) == ["een"]
        scans.writer.write_source(scan, source("twee"))
        scans.writer.retire_sources(scan, ["een"])
        assert seen(database) == ["twee"]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("fails", [False, True])
def test_references_are_enforced_afterwards(
    scans: Any, make: Any, source: Written, *, fails: bool
) -> None:
    scan = scans.writer.begin_scan(make.meta)
    try:
        with scans.writer.together():
            scans.writer.write_source(scan, source("een"), parses=broken() if fails else ())
            assert fails or scans.store.one("PRAGMA foreign_keys") == (0,)
    except RuntimeError:
        assert fails
    assert scans.store.one("PRAGMA foreign_keys") == (1,)
