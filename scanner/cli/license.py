"""`sluis license`: which licence is this text, and what does it ask?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.license_estate import evidence, notice, obligations, timeline
from scanner.cli.options import language, packs, packs_of, rows

if TYPE_CHECKING:  # loaded by the command that needs it
    from sbom.licensing.found import Identification

FILE = click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True)
MAX_BYTES = 4_000_000


@click.group("license")
def command() -> None:
    """Which licence is it, does it fit, what does it ask, and since when."""


for _part in (evidence, timeline, obligations, notice):
    command.add_command(_part)


@command.command("identify")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--nl", "as_lines", is_flag=True, help="One JSON line a file, for programs.")
def identify_files(files: tuple[Path, ...], *, as_lines: bool) -> int:
    """Which licences do FILES hold or state?

    A clue (a bare word, a link, a text that only resembles a licence) is shown and never counted
    as a licence. Exit code 3 when a file could not be read as text.
    """
    from sbom.errors import ParseError
    from sbom.licensing.identify import identify
    from sbom.readers.text import decode

    unread = 0
    for path in files:
        name = str(path)
        try:
            found = identify(decode(_content(path)))
        except (ParseError, OSError) as error:
            click.echo(f"sluis: {name}: {error}", err=True)
            unread += 1
            continue
        click.echo(_json_line(name, found) if as_lines else _for_people(name, found))
    return 3 if unread else 0


def _content(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(MAX_BYTES)
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES)


def _json_line(name: str, found: "Identification") -> str:
    import msgspec

    line = {
        "file": name,
        "expression": found.expression or None,
        "detections": [
            {
                "expression": d.expression,
                "lines": [d.start_line, d.end_line],
                "coverage": d.coverage,
                "matcher": d.matcher,
                "quote": d.quote,
            }
            for d in found.detections
        ],
        "clues": [msgspec.to_builtins(c) for c in found.clues],
    }
    return msgspec.json.encode(line).decode()


def _for_people(name: str, found: "Identification") -> str:
    rows = [f"{name}: {found.expression or '-'}"]
    for d in found.detections:
        share = f" {d.coverage:.0%}" if d.coverage < 1 else ""
        rows.append(
            f"  {d.start_line}-{d.end_line}  {d.expression}  ({d.matcher}{share})  {d.quote[:80]}"
        )
    rows += [f"  {c.line}  ? {c.about}  ({c.matcher})" for c in found.clues[:20]]
    return "\n".join(rows)


@command.command("compatible")
@click.argument("licenses", nargs=-1, required=True, metavar="LICENCE...")
@click.option(
    "--outbound",
    default="EUPL-1.2",
    show_default=True,
    help="Licence under which the work goes out; empty: none was chosen.",
)
@click.option(
    "--use-mode",
    default="distributed",
    show_default=True,
    type=click.Choice(["internal", "hosted", "public-client", "distributed", "dev-tool"]),
    help="How it is used; distributed: handed over or published.",
)
@click.option("--supplied", is_flag=True, help="A supplier put it in a product that you get.")
@packs
@language
@rows
def compatible_with(
    licenses: tuple[str, ...],
    *,
    outbound: str,
    use_mode: str,
    supplied: bool,
    pack_folders: tuple[str, ...],
    lang: str,
    shape: str,
) -> int:
    """May components under each LICENCE go into a work that goes out under another, in this use?

    Exit code 1 when one conflicts or is unknown.
    """
    from policies.compatibility import REASONS, Fit, compatible
    from policies.facts import UseMode
    from scanner.cli.output import show_rows
    from scanner.packs import load_policy

    pack = load_policy(packs_of(pack_folders))
    mode = UseMode(use_mode)
    found = [compatible(text, outbound, mode, pack, supplied=supplied) for text in licenses]
    listed = [
        {
            "license": one.expression,
            "chosen": one.chosen,
            "fit": one.fit.value,
            "decides": one.decides,
            "why": REASONS[one.reason][lang != "nl"],
        }
        for one in found
    ]
    show_rows(listed, ["license", "chosen", "fit", "decides", "why"], shape)
    return int(any(one.fit in {Fit.CONFLICTS, Fit.UNKNOWN} for one in found))


@command.command("curations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@rows
def check_curations(file: Path, *, shape: str) -> int:
    """Check the licence decisions in FILE (curations.yaml) and list them.

    Exit code 2 with every mistake and its place.
    """
    import msgspec

    from scanner.cli.output import show_rows
    from scanner.packs import load_curations

    found = load_curations(str(file))
    columns = ["id", "purl", "versions", "concluded", "choice", "decided_by", "decided_on"]
    show_rows([msgspec.to_builtins(c) for c in found], columns, shape)
    return 0
