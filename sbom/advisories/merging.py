"""Records of several sources about one vulnerability, taken together: an exposure.

Two records are one when they share a name: an id or an alias of either. Related records and what a
distribution's record is about (`upstream`) do not join, since one notice often covers several
vulnerabilities. Records of the database that goes first stay apart from each other: it publishes a
vulnerability once, so two of its records under one name are two findings, each with the other among
its aliases; what other databases say is added to each that it shares a name with. Rings of aliases
do no harm. Records that go by the same name but do not hold for
the version are named beside it (`disputed`), so that nobody takes silence for agreement.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter

import msgspec

from sbom.advisories import scoring
from sbom.advisories.advisory import Advisory
from sbom.advisories.feed import Exploited, Probability
from sbom.advisories.index import Advisories
from sbom.advisories.matching import Match, Status

_HOME = {
    "apk": ("ALPINE-", "CGA-"),
    "bitnami": ("BIT-",),
    "cargo": ("RUSTSEC-",),
    "cran": ("RSEC-",),
    "deb": ("DSA-", "DLA-", "DEBIAN-", "USN-", "UBUNTU-"),
    "gem": (),
    "golang": ("GO-",),
    "hackage": ("HSEC-",),
    "julia": ("JLSEC-",),
    "pypi": ("PYSEC-",),
    "rpm": ("ALSA-", "RLSA-", "RHSA-", "SUSE-", "openSUSE-"),
}
"""How the ids of an ecosystem's own database begin; it goes first."""
MAX_NAMES = 100
"""Names of one exposure that are kept."""


class Exposure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vulnerability in one component version."""

    ecosystem: str = ""
    """As the first record names it, for example `PyPI` or `Debian:12`."""
    id: str
    """Of the record that goes first: of the ecosystem's own database, else GitHub's, else another."""
    advisories: tuple[str, ...]
    """Ids of all records that hold for this version, the first one first."""
    aliases: tuple[str, ...] = ()
    """All other names, sorted; those in `disputed` left out."""
    disputed: tuple[str, ...] = ()
    """Ids of records about this package under the same names that do not hold for this version."""
    cves: tuple[str, ...] = ()
    status: Status = Status.AFFECTED
    why: str = ""
    """See `sbom.advisories.matching.Match`; of the surest match."""
    fixed: tuple[str, ...] = ()
    """Versions that fix it, nearest first, as the first record states them."""
    title: str = ""
    rating: str = ""
    """`none` to `critical`; empty: no source says."""
    score: float | None = None
    score_version: str = ""
    vector: str = ""
    malicious: bool = False
    informational: str = ""
    """RustSec: `unmaintained`, `unsound` or `notice`: no vulnerability of itself."""
    exploited: Exploited | None = None
    probability: Probability | None = None
    published: str = ""
    """Earliest stated, as written."""
    modified: str = ""
    """Latest stated, as written."""
    feeds: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    """At most five addresses."""
    notes: tuple[str, ...] = ()
    """What makes a record doubtful: a range that cannot be, or one that its source calls too wide."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return (*self.advisories, *self.aliases)


def exposures(kind: str, matches: Sequence[Match], advisories: Advisories) -> list[Exposure]:
    """The exposures of one component, most certain and gravest first.

    Args:
        kind: Type of its package URL.
        matches: Of `sbom.advisories.matching`.
        advisories: For what else is known under the same names.
    """
    if not matches:
        return []
    if len(matches) == 1:
        return [_exposure(kind, matches, advisories)]
    holding = frozenset(m.entry.advisory.id for m in matches)
    found = [
        _exposure(kind, part, advisories, holding)
        for group in _grouped(matches)
        for part in _apart(kind, group)
    ]
    found.sort(key=lambda e: (e.status is not Status.AFFECTED, -(e.score or 0.0), e.id))
    return found


def _grouped(matches: Iterable[Match]) -> list[list[Match]]:
    """Matches that share a name, together."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while (up := leader.setdefault(name, name)) != name:
            leader[name] = leader[up]
            name = leader[name]
        return name

    listed = list(matches)
    for match in listed:
        first = find(match.entry.advisory.id)
        for alias in (match.entry.advisory.aliases or ())[:MAX_NAMES]:
            leader[find(alias)] = first
            first = find(first)
    groups: dict[str, list[Match]] = {}
    for match in listed:
        groups.setdefault(find(match.entry.advisory.id), []).append(match)
    return list(groups.values())


def _apart(kind: str, group: list[Match]) -> list[list[Match]]:
    """One part for each record of the database that goes first."""
    if len(group) == 1:
        return [group]
    ranks = [_rank(kind, m)[0] for m in group]
    first = min(ranks)
    leaders = {
        m.entry.advisory.id: m.entry.advisory
        for m, r in zip(group, ranks, strict=True)
        if r == first
    }
    if len(leaders) == 1 or first > 2:
        return [group]
    own: dict[str, list[tuple[int, Match]]] = {name: [] for name in leaders}
    rest: list[tuple[int, Match, frozenset[str]]] = []
    for number, (match, rank) in enumerate(zip(group, ranks, strict=True)):
        record = match.entry.advisory
        if rank == first:
            own[record.id].append((number, match))
        else:
            rest.append((number, match, frozenset(record.names)))
    taken: set[int] = set()
    parts = []
    for name, leader in leaders.items():
        part = own[name] + [
            (n, m)
            for n, m, names in rest
            if m.entry.advisory.id == name or not names.isdisjoint(leader.names)
        ]
        taken.update(n for n, _ in part)
        parts.append([m for _, m in sorted(part, key=itemgetter(0))])
    parts[0] += [m for n, m in enumerate(group) if n not in taken]
    return parts


def _rank(kind: str, match: Match) -> tuple[int, bool, str]:
    name = match.entry.advisory.id
    if name.startswith("MAL-"):
        order = 0
    elif name.startswith(_HOME.get(kind, ())):
        order = 1
    elif name.startswith("GHSA-"):
        order = 2
    else:
        order = 3 if name.startswith("CVE-") else 4
    return order, match.status is not Status.AFFECTED, name


def _exposure(
    kind: str,
    group: Sequence[Match],
    advisories: Advisories,
    elsewhere: frozenset[str] = frozenset(),
) -> Exposure:
    ordered = sorted(group, key=lambda m: _rank(kind, m))
    surest = min(ordered, key=lambda m: m.status is not Status.AFFECTED)
    holding = [m for m in ordered if m.status is surest.status]
    records = list({m.entry.advisory.id: m.entry.advisory for m in ordered}.values())
    names = dict.fromkeys(n for r in records for n in r.names[:MAX_NAMES])
    ids = tuple(r.id for r in records)
    others = [a for n in names for a in advisories.named(n)[:MAX_NAMES] if a.id not in ids]
    key = _about(ordered[0])
    disputed = {
        a.id for a in others if not a.withdrawn and a.id not in elsewhere and _is_about(a, key)
    }
    near = {a.id for a in others if a.id in elsewhere}
    cves = sorted({c for r in records for c in r.cves if c not in disputed})
    score = _score(ordered, others)
    package = ordered[0].entry.affected.package
    return Exposure(
        ecosystem=(package.ecosystem or "") if package is not None else "",
        id=ids[0],
        advisories=ids,
        aliases=tuple(sorted(n for n in {*names, *near} if n != ids[0] and n not in disputed)),
        disputed=tuple(sorted(disputed)),
        cves=tuple(cves),
        status=surest.status,
        why=surest.why,
        fixed=next((m.fixed for m in holding if m.fixed), ()),
        title=next((r.title for r in records if r.title), ""),
        rating=score.rating,
        score=score.score,
        score_version=score.version,
        vector=score.vector,
        malicious=any(r.is_malicious for r in records),
        informational=_informational(ordered),
        exploited=next((e for c in cves if (e := advisories.exploited(c)) is not None), None),
        probability=max(
            (p for c in cves if (p := advisories.probability(c)) is not None),
            key=lambda p: p.score,
            default=None,
        ),
        published=min((r.published for r in records if r.published), default=""),
        modified=max((r.modified for r in records if r.modified), default=""),
        feeds=tuple(dict.fromkeys(m.entry.feed for m in ordered)),
        references=tuple(
            dict.fromkeys(r.url for a in records for r in a.references or () if r.url)
        )[:5],
        notes=tuple(dict.fromkeys(n for m in ordered for n in _notes(m))),
    )


def _notes(match: Match) -> Iterable[str]:
    name, line = match.entry.advisory.id, match.entry.line
    if line.odd:
        yield f"{name}: {line.odd}"
    if line.custom:
        yield f"{name}: its range is wider than the truth (custom_ranges)"


def _score(ordered: Sequence[Match], others: Iterable[Advisory]) -> scoring.Score:
    """Of the first record with a number; else of another under the same names; else a word."""
    stated = [scoring.of(m.entry.advisory, m.entry.affected) for m in ordered]
    with_number = next((s for s in stated if s.score is not None), None)
    if with_number is not None:
        return with_number
    elsewhere = [
        s
        for a in others
        for s in (scoring.of(a, next(iter(a.affected or ()), None)),)
        if s.score is not None or s.rating
    ]
    elsewhere.sort(key=itemgetter(0), reverse=True)
    numbered = next((s for s in elsewhere if s.score is not None), None)
    worded = next((s for s in stated if s.rating), None)
    return numbered or worded or next(iter(elsewhere), scoring.NOTHING)


def _informational(ordered: Sequence[Match]) -> str:
    """The kind of notice, when no record calls it a vulnerability."""
    kinds = [
        (s.informational or "") if (s := m.entry.affected.database_specific) is not None else ""
        for m in ordered
    ]
    return kinds[0] if kinds and all(kinds) else ""


def _about(match: Match) -> str:
    package = match.entry.affected.package
    return (package.name or "").lower() if package is not None else ""


def _is_about(advisory: Advisory, name: str) -> bool:
    return any(
        a.package is not None and (a.package.name or "").lower() == name
        for a in advisory.affected or ()
    )
