"""Options of `sluis vendor` that say what is bought."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:  # loaded by the command that needs it
    from scanner.vendor.product import Product
    from scanner.words import Words

Command = TypeVar("Command", bound=Callable[..., Any])
_USES = ("internal", "hosted", "public-client", "distributed", "dev-tool")


def described(command: Command) -> Command:
    """`--vendor`, `--product`, `--tags`, `--use-mode`: each goes before product.yaml."""
    for option in reversed(
        (
            click.option(
                "--vendor", default="", help="Name of the vendor; goes before product.yaml."
            ),
            click.option("--product", "named", default="", help="Name of the product."),
            click.option(
                "--tags",
                default="",
                help="Product tags joined by commas; see sluis standards list.",
            ),
            click.option(
                "--use-mode", type=click.Choice(_USES), help="How the product will be used."
            ),
        )
    ):
        command = option(command)
    return command


def recognition(command: Command) -> Command:
    """`--ocr/--no-ocr` and `--ocr-pages`: whether scanned pages are recognised, and how many."""
    command = click.option(
        "--ocr-pages",
        type=click.IntRange(1, 5000),
        default=200,
        show_default=True,
        help="Scanned pages of one document that are recognised at most.",
    )(command)
    return click.option(
        "--ocr/--no-ocr", default=True, show_default=True, help="Recognise scanned pages."
    )(command)


def reading(say: "Words") -> Callable[[str, int], None]:
    """What tells on standard error which file is being read, and which page of a scan is done."""

    def progress(name: str, page: int) -> None:
        told = say("vendor.recognised", name=name, page=page) if page else ""
        click.echo(told or say("vendor.reading", name=name), err=True)

    return progress


def product_of(folder: Path, vendor: str, named: str, tags: str, use_mode: str | None) -> "Product":
    """What is bought: product.yaml of the dossier, changed by the options.

    Raises:
        ConfigError: the file has a mistake.
    """
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
