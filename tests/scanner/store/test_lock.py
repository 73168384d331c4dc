"""One writer at a time, and what `kill -9` leaves behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collectors.collector import State
from sbom.errors import StoreError
from scanner.store.maintenance import check
from scanner.store.store import open_store
from scanner.store.writer import Writer

HOLD = """
import sys, time
sys.path[:0] = sys.argv[2:]
from datetime import datetime, UTC
from scanner.store.store import open_store
from scanner.store.writer import ScanMeta, Writer
store = open_store(sys.argv[1])
Writer(store).begin_scan(ScanMeta(started_at=datetime(2026, 11, 23, tzinfo=UTC)))
print("held", flush=True)
time.sleep(60)
"""
WRITE = """
import sys
sys.path[:0] = sys.argv[2:]
from datetime import datetime, UTC
from collectors.collector import State, Target
from sbom.component import Component
from sbom.inventory import Inventory
from sbom.source import OriginKind
from scanner.result import ReadFile, SourceResult
from scanner.store.store import open_store
from scanner.store.writer import ScanMeta, Writer
now = datetime(2026, 11, 23, tzinfo=UTC)
store = open_store(sys.argv[1])
writer = Writer(store)
scan = writer.begin_scan(ScanMeta(started_at=now))
for n in range(100000):
    entries = tuple(Component(purl=f"pkg:npm/p{n}-{i}@1.0", name=f"p{n}-{i}", version="1.0") for i in range(300))
    file = ReadFile(path="package-lock.json", format="npm/package-lock", blob="b", state="read", inventory=Inventory(components=entries))
    target = Target(id=f"bron-{n}", kind=OriginKind.GIT, location="/x")
    writer.write_source(scan, SourceResult(target=target, revision="r", state=State.COMPLETE, files_seen=1, files=(file,), issues=(), collected_at=now))
    print(n, flush=True)
"""


def run(code: str, database: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, str(database), *sys.path]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_second_scan_is_refused_and_told_by_whom(database: Path, make) -> None:
    with run(HOLD, database) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with open_store(database) as store, pytest.raises(StoreError) as caught:
            Writer(store).begin_scan(make.meta)
        assert f"process {holder.pid}, started 20" in str(caught.value)
        os.kill(holder.pid, signal.SIGKILL)
    with open_store(database) as store:
        assert Writer(store).begin_scan(make.meta) == 2
        assert store.rows("SELECT id, state FROM scan") == [(1, "aborted"), (2, "running")]


def test_the_lock_is_given_back_at_the_end_of_a_scan(scans, make) -> None:
    scans(make.result())
    with open_store(scans.store.path) as other:
        assert Writer(other).begin_scan(make.meta) == 2


def test_a_place_that_cannot_be_locked_is_named(tmp_path: Path) -> None:
    (tmp_path / "estate.db.lock").mkdir()
    with pytest.raises(StoreError, match=r"estate\.db\.lock: cannot be written"):
        open_store(tmp_path / "estate.db")


def test_kill_9_in_the_middle_leaves_a_sound_database_that_goes_on(database: Path, make) -> None:
    with run(WRITE, database) as writer:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < 3:
            pass
        time.sleep(0.005)
        os.kill(writer.pid, signal.SIGKILL)
    with open_store(database) as store:
        assert check(store).sound
        per_source = store.rows("SELECT source, count(*) FROM current_occurrence GROUP BY 1")
        assert len(per_source) >= 4
        assert {n for _, n in per_source} == {300}, "a source is there whole or not at all"
        again = Writer(store)
        scan = again.begin_scan(make.meta)
        assert again.last_judged() == "", "the scan that died was not judged"
        known = again.known_revisions()
        assert set(known) == {s for s, _ in per_source}
        again.unchanged(scan, [make.target(uri, "") for uri in known])
        again.finish_scan(scan, State.COMPLETE, make.now)
        assert store.rows("SELECT state FROM scan") == [("aborted",), ("complete",)]
        assert store.rows("SELECT json_extract(content, '$.occurrences') FROM summary") == [
            (300 * len(per_source),)
        ]
