"""The walk of a scan: what is read again, what is not, and what one failure costs."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from command_line import Sluis, estate, rows, sound

from collectors.collector import Limits, Target
from sbom.errors import StoreError
from sbom.source import OriginKind
from scanner import source_jobs
from scanner.judgement import Judgement
from scanner.packs import load_policy
from scanner.pipeline import Outcome, scan
from scanner.progress import Progress
from scanner.settings import Settings, load_settings
from scanner.source_change import reader_digest
from scanner.store.store import open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TARGET = Target(id="a", kind=OriginKind.FOLDER, location="/a")


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Three folders with a requirements file each."""
    folders = [tmp_path / name for name in ("een", "twee", "drie")]
    for folder in folders:
        folder.mkdir()
        (folder / "requirements.txt").write_text(f"flask==3.0.0\n{folder.name}==1.0\n")
    return folders


def run(settings: Settings, *, jobs: int = 1, reread: bool = False) -> Outcome:
    judgement = Judgement(pack=load_policy(), waivers=(), now=NOW)
    with open_store(settings.database) as store:
        return scan(
            settings,
            store,
            judgement,
            progress=Progress(0, enabled=False),
            jobs=jobs,
            reread=reread,
            clock=lambda: NOW,
        )


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_what_changed_is_read(tmp_path: Path, sources: list[Path], jobs: int) -> None:
    settings = load_settings(estate(tmp_path, *sources), {})
    first = run(settings, jobs=jobs)
    assert (first.read, first.unchanged, first.evaluated, first.complete) == (3, 0, True, True)
    second = run(settings, jobs=jobs)
    assert (second.read, second.unchanged, second.evaluated) == (0, 3, False)
    (sources[1] / "requirements.txt").write_text("click==8.1.7\n")
    third = run(settings, jobs=jobs)
    assert (third.read, third.unchanged, third.evaluated) == (1, 2, True)
    fourth = run(settings, jobs=jobs, reread=True)
    assert (fourth.read, fourth.unchanged) == (3, 0)


@pytest.mark.parametrize("link", [False, True])
def test_the_database_in_use_is_no_part_of_the_folder_it_lies_in(
    tmp_path: Path, sources: list[Path], *, link: bool
) -> None:
    whole = tmp_path / "verwijzing" if link else tmp_path
    if link:
        whole.symlink_to(tmp_path)
    place = tmp_path / "estate"
    place.mkdir()
    settings = load_settings(estate(place, whole), {})
    database = tmp_path / sources[0].name / "sluis.db"
    settings = msgspec.structs.replace(settings, database=str(database))
    assert run(settings).read == 1
    for beside in ("sluis.db", "sluis.db.lock"):
        assert database.with_name(beside).exists()
    with open_store(database, readonly=True) as reading:  # keeps -wal and -shm beside it
        reading.rows("SELECT 1 FROM scan")
        assert (run(settings).read, run(settings).unchanged) == (0, 1)
    ((seen,),) = rows(database, "SELECT DISTINCT files_seen FROM source_scan")
    assert seen == 4, "three requirements and the estate file"
    database.with_name("andere.db").write_bytes(b"een ander bestand")
    assert run(settings).read == 1, "what is not ours counts"


def test_times_come_from_the_clock_that_was_given(tmp_path: Path, sources: list[Path]) -> None:
    settings = load_settings(estate(tmp_path, *sources), {})
    run(settings)
    ((started, finished),) = rows(
        tmp_path / "estate.db", "SELECT started_at, finished_at FROM scan"
    )
    assert datetime.fromisoformat(started) == datetime.fromisoformat(finished) == NOW


def test_failure_of_ours_costs_one_source(
    tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(estate(tmp_path, *sources), {})
    read = source_jobs._read_one

    def broken(job: "source_jobs.Job") -> object:
        if job.target.location.endswith("twee"):
            raise KeyError("een fout van ons")
        return read(job)

    monkeypatch.setattr(source_jobs, "_read_one", broken)
    outcome = run(settings)
    assert (len(outcome.failed), outcome.complete) == (1, False)
    found = rows(tmp_path / "estate.db", "SELECT name FROM current_occurrence ORDER BY 1")
    assert [n for (n,) in found] == ["drie", "een", "flask", "flask"]
    assert sound(tmp_path / "estate.db")
    monkeypatch.undo()
    again = run(settings)
    assert (again.read, again.unchanged, again.complete) == (1, 2, True)


def test_failing_database_is_not_taken_for_a_failing_source(
    tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(estate(tmp_path, *sources), {})

    def broken(_: "source_jobs.Job") -> object:
        raise StoreError("estate.db: weg")

    monkeypatch.setattr(source_jobs, "_read_one", broken)
    with pytest.raises(StoreError, match="weg"):
        run(settings)


def test_joiner_that_fails_leaves_an_issue_and_the_facts(
    tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sbom.joiners import requirements_includes

    def broken(_: object) -> object:
        raise IndexError("een fout van ons")

    monkeypatch.setattr(requirements_includes, "join", broken)
    outcome = run(load_settings(estate(tmp_path, *sources), {}))
    assert len(outcome.partial) == 3
    told = rows(tmp_path / "estate.db", "SELECT DISTINCT stage, path, message FROM issue")
    assert told == [
        ("join", "requirements.txt", "joiner pypi/includes failed: IndexError: een fout van ons")
    ]
    assert len(rows(tmp_path / "estate.db", "SELECT * FROM current_occurrence")) == 6


@pytest.mark.parametrize(
    "other",
    [
        {"revision": "v2"},
        {"subfolder": "b"},
        {"exclude": ("*.txt",)},
        {"kind": OriginKind.SBOM},
        {"supplied": True},
    ],
)
def test_whatever_decides_what_is_read_is_in_the_digest(other: dict[str, object]) -> None:
    assert reader_digest(TARGET) == reader_digest(msgspec.structs.replace(TARGET, system="x"))
    assert reader_digest(TARGET) != reader_digest(msgspec.structs.replace(TARGET, **other))


def test_exclude_takes_effect_without_a_change_of_the_source(
    sluis: Sluis, tmp_path: Path, sources: list[Path]
) -> None:
    assert sluis("scan", estate(tmp_path, sources[0]), "-q").code == 0
    path = estate(tmp_path, {"folder": str(sources[0]), "exclude": ["*.txt"]})
    assert sluis("scan", path, "-q").code == 0
    assert rows(tmp_path / "estate.db", "SELECT * FROM current_occurrence") == []
    states = rows(tmp_path / "estate.db", "SELECT state FROM file WHERE to_scan IS NULL")
    assert states == [("skipped",)]


def test_same_content_elsewhere_is_taken_from_the_cache(
    sluis: Sluis, tmp_path: Path, git_source: Path
) -> None:
    path = estate(tmp_path, {"git": str(git_source)})
    sluis("scan", path, "-q")
    sluis("scan", path, "-q", "--reread")
    sluis("scan", estate(tmp_path, {"git": str(git_source), "name": "nog eens"}), "-q")
    hits = rows(tmp_path / "estate.db", "SELECT scan_id, cache_hits FROM source_scan ORDER BY 1")
    assert hits == [(1, 0), (2, 0), (3, 1)]


@pytest.fixture
def git_source(tmp_path: Path) -> Path:
    """A repository with one lock."""
    import subprocess

    folder = tmp_path / "bron"
    folder.mkdir()
    lock = {"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
    return folder


def test_limits_reach_the_collector(sluis: Sluis, tmp_path: Path, sources: list[Path]) -> None:
    path = estate(tmp_path, *sources, more="limits: {file_bytes: 10}\n")
    assert load_settings(path, {}).limits == Limits(file_bytes=10)
    assert sluis("scan", path, "-q").code == 3
    kinds = rows(tmp_path / "estate.db", "SELECT DISTINCT kind, stage FROM issue")
    assert kinds == [("limit", "collect")]
