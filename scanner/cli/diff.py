"""`sluis diff`: what changed between two scans."""

import click
import msgspec

from scanner.cli.options import database, database_of


@click.command("diff")
@click.argument("first", type=int, required=False)
@click.argument("second", type=int, required=False)
@database
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@click.option("--list", "listing", is_flag=True, help="List the scans and stop.")
def command(
    first: int | None, second: int | None, *, db_path: str | None, as_json: bool, listing: bool
) -> int:
    """What changed from scan FIRST to scan SECOND: components, licences, findings and coverage.

    Without numbers: the last two finished scans. With one: that scan against the last one.
    """
    from scanner.cli.output import show_rows
    from scanner.store.diff import diff
    from scanner.store.scans import scan_before, scan_of, scans
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        if listing:
            show_rows(
                (msgspec.to_builtins(s) for s in scans(store)),
                ["id", "state", "started_at", "finished_at", "organisation", "tool_version"],
                "json" if as_json else "table",
            )
            return 0
        newest = second if second is not None else scan_of(store).id
        oldest = first if first is not None else scan_before(store, newest)
        if oldest is None:
            click.echo("There is only one finished scan; nothing to compare with.", err=True)
            return 0
        changes = diff(store, oldest, newest)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(changes), indent=2).decode())
        return 0
    click.echo(f"Scan {changes.first} -> {changes.second}")
    for title, listed in (
        ("Components", changes.components),
        ("Licences", changes.licenses),
        ("Findings", changes.findings),
        ("Coverage", changes.coverage),
    ):
        click.echo(f"\n{title}: {len(listed) or 'no changes'}")
        if listed:
            made = [msgspec.to_builtins(r) for r in listed]
            show_rows(made, list(made[0]), "table")
    return 0
