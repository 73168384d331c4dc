"""Layers laid over each other: which files an image shows, and reading them without unpacking.

Nothing is written to disk. A layer is read as a stream, twice: once to see what it holds and what it
hides, once to hand over the files that are wanted and still visible.

Source: Open Container Initiative, "Image Layer Filesystem Changeset" (whiteouts, opaque whiteouts,
hard links), image-spec 1.1.
"""

import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, cast

import msgspec

from collectors.collector import Limits
from collectors.image_archive import BROKEN, Holder, Layer
from sbom.errors import CollectError
from sbom.programs.selection import HEAD, RUNNABLE, SMALLEST
from sbom.readers.program_magic import is_program

LEAST_EXPANDED = 4 * 1024**3
"""Bytes that any layer may expand to."""
RATIO = 100
"""Times its size that a larger layer may expand to; usual layers stay below 20."""
_HEADER_BYTES = 1024 * 1024
_EXTENDED = frozenset({b"L", b"K", b"x", b"g", b"X"})
_OPAQUE = ".wh..wh..opq"
_HIDDEN = ".wh."


class File(msgspec.Struct, frozen=True):
    """A visible file."""

    layer: int
    member: str
    """Name as the layer has it; that of the target for a hard link."""
    size: int
    program: bool = False
    """Not wanted by its path: a compiled program by mode and first bytes."""


class Seen(msgspec.Struct):
    """What one layer holds."""

    files: dict[str, File] = msgspec.field(default_factory=dict)
    """Wanted regular files by clean path."""
    hides: set[str] = msgspec.field(default_factory=set)
    """Paths that hide what lies at or below them in lower layers."""
    empties: set[str] = msgspec.field(default_factory=set)
    """Folders whose content of lower layers is hidden."""
    count: int = 0
    """Regular files."""
    outside: int = 0
    """Members whose path leads out of the image; never read."""
    trouble: str = ""
    """Why it could not be read to its end."""


class _TooMuchError(Exception):
    """A layer expands beyond its cap."""


class _Member(tarfile.TarInfo):
    """A member whose extended headers (long names, pax) are refused when they are unreasonably large."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _EXTENDED and self.size > _HEADER_BYTES:
            raise tarfile.ReadError("an extended header is larger than 1 MiB")
        made: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc] # the one place where headers can be bounded
        return made


class _Counted:
    """A stream that counts what is read from it."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise _TooMuchError
        return chunk


@contextmanager
def _tar(holder: Holder, layer: Layer) -> Iterator[tarfile.TarFile]:
    """A layer as a stream of members.

    Raises:
        CollectError: packed in a way that the standard library cannot read.
    """
    with holder.open(layer.name) as raw:
        head = raw.read(6)
        raw.seek(0)
        if head[:4] == b"\x28\xb5\x2f\xfd" or layer.media.endswith("zstd"):
            raise CollectError("is packed with zstd, which this version cannot read")
        if "encrypted" in layer.media:
            raise CollectError("is encrypted")
        stream: IO[bytes] = raw
        if head[:2] == b"\x1f\x8b":
            import gzip

            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        elif head[:3] == b"BZh":
            import bz2

            stream = cast("IO[bytes]", bz2.BZ2File(raw))
        elif head == b"\xfd7zXZ\x00":
            import lzma

            stream = cast("IO[bytes]", lzma.LZMAFile(raw))  # noqa: SIM115 - ends with the member below it
        if stream is raw:
            with tarfile.open(fileobj=raw, mode="r:", tarinfo=_Member) as archive:
                yield archive
            return
        most = max(LEAST_EXPANDED, layer.size * RATIO)
        counted = cast("IO[bytes]", _Counted(stream, most))
        with tarfile.open(fileobj=counted, mode="r|", tarinfo=_Member) as archive:
            yield archive


def look(
    holder: Holder,
    layer: Layer,
    number: int,
    wanted: Callable[[str], bool],
    most: int,
    may_be: Callable[[str], bool] | None = None,
) -> Seen:
    """What a layer holds.

    Args:
        holder: Where it lies.
        layer: Which.
        number: Its place, lowest 0.
        wanted: Asked with clean paths.
        most: Members; beyond it the layer is cut off.
        may_be: Told the path of a file that may be run and is not wanted: whether to look at its first
            bytes. A second name (hard link) of such a program is left out.
    """
    seen = Seen()
    sizes: dict[str, int] = {}
    try:
        with _tar(holder, layer) as archive:
            for count, member in enumerate(archive):
                if count >= most:
                    seen.trouble = f"holds more than {most} members; the rest was not read"
                    break
                _take(member, number, seen, sizes, wanted)
                if may_be is not None and member.isreg() and member.mode & RUNNABLE:
                    _program(archive, member, number, seen, may_be)
                archive.members = []  # type: ignore[attr-defined] # keeps a long stream from filling memory
    except _TooMuchError:
        seen.trouble = f"expands to more than {RATIO} times its size; the rest was not read"
    except CollectError as error:
        seen.trouble = str(error)
    except BROKEN as error:
        seen.trouble = f"cannot be read to its end: {error}"
    return seen


def _take(
    member: tarfile.TarInfo,
    number: int,
    seen: Seen,
    sizes: dict[str, int],
    wanted: Callable[[str], bool],
) -> None:
    path = clean(member.name)
    if path is None:
        seen.outside += 1
        return
    folder, _, base = path.rpartition("/")
    if base.startswith(_HIDDEN):
        if base == _OPAQUE:
            seen.empties.add(folder)
        elif not base.startswith(".wh..wh."):
            seen.hides.add(f"{folder}/{base[4:]}" if folder else base[4:])
    elif member.isreg():
        seen.count += 1
        if wanted(path):
            seen.files[path] = File(number, member.name, member.size)
        if len(sizes) < 100_000:
            sizes[member.name] = member.size
    elif member.islnk():
        seen.count += 1
        if wanted(path):
            seen.files[path] = File(number, member.linkname, sizes.get(member.linkname, -1))
    elif not member.isdir():
        seen.hides.add(path)


def _program(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    number: int,
    seen: Seen,
    may_be: Callable[[str], bool],
) -> None:
    """Take in a file that may be run when its first bytes are those of a program."""
    path = clean(member.name)
    if path is None or path in seen.files or member.size < SMALLEST or not may_be(path):
        return
    opened = archive.extractfile(member)
    if opened is not None and is_program(opened.read(HEAD)):
        seen.files[path] = File(number, member.name, member.size, program=True)


def clean(name: str) -> str | None:
    """A path below the root, without leading `./` or `/`; None when it has `..` in it or is the root."""
    parts = [p for p in name.split("/") if p not in {"", "."}]
    return "/".join(parts) if parts and ".." not in parts else None


def visible(layers: Iterable[Seen]) -> dict[str, File]:
    """The wanted files that the image shows, by path; layers come lowest first."""
    found: dict[str, File] = {}
    for layer in layers:
        if layer.hides or layer.empties:
            found = {p: f for p, f in found.items() if not _hidden(p, layer)}
        found.update(layer.files)
    return found


def _hidden(path: str, layer: Seen) -> bool:
    if path in layer.hides or "" in layer.empties:
        return True
    cut = path.rfind("/")
    while cut > 0:
        path = path[:cut]
        if path in layer.hides or path in layer.empties:
            return True
        cut = path.rfind("/")
    return False


def read(
    holder: Holder, layer: Layer, files: dict[str, list[str]], limits: Limits
) -> Iterator[tuple[str, bytes | str]]:
    """Path and content of files of one layer; a text in place of the content says why there is none.

    Args:
        holder: Where it lies.
        layer: Which.
        files: Paths by member name. Of a member that stands twice the first counts.
        limits: `file_bytes` counts here.
    """
    left = dict(files)
    trouble = "is not in its layer any more"
    try:
        with _tar(holder, layer) as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined] # as in `look`
                if member.name not in left or not member.isreg():
                    continue
                if member.size > limits.file_bytes:
                    content: bytes | str = (
                        f"has {member.size} bytes, more than the cap of {limits.file_bytes}"
                    )
                else:
                    opened = archive.extractfile(member)
                    content = opened.read(limits.file_bytes + 1) if opened else b""
                for path in left.pop(member.name):
                    yield path, content
                if not left:
                    return
    except _TooMuchError:
        trouble = "lies in a layer that expands too much"
    except CollectError as error:
        trouble = str(error)
    except BROKEN as error:
        trouble = f"cannot be read: {error}"
    for paths in left.values():
        for path in paths:
            yield path, trouble
