"""`sluis audit`: what runs that is vulnerable, malicious or past its end, and what to do first."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.audit_outputs import Outputs
from scanner.cli.advisory_options import output_options, store, store_of
from scanner.cli.options import SEVERITIES, database, database_of, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sbom.issue import Issue
    from scanner.audit import Told


@click.command("audit")
@click.option(
    "--sbom",
    "sbom_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="One SBOM or lockfile, no estate needed. Default: the estate, from the last scan.",
)
@click.option(
    "--advisories",
    "folder",
    type=click.Path(exists=True, path_type=Path),
    help="Folder or archive of advisories. Default: the local copy of `sluis sync advisories`.",
)
@store
@click.option("--json", "shape", flag_value="json", help="One JSON object.")
@click.option("--nl", "shape", flag_value="nl", help="JSON, one object a line.")
@click.option("-t", "--table", "shape", flag_value="table", default=True, help="A table.")
@click.option(
    "--vex",
    "vex_files",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A VEX document or folder of them. Repeatable.",
)
@click.option(
    "--health", is_flag=True, help="Also give hints: not pinned, no lockfile, names that mislead."
)
@output_options
@click.option("--system", metavar="ID", help="Of the estate: only this system.")
@click.option("--domain", help="Of the estate: only systems of this domain.")
@click.option("--owner", help="Of the estate: only systems of this owner.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit code 1 when a certain finding has this priority or higher.",
)
@database
@language
def command(  # noqa: PLR0913 - one parameter an option
    *,
    sbom_file: Path | None,
    folder: Path | None,
    store_file: Path | None,
    shape: str,
    vex_files: tuple[Path, ...],
    outputs: "Outputs",
    health: bool,
    fail_on: str | None,
    system: str | None,
    domain: str | None,
    owner: str | None,
    db_path: str | None,
    lang: str,
) -> int:
    """Which components fall under an advisory, how urgent it is, and what fixes it.

    Every component that cannot be matched is counted and listed with its reason. Nothing is fetched: the
    age of the advisories is shown instead. Exit code 3 when the SBOM or advisories could not be read in full.
    """
    from scanner.advisory_folder import now
    from scanner.advisory_source import known

    at = now()
    with known(folder, None if folder else store_of(store_file, db_path), at) as source:
        if sbom_file is not None:
            from scanner.audit_document import of_document

            told = of_document(sbom_file, source, vex_files, at.date(), health=health)
        else:
            from scanner.audit_told import of_estate

            told = of_estate(
                database_of(db_path),
                source,
                vex_files,
                at,
                health=health,
                system=system,
                domain=domain,
                owner=owner,
            )
        issues = [*told.issues, *source.issues]
    whole = sbom_file is None and not (system or domain or owner)
    wrong_outputs = _write(told, outputs, at, lang, whole=whole)
    issues += wrong_outputs
    _show(told, shape, lang)
    from scanner.words import words

    say = words(lang)
    for where, issue in issues[:50]:
        click.echo(
            f"sluis: {where}: {issue.subject + ': ' if issue.subject else ''}"
            f"{say.reason(issue.message)}",
            err=True,
        )
    if len(issues) > 50:
        click.echo(f"sluis: {say('more.issues', count=len(issues) - 50)}", err=True)
    if fail_on is not None and _caught(told.findings, fail_on):
        return 1
    from sbom.issue import INCOMPLETE

    return 3 if any(i.kind in INCOMPLETE for _, i in issues) else 0


def _write(
    told: "Told", outputs: "Outputs", at: "datetime", lang: str, *, whole: bool
) -> "list[tuple[str, Issue]]":
    """The files and messages asked for; what could not be sent is named and stays to be sent."""
    if not any(outputs):
        return []
    from scanner.audit_alerts import write

    return write(told.findings, outputs, at, lang, unasked=told.unasked, whole=whole)


def _show(told: "Told", shape: str, lang: str) -> None:
    import json

    if shape == "nl":
        for row in (*told.findings, *told.fixed, *told.hints, *told.unasked, told.summary):
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    if shape == "json":
        tree = {
            "findings": told.findings,
            "fixed": told.fixed,
            "hints": told.hints,
            "unmatched": told.unasked,
            "summary": told.summary,
        }
        click.echo(json.dumps(tree, ensure_ascii=False, indent=2))
        return
    from scanner.audit_words import cells, closing, heads, hint_line
    from scanner.cli.output import table
    from scanner.words import words

    spoken = words(lang)
    if told.findings:
        click.echo(table(heads(spoken), [cells(r, spoken) for r in told.findings]), nl=False)
    for line in (*(hint_line(h, spoken) for h in told.hints), *closing(told.summary, spoken)):
        click.echo(line)


def _caught(findings: "Iterable[Mapping[str, Any]]", fail_on: str) -> bool:
    """Whether a certain finding that nobody answered has that priority or higher."""
    least = SEVERITIES.index(fail_on)
    return any(
        SEVERITIES.index(row["priority"]["level"]) >= least
        for row in findings
        if row.get("status") == "affected" and row.get("effective", "open") == "open"
    )
