"""`sluis demo`: the example estate from file to report."""

from pathlib import Path

import click

from scanner.cli.options import language


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default="examples",
    show_default=True,
    help="Where the example estate is (in the source tree).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="examples/out",
    show_default=True,
    help="Where the database and the reports go.",
)
@language
@click.pass_context
def command(ctx: click.Context, *, folder: Path, out: Path, lang: str) -> int:
    """Scan the example estate ("Gemeente Voorbeeld") and write its reports."""
    from scanner.cli.report import command as report
    from scanner.cli.scan import command as scan
    from scanner.rendering import screen_of_stdout
    from scanner.reports.terminal import wrapped
    from scanner.words import words

    estate = folder / "estate.yaml"
    if not estate.exists():
        raise click.UsageError(
            f"{estate}: is not there. Run this in the source tree, or give --folder."
        )
    out.mkdir(parents=True, exist_ok=True)
    database = out / "estate.db"
    code = ctx.invoke(scan, estate=estate, db_path=str(database), lang=lang)
    made = []
    for form, language_, name in (
        ("html", "nl", "rapport.html"),
        ("html", "en", "report.html"),
        ("csv", lang, "findings.csv"),
        ("sarif", "en", "findings.sarif"),
        ("cyclonedx", "en", "estate.cdx.json"),
    ):
        target = out / name
        ctx.invoke(report, db_path=str(database), form=form, lang=language_, output=target)
        made.append(target)
    said, screen = words(lang), screen_of_stdout()
    click.echo("\n" + said("demo.written"))
    for target in (database, *made):
        click.echo(f"  {target}")
    told = said("demo.open", file=made[0 if lang == "nl" else 1])
    if code == 3:
        told = said("demo.incomplete") + "\n\n" + told
    for paragraph in told.split("\n\n"):
        click.echo("\n" + "\n".join(wrapped(paragraph, screen.width)))
    return 0
