"""The words of every command; re-record with `RECORD=1 python -m pytest tests/scanner/cli`."""

import os
from pathlib import Path

import click
import pytest
from command_line import Sluis

from scanner.cli.main import COMMANDS, cli

SNAPSHOTS = Path(__file__).parent / "snapshots"


def commands(group: click.Group, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command by its words, groups included."""
    found = [before]
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            found += commands(command, (*before, name))
        else:
            found.append((*before, name))
    return found


ALL = commands(cli)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_as_recorded(sluis: Sluis, words: tuple[str, ...]) -> None:
    ran = sluis(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    file = SNAPSHOTS / ("-".join(("sluis", *words)) + ".txt")
    if os.environ.get("RECORD"):
        file.write_text(ran.out, "utf-8")
    assert ran.out == file.read_text("utf-8")


def test_no_recording_of_a_command_that_is_gone() -> None:
    known = {"-".join(("sluis", *words)) for words in ALL}
    assert {p.stem for p in SNAPSHOTS.glob("*.txt")} == known


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_is_explained(words: tuple[str, ...]) -> None:
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name in {"form", "use_mode"}, parameter.name


def test_lines_of_the_overview_name_every_module() -> None:
    folder = Path(__file__).parents[3] / "scanner" / "cli"
    modules = {p.stem for p in folder.glob("*.py")} - {
        "__init__",
        "main",
        "options",
        "advisory_options",
        "vendor_options",
        "vendor_pack",  # commands of `sluis vendor`
        "vex_add",  # a command of `sluis vex`
        "sync_registers",  # a command of `sluis sync`
        "output",
        "sbom_score",  # commands of `sluis sbom`
        "sbom_documents",
        "license_estate",  # commands of `sluis license`
        "contract_clauses",  # commands of `sluis contract`
        "contract_diff",
        "contract_files",
        "contract_label",
        "contract_list",
        "contract_text",
        "contract_words",
    }
    assert {module for module, _ in COMMANDS.values()} == modules
    assert set(COMMANDS) == {module for module, _ in COMMANDS.values()}
