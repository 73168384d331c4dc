"""paket.lock: what Paket resolved.

Rules: entries below NUGET are plain, below GIT and GITHUB of role GIT (ABSENT, property `commit`),
below HTTP of role URL. A GROUP is the property `group`; the groups Build and Test give those
scopes, the main group is RUNTIME, any other UNKNOWN. The lock does not say what is direct.
Restrictions of an entry are its property `restriction`.

Source: Paket documentation, "The paket.lock file".
"""

import re

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.pypi import scope_of
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_ENTRY = re.compile(r"(\S+)(?: \(([^()]*)\))?(?: - (.*)| .*)?\Z")
_SOURCES = frozenset({"NUGET", "GIT", "GITHUB", "HTTP", "GIST"})
_KNOWN = _SOURCES | {"GROUP"}
_SETTING = re.compile(r"[A-Z][A-Z0-9 -]*(?::.*)?\Z")


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of a paket.lock.

    Raises:
        NotThisFormatError: none of the sections of a lock.
    """
    reading = _Reading()
    for number, raw in enumerate(decode(source.content).splitlines(), 1):
        line = raw.rstrip()
        if line.strip():
            reading.line(line, number)
    if not reading.sections:
        raise NotThisFormatError("holds none of the sections of a paket.lock")
    return reading.inventory()


class _Reading:
    """State while going through the lines."""

    def __init__(self) -> None:
        self.sections: set[str] = set()
        self._gathering = Gathering()
        self._section = self._group = self._remote = self._last = ""
        self._refs: dict[tuple[str, str], str] = {}
        self._needs: list[tuple[str, str, str]] = []

    def line(self, line: str, number: int) -> None:
        bare = line.lstrip(" ")
        depth = len(line) - len(bare)
        if depth == 0:
            word = bare.partition(" ")[0]
            if word == "GROUP":
                self._group = bare[6:].strip()
                self._section = ""
            else:
                self._section = word if word in _SOURCES else ""
            if word in _KNOWN:
                self.sections.add(word)
            self._remote = ""
        elif not self._section:
            return
        elif depth == 2:
            key, _, value = bare.partition(":")
            if key == "remote":
                self._remote = without_credentials(value.strip())
        elif depth == 4:
            self._entry(bare, number)
        elif depth >= 6 and self._last and not _SETTING.match(bare):
            match = _ENTRY.match(bare)
            if match is not None:
                self._needs.append((self._last, self._group, match.group(1).lower()))

    def _entry(self, bare: str, number: int) -> None:
        match = _ENTRY.match(bare)
        if match is None or not match.group(2):
            if not _SETTING.match(bare):
                self._gathering.lost(bare, "the line is not `name (version)`", number)
            self._last = ""
            return
        name, stated, restriction = match.group(1), match.group(2).strip(), match.group(3) or ""
        scope = scope_of(self._group, Scope.UNKNOWN) if self._group else Scope.RUNTIME
        if self._section == "NUGET":
            made = Component(
                purl=build("nuget", name, stated),
                name=name,
                version=stated,
                scope=scope,
                ref=f"{self._group}/{name}@{stated}" if self._group else f"{name}@{stated}",
                download=self._remote,
                line=number,
                properties=pairs(group=self._group, restriction=restriction),
            )
        else:
            made = self._fetched(name, stated, scope, number)
        self._last = self._gathering.add(made)
        self._refs.setdefault((self._group, name.lower()), self._last)

    def _fetched(self, name: str, stated: str, scope: Scope, number: int) -> Component:
        github = self._section == "GITHUB"
        address = self._remote
        if github and "://" not in address:
            address = f"https://github.com/{address}"
        http = self._section == "HTTP"
        # Below GITHUB and GIT the remote is the project, the entry a file in it.
        shown = name if http else self._remote.removesuffix(".git").rpartition("://")[2]
        shown = shown or name
        namespace, _, last = shown.rpartition("/")
        qualifiers = {"download_url": address} if http else {"vcs_url": vcs_url(address, stated)}
        if github and "/" in self._remote:
            purl = build("github", last, stated, namespace=namespace)
            version = stated
        else:
            purl, version = build("generic", last, namespace=namespace, qualifiers=qualifiers), ""
        return Component(
            purl=purl,
            name=shown,
            version=version,
            version_kind=firmness(version),
            scope=scope,
            roles=(Role.URL,) if http else (Role.GIT,),
            ref=f"{self._group}/{shown}/{name}",
            download=address,
            line=number,
            properties=pairs(
                commit="" if http else stated, file="" if http else name, group=self._group
            ),
        )

    def inventory(self) -> Inventory:
        for ref, group, name in self._needs:
            target = self._refs.get((group, name))
            if target is not None:
                self._gathering.need(ref, [target])
        return self._gathering.inventory(expects=not self.sections.isdisjoint(_SOURCES))
