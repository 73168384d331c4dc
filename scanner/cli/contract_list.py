"""`sluis contract list`: the clauses of the estate's contracts, out of the last scan."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from scanner.cli.options import database, database_of, language, rows

if TYPE_CHECKING:  # loaded by the command
    from scanner.store.store import Store


@click.command("list")
@click.option("--system", metavar="ID", default="", help="Only this system.")
@click.option("--clause", metavar="ID", default="", help="Only this kind of clause.")
@click.option(
    "--status",
    type=click.Choice(["present", "weak", "contradicted", "unclear", "absent"]),
    help="Only clauses with this status; absent: kinds that no document of a folder holds.",
)
@click.option("--all", "whole", is_flag=True, help="Also documents that do not prevail.")
@database
@rows
@language
def command(
    *,
    system: str,
    clause: str,
    status: str | None,
    whole: bool,
    db_path: str | None,
    shape: str,
    lang: str,
) -> int:
    """What do the contracts of the estate say, clause by clause?

    Shows the document that prevails, with the quote, its article and page. Exit code 1 when nothing is found.
    """
    from scanner.cli.output import show_rows
    from scanner.store.store import open_store

    wanted = clause.replace("-", "_")
    columns = ["system", "clause", "name", "status", "document", "article", "page", "quote"]
    with open_store(database_of(db_path), readonly=True) as store:
        if status == "absent":
            found = _absent(store, system, wanted, lang)
        else:
            found = _found(store, system, wanted, status or "", lang, whole=whole)
        count = show_rows(found, columns, shape)
    if not count:
        click.echo("No such clauses in the last scan.", err=True)
    return 0 if count else 1


def _found(
    store: "Store", system: str, clause: str, status: str, lang: str, *, whole: bool
) -> Iterator[dict[str, object]]:
    from sbom.contracts.clauses.catalogue import kind_of
    from scanner.store.contracts import clauses

    for row in clauses(store, system=system, clause=clause, status=status, whole=whole):
        kind = kind_of(row.clause)
        yield {
            "system": row.system,
            "clause": row.clause,
            "name": kind.name(lang) if kind else row.clause,
            "status": row.status,
            "tier": row.tier,
            "document": row.document,
            "source": row.source,
            "prevails": row.leads,
            "article": row.article,
            "page": row.page,
            "quote": " ".join(row.quote.split()),
            "why": row.why_en if lang == "en" else row.why_nl,
            "law": row.law,
            "values": row.numbers,
        }


def _absent(store: "Store", system: str, clause: str, lang: str) -> Iterator[dict[str, object]]:
    """Kinds that no document of a folder holds."""
    from sbom.contracts.clauses.catalogue import kind_of
    from scanner.store.contracts import documents

    folders: dict[tuple[str, str], list[frozenset[str]]] = {}
    for row in documents(store, system=system):
        folders.setdefault((row.system, row.source), []).append(frozenset(row.not_found))
    for (owner, source), absent in folders.items():
        for name in sorted(frozenset.intersection(*absent)):
            if clause in {"", name}:
                kind = kind_of(name)
                yield {
                    "system": owner,
                    "clause": name,
                    "name": kind.name(lang) if kind else name,
                    "status": "absent",
                    "source": source,
                    "documents": len(absent),
                }
