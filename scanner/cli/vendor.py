"""`sluis vendor`: check a vendor before signing."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import language, packs, packs_of

if TYPE_CHECKING:  # loaded by the command that needs it
    from scanner.vendor.check import Check
    from scanner.vendor.product import Product
    from scanner.words import Words

_USES = ("internal", "hosted", "public-client", "distributed", "dev-tool")


@click.group("vendor")
def command() -> None:
    """Check a vendor before signing: contract, SBOM, standards and ownership on one page."""


@command.command("check")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--vendor", default="", help="Name of the vendor; goes before product.yaml.")
@click.option("--product", "named", default="", help="Name of the product.")
@click.option("--tags", default="", help="Product tags joined by commas; see sluis standards list.")
@click.option("--use-mode", type=click.Choice(_USES), help="How the product will be used.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "html", "json"]),
    default="table",
    show_default=True,
    help="Form of the outcome.",
)
@click.option(
    "--questions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the questions to the supplier, as .xlsx or .ods by the ending.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("--ocr/--no-ocr", default=True, show_default=True, help="Recognise scanned pages.")
@packs
@language
def checked(  # noqa: PLR0913 - one parameter per option
    *,
    folder: Path,
    vendor: str,
    named: str,
    tags: str,
    use_mode: str | None,
    shape: str,
    questions: Path | None,
    output: Path | None,
    ocr: bool,
    pack_folders: tuple[str, ...],
    lang: str,
) -> int:
    """Check the dossier in FOLDER: contract, terms, SBOM, test results, registers, product.yaml.

    Exit code 0: sign; 1: negotiate first or do not sign; 3: cannot be judged, or not all could be read.
    """
    import json

    from policies.vendor.decision import Outcome
    from scanner.cli.scan import clock
    from scanner.packs import load_policy
    from scanner.vendor.check import check
    from scanner.vendor.page import render
    from scanner.vendor.shown import as_tree
    from scanner.vendor.terminal import text
    from scanner.words import words

    say = words(lang)
    product = _product(folder, vendor, named, tags, use_mode)

    def progress(name: str) -> None:
        click.echo(say("vendor.reading", name=name), err=True)

    pack = load_policy(packs_of(pack_folders))
    found = check(folder, product, pack, clock(), ocr=ocr, progress=progress)
    if questions is not None:
        _ask(questions, found, say)
    if shape == "html":
        shown = render(found, say)
    elif shape == "json":
        shown = json.dumps(as_tree(found), ensure_ascii=False, indent=1) + "\n"
    else:
        shown = text(found, say)
    if output is None:
        click.echo(shown, nl=False)
    else:
        output.write_text(shown, "utf-8")
        click.echo(say.of("vendor-verdict", found.decision.outcome.value))
    if found.decision.outcome is Outcome.CANNOT_BE_JUDGED or found.incomplete:
        return 3
    return int(found.decision.outcome is not Outcome.SIGN)


def _ask(path: Path, found: "Check", say: "Words") -> None:
    from scanner.sheet_file import ods, xlsx
    from scanner.vendor.questions import WIDTHS, question_rows

    makers = {".xlsx": xlsx, ".ods": ods}
    if path.suffix.lower() not in makers:
        raise click.UsageError(f"{path}: the name has to end in .xlsx or .ods")
    rows = question_rows(found, say)
    path.write_bytes(makers[path.suffix.lower()](say("vendor.questions"), rows, WIDTHS))


def _product(folder: Path, vendor: str, named: str, tags: str, use_mode: str | None) -> "Product":
    import msgspec

    from policies.facts import UseMode
    from scanner.vendor.product import NAMES, Product, read_product

    stated = Product()
    for name in NAMES:
        file = folder / name
        if folder.is_dir() and file.is_file():
            stated = read_product(file)
            break
    changes: dict[str, object] = {}
    if vendor:
        changes["vendor"] = vendor
    if named:
        changes["product"] = named
    if tags:
        changes["tags"] = tuple(t.strip() for t in tags.split(",") if t.strip())
    if use_mode:
        changes["use_mode"] = UseMode(use_mode)
    return msgspec.structs.replace(stated, **changes)
