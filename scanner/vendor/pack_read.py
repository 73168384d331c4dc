"""Reads an evidence pack that may have been made to hurt: nothing is unpacked beyond its bounds.

The manifest says how large each member is; reading stops one byte after. Members outside the few
names of a pack, names that occur twice, links and encrypted members are refused unread.
"""

import hashlib
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

import msgspec

from sbom.errors import ParseError
from scanner.vendor.pack_shape import (
    DOCUMENT,
    FORMAT,
    MANIFEST,
    PARTS,
    VERSION,
    Manifest,
    safe_name,
)

MAX_MANIFEST = 16 << 20
MAX_MEMBER = 256 << 20
MAX_TOTAL = 2 << 30
MAX_MEMBERS = 1000
_BAD = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_PIECE = 1 << 20


class Pack(msgspec.Struct, kw_only=True):
    """A pack as it was found."""

    digest: str
    """SHA-256 of the manifest."""
    manifest: Manifest
    parts: dict[str, bytes]
    """Members but the documents, whose digest is right."""
    documents: frozenset[str]
    """Digests of documents that are there and right."""
    faults: list[str]
    """What is not as the manifest says, in English; see `scanner.reason_words`."""


def read_pack(path: Path, into: Path | None = None) -> Pack:
    """Read a pack and hold every member against the manifest.

    Args:
        path: The zip.
        into: A folder where documents are written under their digest; None: they are only checked.

    Raises:
        ParseError: it is no pack, or one that reading would harm.
    """
    try:
        with ZipFile(path) as archive:
            return _read(archive, into)
    except _BAD as error:
        raise ParseError(f"is not a whole ZIP archive: {error}") from error


def _read(archive: ZipFile, into: Path | None) -> Pack:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise ParseError(f"holds more than {MAX_MEMBERS} members")
    by_name: dict[str, ZipInfo] = {}
    for info in infos:
        _allow(info)
        if info.filename in by_name:
            raise ParseError(f"holds {info.filename} twice")
        by_name[info.filename] = info
    if MANIFEST not in by_name:
        raise ParseError("is no evidence pack: it holds no manifest.json")
    first = b"".join(_pieces(archive, by_name.pop(MANIFEST), MAX_MANIFEST))
    manifest = _manifest(first)
    pack = Pack(
        digest=hashlib.sha256(first).hexdigest(),
        manifest=manifest,
        parts={},
        documents=frozenset(),
        faults=[],
    )
    whole = set()
    for member in manifest.members:
        found = by_name.pop(member.name, None)
        if found is None:
            pack.faults.append(f"{member.name}: is missing")
            continue
        content = _held(archive, found, member.bytes)
        if content is None or hashlib.sha256(content).hexdigest() != member.sha256:
            pack.faults.append(f"{member.name}: is not what the manifest says")
        elif member.name in PARTS:
            pack.parts[member.name] = content
        else:
            digest = member.name.partition("/")[2]
            if digest != member.sha256:
                pack.faults.append(f"{member.name}: is not what its name says")
                continue
            whole.add(digest)
            if into is not None:
                (into / digest).write_bytes(content)
    pack.faults += [f"{name}: does not stand in the manifest" for name in sorted(by_name)]
    stated = {m.name for m in manifest.members}
    pack.faults += [f"{name}: is missing" for name in PARTS if name not in stated]
    pack.documents = frozenset(whole)
    return pack


def _allow(info: ZipInfo) -> None:
    name = info.filename
    if name != MANIFEST and name not in PARTS and DOCUMENT.match(name) is None:
        raise ParseError(f"holds a member that no pack has: {name[:80]!r}")
    if info.flag_bits & 1:
        raise ParseError(f"member {name} is encrypted with a password")
    mode = info.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise ParseError(f"member {name} is no plain file")


def _manifest(content: bytes) -> Manifest:
    try:
        found = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ParseError(f"manifest.json is not that of a pack: {error}") from error
    if found.format != FORMAT or found.version != VERSION:
        raise ParseError(f"is a pack of form {found.format[:40]!r}, version {found.version}")
    if sum(max(m.bytes, 0) for m in found.members) > MAX_TOTAL:
        raise ParseError(f"unpacks to more than {MAX_TOTAL >> 20} MiB")
    names = [m.name for m in found.members]
    if len(set(names)) != len(names):
        raise ParseError("manifest.json names a member twice")
    for name in names:
        if name not in PARTS and DOCUMENT.match(name) is None:
            raise ParseError(f"manifest.json names a member that no pack has: {name[:80]!r}")
    held = [d.name for d in found.documents]
    if len({n.casefold() for n in held}) != len(held):
        raise ParseError("manifest.json names a document twice")
    folders = {"/".join(n.split("/")[:i]) for n in held for i in range(1, n.count("/") + 1)}
    for name in held:
        if not safe_name(name) or name in folders:
            raise ParseError(f"manifest.json names a document outside its folder: {name[:80]!r}")
    return found


def _held(archive: ZipFile, info: ZipInfo, size: int) -> bytes | None:
    """The bytes of a member, or None where they are not as many as stated or do not unpack."""
    if not 0 <= size <= MAX_MEMBER or info.file_size != size:
        return None
    try:
        return b"".join(_pieces(archive, info, size))
    except ParseError:
        return None


def _pieces(archive: ZipFile, info: ZipInfo, most: int) -> Iterator[bytes]:
    """The bytes of a member.

    Raises:
        ParseError: it unpacks to more, or does not unpack.
    """
    left = most
    try:
        with archive.open(info) as member:
            while piece := member.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise ParseError(f"member {info.filename} unpacks to more than {most:,} bytes")
                yield piece
    except _BAD as error:
        raise ParseError(f"member {info.filename} cannot be unpacked: {error}") from error
