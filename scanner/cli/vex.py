"""`sluis vex`: what a supplier says about vulnerabilities (OpenVEX, CSAF, CycloneDX)."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.vex_add import add

if TYPE_CHECKING:  # loaded by the command that needs it
    from sbom.vex.statement import VexDocument


@click.group("vex")
def command() -> None:
    """Read VEX documents: OpenVEX, CSAF 2.0 and 2.1, CycloneDX with vulnerabilities."""


command.add_command(add)


@command.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def show(file: Path, *, as_json: bool) -> int:
    """Show the statements of the VEX document in FILE.

    For CSAF the mandatory tests of the standard that the document breaks are named too. Exit code 3 when
    statements could not be read.
    """
    import msgspec

    from sbom.errors import ParseError
    from sbom.issue import INCOMPLETE
    from sbom.vex.csaf_check import broken_tests
    from sbom.vex.read import load, read_root
    from scanner.sbom_files import lone_file

    try:
        root = load(lone_file(file))
        document = read_root(root)
    except ParseError as error:
        raise ParseError(f"{file}: {error}") from error
    broken = broken_tests(root) if document.format == "csaf" else []
    if as_json:
        tree = msgspec.to_builtins(document)
        tree["broken_tests"] = [b._asdict() for b in broken]
        click.echo(msgspec.json.format(msgspec.json.encode(tree), indent=2).decode())
    else:
        _print(document)
        for mistake in broken:
            click.echo(f"! CSAF {mistake.test} {mistake.path}: {mistake.message}")
    for issue in document.issues:
        click.echo(f"sluis: {file}: {issue.subject}: {issue.message}", err=True)
    return 3 if any(i.kind in INCOMPLETE for i in document.issues) else 0


def _print(document: "VexDocument") -> None:
    from scanner.cli.output import show_rows

    names = {p.id: p.name or p.id for p in document.products}
    rows = [
        {
            "vulnerability": document.vulnerabilities[s.vulnerability].id,
            "status": s.status.value,
            "products": ", ".join(names.get(m.product, m.product) for m in s.products[:3])
            + (f" (+{len(s.products) - 3})" if len(s.products) > 3 else ""),
            "justification": s.justification_stated,
            "statement": next(iter([*s.impact, *(a.text or a.category for a in s.actions)]), ""),
        }
        for s in document.statements
    ]
    head = " ".join(w for w in (document.format, document.format_version, document.id) if w)
    click.echo(f"{head}: {document.author or '?'} {document.updated or document.issued}".rstrip())
    if rows:
        show_rows(rows, list(rows[0]), "table")
