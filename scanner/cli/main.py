"""The command line's front door: finds the command, prints errors, chooses the exit code."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from scanner.version import __version__

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_BUG = 4
EXIT_INTERRUPTED = 130

# name -> (module below scanner.cli, one line of help). Modules load when their command runs.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Scan the example estate and show what comes of it."),
    "init": ("init", "Write a commented estate.yaml for your own city."),
    "scan": ("scan", "Read the estate, judge it, and keep the result in the database."),
    "report": ("report", "Render the last scan: terminal, HTML, SARIF, CSV and more."),
    "find": ("find", "Where do we run this component, below this version?"),
    "why": ("why", "Through what does this component come in?"),
    "impact": ("impact", "What is hit when this component, vendor, country or licence is gone?"),
    "audit": ("audit", "Which components fall under a security advisory, and what fixes it?"),
    "diff": ("diff", "What changed between two scans?"),
    "explain": ("explain", "Explain a rule or one finding, with its evidence."),
    "waive": ("waive", "Write an approved deviation with an end date (leg uit)."),
    "sbom": ("sbom", "Make a bill of materials of a folder, repository, file or system."),
    "sync": (
        "sync",
        "Refresh the local copy of security advisories; the only command that fetches.",
    ),
    "vex": ("vex", "What a supplier says of vulnerabilities: OpenVEX, CSAF, CycloneDX."),
    "vendor": ("vendor", "Check a vendor before signing: contract, SBOM, standards, owner."),
    "register": ("register", "Registers of vendors, contracts and systems; contract dates."),
    "standards": ("standards", "Which open standards bind, and what was seen of them."),
    "license": ("license", "Which licence is this text, with lines, coverage and quote."),
    "contract": ("contract", "Read contracts: text, clauses with evidence, differences."),
    "policy": ("policy", "List, explain, test and validate policy packs."),
    "db": ("db", "Migrate, back up and check the database."),
    "doctor": ("doctor", "Check this installation and say what is missing."),
}


class _LazyGroup(click.Group):
    """Knows the names and help of its commands; imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in COMMANDS:
            return None
        return getattr(import_module(f"scanner.cli.{COMMANDS[cmd_name][0]}"), "command", None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            if near and not ctx.resilient_parsing:
                hint = f"{error.message} Did you mean {near[0]!r}?"
                raise click.UsageError(hint, ctx=ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=_LazyGroup,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "SLUIS",
        "max_content_width": 100,
    },
    epilog="Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, 3 incomplete, 4 bug.",
)
@click.version_option(__version__, prog_name="sluis")
@click.option("-v", "--verbose", count=True, help="Log more (-v stages, -vv every decision).")
@click.option("--log-json", is_flag=True, help="Log as JSON lines on stderr.")
def cli(verbose: int, log_json: bool) -> None:  # noqa: FBT001 - a click flag
    """Sluis weighs what a municipality's software depends on.

    It reads repositories and SBOMs, judges licences and policy, keeps findings with history in
    SQLite, and reports in Dutch and English. It never runs code of what it scans and needs no
    network to scan, judge or report.
    """
    if verbose or log_json:
        from scanner.logs import set_up

        set_up(verbose, as_json=log_json)


def main() -> NoReturn:
    """Run the command line; the only place that prints errors and chooses the exit code.

    Ends the process, also when it is called from Python: tests start it as a process.
    """
    # Values refer to no ring, so a sweep each 700 objects finds nothing: 3% of a `sbom create`.
    gc.set_threshold(100_000, 20, 20)
    _leave(_outcome())


def _outcome() -> int:
    try:
        code = cli.main(prog_name="sluis", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "Stopped. What was written stays; run the same command again to carry on.", err=True
        )
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CLEAN
    except Exception as error:  # noqa: BLE001 - the boundary: everything ends here
        return _failed(error)
    return code if isinstance(code, int) else EXIT_CLEAN


def _leave(code: int) -> NoReturn:
    """End the process without taking its objects down one by one: 5% of a `sbom create`."""
    atexit._run_exitfuncs()  # noqa: SLF001 - what `sys.exit` would run, and os._exit does not
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _failed(error: Exception) -> int:
    from sbom.errors import CollectError, ConfigError, PackError, SluisError

    if isinstance(error, SluisError):
        click.echo(f"sluis: {_told(str(error))}", err=True)
        usage = isinstance(error, ConfigError | PackError | CollectError)
        return EXIT_USAGE if usage else EXIT_INCOMPLETE
    import traceback

    traceback.print_exc()
    click.echo(
        f"sluis {__version__}: this is a bug in Sluis, not in your files. Please report the lines above.",
        err=True,
    )
    return EXIT_BUG


def _told(message: str) -> str:
    """The reason of a failure in the language that was asked for, as far as it has a translation."""
    from scanner.cli.options import language_here
    from scanner.reason_words import reason_in

    asked = sys.argv[1:]
    stated = next((a.partition("=")[2] for a in asked if a.startswith("--lang=")), "")
    if "--lang" in asked[:-1]:
        stated = asked[asked.index("--lang") + 1]
    return reason_in(stated or os.environ.get("SLUIS_LANG") or language_here(), message)


if __name__ == "__main__":
    main()
