"""Which advisories a component falls under; nothing is passed over in silence.

A match is `affected` when its version is listed or lies in a range, and `possibly` when that cannot
be known: the version is a range that overlaps, missing, or no version of its ecosystem; the release
of the distribution is not stated; or the entry only has git commits. A component that cannot be
asked at all comes back as `Unmatched` with the reason.

Not asked: the project itself and its workspaces, what a lock resolves elsewhere in the same file,
bare bounds, replaced originals and lines of go.sum alone; they are counted as `not-in-use`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from sbom.advisories.ecosystems import (
    DISTRO_TYPES,
    RESPELLED,
    built_for,
    key_for,
    key_of,
    same_release,
    vendor_of,
)
from sbom.advisories.index import Advisories, Entry
from sbom.advisories.stretches import Stretch, overlap, required, within
from sbom.advisories.version_quirks import UNREADABLE, key_of_version, without_revision
from sbom.component import Component, Role, VersionKind
from sbom.errors import ParseError
from sbom.purl import Purl, parse

NOT_IN_USE = frozenset(
    {
        Role.ROOT,
        Role.WORKSPACE,
        Role.DECLARED,
        Role.CONSTRAINT,
        Role.REPLACED,
        Role.INDIRECT_HASH,
    }
)
_COMMIT = re.compile(r"[0-9a-f]{40}\Z", re.IGNORECASE)
_SHORT = re.compile(r"v?[0-9]+(?:\.[0-9]+)?\Z")
_NO_PROPERTIES: dict[str, str] = {}


class Status(StrEnum):
    """How sure a match is."""

    AFFECTED = "affected"
    POSSIBLY = "possibly"


class Unknown(StrEnum):
    """Why a component could not be asked."""

    NO_PURL = "no-purl"
    """No package URL: it is not known what software it is."""
    NOT_COVERED = "ecosystem-not-covered"
    """There is no advisory of its ecosystem, or of its release of a distribution, among those given."""
    NO_DISTRIBUTION = "distribution-unknown"
    """A package of a distribution that does not say of which."""
    NO_VERSION = "no-version"
    """No version is stated, and there are advisories about it (each given as possibly)."""
    UNRESOLVED = "version-unresolved"
    """Its version is a placeholder or branch (each advisory given as possibly)."""
    UNREADABLE = "version-unreadable"
    """Its version is none of its ecosystem (each advisory given as possibly)."""
    RANGE = "version-range"
    """Its version is a range (advisories that overlap are given as possibly)."""
    NOT_IN_USE = "not-in-use"


class Match(NamedTuple):
    """A component falls under an entry."""

    entry: Entry
    status: Status
    why: str
    """`listed`, `in-range`, or why it is only possible (a value of `Unknown`, `release-unknown`,
    `git-only`, `nothing-stated`, `platform-unknown`, `moving-tag`)."""
    key: bytes
    """Of the version that was asked; empty: none."""

    @property
    def fixed(self) -> tuple[str, ...]:
        """Versions that fix it on this line, nearest first; empty: none is known."""
        return _fixes(self.entry.line.stretches, self.key)


class Asked(NamedTuple):
    """What became of a component."""

    matches: tuple[Match, ...]
    unknown: Unknown | None


class _Question(NamedTuple):
    kind: str
    version: str
    key: bytes
    bare: bytes
    """Key without Bitnami's revision."""
    distro: str
    platform: str
    requirement: str
    version_kind: VersionKind


class _Known(NamedTuple):
    """What is known about a package."""

    kind: str
    key: str
    entries: Sequence[Entry]
    stdlib: bool
    nothing: Asked
    """The answer for an exact version when there are no entries."""


_CLEAN = Asked((), None)
_NOT_COVERED = Asked((), Unknown.NOT_COVERED)
_NO_PURL = Asked((), Unknown.NO_PURL)
_PASSED = Asked((), Unknown.NOT_IN_USE)


class Matcher:
    """Asks advisories about components; keeps what it learnt of each package."""

    def __init__(self, advisories: Advisories) -> None:
        self._advisories = advisories
        self._types = advisories.types()
        self._known: dict[str, _Known] = {}
        self._releases: dict[tuple[str, str], bool] = {}
        self._missing: dict[str, _Known] = {}
        """Per type: what is known of a package without entries."""

    def ask(self, component: Component) -> Asked:
        """What is known about a component."""
        if component.roles and not NOT_IN_USE.isdisjoint(component.roles):
            return _PASSED
        purl = component.purl
        head = purl if "#" in purl else purl.partition("@")[0]
        known = self._known.get(head)
        if known is None:
            if purl[:4] != "pkg:":
                return _NO_PURL
            known = self._known[head] = self._learn(purl, head)
        exact = component.version_kind is VersionKind.EXACT and component.version != ""
        if not known.entries and known.kind not in DISTRO_TYPES:
            if exact or known.nothing is not _CLEAN:
                return known.nothing
            return Asked((), _doubt(component))
        doubt = None if exact else _doubt(component)
        if known.kind in DISTRO_TYPES:
            if known.nothing is _NOT_COVERED:
                return _NOT_COVERED
            return self._ask_distro(component, known.kind, doubt)
        platform = dict(component.properties).get("platform", "") if component.properties else ""
        question = _question(known, component, component.version, "", platform)
        return _answer(known.entries, question, doubt)

    def knows(self, purl: str) -> bool:
        """Whether there may be entries about a package: for distributions, whose names vary, always."""
        kind = purl[4:].partition("/")[0]
        return kind in DISTRO_TYPES or bool(self._advisories.entries(key_of(purl)))

    @staticmethod
    def asks_more(purl: str) -> bool:
        """Whether a package URL alone does not settle the answer (source names, platforms)."""
        return purl[4:].partition("/")[0] in DISTRO_TYPES

    def _learn(self, purl: str, head: str) -> _Known:
        kind = purl[4:].partition("/")[0]
        if kind == "githubactions":
            kind = "github"
        covered = kind in self._types
        if covered:
            key = key_of(purl) if kind in RESPELLED or "?" in head or "#" in head else head
            entries = self._advisories.entries(key)
            if entries:
                stdlib = key in {"pkg:golang/stdlib", "pkg:golang/toolchain"}
                return _Known(kind, key, entries, stdlib, _CLEAN)
        missing = self._missing.get(kind)
        if missing is None:
            answer = _CLEAN if covered else _NOT_COVERED
            if kind == "generic" and not covered:  # says no more than a name
                answer = _NO_PURL
            missing = self._missing[kind] = _Known(kind, "", (), False, answer)
        return missing

    def _ask_distro(self, component: Component, kind: str, doubt: Unknown | None) -> Asked:
        try:
            purl = parse(component.purl)
        except ParseError:
            return _NO_PURL
        qualifiers = dict(purl.qualifiers)
        version = component.version or purl.version
        distro = qualifiers.get("distro", "") or qualifiers.get("distro_name", "")
        vendor = purl.namespace or vendor_of(distro)
        if not vendor:
            return Asked((), Unknown.NO_DISTRIBUTION)
        distro = distro or built_for(kind, version)
        if not self._covers(key_for(kind, f"{vendor}/x"), distro):
            return _NOT_COVERED
        matches: list[Match] = []
        for name, stated in _distro_names(purl, qualifiers, component, version).items():
            key = key_for(kind, f"{vendor}/{name}")
            entries = self._advisories.entries(key)
            if not entries:
                continue
            known = _Known(kind, key, entries, False, _CLEAN)
            asked = _answer(entries, _question(known, component, stated, distro, ""), doubt)
            matches += asked.matches
            doubt = asked.unknown
        return Asked(tuple(matches), doubt)

    def _covers(self, key: str, distro: str) -> bool:
        """Whether there are advisories of a distribution at all, and of this release."""
        vendor = key[4:].rpartition("/")[0]
        if vendor not in self._types:
            return False
        mark = (vendor, distro)
        covered = self._releases.get(mark)
        if covered is None:
            stated = [t[len(vendor) + 1 :] for t in self._types if t.startswith(f"{vendor}/")]
            covered = not stated or any(same_release(r, distro) is not False for r in stated)
            self._releases[mark] = covered
        return covered


def _distro_names(
    purl: Purl, qualifiers: Mapping[str, str], component: Component, version: str
) -> dict[str, str]:
    """Names under which a package of a distribution is told of, each with its version."""
    properties = dict(component.properties)
    upstream, _, upstream_version = qualifiers.get("upstream", "").partition("@")
    source = properties.get("source", "") or upstream
    if purl.type == "rpm" and qualifiers.get("epoch") and ":" not in version:
        version = f"{qualifiers['epoch']}:{version}"
    source_version = properties.get("source_version", "") or properties.get("source-version", "")
    names = {purl.name: version}
    if source:
        names[source] = source_version or upstream_version or version
    return names


def _answer(entries: Iterable[Entry], question: _Question, doubt: Unknown | None) -> Asked:
    if question.key[:1] == UNREADABLE and doubt is None:
        doubt = Unknown.UNREADABLE
    found = _sure(entries, question) if doubt is None else []
    if doubt is not None:
        found = [m for e in entries if (m := _match(e, question, doubt)) is not None]
    if not found and doubt is None:
        return _CLEAN
    return Asked(tuple(found), doubt)


def _sure(entries: Iterable[Entry], question: _Question) -> list[Match]:
    """Matches of an exact version: the plain ones at once, the others by `_match`."""
    found = []
    version, bare = question.version, question.bare
    for entry in entries:
        _, _, _, _, line, revisions, plain = entry
        if not plain:
            match = _match(entry, question, None)
            if match is not None:
                found.append(match)
            continue
        key = question.key if revisions else bare
        for low, high, high_in, _ in line.stretches:
            if key >= low and (high is None or key < high or (high_in and key == high)):
                why = "listed" if version in line.listed else "in-range"
                found.append(Match(entry, Status.AFFECTED, why, key))
                break
        else:
            if line.listed:
                if version in line.listed or key in line.keys(question.kind):
                    found.append(Match(entry, Status.AFFECTED, "listed", key))
            elif not line.ordered:
                match = _match(entry, question, None)
                if match is not None:
                    found.append(match)
    return found


def _doubt(component: Component) -> Unknown | None:
    match component.version_kind:
        case VersionKind.EXACT:
            return None if component.version else Unknown.NO_VERSION
        case VersionKind.RANGE:
            return Unknown.RANGE
        case VersionKind.UNRESOLVED:
            return Unknown.UNRESOLVED
        case _:
            return Unknown.NO_VERSION


def _question(
    known: _Known, component: Component, version: str, distro: str, platform: str
) -> _Question:
    kind = known.kind
    made = key_of_version(kind, version, stdlib=known.stdlib) if version else b""
    bare = made
    if kind == "bitnami" and "-" in version:
        bare = key_of_version(kind, without_revision(version))
    return _Question(
        kind, version, made, bare, distro, platform, component.requirement, component.version_kind
    )


def _match(entry: Entry, question: _Question, doubt: Unknown | None) -> Match | None:
    line = entry.line
    release = same_release(entry.release, question.distro) if entry.release else True
    if release is False:
        return None
    if doubt is not None:
        if doubt is Unknown.RANGE and not _may_hold(entry, question):
            return None
        if doubt is Unknown.UNREADABLE and question.version in line.listed:
            return Match(entry, Status.AFFECTED, "listed", b"")
        if _COMMIT.match(question.version):
            return _by_commit(entry, question.version)
        return Match(entry, Status.POSSIBLY, doubt.value, b"")
    key = question.key if entry.revisions else question.bare
    hit = _decide(entry, question, key)
    if hit is None:
        return None
    status, why = hit
    if release is None:
        status, why = Status.POSSIBLY, "release-unknown"
    elif entry.affected.platform and status is Status.AFFECTED:
        same = _same_platform(entry.affected.platform, question)
        if same is False:
            return None
        if same is None:
            status, why = Status.POSSIBLY, "platform-unknown"
    return Match(entry, status, why, key)


def _decide(entry: Entry, question: _Question, key: bytes) -> tuple[Status, str] | None:
    line = entry.line
    version = question.version
    if version in line.listed:
        return Status.AFFECTED, "listed"
    for stretch in line.stretches:
        if within(stretch, key):
            return Status.AFFECTED, "in-range"
    if question.kind == "github" and _SHORT.match(version):
        span = _moving(question.kind, version)
        if any(overlap(span, s) for s in line.stretches):
            return Status.POSSIBLY, "moving-tag"
    if line.listed and key in line.keys(question.kind):
        return Status.AFFECTED, "listed"
    if line.ordered or line.listed:
        return None
    if line.commits:
        return Status.POSSIBLY, "git-only"
    return Status.POSSIBLY, "nothing-stated"


def _by_commit(entry: Entry, commit: str) -> Match | None:
    """A component known by its commit: only ends of git ranges can be told without the graph."""
    for what, known in entry.line.commits:
        if known.lower() == commit.lower():
            if what in {"fixed", "limit"}:
                return None
            return Match(entry, Status.AFFECTED, "listed", b"")
    return Match(entry, Status.POSSIBLY, "git-only", b"")


def _moving(kind: str, version: str) -> Stretch:
    """What a tag such as `v4` may stand for: everything up to the next."""
    parts = version.removeprefix("v").split(".")
    low = key_of_version(kind, version)
    parts[-1] = str(int(parts[-1]) + 1)
    return Stretch(low, key_of_version(kind, ".".join(parts)), False, "")


def _same_platform(stated: str, question: _Question) -> bool | None:
    own = question.platform or question.version.partition("-")[2]
    if not own:
        return None
    return ("java" in own or "jruby" in own) == ("jruby" in stated or "java" in stated)


def _may_hold(entry: Entry, question: _Question) -> bool:
    """Whether a requirement may be met by an affected version; True when it cannot be read."""
    asked, wrong = required(question.kind, question.requirement)
    if wrong or not question.requirement:
        return True
    line = entry.line
    if not (line.ordered or line.listed):
        return True
    if any(overlap(a, s) for a in asked for s in line.stretches):
        return True
    return any(within(a, key_of_version(question.kind, v)) for a in asked for v in line.listed)


def _fixes(stretches: Iterable[Stretch], key: bytes) -> tuple[str, ...]:
    """Fixing versions above a key, nearest first."""
    found = sorted(
        {(s.high, s.fixed) for s in stretches if s.fixed and s.high is not None and s.high > key}
    )
    return tuple(dict.fromkeys(version for _, version in found))
