"""`sluis why`: through what does a component come in?"""

import click

from scanner.cli.options import database, database_of, rows


@click.command("why")
@click.argument("pattern")
@click.option("--system", metavar="ID", help="Only this system.")
@database
@rows
def command(pattern: str, *, system: str | None, db_path: str | None, shape: str) -> int:
    """Show the way from each project to PATTERN, as its own files state it.

    PATTERN is a name or package URL, as for `sluis find`. A file without a graph shows the component alone,
    marked as not complete. Exit code 1 when nothing is found.
    """
    from scanner.cli.output import show_rows
    from scanner.store.advisory_graph import numbers_of, ways
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        found = ways(store, numbers_of(store, pattern), system=system)
    listed = [
        {
            "system": w.system,
            "source": w.source,
            "path": w.path,
            "purl": w.purl,
            "way": " > ".join(w.way) if shape in {"table", "csv"} else list(w.way),
            "complete": w.complete,
        }
        for w in found
    ]
    count = show_rows(listed, ["system", "source", "path", "way", "complete"], shape)
    if not count:
        click.echo(f"Nothing of {pattern!r} in the last scan.", err=True)
    return 0 if count else 1
