"""Advisories by package: what a matcher asks, and the answer held in memory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from sbom.advisories.advisory import Advisory, Affected
from sbom.advisories.ecosystems import DISTRO_TYPES, Place, place
from sbom.advisories.feed import Exploited, Feed, Probability, Product
from sbom.advisories.lines import Line, line_of
from sbom.advisories.version_quirks import speaks_of_revisions


class Entry(NamedTuple):
    """One package of one advisory, ready to be asked."""

    advisory: Advisory
    affected: Affected
    feed: str
    """Name of the feed that it came with."""
    release: str
    """Of the distribution; empty: all."""
    line: Line
    revisions: bool
    """Bitnami: it speaks of revisions itself."""
    plain: bool
    """An exact version settles it: no release, platform or moving tag is to be weighed."""


class Advisories(Protocol):
    """What is known: in memory, or in the local copy that `sync` keeps."""

    def entries(self, key: str, /) -> Sequence[Entry]:
        """Entries about a package (`sbom.advisories.ecosystems.key_of`); withdrawn ones left out."""
        ...

    def types(self) -> frozenset[str]:
        """Types of package URL of which there are advisories at all.

        Of distributions also `deb/debian`, and `deb/debian/12` for each release that is named.
        """
        ...

    def named(self, name: str, /) -> Sequence[Advisory]:
        """Records that go by a name, as id or alias; withdrawn ones too."""
        ...

    def exploited(self, cve: str, /) -> Exploited | None:
        """Of a CVE, when it is known to be exploited."""
        ...

    def probability(self, cve: str, /) -> Probability | None:
        """EPSS of a CVE."""
        ...

    def products(self) -> Mapping[str, Product]:
        """Products with an end of life, by the key of their package URLs."""
        ...


class MemoryAdvisories:
    """Advisories of feeds that were just read."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        """Index the feeds; of two records with one id in one form the newer counts."""
        self.feeds = list(feeds)
        self._raw: dict[str, list[tuple[Advisory, Affected, str, str]]] = {}
        self._ready: dict[str, tuple[Entry, ...]] = {}
        self._types: set[str] = set()
        self._exploited: dict[str, Exploited] = {}
        self._probabilities: dict[str, Probability] = {}
        self._products: dict[str, Product] | None = None
        self._names: dict[str, list[Advisory]] | None = None
        self.records: dict[str, tuple[Advisory, str]] = {}
        self.withdrawn = 0
        self.nowhere: dict[str, int] = {}
        """Entries per ecosystem that has no package URL."""
        for feed in self.feeds:
            for advisory in feed.advisories:
                known = self.records.get(advisory.id)
                if known is None or (advisory.modified or "") > (known[0].modified or ""):
                    self.records[advisory.id] = advisory, feed.name
            self._exploited.update(feed.exploited)
            self._probabilities.update(feed.probabilities)
        for advisory, name in self.records.values():
            if advisory.withdrawn:
                self.withdrawn += 1
            else:
                self._learn(advisory, name)

    def _learn(self, advisory: Advisory, feed: str) -> None:
        for affected in advisory.affected or ():
            package = affected.package
            if package is None:
                continue
            ecosystem = package.ecosystem or ""
            where = place(ecosystem, package.name or "", package.purl or "")
            if not where.key:
                self.nowhere[ecosystem] = self.nowhere.get(ecosystem, 0) + 1
                continue
            self._types.update(marks(where))
            found = self._raw.get(where.key)
            if found is None:
                found = self._raw[where.key] = []
            found.append((advisory, affected, feed, where.release))

    def entries(self, key: str, /) -> Sequence[Entry]:
        """Entries about a package."""
        raw = self._raw.get(key)
        if raw is None:
            return ()
        ready = self._ready.get(key)
        if ready is None:
            ready = self._ready[key] = tuple(entry(key, *r) for r in raw)
        return ready

    def keys(self) -> Iterable[str]:
        """Keys of all packages that have entries."""
        return self._raw

    def types(self) -> frozenset[str]:
        """Types of package URL of which there are advisories at all."""
        return frozenset(self._types)

    def named(self, name: str, /) -> Sequence[Advisory]:
        """Records that go by a name."""
        if self._names is None:
            self._names = {}
            for advisory, _ in self.records.values():
                for known in advisory.names:
                    self._names.setdefault(known, []).append(advisory)
        return self._names.get(name, ())

    def exploited(self, cve: str, /) -> Exploited | None:
        """Of a CVE, when it is known to be exploited."""
        return self._exploited.get(cve)

    def probability(self, cve: str, /) -> Probability | None:
        """EPSS of a CVE."""
        return self._probabilities.get(cve)

    def products(self) -> Mapping[str, Product]:
        """Products with an end of life, by key."""
        if self._products is None:
            from sbom.advisories.endoflife import by_key

            self._products = by_key(p for f in self.feeds for p in f.products)
        return self._products


def marks(where: Place) -> tuple[str, ...]:
    """What a place covers, as `Advisories.types` names it."""
    if where.type not in DISTRO_TYPES:
        return (where.type,)
    vendor = where.key[4:].rpartition("/")[0]
    return where.type, vendor, f"{vendor}/{where.release}" if where.release else vendor


def entry(key: str, advisory: Advisory, affected: Affected, feed: str, release: str) -> Entry:
    """An entry ready to be asked."""
    kind = key[4:].partition("/")[0]
    stdlib = key in {"pkg:golang/stdlib", "pkg:golang/toolchain"}
    return Entry(
        advisory,
        affected,
        feed,
        release,
        line_of(kind, affected, stdlib=stdlib),
        kind == "bitnami" and speaks_of_revisions(affected),
        kind != "github" and not release and not affected.platform,
    )
