"""Single-file .NET applications: what is packed behind the host program.

The host carries a mark, and before it the place of the bundle's header. The `*.deps.json` in the bundle lists
the packages and is never compressed; a bundle without one is read assembly by assembly.

Source: dotnet/designs, "single-file/bundler.md"; dotnet/runtime, `src/installer/managed/
Microsoft.NET.HostModel/Bundle/Manifest.cs` (header 1.0, 2.0 and 6.0).
"""

import struct
from typing import NamedTuple

from sbom.readers.executable import Executable

MARK = bytes.fromhex("8b1202b96a6120387" + "27b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae")
_ASSEMBLY, _DEPS = 1, 3
_MAX_FILES = 20_000
_MAX_DEPS = 64 * 1024 * 1024


class Bundle(NamedTuple):
    """Where the parts lie."""

    deps: tuple[int, int]
    """Offset and bytes of the `*.deps.json`; (0, 0) when there is none."""
    assemblies: tuple[tuple[int, int, str], ...]
    """Offset, bytes and path of those that are not compressed."""
    compressed: int
    """How many are."""


def find_bundle(program: Executable) -> Bundle | None:
    """The bundle behind a host; None when this is no host, or one without a bundle."""
    content = program.content
    for segment in program.segments:
        if not segment.writable:
            continue
        at = content.find(MARK, segment.offset, segment.offset + segment.size)
        if at >= 8:
            (header,) = struct.unpack_from("<Q", content, at - 8)
            return _header(content, header) if 0 < header < len(content) - 16 else None
    return None


def _header(content: bytes, at: int) -> Bundle | None:
    major, _, count = struct.unpack_from("<IIi", content, at)
    if major not in {1, 2, 6} or not 0 < count <= _MAX_FILES:
        return None
    try:
        _, at = _text(content, at + 12)
        deps = (0, 0)
        if major >= 2:
            deps = struct.unpack_from("<QQ", content, at)
            at += 40
        assemblies, compressed = [], 0
        for _ in range(count):
            offset, size = struct.unpack_from("<QQ", content, at)
            packed = struct.unpack_from("<Q", content, at + 16)[0] if major >= 6 else 0
            at += 24 if major >= 6 else 16
            kind = content[at]
            path, at = _text(content, at + 1)
            if kind == _DEPS and major == 1:
                deps = (offset, size)
            elif kind == _ASSEMBLY and packed:
                compressed += 1
            elif kind == _ASSEMBLY:
                assemblies.append((offset, size, path))
    except (struct.error, IndexError):
        return None
    if deps[1] > _MAX_DEPS or deps[0] + deps[1] > len(content):
        deps = (0, 0)
    return Bundle(deps, tuple(assemblies), compressed)


def _text(content: bytes, at: int) -> tuple[str, int]:
    """A text behind its length in groups of seven bits, and the place behind it."""
    size = shift = 0
    for index in range(at, at + 5):
        size |= (content[index] & 0x7F) << shift
        shift += 7
        if content[index] < 0x80:
            end = index + 1 + size
            if size > 4096 or end > len(content):
                raise IndexError
            return content[index + 1 : end].decode("utf-8", "replace"), end
    raise IndexError
