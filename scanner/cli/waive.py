"""`sluis waive`: write down an approved deviation, with a ground and an end date."""

from datetime import date, datetime
from pathlib import Path

import click

from scanner.cli.options import database, database_of, estate_here, packs, packs_of


@click.command("waive")
@click.argument("fingerprint")
@click.option(
    "--ground",
    required=True,
    help="One of the grounds of the pack; see: sluis policy list --grounds.",
)
@click.option("--explanation", required=True, help="What was weighed, for the annual report.")
@click.option("--decided-by", required=True, help="Role or body that decided.")
@click.option(
    "--until",
    "valid_until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day on which it holds; required.",
)
@click.option(
    "--decided-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the decision; default today."
)
@click.option("--document", default="", help="Reference of the decision document.")
@click.option(
    "--id",
    "waiver_id",
    default="",
    help="Short name; default made of the rule and the fingerprint.",
)
@click.option(
    "--file",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to add it to. Default: that of the estate file in this folder, else waivers.yaml.",
)
@database
@packs
def command(  # noqa: PLR0913 - one parameter an option
    fingerprint: str,
    *,
    ground: str,
    explanation: str,
    decided_by: str,
    valid_until: datetime,
    decided_on: datetime | None,
    document: str,
    waiver_id: str,
    path: Path | None,
    db_path: str | None,
    pack_folders: tuple[str, ...],
) -> int:
    """Add a waiver ("leg uit") for the finding FINGERPRINT (its first digits will do) to a file.

    The finding stays visible, with the reason, and comes back when the waiver ends. Review the file and
    keep it in version control; the next scan applies it.
    """
    from scanner.cli.scan import clock
    from scanner.packs import load_policy, wording
    from scanner.store.findings import find_finding
    from scanner.store.store import open_store
    from scanner.waiver_file import append_waiver, new_waiver

    pack = load_policy(packs_of(pack_folders))
    if ground not in pack.strategy.waiver_grounds:
        known = ", ".join(sorted(pack.strategy.waiver_grounds))
        raise click.UsageError(f"--ground: {ground!r} is not one of: {known}")
    with open_store(database_of(db_path), readonly=True) as store:
        row, _ = find_finding(store, fingerprint, wording(pack))
    today = clock().date()
    if valid_until.date() < today:
        raise click.UsageError(f"--until: {valid_until.date()} is in the past")
    waiver = new_waiver(
        row,
        waiver_id=waiver_id,
        ground=ground,
        explanation=explanation,
        decided_by=decided_by,
        decided_on=decided_on.date() if decided_on else today,
        valid_until=_day(valid_until),
        document=document,
    )
    if path is None:
        settings = estate_here()
        path = Path(settings.waivers if settings and settings.waivers else "waivers.yaml")
    append_waiver(path, waiver)
    click.echo(
        f"{path}: {waiver.id} added for {row.rule} on {row.subject}, until {waiver.valid_until}",
        err=True,
    )
    return 0


def _day(moment: datetime) -> date:
    return moment.date()
