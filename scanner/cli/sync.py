"""`sluis sync`: refresh the local copy of what the world publishes; the only command that fetches."""

from pathlib import Path

import click

from scanner.cli.advisory_options import store, store_of
from scanner.cli.options import database, language
from scanner.cli.sync_registers import registers


@click.group("sync")
def command() -> None:
    """Refresh local copies. No other command uses the network."""


command.add_command(registers)


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


@command.command("licences")
@click.option("--own/--no-own", default=True, help="Ask the package indexes of your own first.")
@click.option("--deps-dev/--no-deps-dev", default=True, help="Ask deps.dev.")
@click.option("--clearlydefined", is_flag=True, help="Ask ClearlyDefined last.")
@click.option("--base", "bases", multiple=True, metavar="NAME=URL", help="Mirror of a service.")
@click.option("--rate", type=click.FloatRange(0.1, 100), default=10.0, help="Questions a second.")
@click.option("--limit", type=click.IntRange(0), default=0, help="Most questions; 0: no limit.")
@click.option("--all", "everything", is_flag=True, help="Also where a licence is stated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@database
@language
def licences(  # noqa: PLR0913 - one parameter an option
    *,
    own: bool,
    deps_dev: bool,
    clearlydefined: bool,
    bases: tuple[str, ...],
    rate: float,
    limit: int,
    everything: bool,
    as_json: bool,
    db_path: str | None,
    lang: str,
) -> int:
    """Look up licences that no source states; the next scan judges with them.

    Answers are kept with their ETag for thirty days; a run that stops goes on where it was. Names and
    versions of components go to the services that are asked. Exit code 3 when any question failed.
    """
    import os

    from collectors.license_answers import Door
    from scanner.advisory_folder import now
    from scanner.cli.options import database_of, estate_here
    from scanner.licensing.lookup import (
        CLEARLY_DEFINED,
        DEPS_DEV,
        Service,
        look_up,
        own_services,
    )
    from scanner.store.store import open_store

    places = {"deps.dev": DEPS_DEV, "clearlydefined": CLEARLY_DEFINED} | dict(
        _pair(b, "--base") for b in bases
    )
    settings = estate_here()
    stated = [(i.type, i.url, i.token_env) for i in settings.indexes] if settings else []
    services = own_services(stated, os.environ, Path.home()) if own else []
    for name, wanted in (("deps.dev", deps_dev), ("clearlydefined", clearlydefined)):
        if wanted:
            services.append(Service(name=name, kind=name, base=places[name]))
    failed = False
    with open_store(database_of(db_path)) as store, Door(rate) as door:
        store.lock.acquire()
        for told in look_up(store, services, door, now(), limit=limit, everything=everything):
            failed = failed or bool(told.failed)
            _tell_licences(told, lang, as_json=as_json)
    return 3 if failed else 0


def _tell_licences(told: object, lang: str, *, as_json: bool) -> None:
    import msgspec

    from scanner.words import words

    made = msgspec.to_builtins(told)
    if as_json:
        click.echo(msgspec.json.encode(made).decode())
        return
    say = words(lang)
    click.echo(say("sync.licences", **{k: v for k, v in made.items() if k != "reason"}))
    if made["reason"]:
        click.echo(say("sync.licences-failed", reason=made["reason"]))


def _pair(text: str, option: str = "--url") -> tuple[str, str]:
    name, equals, url = text.partition("=")
    if not equals or not name or "://" not in url:
        raise click.UsageError(f"{option} {text!r}: write NAME=URL")
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
