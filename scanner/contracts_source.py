"""A contract folder to its facts: read each document once, lay them together, hand over descriptors.

Loaded only when the estate has contracts. A document is read in a process of its own
(`scanner.document_reader`); what came of it is kept in the parse cache under the hash of its bytes,
so that an unchanged contract is not read again when another document of the folder changes.
"""

import hashlib
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pkgutil import get_data

import msgspec

from collectors.collector import Collector, Limits, State, Target
from collectors.paths import excluder
from sbom.contracts.kept import Kept, descriptors, kept_of
from sbom.errors import CollectError
from sbom.inventory import Fragment, Inventory
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from sbom.source import SourceFile
from scanner.document_reader import read_bytes
from scanner.result import ReadFile, SourceResult
from scanner.source_reader import CacheKey, SourceAnswer, failed

FORMAT = "contract/document"
_READER = "1"
"""Raise it when what is read of a document changes other than by the data below."""
_DATA = ("patterns.json", "status.json", "model.json", "kinds.json")
_FRAGMENT = "contract/kept"
Cached = Callable[[list[CacheKey]], Mapping[CacheKey, Inventory]]


@lru_cache(maxsize=1)
def version() -> int:
    """Changes whenever the same document may read otherwise: patterns, tables, model or reader."""
    total = zlib.crc32(_READER.encode())
    for name in _DATA:
        total = zlib.crc32(get_data("sbom.contracts.clauses", f"data/{name}") or b"", total)
    return total


def read_contracts(
    target: Target,
    collector: Collector,
    *,
    limits: Limits,
    cached: Cached | None = None,
    revision: str = "",
    now: datetime | None = None,
) -> SourceAnswer:
    """Every document of a contract folder. As `scanner.source_reader.read_source`.

    Returns:
        Never raises for a bad source or document: the result says what could not be read.
    """
    at = now or datetime.now(UTC)
    try:
        listing = collector.collect(target, _everything, limits)
    except (CollectError, OSError) as error:
        return SourceAnswer(result=failed(target, revision, str(error), at), fresh=())
    excluded = excluder(target.exclude)
    issues = list(listing.issues)
    files = [
        ReadFile(path=e.path, format=FORMAT, blob="", state="skipped", inventory=Inventory())
        for e in listing.entries
        if excluded(e.path)
    ]
    read = _Reading(cached)
    try:
        for source in listing.read(e for e in listing.entries if not excluded(e.path)):
            if isinstance(source, Issue):
                issues.append(source)
                state = "skipped" if source.kind is IssueKind.LIMIT else "failed"
                files.append(
                    ReadFile(
                        path=source.path, format=FORMAT, blob="", state=state, inventory=Inventory()
                    )
                )
            else:
                read.file(source)
    except (CollectError, OSError) as error:
        message = f"stopped half way: {error}"
        issues.append(Issue(kind=IssueKind.UNREADABLE, stage=Stage.COLLECT, message=message))
    files += read.made()
    whole = (*issues, *(i for f in files for i in f.inventory.issues))
    bad = any(i.kind in INCOMPLETE for i in whole)
    result = SourceResult(
        target=target,
        revision=listing.origin.revision,
        state=State.PARTIAL if bad else State.COMPLETE,
        files_seen=listing.files_seen,
        files=tuple(sorted(files, key=lambda f: f.path)),
        issues=tuple(issues),
        collected_at=at,
        cache_hits=read.hits,
    )
    return SourceAnswer(result=result, fresh=tuple(read.fresh))


class _Reading:
    """The documents of one folder, as they are read."""

    def __init__(self, cached: Cached | None) -> None:
        self.fresh: list[tuple[CacheKey, Inventory]] = []
        self.hits = 0
        self._cached = cached
        self._kept: dict[str, Kept] = {}
        self._blobs: dict[str, str] = {}

    def file(self, source: SourceFile) -> None:
        """Read one file, or take what is kept of these bytes."""
        blob = source.blob or _blob(source.content)
        self._blobs[source.path] = blob
        key = (blob, FORMAT, version(), source.path)
        kept = self._known(key)
        if kept is None:
            kept = kept_of(read_bytes(source.path, source.content))
            if _state(kept) != "failed":  # it may have been the machine
                fragment = Fragment(kind=_FRAGMENT, data=msgspec.to_builtins(kept))
                self.fresh.append((key, Inventory(fragments=(fragment,))))
        else:
            self.hits += 1
        self._kept[source.path] = kept

    def _known(self, key: CacheKey) -> Kept | None:
        found = self._cached([key]).get(key) if self._cached else None
        if found is None or not found.fragments:
            return None
        try:
            return msgspec.convert(found.fragments[0].data, Kept)
        except msgspec.ValidationError:
            return None

    def made(self) -> list[ReadFile]:
        """The files with their facts, laid together."""
        facts = descriptors(self._kept)
        return [
            ReadFile(
                path=path,
                format=FORMAT,
                blob=self._blobs[path],
                state=_state(kept),
                inventory=Inventory(
                    descriptors=facts[path],
                    issues=tuple(msgspec.structs.replace(i, path=path) for i in kept.issues),
                    expects_components=False,
                ),
            )
            for path, kept in self._kept.items()
        ]


def _state(kept: Kept) -> str:
    kinds = {i.kind for i in kept.issues}
    if not kept.documents:
        return "failed" if kinds & INCOMPLETE else "read"
    return "partial" if kinds & INCOMPLETE else "read"


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _everything(_path: str) -> bool:
    return True
