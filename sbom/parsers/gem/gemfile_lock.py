"""Gemfile.lock (gems.locked): what Bundler resolved for a Ruby project.

Rules: gems of GEM and PLUGIN SOURCE are plain, of GIT have role GIT (property `commit`), of
PATH are LOCAL; a PATH whose remote is `.` is the project itself (ROOT). A variant for one
platform has role PLATFORM, property `platform` and the purl qualifier `platform`. A gem in
DEPENDENCIES is direct, all others are not; without that section it is unknown. Groups stand in
the Gemfile only, so the scope is UNKNOWN. RUBY VERSION is a STDLIB component. BUNDLED WITH
becomes the format version. A gem that DEPENDENCIES names and no section resolves is listed with
its requirement.

Source: Bundler, `Bundler::LockfileParser`; RubyGems, "Gem::Platform".
"""

import re

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_SOURCES = frozenset({"GEM", "GIT", "PATH", "PLUGIN SOURCE"})
_SECTIONS = _SOURCES | {"PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH"}
_ENTRY = re.compile(r"([^\s(!]+)(?: \(([^)]*)\))?(!)?\Z")
_RUBY = lazy(r"(\S+) (\d[\w.]*?)(?:p(-?\d+))?(?: \((.*)\))?\Z")
_ALGORITHMS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}


def parse(source: SourceFile, /) -> Inventory:
    """Gems, their edges and the Ruby version.

    Raises:
        ParseError: unresolved merge conflict.
        NotThisFormatError: no section of a lock file.
    """
    reading = _Reading()
    for number, line in enumerate(decode(source.content).splitlines(), 1):
        reading.line(line.rstrip(), number)
    if not reading.sections:
        raise NotThisFormatError("holds none of the sections of a lock file")
    return reading.inventory()


class _Gem:
    """One line of a `specs:` list."""

    __slots__ = ("facts", "line", "name", "needs", "platform", "section", "version")

    def __init__(self, name: str, version: str, section: str, line: int) -> None:
        self.name = name
        self.version, _, self.platform = version.partition("-")
        self.section = section
        self.line = line
        self.facts: dict[str, str] = {}
        self.needs: list[str] = []

    @property
    def ref(self) -> str:
        return f"{self.name}@{self.version}" + (f"-{self.platform}" if self.platform else "")


class _Reading:
    """State while going through the lines."""

    def __init__(self) -> None:
        self.sections: set[str] = set()
        self._section = ""
        self._facts: dict[str, str] = {}
        self._gems: list[_Gem] = []
        self._direct: dict[str, tuple[str, int]] = {}
        self._checksums: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        self._ruby: tuple[str, int] | None = None
        self._bundler = ""
        self._issues: list[Issue] = []

    def line(self, line: str, number: int) -> None:
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise ParseError("holds an unresolved merge conflict", line=number)
        if not line:
            return
        if line[0] != " ":
            self._section = line if line in _SECTIONS else ""
            self._facts = {}
            if self._section:
                self.sections.add(line)
            return
        bare = line.lstrip(" ")
        depth = len(line) - len(bare)
        if self._section in _SOURCES:
            self._source_line(bare, depth, number)
        elif self._section == "DEPENDENCIES":
            match = _ENTRY.match(bare)
            if match is None:
                self._lost(bare, number)
            else:
                self._direct[match.group(1)] = (match.group(2) or "", number)
        elif self._section == "CHECKSUMS":
            self._checksum(bare)
        elif self._section == "RUBY VERSION":
            self._ruby = (bare, number)
        elif self._section == "BUNDLED WITH":
            self._bundler = bare

    def _source_line(self, bare: str, depth: int, number: int) -> None:
        if depth == 2:
            key, _, value = bare.partition(":")
            if value:
                self._facts.setdefault(key, value.strip())
            return
        match = _ENTRY.match(bare)
        if match is None or (depth == 4 and not match.group(2)):
            self._lost(bare, number)
        elif depth == 4:
            gem = _Gem(match.group(1), match.group(2), self._section, number)
            gem.facts = self._facts
            self._gems.append(gem)
        elif self._gems:
            self._gems[-1].needs.append(match.group(1))

    def _checksum(self, bare: str) -> None:
        head, _, tail = bare.rpartition(") ")
        name, _, version = head.partition(" (")
        hashes = []
        for word in tail.split(","):
            algorithm, _, digest = word.strip().partition("=")
            if algorithm in _ALGORITHMS and digest:
                hashes.append((_ALGORITHMS[algorithm], digest.lower()))
        if name and hashes:
            self._checksums[name, version] = tuple(sorted(hashes))

    def _lost(self, subject: str, line: int) -> None:
        message = "the line is not `name (version)`"
        issue = Issue(kind=IssueKind.ENTRY, subject=subject[:200], line=line, message=message)
        self._issues.append(issue)

    def inventory(self) -> Inventory:
        by_name: dict[str, list[str]] = {}
        for gem in self._gems:
            by_name.setdefault(gem.name, []).append(gem.ref)
        edges: dict[str, set[str]] = {}
        for gem in self._gems:
            targets = {ref for name in gem.needs for ref in by_name.get(name, ())} - {gem.ref}
            if targets:
                edges.setdefault(gem.ref, set()).update(targets)
        components: dict[str, Component] = {}
        for gem in self._gems:
            components.setdefault(gem.ref, self._component(gem))
        found = list(components.values())
        found += [
            _unresolved(name, wanted, line)
            for name, (wanted, line) in self._direct.items()
            if name not in by_name and name != "bundler"
        ]
        if self._ruby is not None:
            found.append(_ruby(*self._ruby))
        return Inventory(
            components=tuple(found),
            dependencies=tuple(
                Dependency(ref=ref, targets=tuple(sorted(t))) for ref, t in edges.items()
            ),
            issues=tuple(self._issues),
            format_version=self._bundler,
            expects_components=bool(self._direct),
        )

    def _component(self, gem: _Gem) -> Component:
        remote = without_credentials(gem.facts.get("remote", ""))
        roles: set[Role] = set()
        qualifiers: dict[str, str] = {}
        commit = gem.facts.get("revision", "")
        if gem.section == "GIT":
            roles.add(Role.GIT)
            qualifiers["vcs_url"] = vcs_url(remote, commit)
        elif gem.section == "PATH":
            roles.add(Role.ROOT if remote == "." else Role.LOCAL)
        if gem.platform:
            roles.add(Role.PLATFORM)
            qualifiers["platform"] = gem.platform
        direct = gem.name in self._direct if "DEPENDENCIES" in self.sections else None
        variant = gem.version + (f"-{gem.platform}" if gem.platform else "")
        return Component(
            purl=build("gem", gem.name, gem.version, qualifiers=qualifiers),
            name=gem.name,
            version=gem.version,
            requirement=self._direct.get(gem.name, ("", 0))[0],
            scope=Scope.UNKNOWN,
            roles=tuple(sorted(roles)),
            direct=direct,
            ref=gem.ref,
            hashes=self._checksums.get((gem.name, variant), ()),
            download=remote,
            line=gem.line,
            properties=pairs(
                platform=gem.platform,
                commit=commit,
                branch=gem.facts.get("branch", ""),
                tag=gem.facts.get("tag", ""),
                plugin="true" if gem.section == "PLUGIN SOURCE" else "",
            ),
        )


def _unresolved(name: str, requirement: str, line: int) -> Component:
    return Component(
        purl=build("gem", name),
        name=name,
        version_kind=VersionKind.RANGE if requirement else VersionKind.ABSENT,
        requirement=requirement,
        scope=Scope.UNKNOWN,
        roles=(Role.DECLARED,),
        direct=True,
        ref=name,
        line=line,
    )


def _ruby(text: str, line: int) -> Component:
    """`ruby 3.0.2p107`, or with an engine `ruby 2.5.7 (jruby 9.2.9.0)`."""
    match = _RUBY.match(text)
    version = match.group(2) if match else ""
    return Component(
        purl=build("generic", "ruby", version),
        name="ruby",
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        requirement=text,
        kind=ComponentKind.PLATFORM,
        roles=(Role.STDLIB,),
        direct=True,
        ref="ruby",
        line=line,
        properties=pairs(
            patchlevel=(match.group(3) or "") if match else "",
            engine=(match.group(4) or "") if match else "",
        ),
    )
