"""`sluis sync`: refresh the local copy of what the world publishes; the only command that fetches."""

from pathlib import Path

import click

from scanner.cli.advisory_options import store, store_of
from scanner.cli.options import database, language


@click.group("sync")
def command() -> None:
    """Refresh local copies. No other command uses the network."""


@command.command("advisories")
@click.option(
    "--from",
    "place",
    help="A mirror folder or archive, or the address of a mirror with ECOSYSTEM/all.zip.",
)
@click.option("--ecosystem", "ecosystems", multiple=True, help="Only this one. Repeatable.")
@click.option(
    "--url", "urls", multiple=True, metavar="NAME=URL", help="One more source. Repeatable."
)
@click.option("--others/--no-others", default=True, help="Also KEV, EPSS and ends of life.")
@store
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@database
@language
def advisories(
    *,
    place: str | None,
    ecosystems: tuple[str, ...],
    urls: tuple[str, ...],
    others: bool,
    store_file: Path | None,
    as_json: bool,
    db_path: str | None,
    lang: str,
) -> int:
    """Fetch the advisories that changed, or take over a folder.

    A source that fails keeps its last good data and is named. Exit code 3 when any failed.
    """
    from collections.abc import Iterator

    from collectors.cache import cache_dir
    from scanner.advisory_folder import now
    from scanner.store.advisories import open_advisories
    from scanner.sync import ECOSYSTEMS, OSV_BASE, Outcome, addresses, sync_folder, sync_urls

    extra = [_pair(u) for u in urls]
    remote = place is None or place.startswith(("https://", "http://"))
    failed = False
    with open_advisories(store_of(store_file, db_path)) as copy:
        outcomes: Iterator[Outcome]
        if place is not None and not remote:
            outcomes = sync_folder(copy, Path(place), now())
        else:
            wanted = addresses(
                place or OSV_BASE, ecosystems or ECOSYSTEMS, others=others and place is None
            )
            if urls and place is None and not ecosystems:
                wanted = []
            outcomes = sync_urls(copy, [*wanted, *extra], cache_dir() / "advisories", now())
        for outcome in outcomes:
            failed = failed or outcome.state == "failed"
            _tell(outcome, lang, as_json=as_json)
    return 3 if failed else 0


def _pair(text: str) -> tuple[str, str]:
    name, equals, url = text.partition("=")
    if not equals or not name or "://" not in url:
        raise click.UsageError(f"--url {text!r}: write NAME=URL")
    return name, url


def _tell(outcome: object, lang: str, *, as_json: bool) -> None:
    import msgspec

    from scanner.words import words

    made = msgspec.to_builtins(outcome)
    if as_json:
        click.echo(msgspec.json.encode(made).decode())
        return
    click.echo(
        words(lang)(
            f"sync.{made['state']}",
            name=made["name"],
            records=made["records"],
            date=made["date"] or "-",
            reason=made["reason"],
        )
    )
