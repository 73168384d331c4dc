"""From a database to a report in a file or on stdout."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from sbom.errors import ConfigError
from scanner.reports.terminal import Screen


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to render."""

    form: str
    """Name of a report in `scanner.reports.registry`."""
    lang: str
    scan: int | None = None
    """None: the last finished scan."""
    packs: tuple[str, ...] = ()
    """Folders with the town's own policy, for texts and verdicts."""
    database: str | None = None
    """None: that of the estate file in this folder, else the default."""
    to_terminal: bool = False
    """True: `table` takes the width and colour of stdout."""


def make(wanted: Wanted) -> Iterator[str]:
    """The report in pieces; the database is open until the last one.

    Raises:
        ConfigError, PackError, StoreError: a bad setting, pack or database.
    """
    from policies.licensing import judge_key
    from scanner.packs import load_policy, wording
    from scanner.reports.registry import render
    from scanner.store.queries import report_data
    from scanner.store.store import open_store

    database, folders = _places(wanted)
    pack = load_policy(folders)
    with open_store(database, readonly=True) as store:
        data = report_data(
            store,
            wording(pack),
            scan=wanted.scan,
            judge=lambda key: judge_key(key, pack).verdict.value,
        )
        if wanted.form == "table" and wanted.to_terminal:
            from scanner.reports.formats.table import render as render_table

            yield from render_table(data, lang=wanted.lang, screen=screen_of_stdout())
        else:
            yield from render(wanted.form, data, lang=wanted.lang)


def write(pieces: Iterable[str], output: Path | None) -> None:
    """Write UTF-8 to a file (whole or not at all) or to stdout.

    Raises:
        ConfigError: the file cannot be written.
    """
    from scanner.reports.escape import utf8

    if output is None:
        out = sys.stdout.buffer
        for piece in pieces:
            out.write(utf8(piece))
        out.flush()
        return
    scratch = output.with_name(output.name + ".part")
    try:
        with scratch.open("wb") as file:
            for piece in pieces:
                file.write(utf8(piece))
        scratch.replace(output)
    except OSError as error:
        raise ConfigError(f"{output}: cannot be written: {error.strerror}") from error
    finally:
        scratch.unlink(missing_ok=True)


def screen_of_stdout() -> Screen:
    """Width and colour of stdout: no colour in a pipe, with `NO_COLOR` or on a dumb terminal.

    Source: no-color.org (any non-empty value); `FORCE_COLOR` and `CLICOLOR_FORCE` as commonly used.
    """
    environ = os.environ
    if environ.get("NO_COLOR"):
        color = False
    elif environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        color = True
    else:
        color = sys.stdout.isatty() and environ.get("TERM") != "dumb"
    wide = sys.stdout.isatty() or "COLUMNS" in environ
    width = shutil.get_terminal_size((120, 24)).columns if wide else Screen().width
    return Screen(width=max(width, 60), color=color)


def _places(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    """Database and folders of packs: as asked, else of the estate file here, else the default."""
    from scanner.settings import default_database, find_estate_file, load_settings

    file = find_estate_file(Path.cwd())
    if wanted.database and (wanted.packs or file is None):
        return wanted.database, wanted.packs
    if file is not None:
        settings = load_settings(file)
        return wanted.database or settings.database, (*settings.packs, *wanted.packs)
    return str(default_database()), wanted.packs
