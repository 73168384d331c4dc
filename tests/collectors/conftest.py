"""Repositories made on the spot, in a home of their own."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from collectors.collector import Limits, Listing, Target
from sbom.source import OriginKind, SourceFile

Git = Callable[..., str]
MakeRepository = Callable[..., Path]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of whoever runs the tests, and a cache that is thrown away."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("SLUIS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def git() -> Git:
    """Run git as a developer would; output as text."""

    def run(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
        identity = ["-c", "user.name=Voorbeeld", "-c", "user.email=voorbeeld@example.org"]
        command = ["git", *identity, "-c", "protocol.file.allow=always", "-C", str(folder)]
        done = subprocess.run([*command, *arguments], input=stdin, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    return run


@pytest.fixture
def make_repository(tmp_path: Path, git: Git) -> MakeRepository:
    """Make a repository with one commit."""

    def make(
        files: Mapping[str, bytes],
        *,
        name: str = "repository",
        bare: bool = False,
        object_format: str = "sha1",
    ) -> Path:
        top = tmp_path / name
        top.mkdir()
        git(top, "init", "-q", "-b", "main", f"--object-format={object_format}")
        for path, content in files.items():
            place = top / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        git(top, "add", "-A", "-f")
        git(top, "commit", "-q", "--allow-empty", "-m", "first")
        if bare:
            git(tmp_path, "clone", "-q", "--bare", str(top), f"{name}.git")
            return tmp_path / f"{name}.git"
        return top

    return make


@pytest.fixture
def target() -> Callable[..., Target]:
    """Make a target with a short id."""

    def make(location: Path | str, kind: OriginKind = OriginKind.GIT, **more: Any) -> Target:
        return Target(id="t", kind=kind, location=str(location), **more)

    return make


@pytest.fixture
def contents() -> Callable[[Listing], dict[str, bytes | str]]:
    """Read a listing: content, or the message of the issue, by path."""

    def read(listing: Listing) -> dict[str, bytes | str]:
        return {
            item.path: item.content if isinstance(item, SourceFile) else item.message
            for item in listing.read(listing.entries)
        }

    return read


@pytest.fixture
def limits() -> Limits:
    """Caps fit for tests."""
    return Limits(git_seconds=60)
