"""TOML that tomllib trips over gives a ParseError, soon."""

import time

import pytest

from sbom.errors import ParseError
from sbom.readers.toml_lock import read_lock
from sbom.readers.toml_reader import loads_toml


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1\n" + "a." * 50_000 + "a = 1\n", "line 2: is nested too deeply: a key of over 100"),
        ("[" + "a." * 50_000 + "a]\n", "line 1: is nested too deeply"),
        ("a = {" + "b." * 50_000 + "b = 1}\n", "line 1: is nested too deeply"),
        ("a = " + "[" * 50_000, "is nested too deeply"),
        ("a = " + "9" * 5_000, "is not readable TOML: Exceeds the limit"),
        ("a = 1\na = 2\n", "is not valid TOML: Cannot overwrite a value"),
    ],
    ids=["key", "header", "inline", "lists", "digits", "doubled"],
)
def test_reason(text: str, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(ParseError) as caught:
        loads_toml(text)
    assert str(caught.value).startswith(reason)
    assert time.process_time() - started < 2


def test_text_with_many_dots_is_no_key() -> None:
    text = "a.b.c = '" + "x." * 99 + "'\nd = \"" + "Zin. Zin, en nog een. " * 200 + '"\n'
    assert loads_toml(text)["a"]["b"]["c"] == "x." * 99


@pytest.mark.parametrize("content", [b"x" * 1_000_000, b"x " * 500_000, b'"' + b"x" * 1_000_000])
def test_long_line_in_a_lock_takes_no_long_time(content: bytes) -> None:
    started = time.process_time()
    with pytest.raises(ParseError):
        read_lock(content, "package")
    assert time.process_time() - started < 3
