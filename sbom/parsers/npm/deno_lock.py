"""deno.lock, versions 1 to 5.

Rules:

- `jsr` and `npm` entries are EXACT; the `_peer@1.0` tail of an npm key is no part of its version.
- Files of `remote` that carry a version in their address (`deno.land/std@0.140.0/…`) are one
  component per module and version, role URL; without one each file is a component, ABSENT, with
  its SHA-256.
- What `workspace` (also of its members and package.json) names is direct; without `workspace` all
  `specifiers` count as direct, since older versions list only those of the project; when there is
  neither it is unknown. The lock does not tell development: scope RUNTIME.

Source: Deno, `libs/lockfile`; Deno documentation, "Integrity Checking & Lock Files".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component
from sbom.deno import Specifier, identity, module_of, read_specifier, role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.integrity import hash_of_hex, hashes_of
from sbom.inventory import Inventory
from sbom.npm.address import without_credentials
from sbom.npm.identity import split_descriptor
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile

_FIELDS = ("dependencies", "optionalDependencies", "peerDependencies")


def parse(source: SourceFile, /) -> Inventory:
    """Packages and remote modules of a deno.lock.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no field of a lock and no addresses.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict):
        raise NotThisFormatError("holds no object at the top")
    first = all(k.startswith(("http://", "https://")) for k in data)
    if not first and not data.keys() & {"version", "packages", "specifiers", "npm", "remote"}:
        raise NotThisFormatError("holds none of the fields of a deno.lock")
    packages = {**data, **mapping(data.get("packages"))}
    specifiers = mapping(packages.get("specifiers"))
    gathering = Gathering()
    direct = _direct(data, specifiers)
    edges = _Edges(packages, specifiers)
    for kind in ("jsr", "npm"):
        lines = KeyLines(content, kind)
        listed = mapping(packages.get(kind))
        for key, entry in listed.items():
            line = lines.of(key, ":")
            made = _package(kind, key, mapping(entry), direct, line)
            if made is None:
                gathering.lost(key, "the key is not `name@version`", line)
                continue
            gathering.add(made)
            gathering.need(f"{kind}:{key}", edges.of(kind, mapping(entry)))
    remote = data if first else mapping(data.get("remote"))
    _remote(remote, gathering, KeyLines(content, "" if first else "remote"))
    return gathering.inventory(version=text(data.get("version")) or "1", expects=bool(remote))


def _direct(data: Mapping[str, Any], specifiers: Mapping[str, Any]) -> set[str] | None:
    """Refs that the project asks for, or None when the lock does not say."""
    workspace = data.get("workspace")
    wanted = list(_wanted(workspace)) if isinstance(workspace, dict) else list(specifiers)
    if not wanted:
        return None
    found = set()
    for specifier in wanted:
        resolved = text(specifiers.get(specifier))
        asked = read_specifier(specifier)
        if asked is None or not resolved:
            continue
        found.add(f"{asked.kind}:{_key(asked, resolved)}")
    return found


def _wanted(workspace: Mapping[str, Any]) -> Iterator[str]:
    for level in (workspace, *map(mapping, mapping(workspace.get("members")).values())):
        for holder in (level, mapping(level.get("packageJson"))):
            yield from (s for s in items(holder.get("dependencies")) if isinstance(s, str))


def _package(
    kind: str, key: str, entry: Mapping[str, Any], direct: set[str] | None, line: int | None
) -> Component | None:
    name, stated = split_descriptor(key)
    version = stated.partition("_")[0]
    if not name or not version:
        return None
    integrity = text(entry.get("integrity"))
    ref = f"{kind}:{key}"
    return Component(
        purl=identity(kind, name, version),
        name=name,
        version=version,
        direct=None if direct is None else ref in direct,
        ref=ref,
        hashes=hashes_of(integrity) or hash_of_hex(integrity),
        download=without_credentials(text(entry.get("tarball"))),
        line=line,
        properties=pairs(
            install_script="true" if entry.get("scripts") is True else "",
            deprecated="true" if entry.get("deprecated") is True else "",
        ),
    )


class _Edges:
    """Finds the entries that dependency texts speak of."""

    def __init__(self, packages: Mapping[str, Any], specifiers: Mapping[str, Any]) -> None:
        self._listed = {kind: mapping(packages.get(kind)) for kind in ("jsr", "npm")}
        self._specifiers = specifiers
        # Version 4 leaves the version out where a name is listed once.
        self._names = {
            kind: {split_descriptor(k)[0]: k for k in listed}
            for kind, listed in self._listed.items()
        }

    def of(self, kind: str, entry: Mapping[str, Any]) -> list[str]:
        """Refs that an entry needs."""
        found = []
        for field in _FIELDS:
            needs = entry.get(field)
            wanted = list(needs.values()) if isinstance(needs, dict) else items(needs)
            found += [self._target(kind, n) for n in wanted if isinstance(n, str)]
        return found

    def _target(self, kind: str, need: str) -> str:
        asked = read_specifier(need)
        if asked is None:
            return f"{kind}:{need if need in self._listed[kind] else self._names[kind].get(need)}"
        resolved = _key(asked, text(self._specifiers.get(need)))
        if resolved:
            return f"{asked.kind}:{resolved}"
        key = f"{asked.name}@{asked.wanted}"
        if key not in self._listed.get(asked.kind, {}):
            key = self._names.get(asked.kind, {}).get(asked.name, "")
        return f"{asked.kind}:{key}"


def _key(asked: Specifier, resolved: str) -> str:
    """Versions 2 and 3 resolve to `npm:chalk@5.3.0`, version 4 to `5.3.0` alone."""
    bare = resolved.removeprefix(asked.kind + ":")
    if not bare:
        return ""
    return bare if "@" in bare[1:] and not bare[0].isdigit() else f"{asked.name}@{bare}"


def _remote(remote: Mapping[str, Any], gathering: Gathering, lines: KeyLines) -> None:
    seen: set[tuple[str, str]] = set()
    for address, digest in remote.items():
        line = lines.of(address)
        name, version = module_of(address)
        if not name:
            gathering.lost(address, "is no address", line)
            continue
        if version and (name, version) in seen:
            continue
        seen.add((name, version))
        gathering.add(
            Component(
                purl=identity("https", name, version),
                name=name,
                version=version,
                version_kind=firmness(version),
                roles=role("https"),
                hashes=() if version else hash_of_hex(text(digest)),
                download=without_credentials(address),
                line=line,
            )
        )
