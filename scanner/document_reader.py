"""Reads foreign documents in a process of their own and hands back Documents.

A reader that dies, hangs or runs out of memory costs its file: that becomes a Document without
text whose issue says what happened. What the process had read before is kept.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from sbom.contracts.document import Document
from sbom.contracts.read_all import failed
from scanner.document_frames import Order, PageMarks, packed, unpacked

MAX_BYTES = 256 << 20
"""Larger files are not read."""
_CHUNK = 1 << 20
_PASSED = frozenset({"PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TESSDATA_PREFIX", "VIRTUAL_ENV"})


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What one file may cost."""

    seconds: float = 120.0
    """Wall time without sign of progress; each page that is recognised starts it anew."""
    max_pages: int = 1500
    max_ocr_pages: int = 500
    ocr: bool = True
    workers: int = 0
    """Pages recognised at once; 0: one per core."""


Progress = Callable[[str, int], None]
"""Called with the file's name and the number of pages recognised so far."""


def read_file(
    path: Path, bounds: Bounds | None = None, progress: Progress | None = None
) -> tuple[Document, ...]:
    """The documents in a file: itself and, for mails and archives, what is in it.

    Args:
        path: The file.
        bounds: What it may cost.
        progress: Told of each recognised page.

    Raises:
        OSError: the file itself cannot be opened.
    """
    if path.stat().st_size > MAX_BYTES:
        return (failed(str(path), f"is larger than {MAX_BYTES >> 20} MB"),)
    return read_bytes(str(path), path.read_bytes(), bounds, progress)


def read_bytes(
    name: str, content: bytes, bounds: Bounds | None = None, progress: Progress | None = None
) -> tuple[Document, ...]:
    """The documents in bytes that were had elsewhere."""
    bounds = bounds or Bounds()
    order = Order(name, content, bounds.max_pages, bounds.max_ocr_pages, bounds.ocr, bounds.workers)
    process = subprocess.Popen(
        [sys.executable, "-c", "from scanner.document_child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        data, late = _talk(process, packed(order), bounds.seconds, name, progress)
    finally:
        _end(process)
    answers = list(unpacked(data))
    documents = [a.document for a in answers if a.document is not None]
    if not any(a.done for a in answers):
        documents.append(
            failed(name, _reason(process.returncode, late=late, seconds=bounds.seconds))
        )
    return tuple(documents)


def _environment() -> dict[str, str]:
    """What the child sees: where Python and its packages are, and nothing of the user's."""
    kept = {k: v for k, v in os.environ.items() if k in _PASSED}
    root = str(Path(__file__).resolve().parent.parent)
    return {**kept, "PYTHONPATH": root, "MALLOC_ARENA_MAX": "2"}


def _talk(
    process: "subprocess.Popen[bytes]",
    order: bytes,
    seconds: float,
    name: str,
    progress: Progress | None,
) -> tuple[bytes, bool]:
    """Send the order, gather the answers; whether time ran out."""
    assert process.stdin is not None  # noqa: S101 - asked for above
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        process.stdin.write(order)
        process.stdin.close()
    except BrokenPipeError:
        pass
    parts: list[bytes] = []
    marks = PageMarks()
    with selectors.DefaultSelector() as watch:
        watch.register(process.stdout, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not watch.select(left):
                return b"".join(parts), True
            piece = os.read(process.stdout.fileno(), _CHUNK)
            if not piece:
                return b"".join(parts), False
            parts.append(piece)
            deadline = time.monotonic() + seconds
            for page in marks.pages(piece):
                if progress is not None:
                    progress(name, page)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the child and what it started."""
    if process.poll() is None:
        try:
            process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _reason(code: int | None, *, late: bool, seconds: float) -> str:
    if late:
        return f"reading showed no progress for {seconds:.0f} seconds and was stopped"
    if code is not None and code < 0:
        return (
            f"the process that read it was ended by signal {-code} (memory or damage in the file)"
        )
    return f"the process that read it stopped with code {code}"
