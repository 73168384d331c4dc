"""`sluis why`: through what does a component come in?"""

import click

from scanner.cli.options import database, database_of, language, rows


@click.command("why")
@click.argument("pattern")
@click.option("--system", metavar="ID", help="Only this system.")
@database
@rows
@language
def command(pattern: str, *, system: str | None, db_path: str | None, shape: str, lang: str) -> int:
    """Show the way from each project to PATTERN, as its own files state it.

    PATTERN is a name or package URL, as for `sluis find`. A file without a graph shows the component alone,
    marked as not complete. Exit code 1 when nothing is found.
    """
    from scanner.cli.output import show_rows
    from scanner.store.advisory_graph import numbers_of, ways
    from scanner.store.store import open_store
    from scanner.words import words

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
    say = words(lang)
    columns = ["system", "source", "path", "way", "complete"]
    count = show_rows(listed, columns, shape, titles=[say(f"column.{c}") for c in columns])
    if not count:
        click.echo(say("find.nothing", pattern=repr(pattern)), err=True)
    return 0 if count else 1
