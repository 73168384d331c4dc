"""JSON of any size in chunks: members of the top-level object, and array elements in batches.

An array is not walked byte by byte. msgspec decodes as many whole elements as the buffer holds;
where the last whole one ends is guessed from how the first two are joined (`}, {"first-key"`). A
wrong guess does not decode, since what precedes it does not balance; then elements are taken one
by one until the next chunk. Each buffer is tried at most three times, so the whole stays linear.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from sbom.errors import ParseError

CHUNK = 1 << 20
MAX_VALUE = 1 << 26
"""Largest single value outside a streamed array, in bytes."""
_TRIES = 3
_OFFSET = re.compile(r"\(byte ([0-9]+)\)")
_SPACE = b" \t\r\n"
_JOINT = re.compile(rb'[ \t\r\n]*,[ \t\r\n]*\{[ \t\r\n]*"[^"\\]{0,64}"')
_NOT_SPACE = re.compile(rb"[^ \t\r\n]")
_RAW = msgspec.json.Decoder(msgspec.Raw)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Decoder(Protocol[T_co]):
    """What decodes a JSON array; msgspec's decoders do."""

    def decode(self, array: bytes, /) -> Sequence[T_co]:
        """The elements."""
        ...


@cache
def _shift() -> int:
    """How far msgspec's byte number of trailing characters is past their first."""
    try:
        _RAW.decode(b"1 x")
    except msgspec.DecodeError as error:
        match = _OFFSET.search(str(error))
        if match is not None:
            return int(match[1]) - 2
    raise AssertionError("msgspec no longer says where trailing characters start")


class Chunks:
    """A forward reader over a source of bytes that holds about two chunks."""

    def __init__(self, read: Callable[[int], bytes], chunk: int = CHUNK) -> None:
        """Read from `read(size)`, which gives b"" at the end, as files do."""
        self._read = read
        self._chunk = chunk
        self._buffer = b""
        self._position = 0
        self._ended = False
        self.fresh = False
        """Whether the buffer was filled since the last guess."""
        self.latest = b""
        """The JSON array that the latest batch was decoded from."""

    def more(self) -> bool:
        """Append a chunk, at least as large as what is left; False at the end of the source."""
        if self._ended:
            return False
        left = len(self._buffer) - self._position
        parts, size, wanted = [self._buffer[self._position :]], 0, max(self._chunk, left)
        while size < wanted:
            piece = self._read(wanted - size)
            if not piece:
                self._ended = True
                break
            parts.append(piece)
            size += len(piece)
        self._buffer, self._position = b"".join(parts), 0
        self.fresh = size > 0
        return size > 0

    def peek(self) -> bytes:
        """The next byte that is no white space, not taken; b"" at the end."""
        while True:
            match = _NOT_SPACE.search(self._buffer, self._position)
            if match is not None:
                self._position = match.start()
                return match[0]
            self._position = len(self._buffer)
            if not self.more():
                return b""

    def take(self, expected: bytes) -> None:
        """Pass one byte.

        Raises:
            ParseError: it is another one, or the source has ended.
        """
        found = self.peek()
        if found != expected:
            if not found:
                raise ParseError("ends in the middle")
            wanted, met = expected.decode("latin-1"), found.decode("latin-1")
            raise ParseError(f"is not valid JSON: expected {wanted!r}, found {met!r}")
        self._position += 1

    def value(self) -> msgspec.Raw:
        """The next value, undecoded; its bytes are checked to be JSON.

        Raises:
            ParseError: malformed, cut off, or larger than `MAX_VALUE`.
        """
        first = self.peek()
        while True:
            view = memoryview(self._buffer)[self._position :]
            end = 0
            try:
                _RAW.decode(view)
                if self._ended or first in (b"{", b"[", b'"'):
                    end = len(view)
            except msgspec.DecodeError as error:
                end = self._end(error)
            except RecursionError as error:
                raise ParseError("is nested too deeply") from error
            if end:
                start = self._position
                self._position += end
                return msgspec.Raw(self._buffer[start : start + end])
            if len(view) > MAX_VALUE:
                raise ParseError(f"holds a single value of more than {MAX_VALUE >> 20} MiB")
            if not self.more():
                raise ParseError("ends in the middle")

    def _end(self, error: msgspec.DecodeError) -> int:
        """Length of the value that trailing characters follow; 0 when more bytes are needed."""
        message = str(error)
        if "truncated" in message:
            return 0
        match = _OFFSET.search(message)
        if "trailing" not in message or match is None:
            raise ParseError(f"is not valid JSON: {message}") from error
        return int(match[1]) - _shift()

    def low(self) -> bool:
        """Whether less than half a chunk is left in the buffer."""
        return len(self._buffer) - self._position < self._chunk >> 1

    def joint(self) -> bytes:
        """How the element just taken is joined to the next: from its closing brace to a key."""
        match = _JOINT.match(self._buffer, self._position)
        if match is None or not self._position:
            return b""
        start = self._position - 1
        while start > 0 and self._buffer[start : start + 1] in (b" ", b"\t", b"\r", b"\n"):
            start -= 1
        if self._buffer[start : start + 1] != b"}":
            return b""
        while start > 0 and self._buffer[start - 1] in _SPACE:
            start -= 1
        return self._buffer[start : match.end()]

    def candidates(self, joint: bytes) -> Iterator[int]:
        """Ends of what may be the last whole element, later ones first."""
        close = joint.index(b"}") + 1
        end = len(self._buffer)
        for _ in range(_TRIES):
            end = self._buffer.rfind(joint, self._position, end)
            if end < 0:
                return
            yield end + close

    def until(self, cut: int) -> bytes:
        """The bytes from here to a candidate, as a JSON array."""
        return b"[" + self._buffer[self._position : cut] + b"]"

    def skip_to(self, cut: int) -> None:
        """Go on at a candidate."""
        self._position = cut


class Batches(Generic[T]):
    """Elements of one array in lists; `fallback` makes an element that the type refuses."""

    def __init__(self, decoder: Decoder[T], fallback: Callable[[msgspec.Raw], T]) -> None:
        """Decode with `decoder`; elements with wrong types go through `fallback` alone."""
        self._decoder = decoder
        self._fallback = fallback

    def read(self, chunks: Chunks) -> Iterator[Sequence[T]]:
        """The elements of the array that comes next.

        Raises:
            ParseError: malformed or cut off; what was yielded before stands.
        """
        chunks.take(b"[")
        if chunks.peek() == b"]":
            chunks.take(b"]")
            return
        joint = b""
        while True:
            if chunks.low():
                chunks.more()
            batch = self._guess(chunks, joint) if joint and chunks.fresh else None
            chunks.fresh = False
            if batch is None:
                batch = self.decode(chunks, b"[" + bytes(chunks.value()) + b"]")
                if not joint:
                    joint = chunks.joint()
                    chunks.fresh = bool(joint)
            if batch:
                yield batch
            if chunks.peek() == b"]":
                chunks.take(b"]")
                return
            chunks.take(b",")

    def _guess(self, chunks: Chunks, joint: bytes) -> Sequence[T] | None:
        for cut in chunks.candidates(joint):
            try:
                batch = self.decode(chunks, chunks.until(cut))
            except ParseError:
                continue
            chunks.skip_to(cut)
            return batch
        return None

    def decode(self, chunks: Chunks, array: bytes) -> Sequence[T]:
        """All elements of a JSON array, which becomes `chunks.latest`.

        Raises:
            ParseError: malformed.
        """
        chunks.latest = array
        try:
            return self._decoder.decode(array)
        except msgspec.ValidationError:
            return [self._fallback(raw) for raw in _ITEMS.decode(array)]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ParseError(f"is not valid JSON: {error}") from error
        except RecursionError as error:
            raise ParseError("is nested too deeply") from error


_ITEMS: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(list[msgspec.Raw])
