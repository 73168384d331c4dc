"""The database of rpm: `rpmdb.sqlite`, `Packages.db` (ndb) or `Packages` (Berkeley DB).

Rules: every header is a component, scope RUNTIME; see `sbom.rpm.package`. `direct` is unknown.
Dependencies go from `Requires` to the package that provides that name; requirements on files and on
`rpmlib()` are left out. All three containers are read from bytes by readers of our own: the
database of a scanned machine is never opened by a database engine. A write-ahead log beside
`rpmdb.sqlite` is not read.

Source: rpm, lib/backend; rpm.org, "RPM V4 Package format".
"""

from collections.abc import Iterator

from sbom.component import Component, Dependency
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.sqlite_tables import MAGIC as SQLITE
from sbom.readers.sqlite_tables import rows
from sbom.rpm import bdb, ndb
from sbom.rpm.header import read_header
from sbom.rpm.package import component_of
from sbom.source import SourceFile

_SHORTEST = 24
"""Bytes; a shorter value of a Berkeley DB is the counter of instances, not a header."""

_TOO_LONG = "is damaged: its headers are longer than the file"
_TIMES = 4
"""Headers together may be this many times the file, as in `sbom.readers.sqlite_tables`."""


def parse(source: SourceFile, /) -> Inventory:
    """Installed packages.

    Raises:
        ParseError: none of the three containers, or damaged before the first header.
    """
    shape, blobs = _opened(source.content)
    components: list[Component] = []
    issues: list[Issue] = []
    links: list[tuple[str, list[str], list[str]]] = []
    taken: set[str] = set()
    left = _TIMES * len(source.content)
    try:
        for blob in blobs:
            left -= len(blob)
            if left < 0:
                raise ParseError(_TOO_LONG)  # noqa: TRY301 - the handler below is for it too
            _take(blob, components, issues, links, taken)
    except ParseError as error:
        if not components:
            raise
        message = f"{error.reason}; packages after the damage are missing"
        issues.append(Issue(kind=IssueKind.ENTRY, subject=shape, message=message))
    if not components and not issues:
        raise ParseError(f"is an rpm database ({shape}) without packages")
    return Inventory(
        components=tuple(components),
        dependencies=_edges(links),
        issues=tuple(issues),
        format_version=shape,
    )


def _opened(content: bytes) -> tuple[str, Iterator[bytes]]:
    if content.startswith(SQLITE):
        return "sqlite", _sqlite_blobs(content)
    if content.startswith(ndb.MAGIC):
        return "ndb", ndb.header_blobs(content)
    if bdb.is_hash(content):
        found = (b for b in bdb.header_blobs(content) if len(b) >= _SHORTEST)
        return "bdb", found
    raise ParseError("is empty" if not content else "is no database of rpm")


def _sqlite_blobs(content: bytes) -> Iterator[bytes]:
    for _, values in rows(content, "Packages"):
        blob = values[-1] if values else None
        if isinstance(blob, bytes):
            yield blob


def _take(
    blob: bytes,
    components: list[Component],
    issues: list[Issue],
    links: list[tuple[str, list[str], list[str]]],
    taken: set[str],
) -> None:
    try:
        header = read_header(blob)
    except ParseError as error:
        message = f"a header cannot be read: it {error.reason}"
        issues.append(Issue(kind=IssueKind.ENTRY, subject="header", message=message))
        return
    facts = {k: v[0] for k, v in header.items() if v}
    ref = f"{facts.get('name')}-{facts.get('version')}-{facts.get('release')}.{facts.get('arch')}"
    if ref in taken:
        ref = f"{ref}#{len(components)}"
    component = component_of(facts, ref=ref)
    if component is None:
        subject = facts.get("name", "header")[:200]
        message = "the header names no package at a version"
        issues.append(Issue(kind=IssueKind.ENTRY, subject=subject, message=message))
        return
    taken.add(ref)
    components.append(component)
    provides = [facts["name"], *header.get("provides", ())]
    links.append((ref, provides, header.get("requires", [])))


def _edges(links: list[tuple[str, list[str], list[str]]]) -> tuple[Dependency, ...]:
    provided: dict[str, str] = {}
    for ref, names, _ in links:
        for name in names:
            provided.setdefault(name, ref)
    made = []
    for ref, _, wanted in links:
        targets = {hit for name in wanted if (hit := provided.get(name)) and hit != ref}
        if targets:
            made.append(Dependency(ref=ref, targets=tuple(sorted(targets))))
    return tuple(made)
