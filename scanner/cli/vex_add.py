"""`sluis vex add`: an own statement about a vulnerability, with who, why and until when."""

from datetime import date
from pathlib import Path

import click

from scanner.vex_files import JUSTIFICATIONS, STATUSES


@click.command("add")
@click.argument("vulnerability")
@click.option(
    "--product", required=True, help="Package URL of the component, or the id or name of a system."
)
@click.option(
    "--part", default="", help="Package URL of the component, when --product is a system."
)
@click.option("--status", required=True, type=click.Choice(STATUSES), help="How it stands.")
@click.option(
    "--justification",
    default="",
    type=click.Choice(["", *JUSTIFICATIONS]),
    help="Why it is not affected, in the words of VEX.",
)
@click.option("--why", default="", help="The reason, for people.")
@click.option("--by", required=True, help="Role or department that decided.")
@click.option("--until", default="", metavar="DATE", help="Last day on which it counts.")
@click.option(
    "--file",
    "file",
    default="vex/own.openvex.json",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The OpenVEX document that it is added to.",
)
def add(  # noqa: PLR0913 - one parameter an option
    vulnerability: str,
    *,
    product: str,
    part: str,
    status: str,
    justification: str,
    why: str,
    by: str,
    until: str,
    file: Path,
) -> int:
    """Add a statement about VULNERABILITY to an own OpenVEX document, made when it is not there.

    A finding that it answers stays visible with its reason: `sluis audit --vex FILE`.
    """
    from scanner.advisory_folder import now
    from scanner.vex_files import add_statement

    if until:
        try:
            date.fromisoformat(until)
        except ValueError as error:
            raise click.UsageError(f"--until {until!r}: write a day as 2027-01-31") from error
    add_statement(
        file,
        vulnerability=vulnerability,
        product=product,
        subcomponent=part,
        status=status,
        justification=justification,
        why=why,
        by=by,
        until=until,
        now=now(),
    )
    click.echo(str(file))
    return 0
