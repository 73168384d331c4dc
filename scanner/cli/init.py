"""`sluis init`: a commented estate.yaml to start from."""

from pathlib import Path

import click

from scanner.cli.options import language


@click.command("init")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default="estate.yaml")
@click.option(
    "--organisation", default="Gemeente Uw Stad", show_default=True, help="Name of your city."
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@language
def command(path: Path, organisation: str, *, force: bool, lang: str) -> None:
    """Write a commented estate.yaml for your own city.

    Fill in your systems and where their code or SBOMs are; then run: sluis scan estate.yaml
    """
    from scanner.estate_schema import schema_text
    from scanner.init_template import init_text

    if path.exists() and not force:
        raise click.UsageError(
            f"{path}: is there already; use --force to replace it, or give another name."
        )
    schema = path.with_name("estate.schema.json")
    try:
        path.write_text(init_text(organisation, lang), encoding="utf-8")
        schema.write_text(schema_text(), encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(
        f"{path}: written, with {schema.name} for your editor. Next: sluis scan {path}", err=True
    )
