"""`sluis register`: the city's own registers of vendors, contracts and systems."""

from pathlib import Path

import click

from scanner.cli.options import language

_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_KIND = click.option(
    "--kind",
    type=click.Choice(["vendors", "contracts", "systems", "subprocessors"]),
    help="What the rows are. Default: told by the headers.",
)
_MAP = click.option(
    "--map",
    "mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML file, `Header: field` a line, for headers that Sluis does not know.",
)


@click.group("register")
def command() -> None:
    """Read registers (XLSX, ODS, CSV): vendors, contracts, systems, sub-processors."""


@command.command("read")
@_FILES
@_KIND
@_MAP
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "nl"]),
    default="table",
    show_default=True,
    help="nl is one JSON object per line, every value with its row.",
)
@language
def read(
    *, files: tuple[Path, ...], kind: str | None, mapping: Path | None, shape: str, lang: str
) -> int:
    """Show what FILES state, and which cells could not be read. Exit code 3 when some could not."""
    import msgspec

    from sbom.issue import IssueKind
    from sbom.registers.facts import RegisterKind
    from scanner.register_files import load, load_mapping
    from scanner.words import words

    say = words(lang)
    wanted = RegisterKind(kind) if kind else None
    own = load_mapping(mapping)
    lost = 0
    for file in files:
        for register in load(file, kind=wanted, mapping=own):
            if shape == "nl":
                for entry in register.entries:
                    row = {
                        "file": str(file),
                        "kind": register.kind,
                        **msgspec.structs.asdict(entry),
                    }
                    click.echo(msgspec.json.encode(row))
            else:
                _show(file, register, say)
            for issue in register.issues:
                place = f"{file}:{issue.line}" if issue.line else str(file)
                click.echo(f"{place}: {issue.subject}: {say.reason(issue.message)}", err=True)
            lost += sum(i.kind is not IssueKind.NOTE for i in register.issues)
    return 3 if lost else 0


def _show(file: Path, register: object, say: object) -> None:
    from typing import cast

    from sbom.registers.facts import Register
    from scanner.words import Words

    found, tell = cast("Register", register), cast("Words", say)
    kind = tell.of("register-kind", found.kind.value)
    click.echo(tell("register.found", file=str(file), count=len(found.entries), kind=kind))
    for field, header in found.columns:
        click.echo(f"  {header} -> {field}")
    if found.unknown:
        click.echo(f"  {tell('register.beside')}: {', '.join(found.unknown)}")


@command.command("deadlines")
@_FILES
@_MAP
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "json", "nl", "csv"]),
    default="table",
    show_default=True,
    help="nl is one JSON object per line.",
)
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Also as iCalendar.")
@click.option("--days", type=click.IntRange(1), help="Only what comes within so many days.")
@language
def deadlines(
    *,
    files: tuple[Path, ...],
    mapping: Path | None,
    shape: str,
    ics: Path | None,
    days: int | None,
    lang: str,
) -> int:
    """When notice has to be given and contracts end, and where that is not known."""
    from datetime import UTC, datetime, timedelta

    from sbom.registers.deadlines import deadlines as find
    from sbom.registers.facts import Contract, RegisterKind
    from scanner.cli.output import show_rows
    from scanner.register_files import load, load_mapping
    from scanner.words import words

    say = words(lang)
    now = datetime.now(UTC)
    own = load_mapping(mapping)
    contracts: list[Contract] = []
    for file in files:
        for register in load(file, kind=RegisterKind.CONTRACTS, mapping=own):
            contracts += [e for e in register.entries if isinstance(e, Contract)]
    found = find(contracts, now.date())
    if days is not None:
        last = now.date() + timedelta(days=days)
        found = [d for d in found if d.day is None or d.day <= last]
    rows = [
        {
            "day": d.day.isoformat() if d.day else "",
            "kind": say.of("deadline-kind", d.kind.value),
            "contract": d.contract.key,
            "title": d.contract.title or d.contract.product,
            "vendor": d.contract.vendor,
            "row": d.contract.line,
        }
        for d in found
    ]
    columns = ("day", "kind", "contract", "title", "vendor")
    show_rows(rows, columns, shape, titles=tuple(say(f"deadlines.{c}") for c in columns))
    if ics is not None:
        from scanner.calendar_file import render

        ics.write_bytes(render(found, now.replace(microsecond=0), say).encode())
    return 0


@command.command("form")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it: .xlsx or .ods by the ending.",
)
@language
def empty_form(*, output: Path, lang: str) -> int:
    """Write the empty form on which a supplier states its numbers, owners and sub-processors."""
    from sbom.registers.declaration import form
    from scanner.sheet_file import ods, xlsx
    from scanner.words import words

    makers = {".xlsx": xlsx, ".ods": ods}
    if output.suffix.lower() not in makers:
        raise click.UsageError(f"{output}: the name has to end in .xlsx or .ods")
    title = words(lang)("register.form")
    output.write_bytes(makers[output.suffix.lower()](title, form(lang), (60, 60)))
    return 0
