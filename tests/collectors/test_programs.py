"""Which files are taken for compiled programs: alike in a folder, a repository and an image."""

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from program_files import elf

from collectors import folder, git_repository, image
from collectors.collector import Collector, Limits
from sbom.issue import Issue
from sbom.programs.selection import SMALLEST, may_be
from sbom.source import OriginKind

PROGRAM = elf({".note": b"\0" * SMALLEST})
SCRIPT = b"#!/bin/sh\n" + b"# voorbeeld\n" * SMALLEST
FILES: Mapping[str, tuple[bytes, int]] = {
    "usr/bin/loket": (PROGRAM, 0o755),
    "usr/bin/loket-1.2": (PROGRAM, 0o755),
    "usr/bin/niet-uitvoerbaar": (PROGRAM, 0o644),
    "usr/bin/klein": (PROGRAM[: SMALLEST - 1], 0o755),
    "usr/bin/start.sh": (PROGRAM, 0o755),
    "usr/bin/script": (SCRIPT, 0o755),
    "usr/bin/leeg": (b"", 0o755),
    "usr/lib/libvoorbeeld.so": (PROGRAM, 0o755),
    "usr/lib/plugin.so": (PROGRAM, 0o644),
}
PROGRAMS = {"usr/bin/loket", "usr/bin/loket-1.2"}
BY_NAME = {"usr/lib/libvoorbeeld.so", "usr/lib/plugin.so"}


class Wanted:
    """Wants libraries by name, and programs."""

    program = staticmethod(may_be)

    def __call__(self, path: str) -> bool:
        return path.endswith(".so")


def wants_no_programs(path: str) -> bool:
    return path.endswith(".so")


@pytest.fixture
def in_folder(tmp_path, target):
    for path, (content, mode) in FILES.items():
        place = tmp_path / "tree" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(mode)
    return target(tmp_path / "tree", OriginKind.FOLDER)


@pytest.fixture
def in_git(in_folder, git, target):
    top = Path(in_folder.location)
    git(top, "init", "-q", "-b", "main")
    git(top, "add", "-A", "-f")
    git(top, "commit", "-q", "-m", "first")
    return target(top)


@pytest.fixture
def in_image(tmp_path, target):
    def tar(files: Mapping[str, tuple[bytes, int]]) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for name, (content, mode) in files.items():
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(content), mode
                archive.addfile(info, io.BytesIO(content))
        return buffer.getvalue()

    listed = [{"Config": "c.json", "RepoTags": [], "Layers": ["layer.tar"]}]
    parts = {
        "layer.tar": tar(FILES),
        "c.json": b"{}",
        "manifest.json": json.dumps(listed).encode(),
    }
    place = tmp_path / "image.tar"
    place.write_bytes(tar({name: (content, 0o644) for name, content in parts.items()}))
    return target(place, OriginKind.IMAGE)


COLLECTORS: list[tuple[Collector, str]] = [
    (folder, "in_folder"),
    (git_repository, "in_git"),
    (image, "in_image"),
]


@pytest.mark.parametrize(("collector", "made"), COLLECTORS)
def test_programs_are_found_by_mode_name_and_first_bytes(collector, made, request):
    listing = collector.collect(request.getfixturevalue(made), Wanted(), Limits())
    found = {e.path: e.program for e in listing.entries}
    # Git tells neither size nor content before a file is read: there the reader leaves out what is no program.
    unread = {"usr/bin/klein", "usr/bin/script", "usr/bin/leeg"} if made == "in_git" else set()
    assert {path for path, program in found.items() if program} == PROGRAMS | unread
    assert {path for path, program in found.items() if not program} >= BY_NAME
    assert "usr/bin/start.sh" not in found
    assert "usr/bin/niet-uitvoerbaar" not in found


@pytest.mark.parametrize(("collector", "made"), COLLECTORS)
def test_programs_are_read_whole(collector, made, request):
    listing = collector.collect(request.getfixturevalue(made), Wanted(), Limits())
    read = {f.path: f for f in listing.read(listing.entries)}
    for path in PROGRAMS | BY_NAME:
        assert not isinstance(read[path], Issue)
        assert read[path].content == PROGRAM


@pytest.mark.parametrize(("collector", "made"), COLLECTORS)
def test_who_asks_for_no_programs_gets_none(collector, made, request):
    listing = collector.collect(request.getfixturevalue(made), wants_no_programs, Limits())
    assert not any(e.program for e in listing.entries)
    assert not PROGRAMS & {e.path for e in listing.entries}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loket", True),
        ("loket-1.2", True),
        ("loket.bin", True),
        (".verborgen", True),
        ("start.sh", False),
        ("START.SH", False),
        ("archief.tar", False),
        ("punt.", True),
    ],
)
def test_a_name_says_what_cannot_be_a_program(name, expected):
    assert may_be(name) is expected
