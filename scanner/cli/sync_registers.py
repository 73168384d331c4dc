"""`sluis sync registers`: fetch what public registers say of the vendors in a dossier."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import estate_here, language

if TYPE_CHECKING:  # loaded by the command that needs it
    from collections.abc import Iterable, Mapping

    from sbom.registers.facts import Vendor
    from scanner.register_asking import Wanted
    from scanner.register_sync import Outcome, Place
    from scanner.words import Words

_SOURCES = ("gleif", "kvk", "tenderned", "gemma", "oss")


@click.command("registers")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(_SOURCES),
    help="Only this register; repeatable. Default: all that can be asked.",
)
@click.option("--kvk", multiple=True, help="Registration number of a vendor; repeatable.")
@click.option("--lei", multiple=True, help="LEI of a vendor; repeatable.")
@click.option(
    "--name", "names", multiple=True, help="Vendor or buyer in notices of TenderNed; repeatable."
)
@click.option(
    "--base", "bases", multiple=True, metavar="NAME=URL", help="Address of a register or mirror."
)
@click.option(
    "--key-env",
    "keys",
    multiple=True,
    metavar="NAME=VARIABLE",
    help="Environment variable that holds the key of a register (kvk, oss).",
)
@click.option(
    "--rate", type=click.FloatRange(0.1, 100), default=1.0, show_default=True, help="A second."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@language
def registers(  # noqa: PLR0913 - one parameter an option
    *,
    folder: Path,
    sources: tuple[str, ...],
    kvk: tuple[str, ...],
    lei: tuple[str, ...],
    names: tuple[str, ...],
    bases: tuple[str, ...],
    keys: tuple[str, ...],
    rate: float,
    as_json: bool,
    lang: str,
) -> int:
    """Fetch what GLEIF, KvK, TenderNed, the Softwarecatalogus and the OSS register say, for the dossier FOLDER.

    The numbers come from its product.yaml and lists of vendors. What is fetched goes into its folder
    registers/, where `sluis vendor check` reads it without network. A register that fails keeps its last
    good data and is named with its age. Exit code 3 when any failed.
    """
    from datetime import UTC, datetime

    from collectors.license_answers import Door
    from scanner.register_sync import sync_registers
    from scanner.words import words

    say = words(lang)
    wanted = _wanted(folder, kvk, lei, names)
    places, skipped = _places(sources, dict(_named(b) for b in bases), _variables(keys))
    failed = False
    for name, reason in skipped:
        _tell_skipped(name, reason, say, as_json=as_json, loud=bool(sources))
    with Door(rate) as door:
        at = datetime.now(UTC)
        for outcome in sync_registers(folder / "registers", places, wanted, door, at):
            failed = failed or outcome.state == "failed"
            _tell(outcome, say, as_json=as_json)
    return 3 if failed else 0


def _wanted(
    folder: Path, kvk: tuple[str, ...], lei: tuple[str, ...], names: tuple[str, ...]
) -> "Wanted":
    """Numbers and names: of the options, of product.yaml, and of the lists of vendors in the folder."""
    from sbom.registers import identifiers
    from scanner.register_asking import Wanted
    from scanner.vendor.product import NAMES, read_product

    ids = set()
    for scheme, given in (("kvk", kvk), ("lei", lei)):
        for stated in given:
            found = identifiers.read(scheme, stated)
            if found is None:
                raise click.UsageError(f"--{scheme} {stated!r}: cannot be a number of {scheme}")
            ids.add(found)
    told = set(names)
    for name in NAMES:
        if (folder / name).is_file():
            product = read_product(folder / name)
            ids.update(product.ids)
            told.update([product.vendor] if product.vendor else [])
            break
    for vendor in _listed(folder):
        ids.update(vendor.ids)
        told.add(vendor.name)
    return Wanted(
        kvk=tuple(sorted(i.value for i in ids if i.scheme == "kvk")),
        lei=tuple(sorted(i.value for i in ids if i.scheme == "lei")),
        names=tuple(sorted(told)),
    )


def _listed(folder: Path) -> "Iterable[Vendor]":
    """Vendors of the sheets in the folder; a sheet that is no register is not ours to judge here."""
    from sbom.errors import ConfigError
    from sbom.registers.facts import Vendor
    from scanner.register_files import load

    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if path.suffix.lower() not in {".csv", ".xlsx", ".ods"} or not path.is_file():
            continue
        try:
            found = load(path)
        except ConfigError:
            continue
        for register in found:
            yield from (e for e in register.entries if isinstance(e, Vendor))


def _places(
    sources: tuple[str, ...], bases: "Mapping[str, str]", keys: "Mapping[str, str]"
) -> tuple[list["Place"], list[tuple[str, str]]]:
    """The registers to ask, and those that cannot be asked with the reason."""
    import os

    from scanner.register_asking import BASES, NEEDS_KEY
    from scanner.register_sync import Place

    stated = {r.source: r for r in getattr(estate_here(), "registers", ())}
    places, skipped = [], []
    for name in sources or _SOURCES:
        entry = stated.get(name)
        base = bases.get(name) or (entry.url if entry else "") or BASES[name]
        variable = keys.get(name) or (entry.key_env if entry else "")
        key = os.environ.get(variable, "") if variable else ""
        if not base:
            skipped.append((name, "address"))
        elif name in NEEDS_KEY and not key:
            skipped.append((name, "key"))
        else:
            places.append(Place(name=name, base=base, key=key))
    return places, skipped


def _named(text: str) -> tuple[str, str]:
    name, equals, url = text.partition("=")
    if not equals or name not in _SOURCES or not url.startswith(("https://", "http://")):
        raise click.UsageError(
            f"--base {text!r}: write NAME=URL, NAME one of {', '.join(_SOURCES)}"
        )
    return name, url


def _variables(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        name, equals, variable = text.partition("=")
        if not equals or name not in _SOURCES or not variable.isidentifier():
            raise click.UsageError(f"--key-env {text!r}: write NAME=VARIABLE, never the key itself")
        found[name] = variable
    return found


def _tell_skipped(name: str, reason: str, say: "Words", *, as_json: bool, loud: bool) -> None:
    if as_json:
        import msgspec

        row = {"name": name, "state": "skipped", "reason": f"no {reason}"}
        click.echo(msgspec.json.encode(row).decode())
        return
    click.echo(say(f"sync.registers-no-{reason}", name=name), err=not loud)


def _tell(outcome: "Outcome", say: "Words", *, as_json: bool) -> None:
    import msgspec

    if as_json:
        click.echo(msgspec.json.encode(outcome).decode())
        return
    if outcome.state == "failed" and outcome.age_days is None:
        told = say("sync.registers-never", name=outcome.name, reason=say.reason(outcome.reason))
    else:
        told = say(
            f"sync.registers-{outcome.state}",
            name=outcome.name,
            records=outcome.records,
            date=outcome.date,
            age=outcome.age_days or 0,
            reason=say.reason(outcome.reason),
        )
    click.echo(told)
    if outcome.absent:
        click.echo(say("sync.registers-absent", count=outcome.absent))
