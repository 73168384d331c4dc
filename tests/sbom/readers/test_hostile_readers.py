"""Text that readers of small languages once stayed on for minutes, or for ever."""

import contextlib
import time

import pytest

from sbom.errors import ParseError
from sbom.readers.hcl_blocks import read_blocks
from sbom.readers.lock_yaml import loads_lock_yaml
from sbom.readers.lua_literals import read_assignments


@pytest.mark.parametrize(
    "text",
    [
        "a = [}]\n",
        "a = [)]\n",
        "a = [ { b = } ] ]\n",
        "a = [" * 90,
        "/*" * 100_000,
        'a = "${' * 20_000,
    ],
)
def test_blocks_of_hcl_end(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(ParseError):
        read_blocks(text)
    assert time.process_time() - started < 3


def test_stray_mark_in_a_list_loses_only_itself() -> None:
    assert read_blocks('a = ["x", }, "y"]\nb = "z"\n').attributes["b"] == "z"


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "--[[" * 50_000, "[=[" * 50_000, '"' * 100_000]
)
def test_literals_of_lua_end(text: str) -> None:
    started = time.process_time()
    read_assignments(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: c" + " " * 100_000 + "x: y}\n",
        "a: [c" + " " * 100_000 + "x: y]\n",
        "a: {b: c" + " d" * 50_000 + "{}\n",
    ],
)
def test_long_flow_scalars_of_a_lock_end(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(ParseError):
        loads_lock_yaml(text)
    assert time.process_time() - started < 3
