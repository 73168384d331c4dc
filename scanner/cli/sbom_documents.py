"""`sluis sbom convert`, `merge`, `diff` and `validate`: work on documents, without an estate."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sbom.documents.fault import Verdict
    from sbom.inventory import Inventory

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
TARGETS = ("cyclonedx", "cyclonedx-xml", "spdx", "spdx-tv", "spdx3")
SPECS = ("1.4", "1.5", "1.6", "1.7")
INCOMPLETE = 3


@click.command("convert")
@click.argument("file", type=FILE)
@click.option(
    "--to",
    "form",
    type=click.Choice(TARGETS),
    default="cyclonedx",
    show_default=True,
    help="Format.",
)
@click.option(
    "--spec", type=click.Choice(SPECS), default="1.6", show_default=True, help="CycloneDX version."
)
@click.option("--output", "-o", type=OUTPUT, help="File; default stdout.")
def convert(file: Path, *, form: str, spec: str, output: Path | None) -> int:
    """Write any document with components as CycloneDX or SPDX.

    FILE is CycloneDX, SPDX, ScanCode, pip-licenses, ORT, Syft, a spreadsheet or anything else that a scan
    reads. The same FILE gives the same bytes. What has no place in the result is named on stderr. Exit
    code 3 when something in FILE could not be read.
    """
    from scanner.sbom_files import bom_of_documents, read_document
    from scanner.sbom_rendering import rendered, write

    inventory = read_document(file)
    bom = bom_of_documents([(file.name, inventory)])
    write(rendered(bom, form, spec), output)
    return _remarks([(file.name, inventory)])


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--to",
    "form",
    type=click.Choice(TARGETS),
    default="cyclonedx",
    show_default=True,
    help="Format.",
)
@click.option(
    "--spec", type=click.Choice(SPECS), default="1.6", show_default=True, help="CycloneDX version."
)
@click.option("--name", default="", help="What the whole is about; default `merged`.")
@click.option("--version", default="", help="Its version.")
@click.option("--output", "-o", type=OUTPUT, help="File; default stdout.")
def merge(
    files: tuple[Path, ...], *, form: str, spec: str, name: str, version: str, output: Path | None
) -> int:
    """Make one bill of materials of several documents, of any format.

    A component stands once; where documents differ about it, the property `sluis:stated` says which one
    states what, and the evidence names every document that holds it. The order of FILES does not matter.
    """
    from scanner.sbom_files import bom_of_documents, names_of, read_document
    from scanner.sbom_rendering import rendered, write

    paths = list(files)
    documents = [(n, read_document(p, n)) for n, p in zip(names_of(paths), paths, strict=True)]
    documents.sort(key=lambda d: d[0])
    bom = bom_of_documents(documents, name=name or "merged", version=version)
    write(rendered(bom, form, spec), output)
    return _remarks(documents)


@click.command("diff")
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@click.option("--exit-code", is_flag=True, help="Exit code 1 when anything changed.")
def diff(before: Path, after: Path, *, as_json: bool, exit_code: bool) -> int:
    """What changed from BEFORE to AFTER: components, versions, licences and suppliers.

    `+` was added, `-` removed, `~` changed. Both may be of any format that is read, and of different ones.
    """
    import msgspec

    from sbom.documents.comparison import as_lines, changes
    from sbom.licensing.reading import normalise
    from scanner.sbom_files import bom_of_documents, read_document

    documents = [(p.name, read_document(p)) for p in (before, after)]
    bills = [bom_of_documents([d], name="compared") for d in documents]
    found = changes(bills[0], bills[1], normalise=normalise)
    if as_json:
        content = msgspec.json.encode([msgspec.to_builtins(c) for c in found])
        click.echo(msgspec.json.format(content, indent=1))
    else:
        for line in as_lines(found):
            click.echo(line)
    lost = _remarks(documents, only_lost=True)
    return lost or int(exit_code and bool(found))


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Verdicts and reasons as JSON.")
def validate(files: tuple[Path, ...], *, as_json: bool) -> int:
    """Are FILES valid CycloneDX or SPDX? With path and line of what is not.

    CycloneDX is held against the schema of its version, SPDX against the fields that its specification
    requires. Exit code 1 when a file is invalid, 2 when one is neither CycloneDX nor SPDX.
    """
    import msgspec

    from sbom.documents.validity import validate as judged
    from sbom.errors import NotThisFormatError
    from scanner.sbom_files import content_of

    code, all_found = 0, []
    for file in files:
        try:
            verdict = judged(content_of(file))
        except NotThisFormatError as error:
            click.echo(f"sluis: {file}: {error.reason}", err=True)
            code = 2
            continue
        except ImportError as error:
            raise click.UsageError(f"{file}: {error}") from error
        if not verdict.valid and not code:
            code = 1
        if as_json:
            all_found.append({"file": str(file), "valid": verdict.valid, **_plain(verdict)})
        else:
            _tell(file, verdict)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(all_found), indent=1))
    return code


def _plain(verdict: "Verdict") -> dict[str, object]:
    return {
        "kind": verdict.kind,
        "version": verdict.version,
        "faults": [f._asdict() for f in verdict.faults],
        "remarks": [f._asdict() for f in verdict.remarks],
    }


def _tell(file: Path, verdict: "Verdict") -> None:
    state = "valid" if verdict.valid else "INVALID"
    click.echo(f"{file}: {state} {verdict.kind} {verdict.version}".rstrip())
    for word, found in (("", verdict.faults), ("remark: ", verdict.remarks)):
        for fault in found:
            line = f":{fault.line}" if fault.line else ""
            click.echo(f"  {word}{file.name}{line}: {fault.path}: {fault.message}")


def _remarks(documents: list[tuple[str, "Inventory"]], *, only_lost: bool = False) -> int:
    """Say on stderr what could not be read or has no place; 3 when something was lost."""
    from sbom.documents.union import left_out
    from sbom.issue import INCOMPLETE as LOSSES

    code = 0
    for name, inventory in documents:
        for issue in inventory.issues:
            if issue.kind in LOSSES:
                where = f"{name}:{issue.line}" if issue.line else name
                subject = f"{issue.subject}: " if issue.subject else ""
                click.echo(f"sluis: {where}: {subject}{issue.message}", err=True)
                code = INCOMPLETE
        rest = left_out(inventory)
        if rest and not only_lost:
            click.echo(f"sluis: {name}: not carried over: {rest}", err=True)
    return code
