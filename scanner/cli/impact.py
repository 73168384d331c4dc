"""`sluis impact`: what if this component, supplier, country, place of download or licence is gone?"""

from pathlib import Path

import click

from scanner.cli.options import database, database_of, language, rows


@click.command("impact")
@click.argument("pattern", required=False)
@click.option("--vendor", help="A supplier: of systems, and of components as files name it.")
@click.option("--country", help="A country, by the registers given: of vendors, holders, hosting.")
@click.option(
    "--register",
    "registers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For --country: a register of vendors, systems or sub-processors. Repeatable.",
)
@click.option("--registry", help="A place of download: part of its address.")
@click.option("--image", "--base-image", "image", help="A container image or base image.")
@click.option("--license", "--licence", "license", help="A licence by its SPDX id.")
@click.option("--places", is_flag=True, help="Every component instead of one row a system.")
@database
@rows
@language
def command(
    *,
    registers: tuple[Path, ...],
    places: bool,
    db_path: str | None,
    shape: str,
    lang: str,
    **asked: str | None,
) -> int:
    """Which systems would be hit when PATTERN, or what an option names, is gone?

    What no file or register states (where a registry stands, who supplies a component) cannot be found;
    the answer is what the estate shows, and no more. A component that may be had under another licence as
    well is counted for the licence. Exit code 1 when nothing is hit.
    """
    asked["component"] = asked.pop("pattern")
    chosen = [(k, v) for k, v in asked.items() if v]
    if len(chosen) != 1:
        raise click.UsageError(
            "Give one: PATTERN, --vendor, --country, --registry, --image or --license."
        )
    from scanner.cli.output import show_rows
    from scanner.impact import What, components, impact, per_system
    from scanner.store.facts import StoreFacts
    from scanner.store.store import open_store
    from scanner.words import words

    what, word = chosen[0]
    with open_store(database_of(db_path), readonly=True) as store:
        systems = StoreFacts(store).systems()
        hit = impact(store, What(what), word, systems, registers)
    listed = components(hit.lost) if places else per_system(hit, systems)
    heads = list(listed[0]) if listed else ["system"]
    say = words(lang)
    count = show_rows(listed, heads, shape, titles=[say(f"column.{h}") for h in heads])
    if not count:
        click.echo(say("impact.nothing", word=repr(word)), err=True)
    return 0 if count else 1
