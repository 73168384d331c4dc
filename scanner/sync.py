"""Refreshing the local copy of advisories, source by source; what fails leaves the last good data."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from sbom.advisories.feed import Feed
from sbom.advisories.reading import read
from sbom.errors import CollectError
from scanner.advisory_folder import FeedState, newest_day, read_folder
from scanner.store.advisories import AdvisoryStore, SourceRow

OSV_BASE = "https://osv-vulnerabilities.storage.googleapis.com"
"""Where osv.dev publishes an archive per ecosystem."""
ECOSYSTEMS = (
    "PyPI",
    "npm",
    "Maven",
    "NuGet",
    "Go",
    "crates.io",
    "Packagist",
    "RubyGems",
    "GitHub Actions",
    "Bitnami",
    "Debian",
    "Alpine",
)
"""Fetched unless others are named."""
OTHERS = {
    "kev": ("https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"),
    "epss": "https://epss.cyentia.com/epss_scores-current.csv.gz",
    "endoflife": "https://endoflife.date/api/v1/products/full",
}
_SMALLEST_SHARE = 0.5
"""A refresh that gives fewer than half of the records before is not believed."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one source."""

    name: str
    state: str
    """`new`, `current` (nothing changed) or `failed`."""
    records: int
    date: str
    reason: str = ""
    issues: int = 0


def addresses(base: str, ecosystems: Iterable[str], *, others: bool) -> list[tuple[str, str]]:
    """(name, url) of every source to fetch."""
    from urllib.parse import quote

    found = [(e, f"{base.rstrip('/')}/{quote(e)}/all.zip") for e in ecosystems]
    return found + (list(OTHERS.items()) if others else [])


def sync_urls(
    store: AdvisoryStore, sources: Iterable[tuple[str, str]], work: Path, now: datetime
) -> Iterator[Outcome]:
    """Fetch sources that changed, one by one; each is stored before the next.

    Args:
        store: Open for writing.
        sources: (name, url).
        work: Folder for unfinished downloads.
        now: Aware, UTC.
    """
    from collectors.advisories import fetch

    known = {s.name: s for s in store.sources()}
    for name, url in sources:
        before = known.get(name, SourceRow(name=name))
        same = before.url == url and before.records > 0
        partial = work / (hashlib.sha256(url.encode()).hexdigest()[:16] + ".part")
        try:
            got = fetch(
                url,
                partial,
                etag=before.etag if same else "",
                modified=before.modified if same else "",
            )
        except (CollectError, OSError) as error:
            yield _failed(store, before, str(error), now)
            continue
        if got.unchanged:
            store.note(msgspec.structs.replace(before, checked=_at(now), failed="", failed_at=""))
            yield Outcome(name=name, state="current", records=before.records, date=before.stated)
            continue
        feed = Feed(name=name)
        read(_file_name(url), got.content, feed)
        about = SourceRow(
            name=name, url=url, etag=got.etag, modified=got.modified, sha256=got.sha256
        )
        yield _keep(store, before, about, feed, now)


def sync_folder(store: AdvisoryStore, folder: Path, now: datetime) -> Iterator[Outcome]:
    """Take over a mirror folder; each feed in it becomes a source.

    Raises:
        CollectError: the folder holds no advisories.
    """
    known = {s.name: s for s in store.sources()}
    for feed in read_folder(folder):
        before = known.get(feed.name, SourceRow(name=feed.name))
        yield _keep(store, before, SourceRow(name=feed.name), feed, now)


def states(store: AdvisoryStore, now: datetime) -> list[FeedState]:
    """What is held, and how old it is."""
    found = []
    for source in store.sources():
        age = None
        if source.stated:
            age = (now.date() - datetime.fromisoformat(source.stated).date()).days
        found.append(
            FeedState(
                name=source.name,
                forms=tuple(source.forms.split(",")) if source.forms else (),
                records=source.records,
                date=source.stated,
                age_days=age,
                issues=len(msgspec.json.decode(source.issues)),
                fetched=source.fetched,
                failed=source.failed,
            )
        )
    return found


def _keep(
    store: AdvisoryStore, before: SourceRow, about: SourceRow, feed: Feed, now: datetime
) -> Outcome:
    records = len(feed)
    reasons = [f"{i.path or i.subject}: {i.message}" for i in feed.issues]
    if not records:
        return _failed(store, before, reasons[0] if reasons else "holds no advisories", now)
    if records < before.records * _SMALLEST_SHARE:
        reason = f"holds {records} records where it had {before.records}; not believed"
        return _failed(store, before, reason, now)
    day = newest_day(feed, now.date())
    about = msgspec.structs.replace(
        about,
        stated=day.isoformat() if day else "",
        fetched=_at(now),
        checked=_at(now),
        forms=",".join(sorted(feed.sources)),
        records=records,
        withdrawn=sum(bool(a.withdrawn) for a in feed.advisories),
        issues=msgspec.json.encode(reasons[:1000]).decode(),
    )
    store.replace(about, feed)
    return Outcome(
        name=about.name, state="new", records=records, date=about.stated, issues=len(reasons)
    )


def _failed(store: AdvisoryStore, before: SourceRow, reason: str, now: datetime) -> Outcome:
    store.note(msgspec.structs.replace(before, failed=reason[:500], failed_at=_at(now)))
    return Outcome(
        name=before.name, state="failed", records=before.records, date=before.stated, reason=reason
    )


def _file_name(url: str) -> str:
    name = url.rpartition("/")[2].partition("?")[0]
    return name if "." in name else f"{name}.json"


def _at(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
