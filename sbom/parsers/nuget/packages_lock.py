"""NuGet packages.lock.json, version 1 and 2.

Rules:
- Each package at each resolved version is one component, also when several target frameworks (or
  runtimes) list it; `target-frameworks` names them. `contentHash` is the SHA-512 of the package.
- Direct is direct; Transitive and CentralTransitive are not. Project is WORKSPACE without a
  version.
- Edges are those of the lock, to what the same framework resolved.
- The lock does not say what is for development only: scope RUNTIME.

Source: NuGet wiki, "Enable repeatable package restore using lock file"; NuGet.ProjectModel,
PackagesLockFileFormat.
"""

import base64
import binascii
from typing import Any

from sbom.component import Component, Dependency, Role, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.msbuild.versions import judge
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile


class _Entry:
    """One package at one version, over all frameworks."""

    __slots__ = (
        "direct",
        "facts",
        "frameworks",
        "hashes",
        "line",
        "name",
        "project",
        "requested",
        "targets",
        "version",
    )

    def __init__(self, name: str, version: str, line: int | None) -> None:
        self.name = name
        self.version = version
        self.line = line
        self.direct = False
        self.project = False
        self.requested = ""
        self.frameworks: list[str] = []
        self.hashes: tuple[tuple[str, str], ...] = ()
        self.facts: tuple[tuple[str, str], ...] = ()
        self.targets: set[str] = set()


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one lock file.

    Raises:
        ParseError: not JSON, or without an object `dependencies`.
    """
    text = decode(source.content) if source.content.strip() else ""
    value = loads_json(text)
    if not isinstance(value, dict):
        raise ParseError("holds no object at the top")
    frameworks = value.get("dependencies")
    if not isinstance(frameworks, dict):
        raise ParseError("holds no object `dependencies`")
    reader = _Reader(text)
    for framework, packages in frameworks.items():
        reader.framework(framework, packages)
    version = value.get("version")
    return Inventory(
        components=tuple(_component(ref, e) for ref, e in reader.entries.items()),
        dependencies=tuple(
            Dependency(ref=ref, targets=tuple(sorted(e.targets)))
            for ref, e in reader.entries.items()
            if e.targets
        ),
        issues=tuple(reader.issues),
        format_version=str(version) if isinstance(version, int | str) else "",
        expects_components=any(bool(p) for p in frameworks.values()),
    )


class _Reader:
    def __init__(self, text: str) -> None:
        self._finder = KeyFinder(text)
        self.entries: dict[str, _Entry] = {}
        self.issues: list[Issue] = []
        self._by_framework: dict[str, dict[str, str]] = {}

    def framework(self, framework: str, packages: Any) -> None:
        """Entries of one target framework; names ignore case."""
        line = self._finder.line_of(f'"{framework}"')
        if not isinstance(packages, dict):
            self._lost(framework, "a framework that is no object", line)
            return
        refs: dict[str, str] = {}
        wanted: list[tuple[str, Any]] = []
        for name, raw in packages.items():
            line = self._finder.line_of(f'"{name}": {{') or self._finder.line_of(f'"{name}"')
            if not isinstance(raw, dict) or not name.strip():
                self._lost(name, "a package that is no object", line)
                continue
            kind = _text(raw.get("type")).lower()
            resolved = _text(raw.get("resolved"))
            ref = f"{name}@{resolved}" if resolved else name
            entry = self.entries.get(ref)
            if entry is None:
                entry = self.entries[ref] = _Entry(name, resolved, line)
            entry.frameworks.append(framework)
            entry.direct = entry.direct or kind == "direct"
            entry.project = entry.project or kind == "project"
            entry.requested = entry.requested or _text(raw.get("requested"))
            entry.hashes = entry.hashes or _hashes(raw.get("contentHash"))
            if kind and kind not in {"direct", "transitive", "project"}:
                entry.facts = (("lock-type", _text(raw.get("type"))),)
            refs.setdefault(name.lower(), ref)
            wanted.append((ref, raw.get("dependencies")))
        # A runtime (`net8.0/linux-x64`) lists only what differs from its framework.
        base = self._by_framework.get(framework.partition("/")[0], {})
        for ref, dependencies in wanted:
            if isinstance(dependencies, dict):
                for name in dependencies:
                    target = refs.get(name.lower()) or base.get(name.lower())
                    if target and target != ref:
                        self.entries[ref].targets.add(target)
        self._by_framework[framework] = refs

    def _lost(self, subject: str, message: str, line: int | None) -> None:
        self.issues.append(
            Issue(kind=IssueKind.ENTRY, message=message, line=line, subject=subject[:200])
        )


def _component(ref: str, entry: _Entry) -> Component:
    kind, version, _ = judge(entry.version)
    properties = [*entry.facts, ("target-frameworks", ", ".join(dict.fromkeys(entry.frameworks)))]
    return Component(
        purl=build("nuget", entry.name, version if kind is VersionKind.EXACT else ""),
        name=entry.name,
        version=version,
        version_kind=kind,
        requirement=entry.requested,
        roles=(Role.WORKSPACE,) if entry.project else (),
        direct=None if entry.project else entry.direct,
        ref=ref,
        hashes=entry.hashes,
        line=entry.line,
        properties=tuple(sorted(properties)),
    )


def _hashes(value: Any) -> tuple[tuple[str, str], ...]:
    """SHA-512 in base64 as hex; anything else is no hash."""
    if not isinstance(value, str):
        return ()
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return ()
    return (("SHA-512", digest.hex()),) if len(digest) == 64 else ()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
