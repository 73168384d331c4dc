"""Git repositories: bare or working ones on this disk, bundles, and repositories on a server.

Always a commit is read, never the working tree: what is not committed is not part of the source.
Of a working repository that commit is HEAD, whatever is checked out or staged.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from collectors.collector import Entry, Limits, Listing, Target, Wanted
from collectors.git import Objects, run
from collectors.git_blobs import read_blobs
from collectors.git_head import Repository, find_commit, objects_of, open_repository
from collectors.git_tree import Tree, list_tree
from collectors.git_url import is_remote
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage
from sbom.lazy_log import LazyLog
from sbom.source import Origin, OriginKind, SourceFile

logger = LazyLog(__name__)

NAME = OriginKind.GIT.value
NEEDS_NETWORK = True
"""For addresses of a server; paths and bundles never touch the network."""


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the objects are, and at which commit."""

    repository: Repository
    commit: str
    remote: bool = False

    @property
    def objects(self) -> Objects:
        """What to read from."""
        return objects_of(self.repository, self.commit)


def revision(target: Target, limits: Limits, /) -> str:
    """The commit that the target stands at; empty when the repository has no commit.

    A repository on disk is looked up in its files, without a process. One on a server is asked
    for its newest commit and trees; a scan that follows shares that answer.

    Raises:
        CollectError: there is no such repository, branch, tag or commit, or no way to reach it.
    """
    if not is_remote(target.location) and _is_bundle(target.location):
        from collectors.git_bundle import read_bundle, tip

        bundle = read_bundle(target.location)
        found = tip(bundle, target.revision)
        if not target.revision or f"refs/heads/{target.revision}" in bundle.refs:
            return found
    return _place(target, limits).commit


def collect(target: Target, wanted: Wanted, limits: Limits, /) -> Listing:
    """List the commit that the target stands at.

    Raises:
        CollectError: as `revision`, or the commit cannot be listed.
    """
    place = _place(target, limits)
    origin = Origin(kind=OriginKind.GIT, uri=target.id, revision=place.commit)
    if place.commit:
        tree = list_tree(place.objects, place.commit, target, wanted, limits)
    else:
        note = "the repository has no commits, so there is nothing to read"
        tree = Tree(issues=[Issue(kind=IssueKind.NOTE, stage=Stage.COLLECT, message=note)])

    def read(entries: Iterable[Entry]) -> Iterator[SourceFile | Issue]:
        if place.remote:
            return _fetched(target, place, list(entries), limits)
        return read_blobs(place.objects, list(entries), limits)

    logger.debug("%s: %d files, %d wanted", target.id, tree.files, len(tree.entries))
    return Listing(
        origin=origin,
        files_seen=tree.files,
        entries=tree.entries,
        issues=tree.issues,
        read=read,
        paths=[e.path for e in tree.entries],
    )


def _place(target: Target, limits: Limits) -> _Place:
    if is_remote(target.location):
        from collectors.git_remote import fetch_head

        copy = fetch_head(target, limits)
        return _Place(repository=_bare(copy.git_dir), commit=copy.commit, remote=True)
    if _is_bundle(target.location):
        from collectors.git_bundle import read_bundle, tip, unpack

        bundle = read_bundle(target.location)
        found = tip(bundle, target.revision)
        git_dir = unpack(bundle, seconds=limits.git_seconds)
        peel = ["rev-parse", "--verify", "--quiet", f"{found}^{{commit}}"]
        commit = run(peel, git_dir=git_dir, seconds=limits.git_seconds).decode("ascii").strip()
        return _Place(repository=_bare(git_dir), commit=commit)
    repository = open_repository(target.location)
    commit = find_commit(repository, target.revision, seconds=limits.git_seconds)
    return _Place(repository=repository, commit=commit)


def _bare(git_dir: str) -> Repository:
    return Repository(git_dir, git_dir)


def _is_bundle(location: str) -> bool:
    return location.endswith(".bundle") and Path(location).is_file()


def _fetched(
    target: Target, place: _Place, entries: list[Entry], limits: Limits
) -> Iterator[SourceFile | Issue]:
    """Files of a server's repository, fetched in one request."""
    if entries:
        from collectors.git_remote import fetch_blobs

        try:
            fetch_blobs(target, place.objects, entries, limits)
        except CollectError as error:
            message = f"files could not be fetched: {error}"
            yield Issue(kind=IssueKind.UNREADABLE, stage=Stage.COLLECT, message=message)
    yield from read_blobs(place.objects, entries, limits)
