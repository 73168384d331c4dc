"""`sluis contract text`: the passages of a document as they were read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # loaded by the command that needs it
    from sbom.contracts.document import Document, Passage


@click.command("text")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--nl", "as_lines", is_flag=True, help="One JSON line per passage.")
@click.option("--structure", is_flag=True, help="Roles, terms, precedence and references instead.")
@click.option("--ocr/--no-ocr", default=True, help="Read pages without text as pictures.")
def text(file: Path, *, as_lines: bool, structure: bool, ocr: bool) -> int:
    """Show the passages of FILE: PDF, Word, OpenDocument, RTF, HTML, text, mail, ZIP, picture.

    Each with page, number and heading, as every other command sees them. Exit code 3 when something could not
    be read.
    """
    from scanner.cli.contract_files import documents_of, is_incomplete

    documents = documents_of(file, ocr=ocr)
    for document in documents:
        if structure:
            _show_structure(document)
        elif as_lines:
            for row in _rows(document):
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            _show(document)
    return 3 if is_incomplete(documents) else 0


def _rows(document: "Document") -> Iterator[dict[str, object]]:
    for passage in document.passages:
        row: dict[str, object] = {
            "document": document.name,
            "kind": passage.kind.value,
            "number": passage.number,
            "heading": passage.heading,
            "part": passage.part,
            "page": document.page_at(passage.start),
            "language": passage.language,
            "start": passage.start,
            "end": passage.end,
            "text": document.quote(passage),
        }
        if passage.before:
            row["before"] = passage.before
        yield row


def _show(document: "Document") -> None:
    pages = f", {len(document.pages)} pages" if document.pages else ""
    click.echo(f"{document.name}: {document.form}, {document.language or '?'}{pages}")
    page = None
    for passage in document.passages:
        here = document.page_at(passage.start)
        if here != page:
            page = here
            click.echo(f"--- {page} ---")
        click.echo(_line(document, passage))


def _line(document: "Document", passage: "Passage") -> str:
    words = " ".join(document.words(passage).split())
    kind = passage.kind.value
    mark = "" if kind in {"body", "item"} else f"[{kind}] "
    before = f"  [was: {' '.join(passage.before.split())}]" if passage.before else ""
    return f"{passage.number:<10} {mark}{words}{before}"


def _show_structure(document: "Document") -> None:
    import msgspec

    from sbom.contracts.outline import outline_of

    found = outline_of(document)
    tree = {"document": document.name, **msgspec.to_builtins(found)}
    click.echo(json.dumps(tree, ensure_ascii=False, indent=2))
