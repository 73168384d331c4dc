"""One source to its facts."""

import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.collector import Entry, Limits, Listing, State, Target, Wanted
from sbom.errors import CollectError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind, Stage
from sbom.source import Origin, OriginKind, SourceFile
from scanner.source_reader import CacheKey, join_files, read_source, time_cap

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Source:
    """A collector over contents in memory; a text stands for an error in its place."""

    NAME = "folder"
    NEEDS_NETWORK = False

    def __init__(self, files: dict[str, bytes | str]) -> None:
        self.files = files
        self.asked: list[str] = []

    def revision(self, target: Target, limits: Limits, /) -> str:
        return "1"

    def collect(self, target: Target, wanted: Wanted, limits: Limits, /) -> Listing:
        if not self.files:
            raise CollectError("bron: is not there")
        entries = [Entry(path=p, blob=f"b{p}", size=-1) for p in sorted(self.files) if wanted(p)]

        def read(chosen: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
            for entry in chosen:
                self.asked.append(entry.path)
                content = self.files[entry.path]
                if content == "break":
                    raise CollectError("the disk is gone")
                if isinstance(content, str):
                    yield Issue(
                        kind=IssueKind(content), stage=Stage.COLLECT, path=entry.path, message="x"
                    )
                else:
                    yield SourceFile(path=entry.path, content=content, blob=entry.blob)

        return Listing(
            origin=Origin(kind=target.kind, uri=target.id, revision="1"),
            files_seen=len(self.files),
            entries=entries,
            issues=[],
            read=read,
            paths=[e.path for e in entries],
        )


def target(kind: OriginKind = OriginKind.FOLDER, exclude: tuple[str, ...] = ()) -> Target:
    return Target(id="bron", kind=kind, location="/bron", exclude=exclude)


def states(source: Source, **options: object) -> tuple[State, dict[str, str]]:
    result = read_source(
        target(**options),  # type: ignore[arg-type]  # passed on as given
        source,
        limits=Limits(),
        now=NOW,
    ).result
    return result.state, {f.path: f.state for f in result.files}


def test_every_wanted_file_has_a_state() -> None:
    source = Source(
        {
            "requirements.txt": b"flask==3.0.0\n",
            "map/requirements.txt": b"flask==3.0.0\n-\n",
            "yarn.lock": b"\x00",
            "go.mod": "unreadable",
            "Cargo.lock": "limit",
            "composer.lock": b"{}",
            "README.md": b"x",
            "oud/Gemfile.lock": b"GEM\n",
        }
    )
    state, found = states(source, exclude=("oud",))
    assert state is State.PARTIAL
    assert found.pop("composer.lock") in {"read", "failed"}
    assert found == {
        "requirements.txt": "read",
        "map/requirements.txt": "partial",
        "yarn.lock": "failed",
        "go.mod": "failed",
        "Cargo.lock": "skipped",
        "oud/Gemfile.lock": "skipped",
    }
    assert "oud/Gemfile.lock" not in source.asked


def test_source_that_cannot_be_listed_has_failed_with_its_reason() -> None:
    result = read_source(target(), Source({}), limits=Limits(), revision="7", now=NOW).result
    assert (result.state, result.revision, result.files) == (State.FAILED, "7", ())
    assert [i.message for i in result.issues] == ["bron: is not there"]


def test_source_that_breaks_off_keeps_what_was_read() -> None:
    source = Source({"a/go.sum": b"x v1 h1:a=\n", "b/yarn.lock": "break", "go.mod": b"module x\n"})
    result = read_source(target(), source, limits=Limits(), now=NOW).result
    assert result.state is State.PARTIAL
    assert [f.path for f in result.files] == ["a/go.sum"]
    assert [i.message for i in result.issues] == ["stopped half way: the disk is gone"]
    assert result.issues[0].path == "", "nothing of the source may be called gone"


def test_what_is_in_the_cache_is_not_read() -> None:
    source = Source({"requirements.txt": b"flask==3.0.0\n", "go.mod": b"module x\n"})
    first = read_source(target(), source, limits=Limits(), now=NOW)
    assert len(first.fresh) == 2
    known = dict(first.fresh)
    source.asked.clear()

    def cached(keys: list[CacheKey]) -> dict[CacheKey, Inventory]:
        return {k: known[k] for k in keys if k in known and k[3] == "go.mod"}

    second = read_source(target(), source, limits=Limits(), cached=cached, now=NOW)
    assert source.asked == ["requirements.txt"]
    assert [k[3] for k, _ in second.fresh] == ["requirements.txt"]
    assert second.result.cache_hits == 1
    assert second.result.files == first.result.files


def test_failed_files_are_not_kept_in_the_cache() -> None:
    answer = read_source(target(), Source({"yarn.lock": b"\x00"}), limits=Limits(), now=NOW)
    assert answer.fresh == ()


def test_delivered_document_is_known_by_its_content() -> None:
    document = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}'
    spdx = b'{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x", "packages": []}'
    source = Source({"levering.txt": document, "x.cdx.json": spdx, "brief.txt": b"Geachte heer,"})
    result = read_source(target(OriginKind.SBOM), source, limits=Limits(), now=NOW).result
    assert {f.path: (f.format, f.state) for f in result.files} == {
        "levering.txt": ("sbom/cyclonedx-json", "read"),
        "x.cdx.json": ("sbom/spdx-json", "read"),
        "brief.txt": ("unknown document", "unsupported"),
    }


def test_joining_nothing_is_nothing() -> None:
    assert join_files({}) == {}


def test_time_cap_rings_and_is_silent_afterwards() -> None:
    with pytest.raises(TimeoutError), time_cap(0.02):
        time.sleep(5)
    with time_cap(0.02):
        pass
    time.sleep(0.04)


def test_time_cap_is_harmless_off_the_main_thread() -> None:
    done = []

    def work() -> None:
        with time_cap(0.01):
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]


def test_file_that_takes_too_long_is_one_issue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sbom.parsers.golang import go_mod
    from scanner import source_reader

    def endless(_: SourceFile) -> Inventory:
        while True:
            time.sleep(0.001)

    monkeypatch.setattr(go_mod, "parse", endless)
    monkeypatch.setattr(source_reader, "FILE_SECONDS", 0.05)
    source = Source({"go.mod": b"module x\n", "requirements.txt": b"flask==3.0.0\n"})
    result = read_source(target(), source, limits=Limits(), now=NOW).result
    assert {f.path: f.state for f in result.files} == {
        "go.mod": "failed",
        "requirements.txt": "read",
    }
    ((issue,),) = [f.inventory.issues for f in result.files if f.path == "go.mod"]
    assert (issue.kind, issue.path) == (IssueKind.LIMIT, "go.mod")
    assert "time cap" in issue.message
