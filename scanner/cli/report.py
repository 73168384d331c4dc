"""`sluis report`: the last scan, or an earlier one, in one of eleven forms."""

from pathlib import Path

import click

from scanner.cli.options import database, language, packs
from scanner.reports.registry import report_names


@click.command("report")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(report_names()),
    default="table",
    show_default=True,
    help="What to make.",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File; default stdout."
)
@click.option("--scan", "number", type=int, help="Number of an earlier scan; default the last one.")
@language
@packs
@database
def command(
    *,
    form: str,
    output: Path | None,
    number: int | None,
    lang: str,
    pack_folders: tuple[str, ...],
    db_path: str | None,
) -> None:
    """Render a scan for people, machines or build servers.

    For people: table, html, markdown. For machines: json, jsonl, csv, csv-components, cyclonedx.
    For build servers: sarif, junit, gitlab-code-quality.

    Nothing is read or judged again; the same scan gives the same bytes. Without --db the database
    and packs of estate.yaml in this folder are used.
    """
    from scanner.rendering import Wanted, make, write

    made = make(
        Wanted(
            form=form,
            lang=lang,
            scan=number,
            packs=pack_folders,
            database=db_path,
            to_terminal=output is None,
        )
    )
    write(made, output)
