"""`sluis find`: where do we run it?"""

from collections.abc import Iterable

import click
import msgspec

from scanner.cli.options import database, database_of, language, rows


@click.command("find")
@click.argument("pattern")
@click.option("--below", metavar="VERSION", help="Only versions before this one.")
@click.option("--at-least", metavar="VERSION", help="Only this version and later.")
@click.option(
    "--range", "vers", metavar="VERS", help="Only versions in this range: vers:npm/>=1.0|<2.0."
)
@click.option("--system", metavar="ID", help="Only this system.")
@click.option("--domain", help="Only systems of this domain.")
@click.option("--owner", help="Only systems of this owner.")
@click.option("--places", is_flag=True, help="Every file and line instead of one row a system.")
@database
@rows
@language
def command(  # noqa: PLR0913 - one parameter an option
    pattern: str,
    *,
    below: str | None,
    at_least: str | None,
    vers: str | None,
    system: str | None,
    domain: str | None,
    owner: str | None,
    places: bool,
    db_path: str | None,
    shape: str,
    lang: str,
) -> int:
    """Where do we run PATTERN, grouped by system?

    PATTERN is a name (log4j-core), a full name (group:artifact, @scope/name), either with * and ?, or a
    package URL. With a range, entries without an exact version are shown too, marked as not certain.
    Exit code 1 when nothing is found.
    """
    from scanner.cli.output import show_rows
    from scanner.store import find as queries
    from scanner.store.facts import StoreFacts
    from scanner.store.find_range import Row, in_range, of_systems
    from scanner.store.store import open_store
    from scanner.words import words

    with open_store(database_of(db_path), readonly=True) as store:
        listed: Iterable[Row]
        if places:
            columns = [
                "system",
                "purl",
                "version",
                "requirement",
                "scope",
                "direct",
                "source",
                "path",
                "line",
            ]
            listed = queries.places(store, pattern, below=below, at_least=at_least, system=system)
        else:
            columns = ["system", "purl", "version", "certain", "sources", "occurrences"]
            listed = iter(
                queries.find(store, pattern, below=below, at_least=at_least, system=system)
            )
        if domain or owner:
            known = StoreFacts(store).systems()
            listed = of_systems(listed, known, domain=domain, owner=owner)
        if vers:
            listed = in_range(listed, vers)
        say = words(lang)
        count = show_rows(
            (msgspec.to_builtins(r) for r in listed),
            columns,
            shape,
            titles=[say(f"column.{c}") for c in columns],
        )
    if not count:
        click.echo(say("find.nothing", pattern=repr(pattern)), err=True)
    return 0 if count else 1
