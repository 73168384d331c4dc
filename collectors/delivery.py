"""What was laid down for us: a folder of files, or one file. A collector chooses among them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from collectors.collector import Entry, Limits, Target
from collectors.paths import shown
from collectors.walk import Found, digest, read_files, read_one, remarks, walk
from sbom.errors import CollectError
from sbom.issue import Issue
from sbom.source import SourceFile

Read = Callable[[Iterable[Entry]], Iterator[SourceFile | Issue]]


def find(location: str, limits: Limits) -> tuple[list[Found], list[Issue]]:
    """Files of the delivery and remarks on them.

    Args:
        location: Path of a folder or a file.
        limits: Caps on files and depth.

    Raises:
        CollectError: nothing is there, or it cannot be listed.
    """
    path = Path(location)
    try:
        if path.is_dir():
            found = walk(location, limits, skip={".git": ()})
            return found.files, remarks(found)
        if path.is_file():
            status = path.stat()
            file = Found(path.name, shown(path.name), status.st_size, status.st_mtime_ns)
            return [file], []
    except OSError as error:
        raise CollectError(f"{location}: cannot be read: {error.strerror}") from error
    reason = "is not a file or folder" if path.exists() else "is not there"
    raise CollectError(f"{location}: {reason}")


def revision(target: Target, limits: Limits, /) -> str:
    """Digest over path, size and time of each file; contents are not read.

    Raises:
        CollectError: nothing is there, or it cannot be listed.
    """
    return digest(find(target.location, limits)[0])


def reader(location: str, files: Iterable[Found], limits: Limits) -> Read:
    """Reads the contents of chosen entries; what cannot be read gives an issue in its place."""
    single = Path(location).is_file()
    raws = {f.path: f.raw for f in files if f.path is not f.raw}

    def read(chosen: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
        if single:
            return read_one(location, list(chosen), limits)
        return read_files(location, raws, chosen, limits)

    return read


def entry(file: Found) -> Entry:
    """A file as an entry; it has no id of its content before it is read."""
    return Entry(path=file.path, blob="", size=file.size)
