"""`sluis db`: keeping the database."""

from pathlib import Path

import click

from scanner.cli.options import database, database_of


@click.group("db")
def command() -> None:
    """Migrate, back up and check the database."""


@command.command("migrate")
@database
def migrate(db_path: str | None) -> None:
    """Bring the database to this version of Sluis. Other commands that write do so by themselves."""
    from scanner.store import maintenance

    path = database_of(db_path)
    before, after = maintenance.migrate(path)
    if before == after:
        click.echo(f"{path}: version {after}, nothing to do")
    else:
        click.echo(f"{path}: from version {before} to {after}")


@command.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@database
def backup(target: Path, *, db_path: str | None) -> None:
    """Write a compact copy to TARGET, also while a scan runs. Never overwrites."""
    from scanner.store import maintenance
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        size = maintenance.backup(store, target)
    click.echo(f"{target}: {size:,} bytes")


@command.command("check")
@database
def check(db_path: str | None) -> int:
    """Check soundness: SQLite's integrity, references, and the schema. Exit code 1 when unsound."""
    from scanner.store import maintenance
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        result = maintenance.check(store)
    for kind, messages in (
        ("integrity", result.integrity),
        ("references", result.references),
        ("schema", result.schema),
    ):
        for message in messages:
            click.echo(f"{kind}: {message}")
    click.echo(
        "sound" if result.sound else "not sound: restore a backup, or scan into a new database"
    )
    return 0 if result.sound else 1
