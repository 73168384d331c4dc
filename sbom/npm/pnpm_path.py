"""Keys of pnpm locks (dependency paths) of all versions, and the folders of links.

Source: pnpm source, package `dependency-path`; lock file formats 5.0 to 9.0:
`/name/1.0.0_peers` (5), `/name@1.0.0(peers)` (6), `name@1.0.0(peers)` (7 to 9).
"""

import re
from typing import NamedTuple

from sbom.npm.identity import exact_version, is_name, split_descriptor

_HOST = re.compile(r"@?[\w\-]+(?:\.[\w\-]+)+(?::\d+)?/")


class PathParts(NamedTuple):
    """A key, read; parts that the key does not hold are empty."""

    name: str
    version: str
    reference: str
    """Address or path, for entries that do not come from a registry."""


def without_peers(key: str) -> str:
    """The key without its `(peer@1.0.0)` parts (version 6 and later)."""
    return key.partition("(")[0] if "(" in key else key


def read_path(key: str) -> PathParts:
    """What a key says of itself."""
    bare = without_peers(key)
    if bare[:1] == "/":
        return _registry(bare[1:]) or PathParts("", "", "")
    if bare.startswith(("file:", "link:", "http:", "https:", "git+", "git@", "git:", "ssh:")):
        return PathParts("", "", bare.partition("_")[0] if bare.startswith("file:") else bare)
    host = _HOST.match(bare)
    if host is not None:
        rest = bare[host.end() :]
        found = None if bare[:1] == "@" else _registry(rest)
        if found is not None:
            return found
        if bare[:1] != "@" or "@" not in bare[1:]:
            return PathParts("", "", bare)
    name, version = split_descriptor(bare)
    if not version or not is_name(name):
        return PathParts("", "", bare)
    if version.startswith("runtime:"):
        return PathParts(name, version[8:], version)
    if exact_version(version):
        return PathParts(name, version, "")
    return PathParts(name, "", version)


def _registry(text: str) -> PathParts | None:
    """`name@1.0.0`, `name/1.0.0_peers` or `@scope/name/1.0.0/peers`; None for anything else."""
    name, version = split_descriptor(text)
    if version and is_name(name) and exact_version(version):
        return PathParts(name, version, "")
    parts = text.split("/")
    if text[:1] == "@":
        parts = ["/".join(parts[:2]), *parts[2:]]
    if len(parts) < 2:
        return None
    version = parts[1].partition("_")[0]
    if not is_name(parts[0]) or not exact_version(version):
        return None
    return PathParts(parts[0], version, "")


def joined(folder: str, relative: str) -> str:
    """Folder that `relative` means, seen from `folder`; `.` for the root, leading `..` kept."""
    parts: list[str] = []
    for part in f"{folder}/{relative}".split("/"):
        if part in {"", "."}:
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or "."
