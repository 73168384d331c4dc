"""Options that several commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scanner.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

SEVERITIES = ("info", "low", "medium", "high", "critical")


def database(command: Command) -> Command:
    """`--db FILE`: which database; default `$SLUIS_DB`, the estate's setting, else the data folder."""
    return click.option(
        "--db",
        "db_path",
        type=click.Path(dir_okay=False),
        envvar="SLUIS_DB",
        help="The database file. Default: $SLUIS_DB, else that of the estate file in this "
        "folder, else sluis/sluis.db in the user's data folder.",
    )(command)


def estate_here() -> "Settings | None":
    """The estate file that $SLUIS_CONFIG names or that stands in this folder, read; else None.

    Raises:
        ConfigError: it has mistakes.
    """
    from scanner.settings import find_estate_file, load_settings

    file = find_estate_file(Path.cwd())
    return None if file is None else load_settings(file)


def database_of(given: str | None) -> str:
    """The database that `--db` names, else that of the estate here, else the default.

    Raises:
        ConfigError: as `estate_here`.
    """
    from scanner.settings import default_database

    if given:
        return given
    settings = estate_here()
    return str(default_database()) if settings is None else settings.database


def packs_of(given: tuple[str, ...]) -> tuple[str, ...]:
    """Folders of policy: those of the estate here, then those that `--pack` names.

    Raises:
        ConfigError: as `estate_here`.
    """
    settings = estate_here()
    return given if settings is None else (*settings.packs, *given)


def language(command: Command) -> Command:
    """`--lang nl|en`; default what the estate file here says, else Dutch."""
    return click.option(
        "--lang",
        type=click.Choice(["nl", "en"]),
        default=language_here,
        show_default="nl",
        envvar="SLUIS_LANG",
        help="Language of texts for people.",
    )(command)


def language_here() -> str:
    """Language that the estate file here states, looked up without reading it as a whole; else `nl`."""
    chosen = os.environ.get("SLUIS_CONFIG")
    for name in [chosen] if chosen else ["estate.yaml", "estate.yml"]:
        try:
            with Path(name).expanduser().open("rb") as file:
                head = file.read(65_536)
        except OSError:
            continue
        for line in head.splitlines():
            if line.startswith(b"language:"):
                return "en" if line[9:].partition(b"#")[0].strip(b" \t'\"") == b"en" else "nl"
        return "nl"
    return "nl"


def packs(command: Command) -> Command:
    """`--pack DIR`, repeatable: the town's own policy on top of the default pack."""
    return click.option(
        "--pack",
        "pack_folders",
        multiple=True,
        type=click.Path(exists=True, file_okay=False),
        help="A folder with your own policy, laid over the default pack. Repeatable.",
    )(command)


def rows(command: Command) -> Command:
    """Output of rows, as in sqlite-utils: `--json`, `--nl`, `--csv`, `-t`; default a table."""
    for option in reversed(
        (
            click.option("--json", "shape", flag_value="json", help="A JSON array."),
            click.option("--nl", "shape", flag_value="nl", help="JSON, one object a line."),
            click.option("--csv", "shape", flag_value="csv", help="CSV with a header."),
            click.option(
                "-t", "--table", "shape", flag_value="table", default=True, help="A table."
            ),
        )
    ):
        command = option(command)
    return command
