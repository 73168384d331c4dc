"""pixi.lock: what pixi resolved, versions 1 to 7.

Rules:

- A package is one component for each kind, name and version, whatever the platforms, which are the
  property `platforms`; its archives' hashes are together. Kind `pypi` (`pip`) is purl type pypi.
- Name and version are those stated; a conda package of version 6 that states none has those of its
  archive (`name-version-build.conda`). A package built from source of version 7 is
  `conda_source: name[variant] @ place`; its version is ABSENT unless stated.
- The project itself (a path that is `.`) is ROOT, another path LOCAL, git GIT.
- Environment `default` is RUNTIME, others by their words (`test`, `dev`), else RUNTIME; the
  strongest wins; the names are the property `environments`. A package that no environment holds is
  UNKNOWN. Versions before 4 have a category instead.
- Edges come from `depends` and `requires_dist`. What is direct stands in pixi.toml: unknown.

Source: pixi documentation, "Lock file"; rattler, crate `rattler_lock`, file format versions 1 to 7.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.pep508 import normalise
from sbom.purl import build
from sbom.pypi import MAX_HASHES, archive_of, hash_pairs, scope_of, strongest
from sbom.readers.shape import MAX_TEXT, item_line, items, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_MOST = 64
"""Entries of one name that edges look at: platforms times versions."""
_KINDS = {"conda": "conda", "pypi": "pypi", "pip": "pypi"}


class _Entry(NamedTuple):
    data: Mapping[str, Any]
    kind: str
    """`conda` or `pypi`."""
    name: str
    version: str
    where: str
    """Address or path as written; what environments name the package by."""
    platform: str
    line: int | None

    @property
    def ref(self) -> str:
        return f"{self.kind}/{self.name}@{self.version}"


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of a pixi.lock.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: no list of packages.
    """
    data = load_yaml_map(source.content)
    listed = data.get("packages", data.get("package"))
    if not isinstance(listed, list):
        raise NotThisFormatError("holds no list of packages")
    gathering = Gathering()
    grouped: dict[str, list[_Entry]] = {}
    for index, raw in enumerate(listed):
        entry = _read(mapping(raw), item_line(listed, index))
        if entry is None:
            gathering.lost(
                f"packages[{index}]", "the package has no name", item_line(listed, index)
            )
        else:
            grouped.setdefault(entry.ref, []).append(entry)
    held = _held(data)
    for entries in grouped.values():
        gathering.add(_component(entries, held))
    _edges(gathering, [e for entries in grouped.values() for e in entries])
    return gathering.inventory(version=text(data.get("version")), expects=bool(items(listed)))


def _read(data: Mapping[str, Any], line: int | None) -> _Entry | None:
    stated = text(data.get("kind")) or text(data.get("manager"))
    kind = _KINDS.get(stated) or next((k for k in ("conda", "pypi") if k in data), "conda")
    if "conda_source" in data:
        return _source(data, line)
    where = text(data.get(kind)) or text(data.get("url")) or text(data.get("path"))
    name, version, platform = text(data.get("name")), text(data.get("version")), ""
    if kind == "conda":
        folder, _, archive = where.rpartition("/")
        platform = text(data.get("subdir")) or folder.rpartition("/")[2]
        bare = archive.removesuffix(".conda").removesuffix(".tar.bz2")
        parts = bare.rsplit("-", 2)
        if bare != archive and len(parts) == 3:
            name, version = name or parts[0], version or parts[1]
    elif where.startswith(("http:", "https:")):
        found = archive_of(where)
        name, version = name or found[0], version or found[1]
    platform = text(data.get("platform")) or platform
    return _Entry(data, kind, name, version, where, platform, line) if name else None


def _source(data: Mapping[str, Any], line: int | None) -> _Entry | None:
    """A package built from source: `name[variant] @ path or address`."""
    stated, _, place = text(data.get("conda_source")).partition(" @ ")
    name = text(data.get("name")) or stated.partition("[")[0].strip()
    platform = text(data.get("subdir")) or text(
        mapping(data.get("variants")).get("target_platform")
    )
    place = place.strip() or "."
    return (
        _Entry(data, "conda", name, text(data.get("version")), place, platform, line)
        if name
        else None
    )


def _held(data: Mapping[str, Any]) -> dict[str, dict[str, None]]:
    """Names of the environments by the address of a package, in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for name, environment in mapping(data.get("environments")).items():
        for listed in mapping(mapping(environment).get("packages")).values():
            for item in items(listed):
                for where in mapping(item).values():
                    if isinstance(where, str):
                        found.setdefault(where, {})[str(name)] = None
    return found


def _scopes(entry: _Entry, environments: Mapping[str, None]) -> Iterator[Scope]:
    category = text(entry.data.get("category"))
    if category:
        yield Scope.RUNTIME if category == "main" else scope_of(category, Scope.OPTIONAL)
    for name in environments:
        yield Scope.RUNTIME if name == "default" else scope_of(name, Scope.RUNTIME)


def _component(entries: list[_Entry], held: Mapping[str, dict[str, None]]) -> Component:
    first = entries[0]
    hashes: set[tuple[str, str]] = set()
    environments: dict[str, None] = {}
    scopes: list[Scope] = []
    for entry in entries:
        digests = {**mapping(entry.data.get("hash")), **{k: entry.data.get(k) for k in _DIGESTS}}
        hashes.update(hash_pairs(f"{k}:{text(digests.get(k))}" for k in _DIGESTS))
        inside = held.get(text(entry.data.get("conda_source")) or entry.where, {})
        environments.update(inside)
        scopes.extend(_scopes(entry, inside))
    role = _role(first.where)
    address, _, commit = first.where.partition("#") if role is Role.GIT else (first.where, "", "")
    address = without_credentials(address.partition("?")[0] if role is Role.GIT else address)
    raw = text(first.data.get("license"))
    root = role is Role.ROOT
    return Component(
        purl=build(
            first.kind,
            first.name,
            first.version,
            qualifiers={"vcs_url": vcs_url(address, commit)} if role is Role.GIT else None,
        ),
        name=first.name,
        version=first.version,
        version_kind=firmness(first.version),
        kind=ComponentKind.APPLICATION if root else ComponentKind.LIBRARY,
        scope=strongest(scopes) if scopes else Scope.UNKNOWN,
        roles=(role,) if role else (),
        ref=first.ref,
        licenses=(LicenseClaim(raw=raw[:MAX_TEXT], source="license"),) if raw else (),
        hashes=tuple(sorted(hashes)[:MAX_HASHES]),
        download="" if role in {Role.ROOT, Role.LOCAL} else address,
        line=first.line,
        properties=pairs(
            commit=commit,
            environments=", ".join(environments),
            platforms=", ".join(dict.fromkeys(e.platform for e in entries if e.platform)),
            path=first.where if role in {Role.ROOT, Role.LOCAL} else "",
        ),
    )


_DIGESTS = ("sha256", "md5")


def _role(where: str) -> Role | None:
    if where.startswith(("git+", "git:", "ssh:")):
        return Role.GIT
    if not where or where.startswith(("http:", "https:")):
        return None
    return Role.ROOT if where.removeprefix("file:").rstrip("/") in {"", "."} else Role.LOCAL


def _edges(gathering: Gathering, entries: list[_Entry]) -> None:
    """Edges by name, among packages that can stand on one platform."""
    by_name: dict[tuple[str, str], list[_Entry]] = {}
    for entry in entries:
        by_name.setdefault((entry.kind, normalise(entry.name)), []).append(entry)
    narrow: dict[tuple[str, str, str], set[str]] = {}
    for entry in entries:
        for need in _needs(entry):
            key = (entry.kind, need, entry.platform)
            if key not in narrow:
                found = by_name.get((entry.kind, need)) or by_name.get(("conda", need), [])
                found = found[:_MOST]
                fits = {e.ref for e in found if _together(e.platform, entry.platform)}
                narrow[key] = fits or {e.ref for e in found}
            gathering.need(entry.ref, narrow[key])


def _together(one: str, two: str) -> bool:
    return one == two or not {one, two}.isdisjoint({"", "noarch"})


def _needs(entry: _Entry) -> Iterator[str]:
    listed = entry.data.get("depends")
    if listed is None:
        listed = entry.data.get("requires_dist", entry.data.get("dependencies"))
    for stated in items(listed) if isinstance(listed, list) else mapping(listed):
        wanted = text(stated)
        if entry.kind == "pypi" and "extra ==" in wanted:
            continue
        name = wanted.partition("::")[2] or wanted
        for mark in " <>=!~[;(@":
            name = name.partition(mark)[0]
        if name:
            yield normalise(name)
