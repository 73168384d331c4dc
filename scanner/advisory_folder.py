"""Advisories from a folder on disk: archives as they were published, or a mirror of single files."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from sbom.advisories.advisory import believed
from sbom.advisories.feed import Feed
from sbom.advisories.reading import MAX_FILE, read
from sbom.errors import CollectError, ConfigError
from sbom.issue import Issue, IssueKind

_HELD = frozenset(
    {".zip", ".json", ".yaml", ".yml", ".csv", ".gz", ".toml", ".md", ".jsonl", ".ndjson", ".nl"}
)
_SKIPPED = frozenset({".git", "LICENCES", "LICENSES", "node_modules"})


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one source of advisories, and how old it is."""

    name: str
    forms: tuple[str, ...]
    records: int
    date: str
    """Newest day that it states and that can be believed; empty: none."""
    age_days: int | None
    issues: int
    fetched: str = ""
    """When it was fetched, ISO 8601; empty: read from a folder."""
    failed: str = ""
    """Why the last attempt to refresh it failed; empty: it did not."""


def read_folder(folder: Path) -> list[Feed]:
    """All feeds below a folder, or of one file; names are paths below it.

    Single files of one folder make one feed; an archive is a feed of its own.

    Raises:
        CollectError: nothing is there, or nothing in it is readable as advisories.
    """
    if not folder.exists():
        raise CollectError(f"{folder}: is not there")
    feeds: dict[str, Feed] = {}
    seen = 0
    for path in _files(folder):
        seen += 1
        inside = path.name if path == folder else path.relative_to(folder).as_posix()
        lone = path.suffix in {".zip", ".gz", ".csv"} or path.parent == folder
        name = inside if lone else inside.split("/")[0]
        feed = feeds.get(name)
        if feed is None:
            feed = feeds[name] = Feed(name=name)
        try:
            content = path.read_bytes() if path.stat().st_size <= MAX_FILE else None
        except OSError as error:
            feed.issues.append(
                Issue(
                    kind=IssueKind.UNREADABLE,
                    path=inside,
                    message=f"cannot be read: {error.strerror or error}",
                )
            )
            continue
        if content is None:
            reason = f"has more than {MAX_FILE >> 30} GiB"
            feed.issues.append(Issue(kind=IssueKind.LIMIT, path=inside, message=reason))
            continue
        read(inside, content, feed)
    found = [f for f in feeds.values() if len(f) or f.issues]
    if not any(len(f) for f in found):
        raise CollectError(f"{folder}: holds no advisories ({seen} files seen)")
    return found


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in _SKIPPED)
        for name in sorted(names):
            if name[name.rfind(".") :].lower() in _HELD:
                yield Path(top, name)


def state_of(feed: Feed, today: date) -> FeedState:
    """What came of a feed."""
    newest = newest_day(feed, today)
    return FeedState(
        name=feed.name,
        forms=tuple(sorted(feed.sources)),
        records=len(feed),
        date=newest.isoformat() if newest else "",
        age_days=(today - newest).days if newest else None,
        issues=len(feed.issues),
    )


def newest_day(feed: Feed, today: date) -> date | None:
    """Newest believable day: of the feed itself, else of its records."""
    own = believed(feed.stated, today)
    if own is not None:
        return own
    days = {
        d for a in feed.advisories for d in ((a.modified or "")[:10], (a.published or "")[:10]) if d
    }
    for day in sorted(days, reverse=True):
        made = believed(day, today)
        if made is not None:
            return made
    return None


def now(environ: Mapping[str, str] = os.environ) -> datetime:
    """The present, aware, UTC; `SLUIS_NOW` (ISO 8601) sets it for demonstrations and tests.

    Raises:
        ConfigError: `SLUIS_NOW` is no time.
    """
    given = environ.get("SLUIS_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        made = datetime.fromisoformat(given)
    except ValueError as error:
        raise ConfigError(f"SLUIS_NOW: {given!r} is not a time in ISO 8601") from error
    return made if made.tzinfo else made.replace(tzinfo=UTC)
