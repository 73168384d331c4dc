"""`sluis contract label`: what a reader confirms or overrules, kept for `sluis contract train`."""

from pathlib import Path

import click

from scanner.cli.options import language


@click.command("label")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("clause")
@click.option("--confirm/--overrule", "right", required=True, help="Is the leading passage right?")
@click.option("--reason", required=True, help="Why, in a sentence.")
@click.option(
    "--labels",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that the label is added to.",
)
@language
def label(file: Path, clause: str, *, right: bool, reason: str, labels: Path, lang: str) -> int:
    """Keep that CLAUSE in FILE was rightly or wrongly found, with the passage and the reason.

    The labels are what `sluis contract train` learns from.
    """
    import msgspec

    from sbom.contracts.clauses.catalogue import kinds
    from sbom.contracts.clauses.reading import read_clauses
    from sbom.contracts.clauses.training import Label
    from scanner.cli.contract_files import documents_of

    wanted = clause.replace("-", "_")
    if wanted not in {kind.id for kind in kinds()}:
        raise click.UsageError(f"no clause {clause!r}; `sluis contract explain all` lists them")
    added = 0
    for document in documents_of(file):
        (reading,) = read_clauses(document, [wanted])
        if reading.evidence:
            first = reading.evidence[0]
            kept = Label(wanted, first.quote, right=right, heading=first.heading, reason=reason)
            with labels.open("ab") as out:
                out.write(msgspec.json.encode(kept) + b"\n")
            click.echo(first.quote)
            added += 1
    if not added:
        raise click.UsageError(
            f"{wanted}: niets gevonden om te labelen"
            if lang == "nl"
            else f"{wanted}: nothing found"
        )
    return 0
