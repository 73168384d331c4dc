"""`sluis scan`: the main job."""

import gc
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from scanner.cli.options import SEVERITIES, database, language, packs

if TYPE_CHECKING:  # loaded by the command
    from policies.pack import Pack
    from scanner.pipeline import Outcome
    from scanner.settings import Settings
    from scanner.store.store import Store


@click.command("scan")
@click.argument("estate", required=False, type=click.Path(dir_okay=False, path_type=Path))
@database
@packs
@language
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    help="Exit with 1 when a deviation of this severity or higher stands. Default: the pack's gate.",
)
@click.option(
    "--only-new",
    is_flag=True,
    help="Let only findings that are new in this scan count for --fail-on.",
)
@click.option(
    "--baseline",
    type=int,
    metavar="SCAN",
    help="Let only findings that did not stand after this scan count for --fail-on.",
)
@click.option("--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes; 0 chooses.")
@click.option("--reread", is_flag=True, help="Read everything again, also what did not change.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
def command(  # noqa: PLR0913 - one parameter an option
    estate: Path | None,
    *,
    db_path: str | None,
    pack_folders: tuple[str, ...],
    lang: str,
    fail_on: str | None,
    only_new: bool,
    baseline: int | None,
    jobs: int,
    reread: bool,
    quiet: bool,
) -> int:
    """Read the estate, judge it, and keep the result with its history in the database.

    ESTATE is the configuration; default $SLUIS_CONFIG, else estate.yaml in this folder. Only targets
    that changed are read. The scan can be stopped at any time; the next one carries on.
    """
    from scanner.gate import Gate, failing
    from scanner.packs import load_policy
    from scanner.settings import find_estate_file, load_settings
    from scanner.store.store import open_store

    path = estate or find_estate_file(Path.cwd())
    if path is None:
        raise click.UsageError("There is no estate.yaml here. Write one with: sluis init")
    settings = load_settings(path)
    if click.get_current_context().get_parameter_source("lang") is ParameterSource.DEFAULT:
        lang = settings.language
    gc.set_threshold(1_000_000, 20, 20)  # what a scan holds knows no rings: 4% of a first scan
    pack = load_policy((*settings.packs, *pack_folders))
    gate = Gate(
        fail_on=fail_on or pack.strategy.gate.fail_on,
        count_unknown=pack.strategy.gate.count_unknown,
        only_new=only_new,
        baseline=baseline,
    )
    with open_store(db_path or settings.database) as store:
        outcome = _scan(settings, store, pack, jobs=jobs, reread=reread, quiet=quiet)
        caught = failing(store, outcome.scan, gate)
        if not quiet:
            from scanner.summary import show_scan

            show_scan(
                store, settings, outcome, pack, lang=lang, caught=len(caught), gate=gate.fail_on
            )
    if not outcome.complete:
        return 3
    return 1 if caught else 0


def _scan(
    settings: "Settings", store: "Store", pack: "Pack", *, jobs: int, reread: bool, quiet: bool
) -> "Outcome":
    """Run the scan under the estate's waivers and curations, with progress unless `quiet`."""
    from scanner.judgement import Judgement
    from scanner.packs import load_curations, load_waivers
    from scanner.pipeline import scan
    from scanner.progress import Progress

    judgement = Judgement(
        pack=pack,
        waivers=load_waivers(settings.waivers),
        curations=load_curations(settings.curations),
        borrow=settings.borrow_licenses,
        now=clock(),
    )
    progress = Progress(len(settings.entries), enabled=False if quiet else None)
    try:
        return scan(
            settings, store, judgement, progress=progress, jobs=jobs, reread=reread, clock=clock
        )
    finally:
        progress.clear()


def clock() -> datetime:
    """Now in UTC; `SLUIS_NOW` (ISO 8601) sets it for demonstrations and tests."""
    given = os.environ.get("SLUIS_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise click.UsageError(f"SLUIS_NOW: {given!r} is not a time in ISO 8601") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
