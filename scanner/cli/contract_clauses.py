"""`sluis contract read`, `explain`, `train` and `evaluate`: clauses, found and judged."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import language

if TYPE_CHECKING:  # loaded by the command that needs it
    from policies.contracts.limits import Exceeded, Limit
    from sbom.contracts.clauses.model import Model
    from sbom.contracts.clauses.reading import Reading

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WIDTH = 100


@click.command("read")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--nl", "as_lines", is_flag=True, help="One JSON line per clause (the default).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "json", "text"]),
    default="jsonl",
    help="JSON lines, one JSON list, or text for people.",
)
@click.option("--clause", "clauses", multiple=True, help="Only this clause id. Repeatable.")
@click.option("--core", is_flag=True, help="Only the 22 main kinds.")
@click.option("--model", "model_file", type=FILE, help="A model of your own (`contract train`).")
@click.option("--cuad", is_flag=True, help="The 20 CUAD categories instead (English only).")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Limits of law on this day.")
@click.option("--limits", "limits_file", type=FILE, help="Limits of your own, as JSON.")
@click.option("--ocr/--no-ocr", default=True, help="Read pages without text as pictures.")
@language
def read(  # noqa: PLR0913 - one parameter per option
    files: tuple[Path, ...],
    *,
    as_lines: bool,
    form: str,
    clauses: tuple[str, ...],
    core: bool,
    model_file: Path | None,
    cuad: bool,
    day: datetime | None,
    limits_file: Path | None,
    ocr: bool,
    lang: str,
) -> int:
    """Which clauses do the contracts in FILES hold, what do they say, and where?

    Every kind of clause gets a line: found with its quotes, or not found with what was searched. A status is
    a reasoned proposal, never a verdict. Exit code 3 when something could not be read.
    """
    from policies.contracts.limits import exceeded
    from sbom.contracts.clauses.catalogue import core_ids
    from sbom.contracts.clauses.cuad import read_categories
    from sbom.contracts.clauses.reading import read_clauses
    from scanner.cli.contract_files import documents_of, is_incomplete
    from scanner.cli.scan import clock

    wanted = _wanted(clauses) or (core_ids() if core else None)
    own = _model(model_file)
    limits = _limits(limits_file)
    on = (day or clock()).date()
    form = "jsonl" if as_lines else form
    incomplete = False
    rows: list[dict[str, object]] = []
    for file in files:
        documents = documents_of(file, ocr=ocr)
        incomplete = incomplete or is_incomplete(documents)
        for document in documents:
            if cuad:
                rows = [*rows, *read_categories(document)]
            else:
                readings = read_clauses(document, wanted, own=own)
                beyond = exceeded(readings, limits, on)
                if form == "text":
                    click.echo(_text(document.name, readings, beyond, lang), nl=False)
                    continue
                rows += _rows(readings, beyond, lang)
            if form == "jsonl":
                for row in rows:
                    click.echo(json.dumps(row, ensure_ascii=False))
                rows = []
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    return 3 if incomplete else 0


def _rows(
    readings: "tuple[Reading, ...]", beyond: "list[Exceeded]", lang: str
) -> list[dict[str, object]]:
    """Readings as JSON, each with the limits that it goes beyond."""
    from sbom.contracts.clauses.shown import as_row

    out = []
    for reading in readings:
        row = as_row(reading, lang)
        found = [e for e in beyond if e.limit.clause == reading.clause]
        if found:
            row["limits"] = [
                {
                    "id": e.limit.id,
                    "severity": e.limit.severity,
                    "norm": e.limit.norm_of(lang),
                    "text": e.limit.en if lang == "en" else e.limit.nl,
                }
                for e in found
            ]
        out.append(row)
    return out


def _limits(file: Path | None) -> "tuple[Limit, ...]":
    """The limits that ship, and those in a file after them."""
    from policies.contracts.limits import read_limits, shipped

    return shipped() if file is None else (*shipped(), *read_limits(file.read_bytes()))


def _wanted(clauses: tuple[str, ...]) -> list[str]:
    """Clause ids as given, checked.

    Raises:
        click.UsageError: there is no such clause.
    """
    from sbom.contracts.clauses.catalogue import kinds

    known = [kind.id for kind in kinds()]
    wanted = [clause.replace("-", "_") for clause in clauses]
    for clause in wanted:
        if clause not in known:
            raise click.UsageError(f"no clause {clause!r}; there are {', '.join(known)}")
    return wanted


def _model(file: Path | None) -> "Model | None":
    """The model in a file; None without one.

    Raises:
        click.UsageError: it is no model.
    """
    if file is None:
        return None
    import msgspec

    from sbom.contracts.clauses.model import read_model

    try:
        return read_model(file.read_bytes())
    except (ValueError, msgspec.DecodeError) as error:
        raise click.UsageError(f"{file}: not a model: {error}") from error


def _text(name: str, readings: "tuple[Reading, ...]", beyond: "list[Exceeded]", lang: str) -> str:
    """Readings for people, with the limits that they go beyond."""
    from scanner.cli.contract_words import TEXTS

    words = TEXTS[lang]
    lines = [name, "=" * min(len(name), _WIDTH)]
    for reading in readings:
        lines += _one(reading, lang, words)
        for found in beyond:
            if found.limit.clause == reading.clause:
                text = found.limit.en if lang == "en" else found.limit.nl
                lines.append(f"    ! {text} [{found.limit.norm_of(lang)}]")
    return "\n".join(lines) + "\n\n"


def _one(reading: "Reading", lang: str, words: dict[str, str]) -> list[str]:
    """One clause for people."""
    from textwrap import shorten

    from sbom.contracts.clauses.catalogue import kind_of
    from sbom.contracts.clauses.shown import explanation

    kind = kind_of(reading.clause)
    title = kind.name(lang) if kind else reading.clause
    out = [f"{words[str(reading.status)]:<14} {title}", f"    {explanation(reading, lang)}"]
    for evidence in reading.evidence[:2]:
        place = " ".join(
            part
            for part in (
                f"{words['article']} {evidence.article}" if evidence.article else "",
                f"{words['page']} {evidence.page}" if evidence.page else "",
                evidence.part,
            )
            if part
        )
        quote = shorten(evidence.quote, 240, placeholder=" […]")
        out.append(f"    “{quote}”{f' ({place})' if place else ''}")
    if reading.searched is not None and reading.searched.terms:
        out.append(f"    {words['searched']}: {', '.join(reading.searched.terms[:8])}")
    return out


@click.command("explain")
@click.argument("clause")
@click.argument("file", type=FILE, required=False)
@language
def explain(clause: str, file: Path | None, *, lang: str) -> int:
    """What is CLAUSE, how is it found and judged; with FILE: what was found there and why.

    CLAUSE is an id such as data_export; `sluis contract explain all` lists them.
    """
    from sbom.contracts.clauses.catalogue import kind_of, kinds
    from scanner.cli.contract_words import TEXTS, explained

    if clause == "all":
        for kind in kinds():
            click.echo(f"{kind.id:<28} {kind.name(lang)}")
        return 0
    wanted = _wanted((clause,))
    chosen = kind_of(wanted[0])
    if chosen is not None:  # `_wanted` raises on an unknown one
        click.echo(explained(chosen, lang), nl=False)
    if file is not None:
        from sbom.contracts.clauses.reading import read_clauses
        from scanner.cli.contract_files import documents_of

        for document in documents_of(file):
            (reading,) = read_clauses(document, wanted)
            click.echo("\n".join(["", document.name, *_one(reading, lang, TEXTS[lang])]))
            if reading.evidence:
                words = TEXTS[lang]
                click.echo(f"    {words['row']}: {reading.row}")
                click.echo(f"    {words['patterns']}: {', '.join(reading.pattern_words) or '-'}")
                click.echo(f"    {words['model']}: {', '.join(reading.model_words) or '-'}")
    return 0


@click.command("train")
@click.argument("labels", nargs=-1, required=True, type=FILE)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the model is written.",
)
@language
def train(labels: tuple[Path, ...], *, output: Path, lang: str) -> int:
    """Train a model of your own on LABELS: what your readers confirmed and overruled.

    A label is a JSON line: {"clause": id, "quote": words, "right": true or false, "heading": text}. It starts
    from the model that ships; use the result with `sluis contract read --model`.
    """
    from sbom.contracts.clauses.training import Label, read_labels, trained
    from scanner.cli.contract_words import TEXTS

    found: list[Label] = []
    for file in labels:
        found += read_labels(file.read_bytes(), file.name)
    if not found:
        raise click.UsageError("no labels in these files")
    content, before, after = trained(found)
    output.write_bytes(content)
    text = TEXTS[lang]["trained"]
    click.echo(text.format(count=len(found), before=before, after=after, file=output))
    return 0


@click.command("evaluate")
@click.argument("gold", type=FILE)
@click.argument("predictions", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@language
def evaluate(gold: Path, predictions: Path, *, as_json: bool, lang: str) -> int:
    """Score PREDICTIONS (JSON lines of `contract read`) against labels in GOLD.

    A gold line is {"doc_id", "clause", "status", "evidence": [{"start", "end"}]}; a document matches by the
    name of its file without folder and ending.
    """
    from sbom.contracts.clauses.scoring import read_gold, read_predictions, score
    from scanner.cli.contract_words import score_text

    found = score(read_gold(gold.read_bytes()), read_predictions(predictions.read_bytes()))
    click.echo(json.dumps(found, indent=2) if as_json else score_text(found, lang))
    return 0
