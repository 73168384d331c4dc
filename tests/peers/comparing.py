"""Comparison with what another scanner expects: sets of name and version."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from peers.reading import Record, peer_of

Key = tuple[str, str]
_PURL = re.compile(
    r"pkg:([^/]+)/([^@?#]*(?:@(?=[^?#]*@)[^@?#]*)?)(?:@([^?#]*))?(?:\?[^#]*)?(?:#.*)?\Z"
)
_LOWER = frozenset(
    {"nuget", "composer", "golang", "hex", "pub", "gem", "swift", "cocoapods", "github"}
)
_WITH_V = frozenset({"golang", "composer", "swift"})
_LOOSE = ("count", "subset")


@dataclass(frozen=True)
class Verdict:
    """How one case came out."""

    exact: bool
    shared: int
    missing: tuple[Key, ...]
    extra: tuple[Key, ...]
    count: int
    """Entries that Sluis lists."""
    expected_count: int | None = None

    @property
    def rank(self) -> tuple[bool, int]:
        """The higher the nearer."""
        return self.exact, self.shared - len(self.missing) - len(self.extra)


def fold(ecosystem: str, name: str, version: str) -> Key:
    """Name and version as they are compared: letter case and `v` as the ecosystem sees them."""
    name, version = name.strip(), version.strip()
    if ecosystem == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    elif ecosystem in _LOWER:
        name = name.lower()
    elif ecosystem == "maven":
        name = name.replace("/", ":")
    if ecosystem in _WITH_V:
        version = re.sub(r"\Av(?=\d)", "", version)
    return name, version


def of_purl(purl: str) -> Key | None:
    """Name with namespace, and version, of a purl."""
    found = _PURL.match(purl)
    if found is None:
        return None
    name = unquote(found[2])
    return (name.replace("/", ":", 1) if found[1] == "maven" else name), unquote(found[3] or "")


def keys_expected(case: dict[str, Any]) -> set[Key]:
    """What the peer lists; without versions where it only states requirements."""
    declared = peer_of(case) == "scancode"
    keys = set()
    for entry in case["expected"]:
        name, version = entry.get("name") or "", str(entry.get("version") or "")
        stated = of_purl(entry.get("purl") or "")
        if stated:
            name, version = stated[0], stated[1] or version
        keys.add(fold(case["ecosystem"], name, "" if declared else version))
    return keys - {("", "")}


def keys_ours(case: dict[str, Any], records: Iterable[Record]) -> set[Key]:
    """What Sluis lists: by purl where there is one, else by name."""
    return {key_of(case, record) for record in records} - {("", "")}


def key_of(case: dict[str, Any], record: Record) -> Key:
    """Name and version of one component, as the scorer of the fixture set takes them."""
    declared = peer_of(case) == "scancode"
    stated = of_purl(record.purl) or (record.name, "")
    version = "" if declared else stated[1] or record.version
    return fold(case["ecosystem"], stated[0], version)


def judge(case: dict[str, Any], records: list[Record], error: str) -> Verdict:
    """One case."""
    expected = keys_expected(case)
    ours = keys_ours(case, records)
    loose = case["match"].startswith(_LOOSE)
    count = case.get("expected_count")
    if case["expect_error"]:
        exact = bool(error) or not ours
    elif loose:
        exact = expected <= ours and (
            not case["match"].startswith("count") or count in {None, len(records)}
        )
    else:
        exact = expected == ours
    return Verdict(
        exact=exact,
        shared=len(expected & ours),
        missing=tuple(sorted(expected - ours)),
        extra=() if loose else tuple(sorted(ours - expected)),
        count=len(records),
        expected_count=count,
    )


def by_file(
    cases: Iterable[dict[str, Any]], verdict: Callable[[dict[str, Any]], Verdict]
) -> list[tuple[dict[str, Any], Verdict]]:
    """The nearest verdict per peer and file: the peer may have run on it with several settings.

    Cases that need a registry to resolve versions are left out.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for case in cases:
        if not case.get("needs_resolution"):
            groups[peer_of(case), case["file"]].append(case)
    best = []
    for group in groups.values():
        judged = [(case, verdict(case)) for case in group]
        best.append(max(judged, key=lambda pair: pair[1].rank))
    return best


@dataclass
class Tally:
    """Sums over files."""

    files: int = 0
    exact: int = 0
    shared: int = 0
    extra: int = 0
    missing: int = 0
    empty: int = 0
    """Files that a tool which says nothing has right."""
    peers: set[str] = field(default_factory=set)

    @property
    def precision(self) -> float:
        """Share of what is listed that the peer lists too."""
        return self.shared / (self.shared + self.extra) if self.shared + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what the peer lists that is listed."""
        return self.shared / (self.shared + self.missing) if self.shared + self.missing else 1.0


def tally(
    judged: Iterable[tuple[dict[str, Any], Verdict]], nothing: Mapping[str, bool]
) -> dict[str, Tally]:
    """Sums per format.

    Args:
        judged: Of `by_file`.
        nothing: By case id, whether saying nothing would be right.
    """
    sums: dict[str, Tally] = defaultdict(Tally)
    for case, verdict in judged:
        t = sums[case["format"]]
        t.files += 1
        t.exact += verdict.exact
        t.shared += verdict.shared
        t.extra += len(verdict.extra)
        t.missing += len(verdict.missing)
        t.empty += nothing[case["id"]]
        t.peers.add(peer_of(case))
    return dict(sorted(sums.items()))


def macro(sums: Mapping[str, Tally]) -> tuple[float, int]:
    """Average over formats of the share of exact files, and how many formats that are.

    Formats whose files all expect nothing are left out.
    """
    shares = [t.exact / t.files for t in sums.values() if t.empty < t.files]
    return sum(shares) / len(shares), len(shares)
