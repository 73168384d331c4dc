"""A huge delivered SBOM: streamed into the store, never held as a whole."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from collectors.collector import Target
from collectors.sbom_drop import open_single, single_size
from sbom.component import Role
from sbom.delivered import believed_roles, note
from sbom.documents.cyclonedx_rows import Batch, Row, stream_rows
from sbom.errors import ParseError
from sbom.sniff import HEAD, sniff
from sbom.source import OriginKind
from scanner.store.bulk import BulkFile
from scanner.store.writer import Writer

logger = logging.getLogger(__name__)

BULK_FROM = 32 * 1024 * 1024
"""Bytes from which a document is streamed. What streaming does not keep (lines, the graph) is noted."""
_FORMAT = "sbom/cyclonedx-json"


def is_bulk(target: Target) -> bool:
    """Whether a target is one huge CycloneDX JSON document."""
    if target.kind is not OriginKind.SBOM or single_size(target) < BULK_FROM:
        return False
    with open_single(target) as file:
        found = sniff(file.read(HEAD))
    return found is not None and found.name == _FORMAT


def ingest(writer: Writer, scan: int, target: Target, revision: str, reader_digest: str) -> bool:
    """Stream a document into the store in one transaction.

    Returns:
        False when it cannot be read as a stream; nothing was written then, and the usual way of reading
        will say why.

    Raises:
        StoreError: the database cannot be written.
        OSError: the file cannot be read.
    """
    with open_single(target) as file:
        document = BulkFile(
            target=target,
            revision=revision,
            reader_digest=reader_digest,
            path=target.location.rpartition("/")[2],
            format=_FORMAT,
            collected_at=datetime.now(UTC),
        )
        try:
            batches = stream_rows(file.read)
            if target.supplied:
                batches = believed_batches(batches)
            written = writer.ingest_stream(scan, document, batches)
        except ParseError as error:
            logger.info("%s: not streamed: %s", target.id, error)
            return False
    logger.info("%s: streamed, %d rows opened", target.id, written.opened)
    return True


def believed_batches(batches: Iterable[Batch]) -> Iterator[Batch]:
    """As `sbom.delivered.believed`, of rows; the first ROOT is the product, all others count."""
    root: Row | None = None
    changed = 0
    for batch in batches:
        if not any(row.roles for row in batch.rows):
            yield batch
            continue
        rows = []
        for row in batch.rows:
            if root is None and Role.ROOT in row.roles:
                root = row
            roles = row.roles if row is root else believed_roles(row.roles, own=False)
            if roles != row.roles:
                changed += 1
                row = row._replace(roles=roles)  # noqa: PLW2901 - the changed one
            rows.append(row)
        yield batch._replace(rows=rows)
    if changed:
        yield Batch(rows=[], counts=[], edges=0, others=[note(changed)])
