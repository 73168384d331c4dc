"""The process that reads one foreign document: bounded memory and time, no network.

Run as `python -m scanner.document_child`; an order comes on standard input, answers go to standard
output. What goes wrong here costs this file, never the parent.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from scanner.document_frames import Answer, Order, order_of, packed

MEMORY = 1536 << 20
"""Bytes of address space."""
MEMORY_OCR = 4096 << 20
"""With text recognition, whose processes inherit the bound."""
_REFUSED = ("socket.", "urllib.", "ftplib.", "smtplib.", "http.client.", "webbrowser.")


def main() -> None:
    """Read the order, answer, and end."""
    order = order_of(sys.stdin.buffer.read())
    confine(ocr=order.ocr)
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    for document in _documents(order, out):
        out.write(packed(Answer(document=document)))
        out.flush()
    out.write(packed(Answer(done=True)))
    out.flush()
    os._exit(0)


def confine(*, ocr: bool) -> None:
    """Take away what a reader of files does not need: memory without end, core files, the network."""
    sys.addaudithook(_refuse)
    try:
        import resource
    except ImportError:  # Windows has none
        return
    memory = MEMORY_OCR if ocr else MEMORY
    for what, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CPU, 600),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (value if hard < 0 else min(value, hard), hard))


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"a reader of documents uses no network ({event})")


def _documents(order: Order, out: Any) -> Iterator[Any]:
    from sbom.contracts.options import Options
    from sbom.contracts.read_all import failed, read_documents

    recognise = None
    if order.ocr:
        from scanner.ocr import reader

        recognise = reader(order.workers)

    def watched(pictures: Iterable[Any]) -> Iterator[Any]:
        assert recognise is not None  # noqa: S101 - only called when there is one
        for number, lines in enumerate(recognise(pictures), 1):
            out.write(packed(Answer(page=number)))
            out.flush()
            yield lines

    options = Options(
        max_pages=order.max_pages,
        max_ocr_pages=order.max_ocr_pages,
        ocr=watched if recognise is not None else None,
    )
    try:
        yield from read_documents(order.name, order.content, options)
    except MemoryError:
        yield failed(order.name, "needs more memory than reading a document may take")
    except RecursionError:
        yield failed(order.name, "is nested too deep")


if __name__ == "__main__":
    main()
