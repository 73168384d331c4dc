"""Documents for the commands of `sluis contract`: read, with issues told on standard error."""

from pathlib import Path

import click

from sbom.contracts.document import Document
from sbom.issue import INCOMPLETE


def documents_of(file: Path, *, ocr: bool = True) -> tuple[Document, ...]:
    """The documents in a file; progress of text recognition and issues go to standard error.

    Raises:
        click.UsageError: the file cannot be opened.
    """
    from scanner.document_reader import Bounds, read_file

    try:
        found = read_file(file, Bounds(ocr=ocr), _progress)
    except OSError as error:
        raise click.UsageError(f"{file}: cannot be read: {error.strerror}") from error
    for document in found:
        for issue in document.issues:
            subject = f" {issue.subject}:" if issue.subject else ""
            click.echo(f"sluis: {document.name}:{subject} {issue.message}", err=True)
    return found


def is_incomplete(documents: tuple[Document, ...]) -> bool:
    """Whether something of the documents could not be read."""
    return any(i.kind in INCOMPLETE for d in documents for i in d.issues)


def _progress(name: str, page: int) -> None:
    click.echo(f"sluis: {name}: page {page} recognised", err=True)
