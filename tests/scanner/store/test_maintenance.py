"""Migrating, backing up, checking; and the page that shows the schema."""

import sqlite3
from pathlib import Path

import pytest

from sbom.errors import StoreError
from scanner.store import migrations
from scanner.store.maintenance import backup, check, fresh, migrate
from scanner.store.schema import LATEST, VERSIONS
from scanner.store.schema_page import schema_page
from scanner.store.store import open_store, version_of

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "schema.md"


def test_an_empty_file_becomes_a_database_once(tmp_path: Path) -> None:
    path = tmp_path / "estate.db"
    path.touch()
    assert migrate(path) == (0, LATEST)
    assert migrate(path) == (LATEST, LATEST)
    with pytest.raises(StoreError, match="no database"):
        migrate(tmp_path / "none.db")


def test_an_older_version_is_brought_up_with_its_rows(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("voorbeeld")])))
    newer = (
        *VERSIONS,
        ("next_note", ("ALTER TABLE scan ADD COLUMN note TEXT NOT NULL DEFAULT ''",)),
    )
    connection = scans.store.connection
    migrations.apply(connection, newer)
    migrations.apply(connection, newer)
    assert version_of(connection) == LATEST + 1
    assert connection.execute("SELECT id, note FROM scan").fetchall() == [(1, "")]
    assert connection.execute("SELECT count(*) FROM current_occurrence").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(database: Path) -> None:
    broken = (*VERSIONS, ("broken", ("CREATE TABLE extra (id INTEGER)", "SELECT * FROM nowhere")))
    with open_store(database) as store:
        with pytest.raises(sqlite3.OperationalError):
            migrations.apply(store.connection, broken)
        assert version_of(store.connection) == LATEST
        assert check(store).sound


def test_a_backup_is_whole_and_never_overwrites(scans, make, tmp_path: Path) -> None:
    scans(make.result(make.file(components=[make.component("voorbeeld")])))
    target = tmp_path / "copy.db"
    with open_store(scans.store.path, readonly=True) as reader:
        assert backup(reader, target) == target.stat().st_size
    with open_store(target, readonly=True) as copy:
        assert copy.rows("SELECT count(*) FROM current_occurrence") == [(1,)]
        assert check(copy).sound
    with pytest.raises(StoreError, match="never overwrites"):
        backup(scans.store, target)
    with pytest.raises(StoreError, match="folder does not exist"):
        backup(scans.store, tmp_path / "no" / "copy.db")


def test_check_names_what_is_wrong(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("voorbeeld")])))
    connection = scans.store.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM component")
    connection.execute("DROP INDEX purl_base_name")
    connection.execute("CREATE TABLE mine (id INTEGER)")
    found = check(scans.store)
    assert not found.sound
    assert found.integrity == ()
    assert [r for r in found.references if r.startswith("occurrence row")]
    assert found.schema == ("index purl_base_name is missing", "table mine is not ours")


def test_every_table_and_column_has_its_comment() -> None:
    connection = fresh()
    page = schema_page()
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    ).fetchall()
    assert len(tables) > 20
    for (table,) in tables:
        section = page.partition(f"### {table}\n")[2].partition("\n### ")[0]
        assert section.strip()[0].isalnum(), f"{table} has no comment"
        for column in connection.execute(f"PRAGMA table_info({table})"):
            assert f"| `{column[1]}` |" in section, f"{table}.{column[1]} has no comment"
    connection.close()


def test_the_page_in_docs_is_the_schema() -> None:
    assert PAGE.read_text() == schema_page(), (
        "run: python -m scanner.store.schema_page > docs/schema.md"
    )
