"""Outlook messages (.msg): [MS-CFB] compound files with [MS-OXMSG] property streams.

Read: sender, receivers, subject, the plain words (else the HTML), and attached files. A message
attached to a message is not read; that is said.
"""

import struct
from typing import NamedTuple

from sbom.contracts.blocks import Block
from sbom.contracts.document import PassageKind
from sbom.contracts.mail import Member, plain_blocks
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""
_MAX_STREAM = 64 << 20
_MAX_ENTRIES = 20_000


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class _Compound:
    """Streams of a compound file by path."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or content[:4] != b"\xd0\xcf\x11\xe0":
            raise ParseError("is not an Outlook message")
        self._content = content
        shift, mini = struct.unpack_from("<HH", content, 30)
        if shift not in {9, 12} or mini != 6:
            raise ParseError("is a damaged compound file")
        self._size = 1 << shift
        first, self._cutoff = struct.unpack_from("<I", content, 48)[0], 4096
        mini_first, difat, difats = struct.unpack_from("<IxxxxII", content, 60)
        tables = list(struct.unpack_from("<109I", content, 76))
        for _ in range(min(difats, 1000)):
            if difat >= _END:
                break
            block = self._sector(difat)
            if len(block) < self._size:
                break
            numbers = struct.unpack(f"<{self._size // 4}I", block)
            tables.extend(numbers[:-1])
            difat = numbers[-1]
        self._fat: list[int] = []
        for table in tables:
            if table >= _END:
                continue
            block = self._sector(table)
            self._fat.extend(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
        self._entries = self._directory(self._chain(first, _MAX_STREAM))
        root = self._entries[0] if self._entries else None
        self._mini = self._chain(root.start, _MAX_STREAM) if root else b""
        raw = self._chain(mini_first, _MAX_STREAM)
        self._minifat = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _chain(self, number: int, cap: int) -> bytes:
        out: list[bytes] = []
        seen: set[int] = set()
        while number < _END and number < len(self._fat) and number not in seen:
            seen.add(number)
            out.append(self._sector(number))
            if len(out) * self._size > cap:
                raise ParseError("holds a stream that is too large")
            number = self._fat[number]
        return b"".join(out)

    @staticmethod
    def _directory(raw: bytes) -> list[_Entry]:
        entries: list[_Entry] = []
        for at in range(0, min(len(raw), _MAX_ENTRIES * 128) - 127, 128):
            length = struct.unpack_from("<H", raw, at + 64)[0]
            name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            kind = raw[at + 66]
            left, right, child = struct.unpack_from("<III", raw, at + 68)
            start, size = struct.unpack_from("<II", raw, at + 116)
            entries.append(_Entry(name, kind, left, right, child, start, size))
        return entries

    def children(self, place: int) -> list[int]:
        """Places of the entries in a storage."""
        out: list[int] = []
        stack = [self._entries[place].child] if place < len(self._entries) else []
        seen: set[int] = set()
        while stack:
            at = stack.pop()
            if at >= len(self._entries) or at in seen:
                continue
            seen.add(at)
            out.append(at)
            stack.extend((self._entries[at].left, self._entries[at].right))
        return sorted(out)

    def entry(self, place: int) -> _Entry:
        return self._entries[place]

    def read(self, place: int) -> bytes:
        entry = self._entries[place]
        if entry.size > _MAX_STREAM:
            raise ParseError("holds a stream that is too large")
        if entry.size >= self._cutoff:
            return self._chain(entry.start, _MAX_STREAM)[: entry.size]
        out: list[bytes] = []
        number = entry.start
        seen: set[int] = set()
        while number < len(self._minifat) and number not in seen:
            seen.add(number)
            out.append(self._mini[number * 64 : number * 64 + 64])
            number = self._minifat[number]
        return b"".join(out)[: entry.size]


def _property(compound: _Compound, place: int, tag: str) -> bytes | None:
    """A property stream of a storage: its tag in hex, with or without its type."""
    for at in compound.children(place):
        entry = compound.entry(at)
        if entry.kind == 2 and entry.name.upper().startswith(f"__SUBSTG1.0_{tag}"):
            data = compound.read(at)
            if entry.name.upper().endswith("001E"):
                return data.decode("cp1252", errors="replace").encode("utf-16-le")
            return data
    return None


def _text(compound: _Compound, place: int, tag: str) -> str:
    data = _property(compound, place, tag)
    return "" if data is None else data.decode("utf-16-le", errors="replace").replace("\0", "")


def read_msg(content: bytes) -> tuple[list[Block], list[Issue]]:
    """Blocks of an Outlook message.

    Raises:
        ParseError: damaged, or another kind of compound file.
    """
    compound = _opened(content)
    head = [
        f"{name}: {value}"
        for name, tag in (("From", "0C1A"), ("To", "0E04"), ("Cc", "0E03"), ("Subject", "0037"))
        if (value := _text(compound, 0, tag).strip())
    ]
    blocks = [Block("\n".join(head), PassageKind.TITLE)] if head else []
    body = _text(compound, 0, "1000")
    if body.strip():
        return blocks + plain_blocks(body), []
    page = _property(compound, 0, "1013")
    if page:
        from sbom.contracts.html import read_html

        more, issues = read_html(page)
        return blocks + more, issues
    return blocks, []


def _opened(content: bytes) -> _Compound:
    try:
        return _Compound(content)
    except (struct.error, IndexError, ValueError) as error:
        raise ParseError(f"is a damaged Outlook message: {error}") from error


def msg_attachments(content: bytes) -> tuple[list[Member], list[Issue]]:
    """Files attached to an Outlook message."""
    compound = _opened(content)
    members: list[Member] = []
    issues: list[Issue] = []
    for at in compound.children(0):
        entry = compound.entry(at)
        if entry.kind != 1 or not entry.name.startswith("__attach_version1.0"):
            continue
        name = _text(compound, at, "3707") or _text(compound, at, "3704") or entry.name[-8:]
        data = _property(compound, at, "37010102")
        clean = name.replace("/", "_").replace("\\", "_").strip() or "attachment"
        if data:
            members.append(Member(clean, data))
        else:
            issues.append(
                Issue(
                    kind=IssueKind.ENTRY,
                    subject=clean[:200],
                    message="the attachment cannot be read",
                )
            )
    return members, issues
