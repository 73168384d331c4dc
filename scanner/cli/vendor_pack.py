"""`sluis vendor pack` and `sluis vendor verify`: the dossier with its verdict in one zip, and back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import language, packs, packs_of
from scanner.cli.vendor_options import described, product_of, reading, recognition

if TYPE_CHECKING:  # loaded by the command that needs it
    from collections.abc import Iterable

    from scanner.vendor.verify import Difference, Verification
    from scanner.words import Words

_SHOWN = 40
"""Differences on a terminal; JSON has all."""


@click.command("pack")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The zip.",
)
@click.option(
    "--no-personal-data",
    is_flag=True,
    help="Leave out the documents and blank names, addresses and numbers; digests stay.",
)
@described
@recognition
@packs
@language
def packed(  # noqa: PLR0913 - one parameter per option
    *,
    folder: Path,
    output: Path,
    no_personal_data: bool,
    vendor: str,
    named: str,
    tags: str,
    use_mode: str | None,
    ocr: bool,
    ocr_pages: int,
    pack_folders: tuple[str, ...],
    lang: str,
) -> int:
    """Check the dossier in FOLDER and pack it: documents, quotes, facts, policy, verdict.

    Prints the digest of the pack: note it in the decision, and any later change shows.
    """
    from scanner.cli.scan import clock
    from scanner.packs import load_policy
    from scanner.vendor.pack import make_pack
    from scanner.words import words

    say = words(lang)
    if output.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(f"{output}: lies in the dossier itself; write it elsewhere")

    made = make_pack(
        folder,
        product_of(folder, vendor, named, tags, use_mode),
        load_policy(packs_of(pack_folders)),
        clock().date(),
        ocr=ocr,
        ocr_pages=ocr_pages,
        personal_data=not no_personal_data,
        progress=reading(say),
    )
    try:
        output.write_bytes(made.content)
    except OSError as error:
        raise click.UsageError(f"{output}: cannot be written: {error.strerror}") from error
    verdict = say.of("vendor-verdict", made.check.decision.outcome.value)
    click.echo(say("vendor-pack.made", verdict=verdict, digest=made.digest))
    if no_personal_data:
        click.echo(say("vendor-pack.blanked"), err=True)
    return 3 if made.check.incomplete else 0


@click.command("verify")
@click.argument("pack", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--digest", default="", help="The digest that was noted when the pack was made.")
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The dossier, for a pack that left its documents out.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@packs
@language
def verified(
    *,
    pack: Path,
    digest: str,
    documents: Path | None,
    as_json: bool,
    pack_folders: tuple[str, ...],
    lang: str,
) -> int:
    """Check the evidence pack PACK: whole, and the same verdict when judged again.

    Exit code 0: whole and the same; 1: changed, or another verdict; 3: could not be judged again.
    """
    import msgspec

    from scanner.packs import load_policy
    from scanner.vendor.verify import State, verify
    from scanner.words import words

    say = words(lang)

    here = load_policy(packs_of(pack_folders))
    found = verify(pack, here, digest=digest.strip(), folder=documents, progress=reading(say))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        click.echo("\n".join(_told(found, say)))
    if found.state is State.NOT_RUN:
        return 3
    return int(found.state is not State.SAME)


def _told(found: "Verification", say: "Words") -> list[str]:
    state = found.state.value
    lines = [say(f"vendor-verify.{state}", lines=found.lines)]
    lines += [f"  ! {say.reason(f)}" for f in found.faults]
    for cause in found.causes:
        told = say(f"vendor-cause.{cause.value}", packed=found.tool_packed, here=found.tool_here)
        lines.append(f"  - {told}")
    lines += _listed(found.differences, say)
    if found.by_policy_here:
        lines += ["", say("vendor-verify.here", count=len(found.by_policy_here))]
        lines += _listed(found.by_policy_here, say)
    return [*lines, say("vendor-verify.digest", digest=found.digest)]


def _listed(differences: "Iterable[Difference]", say: "Words") -> list[str]:
    made = [
        f"  {d.line or '*'} {d.field}: {_short(d.packed)} -> {_short(d.now)}" for d in differences
    ]
    rest = len(made) - _SHOWN
    return made if rest <= 0 else [*made[:_SHOWN], say("vendor-verify.more", count=rest)]


def _short(value: object) -> str:
    import json

    from scanner.reports.escape import clip, seen

    return clip(seen(json.dumps(value, ensure_ascii=False)), 60)
