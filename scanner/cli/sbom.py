"""`sluis sbom`: bills of materials without an estate, or of a system or the whole estate."""

import os
import sys
from pathlib import Path

import click

from scanner.cli.options import database, database_of, estate_here, language

USE_MODES = ("internal", "hosted", "public-client", "distributed", "dev-tool")
FORMATS = ("cyclonedx", "cyclonedx-xml", "spdx", "spdx-tv", "spdx3")
_DOCUMENTS = ("convert", "merge", "diff", "validate")
_JUDGING = ("score", "truth")


class _Lazy(click.Group):
    """Imports what works on documents only to run it; `create` is the one that must start fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_DOCUMENTS, *_JUDGING]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _DOCUMENTS:
            from scanner.cli import sbom_documents

            found: click.Command = getattr(sbom_documents, cmd_name)
            return found
        if cmd_name not in _JUDGING:
            return super().get_command(ctx, cmd_name)
        from scanner.cli import sbom_score

        return sbom_score.score if cmd_name == "score" else sbom_score.truth


@click.group("sbom", cls=_Lazy)
def command() -> None:
    """Bills of materials: CycloneDX 1.4-1.7, SPDX 2.3 and 3.0, deterministic and schema-valid."""


@command.command("create")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--system", "system", help="Of one system, from the last scan in the database.")
@click.option(
    "--estate", is_flag=True, help="Of the whole estate, from the last scan in the database."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="cyclonedx", show_default=True
)
@click.option(
    "--spec",
    type=click.Choice(["1.4", "1.5", "1.6", "1.7"]),
    default="1.6",
    show_default=True,
    help="CycloneDX version.",
)
@click.option("--revision", default="", help="Branch, tag or commit of a repository; default HEAD.")
@click.option("--name", default="", help="Name of the product; default the project's own name.")
@click.option(
    "--author",
    default="",
    help="Organisation that makes the document; default that of the estate file in this folder.",
)
@click.option(
    "--supplier",
    default="",
    help="Organisation that supplies the product; with --system, default as the estate states it.",
)
@click.option(
    "--use-mode",
    type=click.Choice(USE_MODES),
    default="hosted",
    show_default=True,
    help="Use for which licences are judged.",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File; default stdout."
)
@database
@language
def create(  # noqa: PLR0913 - one parameter an option
    path: Path | None,
    *,
    system: str | None,
    estate: bool,
    form: str,
    spec: str,
    revision: str,
    name: str,
    author: str,
    supplier: str,
    use_mode: str,
    output: Path | None,
    db_path: str | None,
    lang: str,
) -> int:
    """Make a bill of materials of PATH, of a system, or of the estate.

    PATH is a folder, a git repository (bare, working or bundle; read at its HEAD commit), a container
    image (archive, OCI layout or root file system) or one file.
    No estate.yaml and no database are needed. Exit code 3 when something could not be read.
    """
    if sum((path is not None, system is not None, estate)) != 1:
        raise click.UsageError("Give a PATH, or --system ID, or --estate.")
    _load_msgspec()
    if path is not None:
        from scanner.bom_source import Parties, bom_of

        parties = Parties(author=author or _organisation(lang), supplier=supplier)
        made = bom_of(path, revision=revision, name=name, parties=parties)
    else:
        from scanner.bom_source import Parties
        from scanner.bom_store import bom_of_store

        parties = Parties(author=author, supplier=supplier)
        made = bom_of_store(database_of(db_path), system=system, name=name, parties=parties)
    from scanner.sbom_rendering import write

    write(_rendered(made.bom, form, spec, use_mode), output)
    if made.complete and not made.issues:
        return 0
    from scanner.words import words

    say = words(lang)
    for issue in made.issues:
        where = issue.path + (f":{issue.line}" if issue.line else "")
        if issue.kind.value in {"unreadable", "entry", "limit"}:
            subject = f"{issue.subject}: " if issue.subject else ""
            click.echo(f"sluis: {where or path}: {subject}{say.reason(issue.message)}", err=True)
    if made.complete:
        return 0
    click.echo(f"sluis: {say('sbom.incomplete')}", err=True)
    return 3


def _organisation(lang: str) -> str:
    """Name of the organisation in the estate file here; empty when there is none or it is wrong."""
    here = any(Path(name).exists() for name in ("estate.yaml", "estate.yml"))
    if not here and not os.environ.get("SLUIS_CONFIG"):
        return ""  # without loading what reads settings
    from sbom.errors import ConfigError

    try:
        settings = estate_here()
    except ConfigError as error:
        from scanner.words import words

        say = words(lang)
        told = say("sbom.no-author", reason=say.reason(str(error)))
        click.echo(f"sluis: {told}", err=True)
        return ""
    return "" if settings is None else settings.organisation.name


def _load_msgspec() -> None:
    """Import msgspec without `typing_extensions`, which takes a third of its 8 ms.

    msgspec prefers that package where it is installed, for names that `typing` has since 3.11.
    """
    name = "typing_extensions"
    if name in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment] # how the import system spells "absent"
    try:
        import msgspec  # noqa: F401 - loaded for those who import it next
    finally:
        del sys.modules[name]


def _rendered(bom: object, form: str, spec: str, use_mode: str) -> bytes:
    from typing import cast

    from policies.default_pack import load_default
    from policies.facts import UseMode
    from sbom.documents.bom import Bom
    from scanner.bom_source import verdicts
    from scanner.sbom_rendering import rendered

    made = cast("Bom", bom)
    judged = verdicts(made, load_default(), UseMode(use_mode), supplied=False)
    return rendered(made, form, spec, judged)
