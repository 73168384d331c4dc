"""What the reading process and its parent say to each other: length, then msgpack, per message."""

from collections.abc import Iterator
from typing import Any

import msgspec

from sbom.contracts.document import Document

HEAD = 4
"""Bytes of the length before each message, big end first."""


_MARK = 64
"""Bytes of a message on a page at most."""


class Order(msgspec.Struct, frozen=True):
    """One file to read."""

    name: str
    content: bytes
    max_pages: int
    max_ocr_pages: int
    ocr: bool
    workers: int


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document, how far recognition is, or the end."""

    document: Document | None = None
    page: int = 0
    """Page that was recognised last."""
    done: bool = False


def packed(message: Order | Answer) -> bytes:
    """A message with its length."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(HEAD, "big") + body


def unpacked(data: bytes) -> Iterator[Answer]:
    """Whole messages in what came so far; a cut one at the end is left out."""
    at = 0
    while at + HEAD <= len(data):
        length = int.from_bytes(data[at : at + HEAD], "big")
        body = data[at + HEAD : at + HEAD + length]
        if len(body) < length:
            return
        at += HEAD + length
        try:
            yield msgspec.msgpack.decode(body, type=Answer)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return


class PageMarks:
    """Finds what is said of pages in an answer that comes in pieces; documents are passed over."""

    def __init__(self) -> None:
        """Nothing has come."""
        self._held = b""
        self._skip = 0

    def pages(self, piece: bytes) -> Iterator[int]:
        """Pages that this piece says were recognised, in order.

        Args:
            piece: What came, cut anywhere.
        """
        passed = min(self._skip, len(piece))
        self._skip -= passed
        self._held += piece[passed:]
        while len(self._held) >= HEAD:
            end = HEAD + int.from_bytes(self._held[:HEAD], "big")
            if end > _MARK:
                passed = min(end, len(self._held))
                self._skip, self._held = end - passed, self._held[passed:]
            elif len(self._held) < end:
                return
            else:
                yield from (a.page for a in unpacked(self._held[:end]) if a.page)
                self._held = self._held[end:]


def order_of(data: bytes) -> Any:
    """The order in the child's input."""
    return msgspec.msgpack.decode(data[HEAD:], type=Order)
