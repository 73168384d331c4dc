"""Bytes to text, with byte-order marks and wrong encodings met in practice; line numbers by offset."""

from bisect import bisect_right

from sbom.errors import ParseError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode(content: bytes) -> str:
    """Text of a file.

    Byte-order marks are honoured and removed. UTF-16 without a mark is recognised by its zero bytes.
    Bytes that are not UTF-8 are read as Windows-1252, the usual other encoding of Dutch files.

    Raises:
        ParseError: empty of text, or binary.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ParseError(
                    f"has a {encoding} byte-order mark but is not {encoding}"
                ) from error
    head = content[:4096]
    if b"\x00" in head:
        for encoding, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
            zeros = head[zero::2].count(0)
            if len(head) > 3 and zeros > len(head) * 0.35 and head[1 - zero :: 2].count(0) == 0:
                try:
                    return content.decode(encoding)
                except UnicodeDecodeError:
                    break
        raise ParseError("is binary, not text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class Lines:
    """Line numbers of offsets in a text."""

    def __init__(self, text: str) -> None:
        """Index the newlines of `text` once: O(n)."""
        self._text = text
        self._starts: list[int] | None = None

    def at(self, offset: int) -> int:
        """1-based line of a character offset."""
        if self._starts is None:
            starts = [-1]
            position = self._text.find("\n")
            while position >= 0:
                starts.append(position)
                position = self._text.find("\n", position + 1)
            self._starts = starts
        return bisect_right(self._starts, offset - 1)


class KeyFinder:
    """Finds the lines of keys that a reader meets in the order of the file, in one forward pass."""

    def __init__(self, text: str) -> None:
        """Start at the top of `text`."""
        self._text = text
        self._position = 0
        self._line = 1

    def line_of(self, needle: str) -> int | None:
        """1-based line of the next occurrence of `needle` after the previous hit, or None.

        A miss does not move the position.
        """
        hit = self._text.find(needle, self._position)
        if hit < 0:
            return None
        self._line += self._text.count("\n", self._position, hit)
        self._position = hit
        return self._line
