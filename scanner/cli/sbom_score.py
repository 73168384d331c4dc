"""`sluis sbom score` and `sluis sbom truth`: is a supplier's SBOM complete, and is it plausible?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import language

if TYPE_CHECKING:  # loaded by the command that needs it
    from policies.sbom_truth.look import Document

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PROFILES = (
    "cra-minimum",
    "ntia-2021",
    "cisa-2025-draft",
    "bsi-tr-03183-2-2.1",
    "openchain-5230",
    "openchain-18974",
    "municipal-default",
)


@click.command("score")
@click.argument("file", type=FILE)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=click.Choice(PROFILES),
    help="Only this norm. Repeatable; default all.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@language
def score(file: Path, *, profiles: tuple[str, ...], as_json: bool, lang: str) -> int:
    """How complete is the SBOM in FILE, norm by norm and field by field?

    Only municipal-default holds a delivery back: exit code 1 when it is among the norms shown and is not
    met. Exit code 3 when parts of the document could not be read.
    """
    from policies.sbom_profiles.document import sheet_of
    from policies.sbom_profiles.profiles import load_norms
    from policies.sbom_score import Verdict
    from policies.sbom_score import score as scored
    from scanner.cli.scan import clock
    from scanner.reports.sbom_sheet import score_json, score_text
    from scanner.sbom_files import lone_file

    content = lone_file(file)
    with _named(file):
        sheet = sheet_of(content)
    norms = load_norms()
    found = scored(sheet, norms, now=clock(), only=profiles)
    show = score_json if as_json else score_text
    click.echo(show(sheet, found, norms, lang, file.name), nl=False)
    if sheet.unread:
        return 3
    return int(any(p.gates and p.verdict is Verdict.FAIL for p in found))


@click.command("truth")
@click.argument("file", type=FILE)
@click.option(
    "--against",
    "others",
    multiple=True,
    type=FILE,
    help="Another SBOM: of another product, or an earlier one of this product. Repeatable.",
)
@click.option(
    "--product-tags",
    "tags",
    default="",
    help="What the product is made with, for example java,react,docker.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@language
def truth(file: Path, *, others: tuple[Path, ...], tags: str, as_json: bool, lang: str) -> int:
    """Is the SBOM in FILE plausible for this product?

    Shows what is odd about it, and the questions to ask the supplier. Exit code 1 when it is doubtful or
    implausible, 3 when it cannot be judged.
    """
    from policies.sbom_truth.look import Look
    from policies.sbom_truth.registry import Verdict, judge, load_truth
    from scanner.cli.scan import clock
    from scanner.reports.sbom_sheet import truth_json, truth_text

    data = load_truth()
    wanted = tags.replace(";", ",").split(",")
    look = Look(_document(file), now=clock(), tags=wanted, others=map(_document, others))
    found = judge(look, data)
    click.echo((truth_json if as_json else truth_text)(found, data, lang, file.name), nl=False)
    if found.verdict is Verdict.UNJUDGED:
        return 3
    return int(found.verdict is not Verdict.PLAUSIBLE)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Put the name of the file before what is wrong with it."""
    from sbom.errors import ParseError

    try:
        yield
    except ParseError as error:
        raise ParseError(f"{file}: {error}") from error


def _document(file: Path) -> "Document":
    """The facts of one SBOM, of whatever form.

    Raises:
        ParseError: it is none, or is damaged.
    """
    from policies.sbom_truth.look import Document
    from sbom.documents.reading import read_any
    from scanner.sbom_files import lone_file

    content = lone_file(file)
    with _named(file):
        expected = "CycloneDX" if b"yclone" in content[:65_536] else "SPDX"
        return Document(file.name, read_any(content, expected=expected))
