"""Refreshing copies of registers, source by source; what fails leaves the last good data with its age.

Each source becomes one file in the shape in which the register gives it out (`gleif.json`, `kvk.json`,
`tenderned.json`, `gemma.json`, `oss.json`), so that everything that reads an export reads it. Its head
`sluis_sync` says when it was fetched and whether a later refresh failed. Answers are kept with their ETag
in `.answers/`; a run that broke off goes on where it was, within a day.

Sources: GLEIF API 1; KvK API Basisprofiel 1; OCDS 1.1 (TenderNed, as release packages or one release a
line); VNG-Realisatie/Softwarecatalogus; OSS Register v1 of developer.overheid.nl.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from collectors.license_answers import Door
from sbom.errors import CollectError, ParseError
from scanner.register_asking import Asker, Wanted, ask

_RESUMED = timedelta(days=1)
_SMALLEST_SHARE = 0.5
"""A refresh that gives fewer than half of the records before is not believed."""
HEAD = "sluis_sync"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One register to ask."""

    name: str
    """`gleif`, `kvk`, `tenderned`, `gemma` or `oss`."""
    base: str
    key: str = ""
    """Value of the key; never told."""


class Head(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a copy says of itself."""

    source: str = ""
    base: str = ""
    fetched: str = ""
    """When the data came in, ISO 8601."""
    checked: str = ""
    records: int = 0
    failed: str = ""
    """Why the last refresh failed."""
    failed_at: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one register."""

    name: str
    state: str
    """`new`, `current`, `skipped` or `failed`."""
    records: int = 0
    date: str = ""
    """Day of the data that is kept."""
    age_days: int | None = None
    reason: str = ""
    absent: int = 0
    """Numbers that the register does not know."""


def sync_registers(
    folder: Path, places: Sequence[Place], wanted: Wanted, door: Door, now: datetime
) -> Iterator[Outcome]:
    """Refresh registers one by one; each is written before the next is asked.

    Args:
        folder: Of the copies; made when absent.
        places: Which registers, and where.
        wanted: About whom.
        door: Paces and repeats.
        now: Aware, UTC.

    Raises:
        CollectError: the folder cannot be written.
    """
    for place in places:
        file = folder / f"{place.name}.json"
        head, before = read_copy(file)
        store = _Store(folder / ".answers" / f"{place.name}.json", place.base, now)
        asker = Asker(door, place.base, place.key, store)
        reason = ""
        tree: dict[str, Any] | None = None
        try:
            tree = ask(
                place.name, asker, wanted, folder / ".answers" / f"{place.name}.part", before
            )
        except (CollectError, ParseError) as error:
            reason = str(error)
        finally:
            store.save(done=not reason)
        if tree is None and not reason:
            yield Outcome(name=place.name, state="skipped", reason="no number or name to ask for")
            continue
        count = _count(tree) if tree is not None else 0
        if not reason and count < head.records * _SMALLEST_SHARE:
            reason = f"holds {count} records where it had {head.records}; not believed"
        if tree is None or reason:
            yield _failed(file, head, before, reason, now)
            continue
        same = before == tree
        made = Head(
            source=place.name,
            base=place.base,
            fetched=head.fetched if same and head.fetched else _at(now),
            checked=_at(now),
            records=count,
        )
        _write(file, made, tree)
        yield Outcome(
            name=place.name,
            state="current" if same else "new",
            records=count,
            date=made.checked[:10],
            age_days=0,
            absent=asker.absent,
        )


def head_of(content: bytes) -> Head | None:
    """What a copy says of itself; None for any other file."""
    if HEAD.encode() not in content[:400]:
        return None

    class _File(msgspec.Struct):
        sluis_sync: Head

    try:
        return msgspec.json.decode(content, type=_File).sluis_sync
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def read_copy(file: Path) -> tuple[Head, dict[str, Any]]:
    """A copy: its head, and the data without it; both empty where there is none that can be read."""
    try:
        content = file.read_bytes()
        tree = msgspec.json.decode(content)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Head(), {}
    head = head_of(content)
    if head is None or not isinstance(tree, dict):
        return Head(), {}
    tree.pop(HEAD, None)
    return head, tree


def _failed(
    file: Path, head: Head, before: Mapping[str, Any], reason: str, now: datetime
) -> Outcome:
    day = head.checked or head.fetched
    if head.fetched:
        head.failed, head.failed_at = reason[:500], _at(now)
        _write(file, head, before)
    age = (now.date() - datetime.fromisoformat(day).date()).days if day else None
    return Outcome(
        name=file.stem,
        state="failed",
        records=head.records,
        date=day[:10],
        age_days=age,
        reason=reason,
    )


def _count(tree: Mapping[str, Any]) -> int:
    return sum(len(v) for v in tree.values() if isinstance(v, list))


def _write(file: Path, head: Head, tree: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    made = msgspec.json.encode({HEAD: head, **tree})
    _put(file, msgspec.json.format(made, indent=1))


def _put(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        raise CollectError(f"{file}: cannot be written: {error.strerror}") from error


def _at(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


class _Answer(msgspec.Struct, omit_defaults=True):
    etag: str = ""
    at: str = ""
    next: str = ""
    absent: bool = False
    tree: Any = None


class _Kept(msgspec.Struct, omit_defaults=True):
    base: str = ""
    begun: str = ""
    """Start of a run that did not end."""
    answers: dict[str, _Answer] = {}


class _Store:
    """Answers of one register by address, and whether one is of the run that is resumed."""

    def __init__(self, file: Path, base: str, now: datetime) -> None:
        self._file = file
        self._now = _at(now)
        try:
            kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            kept = _Kept()
        if kept.base != base:
            kept = _Kept(base=base)
        since = kept.begun
        if not since or datetime.fromisoformat(since) <= now - _RESUMED:
            kept.begun, since = self._now, ""
        self._kept = kept
        self._used: set[str] = set()
        self._asked = {u for u, a in kept.answers.items() if since and a.at >= since}

    def get(self, url: str) -> tuple[_Answer | None, bool]:
        """The answer that is kept, and whether it need not be asked again."""
        found = self._kept.answers.get(url)
        self._used.add(url)
        return found, url in self._asked

    def put(self, url: str, tree: Any, *, etag: str, following: str, absent: bool) -> None:
        """Keep an answer."""
        self._asked.add(url)
        self._kept.answers[url] = _Answer(
            etag=etag, at=self._now, next=following, absent=absent, tree=tree
        )

    def again(self, url: str) -> None:
        """The server says that it did not change."""
        self._asked.add(url)
        self._kept.answers[url].at = self._now

    def save(self, *, done: bool) -> None:
        """Write; after a run that ended, without what was not asked for any more."""
        if done:
            self._kept.begun = ""
            for url in self._kept.answers.keys() - self._used:
                del self._kept.answers[url]
        _put(self._file, msgspec.json.encode(self._kept))
