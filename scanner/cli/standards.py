"""`sluis standards`: which open standards bind, and which of them a system or API follows."""

from pathlib import Path

import click

from scanner.cli.options import database, database_of, language, packs, packs_of

_SHAPE = click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "json", "nl", "csv"]),
    default="table",
    show_default=True,
    help="nl is one JSON object per line.",
)
_MAX_API = 64 << 20


@click.group("standards")
def command() -> None:
    """Open standards: what to ask for, and what was seen of it (pas toe of leg uit)."""


@command.command("list")
@click.option(
    "--tags",
    default="",
    help="Product tags, joined by commas (website,saas). Default: every standard in the pack.",
)
@_SHAPE
@packs
@language
def listed(*, tags: str, shape: str, pack_folders: tuple[str, ...], lang: str) -> int:
    """Which standards a product of this kind has to follow, for a tender or contract."""
    from scanner.cli.output import show_rows
    from scanner.packs import load_policy
    from scanner.standard_rows import asked_rows, tag_names
    from scanner.words import words

    say = words(lang)
    wanted = tuple(t.strip() for t in tags.split(",") if t.strip())
    columns = ("standard", "status", "scope", "check")
    titles = tuple(say(f"standards.{c}") for c in columns)
    pack = load_policy(packs_of(pack_folders))
    rows = asked_rows(pack, wanted, say)
    show_rows(
        rows, columns if shape == "table" else (*columns, "as_of", "url"), shape, titles=titles
    )
    if shape == "table" and not wanted:
        click.echo(f"\n{say('standards.tags', tags=tag_names(pack, say))}")
    return 0


@command.command("show")
@click.option("--system", "systems", multiple=True, help="Only this system; repeatable.")
@_SHAPE
@database
@packs
@language
def shown(
    *,
    systems: tuple[str, ...],
    shape: str,
    db_path: str | None,
    pack_folders: tuple[str, ...],
    lang: str,
) -> int:
    """What the last scan saw of each standard that binds, by system. Exit code 1 on a deviation."""
    from datetime import UTC, datetime

    from scanner.cli.output import show_rows
    from scanner.packs import load_policy
    from scanner.standard_rows import system_rows
    from scanner.store.facts import StoreFacts
    from scanner.store.store import open_store
    from scanner.words import words

    say = words(lang)
    pack = load_policy(packs_of(pack_folders))
    today = datetime.now(UTC).date()
    with open_store(database_of(db_path), readonly=True) as store:
        rows = list(system_rows(StoreFacts(store), pack, today, say))
    known = {str(r["system"]) for r in rows}
    for name in systems:
        if name not in known:
            raise click.UsageError(
                f"system {name!r} is not in the last scan, or has no product tags that a standard binds for"
            )
    chosen = [r for r in rows if not systems or r["system"] in systems]
    columns = ("system_name", "standard", "verdict", "proof", "what")
    show_rows(chosen, columns, shape, titles=tuple(say(f"standards.{c}") for c in columns))
    if not chosen and shape == "table":
        click.echo(say("standards.none"))
    return int(any(r["verdict"] == say.of("verdict", "deviates") for r in chosen))


@command.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_SHAPE
@language
def checked(*, file: Path, shape: str, lang: str) -> int:
    """Hold an OpenAPI FILE against the API Design Rules that can be seen in it. Exit code 1 when one is broken."""
    from sbom.errors import ParseError
    from sbom.standards.api_design_rules import CHECKED, NOT_CHECKED
    from scanner.cli.output import show_rows
    from scanner.standard_rows import api_rows
    from scanner.words import words

    say = words(lang)
    if file.stat().st_size > _MAX_API:
        raise click.UsageError(f"{file}: is larger than {_MAX_API >> 20} MiB")
    try:
        rows = api_rows(file.name, file.read_bytes())
    except ParseError as error:
        raise click.UsageError(f"{file}: {error}") from error
    columns = ("rule", "weight", "line", "place")
    if rows or shape != "table":
        show_rows(rows, columns, shape, titles=tuple(say(f"standards.{c}") for c in columns))
    if shape == "table":
        broken = len({r["rule"] for r in rows})
        click.echo(say("standards.sum", broken=broken, checked=len(CHECKED), left=len(NOT_CHECKED)))
    return int(any(r["weight"] == "must" for r in rows))


@command.command("annual")
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--year", type=click.IntRange(2000, 2200), help="Of the report. Default: this year.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@packs
@language
def annual(
    *,
    folders: tuple[Path, ...],
    year: int | None,
    output: Path | None,
    pack_folders: tuple[str, ...],
    lang: str,
) -> int:
    """Draft the paragraph of the annual report on deviations (leg uit) in the dossiers FOLDERS.

    Exit code 1 when a deviation lacks its ground, explanation, decision or end date.
    """
    from datetime import UTC, datetime

    from policies.deviations import Purchase, lacking, paragraph
    from sbom.errors import ConfigError
    from scanner.packs import load_policy
    from scanner.vendor.product import NAMES, read_product

    standards = load_policy(packs_of(pack_folders)).standards
    if standards is None:
        raise ConfigError("this policy pack has no standards.yaml")
    purchases = []
    for folder in folders:
        found = next((folder / n for n in NAMES if (folder / n).is_file()), None)
        if found is None:
            raise ConfigError(f"{folder}: holds no {NAMES[0]}")
        stated = read_product(found)
        purchases.append(
            Purchase(
                product=stated.product or folder.name,
                vendor=stated.vendor,
                value_eur=stated.value_eur,
                deviations=stated.deviations,
            )
        )
    text = paragraph(purchases, standards, year or datetime.now(UTC).year, lang)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8")
    return int(any(lacking(d, standards) for p in purchases for d in p.deviations))
