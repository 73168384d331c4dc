"""Opening a database: what is refused, with which advice, and what it costs."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sbom.errors import StoreError
from scanner.store.scans import latest
from scanner.store.schema import LATEST
from scanner.store.store import open_store


def test_a_new_database_has_our_settings(tmp_path: Path) -> None:
    with open_store(tmp_path / "sub" / "estate.db") as store:
        assert store.rows("PRAGMA journal_mode") == [("wal",)]
        assert store.rows("PRAGMA foreign_keys") == [(1,)]
        assert store.rows("PRAGMA user_version") == [(LATEST,)]
        plain = store.rows("PRAGMA table_list")
        ours = [r for r in plain if r[2] == "table" and not r[1].startswith(("sqlite", "_sqlite"))]
        assert all(r[5] for r in ours), "every table is STRICT"


def test_every_connection_enforces_references(scans) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"), scans.store.transaction() as connection:
        connection.execute("INSERT INTO license_claim VALUES (1, 1, 1, 1, NULL)")


def test_opening_an_up_to_date_database_does_not_import_sqlite_utils(database: Path) -> None:
    code = (
        "import sys; from scanner.store.store import open_store; from scanner.store.writer import Writer\n"
        f"s = open_store({str(database)!r}); Writer(s).known_revisions(); s.close()\n"
        f"open_store({str(database)!r}, readonly=True).close()\n"
        "print([m for m in ('sqlite_utils', 'policies.engine', 'sbom.documents.cyclonedx_stream', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_needs_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no database here yet.*sluis scan"):
        open_store(tmp_path / "none.db", readonly=True)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"this is a letter, not a database at all. " * 100)
    with pytest.raises(StoreError, match=r"notes\.db: this is not an SQLite database"):
        open_store(path)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipe (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA user_version = {LATEST + 3}")
    connection.close()
    for readonly in (True, False):
        with pytest.raises(StoreError, match=r"newer version of Sluis.*Upgrade"):
            open_store(database, readonly=readonly)


def test_an_older_database_is_not_migrated_by_a_reader(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    with pytest.raises(StoreError, match=r"older version of Sluis.*sluis db migrate"):
        open_store(database, readonly=True)


def test_a_damaged_database_gives_advice(scans, make) -> None:
    files = [
        make.file(f"{i}/package-lock.json", [make.component(f"p{i}-{k}") for k in range(200)])
        for i in range(10)
    ]
    scans(make.result(*files))
    path = scans.store.path
    scans.store.close()
    content = bytearray(path.read_bytes())
    for at in range(8192, len(content) - 2000, 4096):
        content[at : at + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    with (
        pytest.raises(StoreError, match=r"estate\.db: .*(damaged|not an SQLite).*"),
        open_store(path, readonly=True) as store,
    ):
        store.rows("SELECT * FROM current_occurrence")


def test_a_reader_sees_the_last_state_while_a_scan_writes(scans, make) -> None:
    scans(make.result(make.file(components=[make.component("voorbeeld")])))
    with (
        open_store(scans.store.path, readonly=True) as reader,
        scans.store.transaction() as writing,
    ):
        writing.execute("UPDATE scan SET organisation = 'midden in een schrijfactie'")
        assert latest(reader).scan.organisation == "Voorbeeld"


def test_a_reader_cannot_write(database: Path) -> None:
    with (
        open_store(database, readonly=True) as store,
        pytest.raises(StoreError, match="only be read"),
    ):
        store.rows("DELETE FROM scan")


def test_reports_work_in_a_place_where_nothing_can_be_written(scans, make, tmp_path: Path) -> None:
    scans(make.result(make.file(components=[make.component("voorbeeld")])))
    scans.store.close()
    place = tmp_path / "alleen-lezen"
    place.mkdir()
    copy = Path(shutil.copy(scans.store.path, place / "estate.db"))
    copy.chmod(0o444)
    place.chmod(0o555)
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from scanner.store.store import open_store; from scanner.store.scans import latest\n"
        "import os; assert not os.access(os.path.dirname(sys.argv[1]), os.W_OK)\n"
        "with open_store(sys.argv[1], readonly=True) as s: print(latest(s).summary.components)"
    )
    command = [sys.executable, "-c", code, str(copy), *sys.path]
    if os.geteuid() == 0:
        tool = shutil.which("setpriv")
        if tool is None:
            pytest.skip("root may write everywhere, and setpriv is not here to give that up")
        drop = "-dac_override,-dac_read_search,-fowner"
        command = [tool, f"--bounding-set={drop}", f"--inh-caps={drop}", *command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        place.chmod(0o755)
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr


def test_a_full_disk_is_named_and_loses_nothing_that_was_committed(scans, make) -> None:
    first = make.result(make.file(components=[make.component("eerste")]), name="a")
    scan = scans.writer.begin_scan(make.meta)
    scans.writer.write_source(scan, first)
    pages = scans.store.rows("PRAGMA page_count")[0][0]
    scans.store.rows(f"PRAGMA max_page_count = {pages + 20}")
    many = [make.component(f"pakket-{i}", "1.2.3", "MIT") for i in range(20_000)]
    with pytest.raises(StoreError, match=r"estate\.db: the disk .* is full.*make room"):
        scans.writer.write_source(scan, make.result(make.file(components=many), name="b"))
    scans.store.rows("PRAGMA max_page_count = 1073741823")
    assert scans.store.rows("SELECT source FROM current_occurrence") == [("a",)]
    scans.writer.write_source(scan, make.result(make.file(components=many), name="b"))
    assert scans.store.rows("SELECT count(*) FROM current_occurrence") == [(20_001,)]
    assert scans.store.rows("PRAGMA integrity_check") == [("ok",)]
    assert scans.store.rows("PRAGMA foreign_key_check") == []
