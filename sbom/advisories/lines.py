"""Lines of versions: which versions an entry of an advisory holds, as intervals of sort keys.

Source of the rules: OSV format, "Evaluation" (events are put in order of version; listed versions
count besides ranges; git ranges need the commit graph). Quirks of ecosystems stand in `sbom.advisories.version_quirks`.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from sbom.advisories.advisory import Affected, Event
from sbom.advisories.stretches import Stretch, outside, required
from sbom.advisories.version_quirks import UNREADABLE, key_of_version

_EVENTS = ("introduced", "limit", "fixed", "last_affected")


class Line:
    """An entry, ready to be asked."""

    __slots__ = ("_keys", "commits", "custom", "listed", "odd", "ordered", "stretches")

    def __init__(
        self,
        stretches: tuple[Stretch, ...],
        listed: frozenset[str],
        commits: tuple[tuple[str, str], ...],
        *,
        ordered: bool,
        odd: str = "",
        custom: bool = False,
    ) -> None:
        """Keep what was read.

        Args:
            stretches: Intervals that are affected.
            listed: Versions as written.
            commits: (what, commit) of git ranges.
            ordered: Whether ranges of versions settle what is not listed.
            odd: What is wrong with its ranges, or empty.
            custom: The ranges are wider than the truth (Go).
        """
        self.stretches = stretches
        self.listed = listed
        self.commits = commits
        self.ordered = ordered
        self.odd = odd
        self.custom = custom
        self._keys: frozenset[bytes] | None = None

    def keys(self, kind: str) -> frozenset[bytes]:
        """Keys of the listed versions, made once."""
        if self._keys is None:
            self._keys = frozenset(key_of_version(kind, v) for v in self.listed)
        return self._keys


def line_of(kind: str, affected: Affected, *, stdlib: bool = False) -> Line:
    """An entry of an advisory, ready to be asked."""
    found: list[Stretch] = []
    commits: list[tuple[str, str]] = []
    ordered = False
    odd = ""
    for stated in affected.ranges or ():
        if (stated.type or "").upper() == "GIT":
            commits += [(w, c) for e in stated.events or () for w, c in _points(e)]
            continue
        ordered = True
        stretches, wrong = _sweep(kind, stated.events or (), stdlib=stdlib)
        found += stretches
        odd = odd or wrong
    for requirement in affected.vulnerable:
        ordered = True
        required_here, wrong = required(kind, requirement)
        found += required_here
        odd = odd or wrong
    if affected.unaffected is not None:
        ordered = True
        stretches, wrong = outside(kind, affected.unaffected)
        found += stretches
        odd = odd or wrong
    own = affected.ecosystem_specific
    return Line(
        tuple(found),
        frozenset(affected.versions or ()),
        tuple(commits),
        ordered=ordered,
        odd=odd,
        custom=own is not None and bool(own.custom_ranges),
    )


def _points(event: Event) -> Iterable[tuple[str, str]]:
    for what in _EVENTS:
        value = getattr(event, what)
        if value is not None:
            yield what, value


def _sweep(kind: str, events: Iterable[Event], *, stdlib: bool) -> tuple[list[Stretch], str]:
    """The intervals of the events of one range, and what is wrong with them."""
    points: list[tuple[bytes, str, str]] = []
    odd = ""
    for event in events:
        for what, version in _points(event):
            if what == "limit" and version == "*":
                continue
            if version == "0" and what == "introduced":
                points.append((b"", what, ""))
                continue
            made = key_of_version(kind, version, stdlib=stdlib)
            if made[:1] == UNREADABLE:
                odd = odd or f"{what} {version[:60]!r} is no version of its ecosystem"
            points.append((made, what, version))
    return _stretches(points), odd or _oddity(points)


def _stretches(points: Iterable[tuple[bytes, str, str]]) -> list[Stretch]:
    """The intervals between points, in order of version; of one version as written.

    Where one interval ends at a version and the next begins there, they are one.
    """
    found: list[Stretch] = []
    low: bytes | None = None
    for made, group in groupby(sorted(points, key=itemgetter(0)), itemgetter(0)):
        here = [(what, version) for _, what, version in group]
        opens = any(what == "introduced" for what, _ in here)
        end = next(((w, v) for w, v in here if w != "introduced"), None)
        if end is None:
            low = made if low is None else low
            continue
        what, version = end
        lasts = what == "last_affected"
        if low is not None:
            if lasts or made > low:
                found.append(Stretch(low, made, lasts, version if what == "fixed" else ""))
            low = made if opens else None
        elif opens and lasts:
            found.append(Stretch(made, made, True, ""))
        elif opens and here[0][0] != "introduced":
            low = made
    if low is not None:
        found.append(Stretch(low, None, False, ""))
    return found


def _oddity(points: Iterable[tuple[bytes, str, str]]) -> str:
    """What is wrong with the points of a range, or empty."""
    ordered = sorted(points, key=itemgetter(0))
    if not ordered:
        return "a range without events"
    key, what, version = ordered[0]
    if what != "introduced" and not any(k == key and w == "introduced" for k, w, _ in ordered):
        return f"{what} {version[:60]!r} comes before anything is introduced"
    return ""
