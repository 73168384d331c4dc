"""`sluis vendor`: check a vendor before signing."""

from pathlib import Path

import click

from scanner.cli.options import language, packs, packs_of
from scanner.cli.vendor_options import described, product_of, reading, recognition
from scanner.cli.vendor_pack import packed, verified


@click.group("vendor")
def command() -> None:
    """Check a vendor before signing: contract, SBOM, standards and ownership on one page."""


command.add_command(packed)
command.add_command(verified)


@command.command("check")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@described
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "html", "json", "pdf", "docx", "odt"]),
    help="Form of the outcome. Default: by the ending of --output, else a table.",
)
@click.option(
    "--questions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the questions to the supplier, as .docx, .odt, .xlsx or .ods by the ending.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@recognition
@packs
@language
def checked(  # noqa: PLR0913 - one parameter per option
    *,
    folder: Path,
    vendor: str,
    named: str,
    tags: str,
    use_mode: str | None,
    shape: str | None,
    questions: Path | None,
    output: Path | None,
    ocr: bool,
    ocr_pages: int,
    pack_folders: tuple[str, ...],
    lang: str,
) -> int:
    """Check the dossier in FOLDER: contract, terms, SBOM, test results, registers, product.yaml.

    Exit code 0: sign; 1: negotiate first or do not sign; 3: cannot be judged, or not all could be read.
    """
    from policies.vendor.decision import Outcome
    from scanner.cli.scan import clock
    from scanner.packs import load_policy
    from scanner.vendor.check import check
    from scanner.vendor.forms import FORMS, made
    from scanner.words import words

    say = words(lang)
    if shape is None:
        ending = output.suffix[1:].lower() if output else ""
        shape = ending if ending in FORMS else "table"
    if shape in {"pdf", "docx", "odt"} and output is None:
        raise click.UsageError(f"{shape} is no text: say where to write it with --output")
    product = product_of(folder, vendor, named, tags, use_mode)

    pack = load_policy(packs_of(pack_folders))
    found = check(
        folder, product, pack, clock(), ocr=ocr, ocr_pages=ocr_pages, progress=reading(say)
    )
    if questions is not None:
        from scanner.vendor.questions import write_questions

        write_questions(questions, found, say)
    shown = made(shape, found, say)
    if output is None:
        click.echo(shown, nl=False)
    else:
        try:
            output.write_bytes(shown)
        except OSError as error:
            raise click.UsageError(f"{output}: cannot be written: {error.strerror}") from error
        click.echo(say.of("vendor-verdict", found.decision.outcome.value))
    if found.decision.outcome is Outcome.CANNOT_BE_JUDGED or found.incomplete:
        return 3
    return int(found.decision.outcome is not Outcome.SIGN)
