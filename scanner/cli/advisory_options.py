"""The option of commands that ask the local copy of advisories, and where it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from scanner.audit_outputs import Outputs, Publisher
from scanner.cli.options import database_of

Command = TypeVar("Command", bound=Callable[..., Any])


def output_options(command: Command) -> Command:
    """The options of files and messages, gathered as `outputs`."""
    import functools

    @functools.wraps(command)
    def gathered(*args: Any, **values: Any) -> Any:
        chosen = {name: values.pop(name) for name in Outputs._fields}
        chosen["csaf"] = _published(chosen["csaf"], values.pop("publisher"))
        return command(*args, outputs=Outputs(**chosen), **values)

    file = click.Path(dir_okay=False, path_type=Path)
    made: Any = gathered
    for option in (
        click.option("--sarif", type=file, help="Also write SARIF 2.1.0."),
        click.option("--gitlab", type=file, help="Also write a GitLab dependency-scanning report."),
        click.option(
            "--csaf", type=file, help="Also write a draft CSAF document about own software."
        ),
        click.option(
            "--publisher",
            metavar="'NAME <URL>'",
            help="Who publishes the CSAF document, with the address of its security page.",
        ),
        click.option(
            "--questions", type=file, help="Also draft the questions to the supplier (Markdown)."
        ),
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


def _published(path: Path | None, stated: str | None) -> tuple[Path, Publisher] | None:
    if path is None:
        return None
    name, _, rest = (stated or "").partition("<")
    namespace = rest.strip().removesuffix(">").strip()
    if not name.strip() or not namespace.startswith(("https://", "http://")):
        raise click.UsageError("--csaf needs --publisher 'NAME <https://...>'")
    return path, Publisher(name.strip(), namespace)


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
