"""`sluis sbom convert`, `merge`, `diff` and `validate`: work on documents, without an estate."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import language

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
@language
def convert(file: Path, *, form: str, spec: str, output: Path | None, lang: str) -> int:
    """Write any document with components as CycloneDX or SPDX.

    FILE is CycloneDX, SPDX, ScanCode, pip-licenses, ORT, Syft, a spreadsheet or anything else that a scan
    reads. The same FILE gives the same bytes. What has no place in the result is named on stderr. Exit
    code 3 when something in FILE could not be read.
    """
    from scanner.sbom_files import bom_of_documents, read_documents
    from scanner.sbom_rendering import rendered, write

    documents = read_documents(file)
    write(rendered(bom_of_documents(documents), form, spec), output)
    return _remarks(documents, lang)


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
@language
def merge(
    files: tuple[Path, ...],
    *,
    form: str,
    spec: str,
    name: str,
    version: str,
    output: Path | None,
    lang: str,
) -> int:
    """Make one bill of materials of several documents, of any format.

    A component stands once; where documents differ about it, the property `sluis:stated` says which one
    states what, and the evidence names every document that holds it. The order of FILES does not matter.
    """
    from scanner.sbom_files import bom_of_documents, names_of, read_documents
    from scanner.sbom_rendering import rendered, write

    paths = list(files)
    named = zip(names_of(paths), paths, strict=True)
    documents = [d for n, p in named for d in read_documents(p, n)]
    documents.sort(key=lambda d: d[0])
    bom = bom_of_documents(documents, name=name or "merged", version=version)
    write(rendered(bom, form, spec), output)
    return _remarks(documents, lang)


@click.command("diff")
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@click.option("--exit-code", is_flag=True, help="Exit code 1 when anything changed.")
@language
def diff(before: Path, after: Path, *, as_json: bool, exit_code: bool, lang: str) -> int:
    """What changed from BEFORE to AFTER: components, versions, licences and suppliers.

    `+` was added, `-` removed, `~` changed. Both may be of any format that is read, and of different ones.
    """
    import msgspec

    from sbom.documents.comparison import changes
    from sbom.licensing.reading import normalise
    from scanner.reports.document_sheet import change_lines
    from scanner.sbom_files import bom_of_documents, read_documents
    from scanner.words import words

    sides = [read_documents(p) for p in (before, after)]
    bills = [bom_of_documents(side, name="compared") for side in sides]
    found = changes(bills[0], bills[1], normalise=normalise)
    if as_json:
        content = msgspec.json.encode([msgspec.to_builtins(c) for c in found])
        click.echo(msgspec.json.format(content, indent=1))
    else:
        for line in change_lines(found, words(lang)):
            click.echo(line)
    lost = _remarks([*sides[0], *sides[1]], lang, only_lost=True)
    return lost or int(exit_code and bool(found))


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Verdicts and reasons as JSON.")
@language
def validate(files: tuple[Path, ...], *, as_json: bool, lang: str) -> int:
    """Are FILES valid CycloneDX, SPDX, CSAF or OpenVEX? With path and line of what is not.

    Each is held against the schema of its version and the rules beside it; of CSAF a broken mandatory test
    is named with its number. Packed deliveries are opened. Exit code 1 when a document is invalid, 2 when a
    file is none of these.
    """
    import msgspec

    from scanner.reports.document_sheet import verdict_lines
    from scanner.words import words

    word, code, judged = words(lang), 0, []
    for file in files:
        verdicts = _verdicts(file)
        if not verdicts:
            click.echo(f"sluis: {file}: {word('document.other-kind')}", err=True)
            code = 2
            continue
        judged += verdicts
    if any(not v.valid for _, v in judged):
        code = code or 1
    if as_json:
        rows = [{"file": name, "valid": v.valid, **_plain(v)} for name, v in judged]
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=1))
        return code
    for name, verdict in judged:
        for line in verdict_lines(name, verdict, word):
            click.echo(line)
    if len(judged) > 1:
        good = sum(v.valid for _, v in judged)
        click.echo(
            word("document.validated", total=len(judged), valid=good, invalid=len(judged) - good)
        )
    return code


def _verdicts(file: Path) -> "list[tuple[str, Verdict]]":
    """Names and verdicts of the documents in a file."""
    from sbom.errors import NotThisFormatError
    from sbom.validity import validate as judge
    from scanner.sbom_files import packed_files

    found = []
    for member in packed_files(file):
        inside = member.name[len(file.name) :] if member.name.startswith(file.name) else ""
        try:
            verdict = judge(member.content, member.name.rpartition("/")[2])
        except NotThisFormatError:
            continue
        except ImportError as error:
            raise click.UsageError(f"{file}: {error}") from error
        found.append((f"{file}{inside}", verdict))
    return found


def _plain(verdict: "Verdict") -> dict[str, object]:
    return {
        "kind": verdict.kind,
        "version": verdict.version,
        "faults": [f._asdict() for f in verdict.faults],
        "remarks": [f._asdict() for f in verdict.remarks],
    }


def _remarks(
    documents: list[tuple[str, "Inventory"]], lang: str, *, only_lost: bool = False
) -> int:
    """Say on stderr what could not be read or has no place; 3 when something was lost."""
    from sbom.documents.union import left_out
    from sbom.issue import INCOMPLETE as LOSSES
    from scanner.words import words

    code = 0
    for name, inventory in documents:
        for issue in inventory.issues:
            if issue.kind in LOSSES:
                where = f"{name}:{issue.line}" if issue.line else name
                subject = f"{issue.subject}: " if issue.subject else ""
                click.echo(
                    f"sluis: {where}: {subject}{words(lang).reason(issue.message)}", err=True
                )
                code = INCOMPLETE
        rest = "" if only_lost else left_out(inventory)
        if rest:
            said = words(lang)("document.not-carried", rest=rest)
            click.echo(f"sluis: {name}: {said}", err=True)
    return code
