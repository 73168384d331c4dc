"""`sluis contract diff`: two versions of a contract, or a contract and standard terms."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # loaded by the command that needs it
    from sbom.contracts.compare import Change
    from sbom.contracts.document import Document, Passage
    from scanner.words import Words

_KINDS = ("same", "changed", "weakened", "missing", "added", "overridden")


@click.command("diff")
@click.argument("first", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("second", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--nl", "as_lines", is_flag=True, help="One JSON line per passage, same ones too.")
@click.option("--all", "whole", is_flag=True, help="Show passages that are the same too.")
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", help="Language of the words."
)
def diff(first: Path, second: Path, *, as_lines: bool, whole: bool, lang: str) -> int:
    """Compare the contract SECOND with FIRST: an earlier version, or standard terms.

    Each passage is same, changed (with the changed words), weakened, missing, added or overridden. Exit code 1
    when something is weakened, missing or overridden, 3 when a document could not be read whole.
    """
    from sbom.contracts.compare import compare
    from scanner.cli.contract_files import documents_of, is_incomplete
    from scanner.words import words

    say = words(lang)
    one, two = documents_of(first), documents_of(second)
    changes = compare(one[0], two[0])
    for change in changes:
        if as_lines:
            click.echo(json.dumps(_row(change, one[0], two[0]), ensure_ascii=False))
        elif whole or change.kind != "same":
            _show(change, one[0], two[0], say)
    if not as_lines:
        _total(changes, say)
    if is_incomplete((one[0], two[0])):
        return 3
    return 1 if any(c.kind in {"weakened", "missing", "overridden"} for c in changes) else 0


def _place(document: "Document", passage: "Passage | None") -> dict[str, object] | None:
    if passage is None:
        return None
    return {
        "number": passage.number,
        "heading": passage.heading,
        "part": passage.part,
        "page": document.page_at(passage.start),
        "start": passage.start,
        "end": passage.end,
        "quote": document.quote(passage),
    }


def _row(change: "Change", first: "Document", second: "Document") -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "moved": change.moved,
        "reasons": list(change.reasons),
        "old": _place(first, change.old),
        "new": _place(second, change.new),
        "by": _place(second, change.by),
        "words": [[w.old, w.new] for w in change.words if not w.same],
    }


def _show(change: "Change", first: "Document", second: "Document", say: "Words") -> None:
    passage = change.new or change.old
    document = second if change.new is not None else first
    if passage is None:
        return
    number = passage.number or "-"
    page = document.page_at(passage.start)
    where = f"{number} p. {page}" if page else number
    moved = ""
    if change.moved and change.old is not None and change.new is not None:
        moved = f" ({say('contract_diff.was')} {change.old.number or '-'})"
    click.echo(
        f"{say.of('contract_change', change.kind.value):<12} {where}{moved}  {passage.heading}"
    )
    click.echo(f"    {_words(change, document, passage)}")
    for reason in change.reasons:
        click.echo(f"    ! {say.of('contract_reason', reason)}")
    if change.by is not None:
        told = say("contract_diff.by")
        click.echo(
            f"    {told} {change.by.number or '-'}: {' '.join(second.quote(change.by).split())}"
        )


def _words(change: "Change", document: "Document", passage: "Passage") -> str:
    if not change.words:
        return " ".join(document.words(passage).split())
    out = []
    for stretch in change.words:
        if stretch.same:
            out.append(stretch.new)
        else:
            out.append(
                (f"[-{stretch.old}-]" if stretch.old else "")
                + (f"{{+{stretch.new}+}}" if stretch.new else "")
            )
    return " ".join("".join(out).split())


def _total(changes: "tuple[Change, ...]", say: "Words") -> None:
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind.value] = counts.get(change.kind.value, 0) + 1
    shown = (f"{counts[k]} {say.of('contract_change', k)}" for k in _KINDS if k in counts)
    click.echo(", ".join(shown))
