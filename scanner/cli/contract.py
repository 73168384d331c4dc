"""`sluis contract`: what contracts say. The group; its commands load when they run."""

from importlib import import_module
from pathlib import Path

import click

# name -> (module below scanner.cli, its command, one line of help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "text": ("contract_text", "text", "Show the passages of a document with number and page."),
    "diff": ("contract_diff", "diff", "Compare two versions, or a contract with standard terms."),
    "read": ("contract_clauses", "read", "Which clauses are there, what they say, and where."),
    "explain": ("contract_clauses", "explain", "Explain one clause kind, or one that was found."),
    "list": ("contract_list", "command", "What the estate's contracts say, out of the last scan."),
    "label": ("contract_label", "label", "Confirm or overrule what was found, for training."),
    "train": ("contract_clauses", "train", "Train a model on labels of your own."),
    "evaluate": ("contract_clauses", "evaluate", "Score predictions against labels."),
}


class _Commands(click.Group):
    """Knows names and help; imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name, (module, _, _) in COMMANDS.items() if _is_there(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in COMMANDS or not _is_there(COMMANDS[cmd_name][0]):
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        return getattr(import_module(f"scanner.cli.{module}"), attribute, None)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(n, COMMANDS[n][2]) for n in self.list_commands(ctx)])


def _is_there(module: str) -> bool:
    return (Path(__file__).parent / f"{module}.py").exists()


@click.group("contract", cls=_Commands)
def command() -> None:
    """Read contracts: text with article and page, clauses with evidence, differences.

    Works offline. Documents are read in a process of their own, without network.
    """
