"""The option of commands that ask the local copy of advisories, and where it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from scanner.audit_outputs import Outputs
from scanner.cli.options import database_of

Command = TypeVar("Command", bound=Callable[..., Any])


def output_options(command: Command) -> Command:
    """`--sarif`, `--gitlab`, `--atom`, `--eml`, `--webhook` and `--state`, gathered as `outputs`."""
    import functools

    @functools.wraps(command)
    def gathered(*args: Any, **values: Any) -> Any:
        chosen = {name: values.pop(name) for name in Outputs._fields}
        return command(*args, outputs=Outputs(**chosen), **values)

    file = click.Path(dir_okay=False, path_type=Path)
    made: Any = gathered
    for option in (
        click.option("--sarif", type=file, help="Also write SARIF 2.1.0."),
        click.option("--gitlab", type=file, help="Also write a GitLab dependency-scanning report."),
        click.option("--atom", type=file, help="Also write an Atom feed of what is new."),
        click.option(
            "--eml", type=file, help="Also write an e-mail of what is new, when anything is."
        ),
        click.option(
            "--webhook",
            metavar="URL",
            help="Send what is new as JSON, signed with $SLUIS_WEBHOOK_SECRET.",
        ),
        click.option(
            "--state",
            type=file,
            help="File that remembers what was told. Needed for --webhook and --eml.",
        ),
    ):
        made = option(made)
    return made  # type: ignore[no-any-return] # click keeps the type of what it wraps


def store(command: Command) -> Command:
    """`--store FILE`: the local copy of advisories."""
    return click.option(
        "--store",
        "store_file",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="SLUIS_ADVISORIES",
        help="The local copy of advisories. Default: $SLUIS_ADVISORIES, else advisories.db beside "
        "the database.",
    )(command)


def store_of(given: Path | None, db_path: str | None) -> Path:
    """The file that `--store` names, else the default beside the database."""
    from scanner.advisory_mark import copy_beside

    return given or copy_beside(Path(database_of(db_path)))
