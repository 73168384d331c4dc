"""Deliveries that are packed: gzip, bzip2, xz, zip and tar, unpacked in memory within caps.

A supplier sends `sbom.cdx.json.gz`, or a zip with the bills of a product in it. What is in an archive is
named `archive.zip!/folder/bom.json`. Nothing is written to disk and no name in an archive is used as a
path. Archives in archives are opened two deep.

Caps, for one delivery: 256 MiB unpacked, 10,000 files, 4 MiB of zip directory.

Source: RFC 1952 (gzip); PKWARE APPNOTE 6.3.10, section 4.3.16 (end of the zip directory).
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from sbom.errors import ParseError

MAX_TOTAL = 256 << 20
"""Bytes of a delivery, unpacked."""
MAX_MEMBERS = 10_000
MAX_DIRECTORY = 4 << 20
"""Bytes of the list of names in a zip file."""
_DEPTH = 2
_PIECE = 64 << 10
_END = b"PK\x05\x06"
_STREAMS = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"))
_ENDINGS = (".gz", ".gzip", ".bz2", ".xz")
_SHEETS = (b"xl/workbook.xml", b"vnd.oasis.opendocument.spreadsheet")
_OTHER = {b"7z\xbc\xaf\x27\x1c": "7-Zip", b"\x28\xb5\x2f\xfd": "Zstandard", b"Rar!": "RAR"}


class Member(NamedTuple):
    """One file of a delivery."""

    name: str
    """That of the delivery, and within it after `!/`."""
    content: bytes


def kind_of(content: bytes) -> str:
    """`gzip`, `bzip2`, `xz`, `zip`, `tar`, or empty for what is not packed (a spreadsheet is not).

    Raises:
        ParseError: packed in a way that is not read here.
    """
    for magic, kind in _STREAMS:
        if content.startswith(magic):
            return kind
    for magic, other in _OTHER.items():
        if content.startswith(magic):
            raise ParseError(f"is packed with {other}; unpack it first")
    if content[257:262] == b"ustar":
        return "tar"
    if content.startswith((b"PK\x03\x04", _END)):
        head = content[: 64 << 10] + content[-(64 << 10) :]
        return "" if any(sign in head for sign in _SHEETS) else "zip"
    return ""


def unpacked(content: bytes, name: str) -> list[Member]:
    """The files of a delivery, in the order of the archive.

    Args:
        content: The bytes, packed or not.
        name: Of the delivery.

    Returns:
        The delivery itself when it is not packed.

    Raises:
        ParseError: damaged, locked with a password, over the caps, or of an unknown kind.
    """
    return list(_Unpacker().members(content, name, _DEPTH))


class _Unpacker:
    """Counts what is left of the caps."""

    def __init__(self) -> None:
        self._bytes = MAX_TOTAL
        self._members = MAX_MEMBERS

    def members(self, content: bytes, name: str, depth: int) -> Iterator[Member]:
        kind = kind_of(content) if depth else ""
        if not kind:
            yield Member(name, content)
            return
        try:
            if kind == "zip":
                inner = self._zip(content, name)
            elif kind == "tar":
                inner = self._tar(content, name)
            else:
                inner = iter([Member(_bare(name), self._stream(content, kind))])
            for member in inner:
                # A tar inside gzip is one delivery, not an archive in an archive.
                deeper = depth if kind not in {"zip", "tar"} else depth - 1
                yield from self.members(member.content, member.name, deeper)
        except ParseError:
            raise
        except (EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise ParseError(f"cannot be unpacked: {error}") from error
        except Exception as error:
            if type(error).__module__ in {"zlib", "lzma", "_lzma", "zipfile", "tarfile"}:
                raise ParseError(f"cannot be unpacked: {error}") from error
            raise

    def _count(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0:
            raise ParseError(f"unpacks to more than {MAX_TOTAL >> 20} MiB")

    def _one(self) -> None:
        self._members -= 1
        if self._members < 0:
            raise ParseError(f"holds more than {MAX_MEMBERS} files")

    def _stream(self, content: bytes, kind: str) -> bytes:
        """A whole stream; of several joined ones (which gzip allows) all."""
        parts: list[bytes] = []
        magic = next(m for m, k in _STREAMS if k == kind)
        at = 0
        while content.startswith(magic, at):
            self._one()
            worker = _decompressor(kind)
            while not worker.eof:
                piece = content[at : at + _PIECE]
                if not piece:
                    raise ParseError("is cut off")
                part = worker.decompress(piece, self._bytes + 1)
                self._count(len(part))
                parts.append(part)
                at += len(piece)
            at -= len(worker.unused_data)
        return b"".join(parts)

    def _zip(self, content: bytes, name: str) -> Iterator[Member]:
        from zipfile import ZipFile

        end = content.rfind(_END)
        size = (
            struct.unpack_from("<L", content, end + 12)[0] if 0 <= end <= len(content) - 22 else 0
        )
        if size > MAX_DIRECTORY:
            raise ParseError("has too long a list of files")
        with ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                self._one()
                if entry.flag_bits & 1:
                    raise ParseError("is locked with a password")
                with archive.open(entry) as opened:
                    held = opened.read(self._bytes + 1)
                self._count(len(held))
                yield Member(f"{name}!/{entry.filename}", held)

    def _tar(self, content: bytes, name: str) -> Iterator[Member]:
        import tarfile

        with tarfile.open(fileobj=BytesIO(content), mode="r:") as archive:
            for entry in archive:
                self._one()
                if not entry.isreg() or entry.size > len(content):
                    continue
                opened = archive.extractfile(entry)
                if opened is not None:
                    held = opened.read(self._bytes + 1)
                    self._count(len(held))
                    yield Member(f"{name}!/{entry.name}", held)


def _decompressor(kind: str) -> Any:
    if kind == "gzip":
        import zlib

        return zlib.decompressobj(31)
    if kind == "bzip2":
        import bz2

        return bz2.BZ2Decompressor()
    import lzma

    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=256 << 20)


def _bare(name: str) -> str:
    """The name without the ending that says how it is packed; `.tgz` means `.tar`."""
    lower = name.lower()
    for ending in _ENDINGS:
        if lower.endswith(ending):
            return name[: -len(ending)]
    return f"{name[:-4]}.tar" if lower.endswith(".tgz") else name
