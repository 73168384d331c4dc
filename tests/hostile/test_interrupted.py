"""Scans that are disturbed: killed, stopped, doubled, out of disk, robbed of their source."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Sluis, apart, environment, estate, facts, rows, sound

from collectors.collector import Limits, Target
from sbom.source import OriginKind
from scanner.source_reader import read_source
from scanner.store.store import open_store

SOURCES = 10


def lock(name: str, packages: int) -> str:
    """A package-lock of a project with so many packages."""
    listed: dict[str, Any] = {"": {"name": name}}
    for number in range(packages):
        listed[f"node_modules/{name}-{number}"] = {"version": f"1.0.{number}", "license": "MIT"}
    return json.dumps({"name": name, "lockfileVersion": 3, "packages": listed})


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """An estate that takes about a second to read, on two processes."""
    folders = []
    for number in range(SOURCES):
        folder = tmp_path / "bronnen" / f"bron-{number:02}"
        folder.mkdir(parents=True)
        (folder / "package-lock.json").write_text(lock(f"p{number}", 1200), "utf-8")
        folders.append(folder)
    return estate(tmp_path, *folders)


def started(path: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """A scan in a process group of its own, as from a shell."""
    return subprocess.Popen(
        [sys.executable, "-m", "scanner", "scan", str(path), *arguments],
        cwd=path.parent,
        env=environment(path.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def await_sources(database: Path, least: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until so many sources are written."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if database.exists():
            try:
                ((count,),) = rows(database, "SELECT count(*) FROM source_scan")
            except sqlite3.Error:
                count = 0
            if count >= least:
                return
        time.sleep(0.005)
    pytest.fail("the scan ended, or wrote nothing, before it could be disturbed")


def members(group: int) -> list[int]:
    """Process ids of a process group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def undisturbed(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a scan that nothing disturbs makes of the estate."""
    database = path.parent / "onverstoord.db"
    assert apart("scan", path, "--db", database, "-q", cwd=path.parent).code == 0
    return facts(database)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_scan_is_carried_on(large: Path, jobs: str) -> None:
    database = large.parent / "estate.db"
    process = started(large, "-q", "--jobs", jobs)
    await_sources(database, 3, process)
    process.kill()
    process.communicate()
    end = time.monotonic() + 10
    while members(process.pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert members(process.pid) == [], "workers outlive the scan, and hold its lock"
    assert sound(database)
    ran = apart("scan", large, "-q", cwd=large.parent)
    assert ran == (0, "", "")
    states = [s for (s,) in rows(database, "SELECT state FROM scan ORDER BY id")]
    assert states == ["aborted", "complete"]
    done = rows(database, "SELECT count(*) FROM source_scan WHERE scan_id = 2 AND unchanged = 1")
    assert done[0][0] >= 3, "what the killed scan had read is read again"
    assert facts(database) == undisturbed(large)
    assert sound(database)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_soon_and_is_carried_on(large: Path, jobs: str) -> None:
    database = large.parent / "estate.db"
    process = started(large, "--jobs", jobs)
    await_sources(database, 2, process)
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells the whole group
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == b""
    assert err.decode().split("\n") == [  # click ends the line of the "^C" first
        "",
        "Stopped. What was written stays; run the same command again to carry on.",
        "",
    ]
    assert members(process.pid) == []
    assert sound(database)
    assert apart("scan", large, "-q", cwd=large.parent).code == 0
    assert facts(database) == undisturbed(large)


@pytest.mark.slow
def test_worker_that_is_killed_costs_nothing(large: Path) -> None:
    database = large.parent / "estate.db"
    process = started(large, "-q", "--jobs", "2")
    await_sources(database, 1, process)
    workers = [p for p in members(process.pid) if p != process.pid]
    os.kill(workers[0], signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert facts(database) == undisturbed(large)


def test_second_scan_at_the_same_time_is_refused(sluis: Sluis, large: Path) -> None:
    database = large.parent / "estate.db"
    with open_store(database) as store:
        store.lock.acquire()
        ran = sluis("scan", large)
        assert ran.code == 3
        assert "another scan is writing to this database" in ran.err
        assert f"process {os.getpid()}" in ran.err
    assert sluis("scan", large, "-q").code == 0
    assert sound(database)


def test_reports_can_be_made_while_a_scan_writes(sluis: Sluis, large: Path) -> None:
    database = large.parent / "estate.db"
    assert sluis("scan", large, "-q").code == 0
    with open_store(database) as store, store.transaction() as connection:
        store.lock.acquire()
        connection.execute("UPDATE scan SET organisation = 'half written'")
        ran = sluis("report", "--db", database)
        assert ran.code == 0
        assert "half written" not in ran.out
        connection.execute("UPDATE scan SET organisation = 'Gemeente Voorbeeld'")


def test_full_disk_is_told_and_carried_on(
    sluis: Sluis, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = large.parent / "estate.db"
    from scanner.store import store as module

    connect = module.connect
    full = {"is": True}

    def connected(path: Path, *, readonly: bool) -> sqlite3.Connection:
        connection = connect(path, readonly=readonly)
        if full["is"] and not readonly:
            connection.execute("PRAGMA max_page_count = 300")
        return connection

    monkeypatch.setattr(module, "connect", connected)
    ran = sluis("scan", large)
    assert ran.code == 3
    assert "is full" in ran.err
    assert "Traceback" not in ran.err
    assert sound(database)
    full["is"] = False
    assert sluis("scan", large, "-q").code == 0
    assert [s for (s,) in rows(database, "SELECT state FROM scan")] == ["aborted", "complete"]
    assert facts(database) == undisturbed(large)


def test_file_size_limit_of_the_system_is_told(large: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
        "sys.argv = ['sluis', 'scan', sys.argv[1], '--jobs', '1']\n"
        "from scanner.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(large)],
        cwd=large.parent,
        env=environment(large.parent),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 3
    assert done.stderr.startswith(b"sluis: ")
    assert b"Traceback" not in done.stderr
    assert sound(large.parent / "estate.db")
    assert apart("scan", large, "-q", cwd=large.parent).code == 0


class _Vanishing:
    """A folder that is taken away after it was listed."""

    NAME = "folder"
    NEEDS_NETWORK = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def revision(self, target: Target, limits: Limits, /) -> str:
        from collectors import folder

        return folder.revision(target, limits)

    def collect(self, target: Target, wanted: Any, limits: Limits, /) -> Any:
        from collectors import folder

        listing = folder.collect(target, wanted, limits)
        shutil.rmtree(self._folder)
        return listing


def test_source_that_vanishes_half_way_gives_an_issue_for_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "bron"
    (folder / "map").mkdir(parents=True)
    (folder / "package-lock.json").write_text(lock("a", 1))
    (folder / "map" / "package-lock.json").write_text(lock("b", 1))
    target = Target(id="bron", kind=OriginKind.FOLDER, location=str(folder))
    result = read_source(target, _Vanishing(folder), limits=Limits()).result
    assert result.state == "partial"
    assert {f.path: f.state for f in result.files} == {
        "map/package-lock.json": "failed",
        "package-lock.json": "failed",
    }
    assert {i.path for i in result.issues} == {"map/package-lock.json", "package-lock.json"}


def test_source_that_vanished_keeps_what_it_stated(sluis: Sluis, large: Path) -> None:
    database = large.parent / "estate.db"
    assert sluis("scan", large, "-q").code == 0
    before = facts(database)["components"]
    gone = large.parent / "bronnen" / "bron-03"
    gone.rename(large.parent / "elders")
    ran = sluis("scan", large)
    assert ran.code == 3
    told = " ".join(ran.out.split())  # lines break where the path of the folder makes them
    assert "bron-03" in told
    assert "is er niet" in told
    assert facts(database)["components"] == before
    (large.parent / "elders").rename(gone)
    assert sluis("scan", large, "-q").code == 0
    assert facts(database)["components"] == before


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Path]:
    """A database with a hole in it."""
    source = tmp_path / "bron"
    source.mkdir()
    (source / "package-lock.json").write_text(lock("a", 500))
    path = estate(tmp_path, source)
    assert apart("scan", path, "-q", cwd=tmp_path).code == 0
    database = tmp_path / "estate.db"
    content = bytearray(database.read_bytes())
    content[8192 : len(content) // 2] = os.urandom(len(content) // 2 - 8192)
    database.write_bytes(content)
    return path


@pytest.mark.parametrize("command", ["scan", "report", "find", "check"])
def test_damaged_database_is_told_with_what_to_do(
    sluis: Sluis, damaged: Path, command: str
) -> None:
    database = str(damaged.parent / "estate.db")
    arguments = {
        "scan": ("scan", str(damaged), "--reread"),
        "report": ("report", "--db", database),
        "find": ("find", "a-1", "--db", database),
        "check": ("db", "check", "--db", database),
    }[command]
    ran = sluis(*arguments)
    assert ran.code in {1, 3}
    assert "Traceback" not in ran.err
    assert "damaged" in ran.err or "not sound" in ran.out
