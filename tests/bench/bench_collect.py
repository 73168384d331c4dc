"""Time to list and read a git repository, against git alone doing the same.

Usage: `python tests/bench/bench_collect.py REPOSITORY [ROUNDS]`. Prints medians in milliseconds.
The floor is two git processes: `ls-tree -r -z` and one `cat-file --batch --buffer` that is fed the
same blob ids, their output thrown away. Both sides run with a warm page cache, in turns.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fnmatch import translate
from pathlib import Path

from collectors import git_repository
from collectors.collector import Limits, Target
from sbom.match import format_of
from sbom.registry import FORMATS
from sbom.source import OriginKind, SourceFile


def main() -> None:
    """Measure one repository."""
    location = str(Path(sys.argv[1]).resolve())
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    target = Target(id="bench", kind=OriginKind.GIT, location=location)
    limits = Limits()
    listing = git_repository.collect(target, wanted, limits)
    ids = "".join(f"{e.blob}\n" for e in listing.entries).encode()
    commit = listing.origin.revision
    sides: dict[str, Callable[[], object]] = {
        "git alone": lambda: floor(location, commit, ids),
        "list": lambda: git_repository.collect(target, named_nothing, limits),
        "list, no hint": lambda: git_repository.collect(target, nothing, limits),
        "list and read": lambda: whole(target, limits),
        "revision": lambda: git_repository.revision(target, limits),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            began = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - began) * 1000)
    print(f"{listing.files_seen} files, {len(listing.entries)} wanted")
    for name, values in times.items():
        print(f"{name:14} {statistics.median(values):8.2f} ms  (min {min(values):.2f})")


def nothing(_: str) -> bool:
    """Wants no file."""
    return False


class _Names:
    """Wants no file, and says so by name."""

    def __call__(self, _: str) -> bool:
        return False

    def maybe(self, _: str) -> bool:
        """No name is wanted."""
        return False


named_nothing = _Names()


class _Formats:
    """What a scan wants, with the hint by name."""

    def __init__(self) -> None:
        bases = {p.rpartition("/")[2] for f in FORMATS for p in f.patterns}
        self._names = frozenset(b for b in bases if not any(c in b for c in "*?["))
        globs = [translate(b) for b in sorted(bases - self._names)]
        self._globs = re.compile("|".join(globs)).match

    def __call__(self, path: str) -> bool:
        return format_of(path) is not None

    def maybe(self, base: str) -> bool:
        """Whether a pattern fits this name in some folder."""
        return base in self._names or self._globs(base) is not None


wanted = _Formats()


def whole(target: Target, limits: Limits) -> int:
    """List and read, as a scan does; bytes read."""
    listing = git_repository.collect(target, wanted, limits)
    read = listing.read(listing.entries)
    return sum(len(found.content) for found in read if isinstance(found, SourceFile))


def floor(location: str, commit: str, ids: bytes) -> None:
    """Git alone: list the tree, write out the same blobs."""
    environment = os.environ | {"GIT_NO_LAZY_FETCH": "1"}
    for arguments, given in (
        (["ls-tree", "-r", "-z", "--full-tree", commit], b""),
        (["cat-file", "--batch", "--buffer"], ids),
    ):
        subprocess.run(
            ["git", "-C", location, *arguments],
            input=given,
            stdout=subprocess.DEVNULL,
            env=environment,
            check=True,
        )


if __name__ == "__main__":
    main()
