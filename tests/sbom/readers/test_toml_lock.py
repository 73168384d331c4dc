"""The fast TOML lock reader gives what tomllib gives, or steps aside."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.readers.toml_lock import read_lock

LOCK = b"""# made by a machine
version = 3

[[package]]
name = "voorbeeld"
version = "1.0.0"
source = { registry = "https://example.org/simple" }
optional = true
dependencies = [
 "ander 2.0.0",
 "derde",
]

[package.extras]
dev = ["pytest (>=8)", "ruff"]

[[package.files]]
file = "a.whl"

[[package.files]]
file = "b.whl"

[[package]]
name = "ander"
version = "2.0.0"
"dotted.key" = 5
wheels = [
    { url = "https://example.org/a.whl", hash = "sha256:00", size = 12 },
    { url = "https://example.org/b.whl", hash = "sha256:01", size = 13 },
]

[metadata]
lock-version = "2.1"

[metadata.files]
voorbeeld = []
"""


def test_fast_and_full_reading_agree() -> None:
    fast, full = read_lock(LOCK, "package"), read_lock(LOCK, "package", fast=False)
    assert (fast.fast, full.fast) == (True, False)
    assert fast.plain("package") == full.plain("package") == tomllib.loads(LOCK.decode())
    assert [e.line for e in fast.entries] == [e.line for e in full.entries] == [4, 23]


def test_values_are_decoded_when_asked_for() -> None:
    first, second = read_lock(LOCK, "package").entries
    assert first.text("name") == "voorbeeld"
    assert first.text("optional") == ""
    assert first.get("optional") is True
    assert first.get("absent") is None
    assert first.texts("dependencies") == ["ander 2.0.0", "derde"]
    assert first.table("source") == {"registry": "https://example.org/simple"}
    assert first.table("extras") == {"dev": ["pytest (>=8)", "ruff"]}
    assert first.tables("files") == [{"file": "a.whl"}, {"file": "b.whl"}]
    assert second.get("dotted.key") == 5


def test_rows_need_every_line_to_fit() -> None:
    entry = read_lock(LOCK, "package").entries[1]
    whole = re.compile(
        r'^    \{ url = "([^"]*)", hash = "[^"]*", size = [0-9]+ \},\n', re.MULTILINE
    )
    partly = re.compile(r'^    \{ url = "([^"]*)", hash = "[^"]*", size = 12 \},\n', re.MULTILINE)
    assert entry.rows("wheels", whole) == ["https://example.org/a.whl", "https://example.org/b.whl"]
    assert entry.rows("wheels", partly) is None
    assert entry.rows("absent", whole) == []


def test_sections_outside_the_array() -> None:
    lock = read_lock(LOCK, "package")
    assert lock.top == {"version": 3}
    assert lock.table("metadata") == {"lock-version": "2.1", "files": {"voorbeeld": []}}
    assert lock.section("metadata").text("lock-version") == "2.1"
    assert lock.section("absent").values == {}


@pytest.mark.parametrize(
    "text",
    [
        'description = """\nname = "not this"\n"""\n',
        "description = '''\nname = 'not this'\n'''\n",
        'files = [ "a",\n  "b" ]\n',
        "a.b = 1\n",
        "  name = 'indented'\n",
        "date = 2025-01-02T03:04:05Z\n",
        "number = 1_000\n",
        'text = "a\\u00e9 \\"quoted\\""\n',
        "text = 'literal \\ string'\n",
        'table = { a.b = 1, c = [1, 2,], d = "x, y = 1" }\n',
        'list = [\n    "a", # why = [\n    "b",\n]\n',
        'text = "null"\n',
    ],
)
def test_what_is_outside_the_subset_is_still_read_right(text: str) -> None:
    content = f'[[package]]\nname = "voorbeeld"\n{text}'.replace(
        'name = "voorbeeld"\n  name', "  name"
    )
    expected = tomllib.loads(content)
    assert read_lock(content.encode(), "package").plain("package") == expected


@pytest.mark.parametrize(
    "text",
    [
        '[[package]]\nname = "a"\nname = "b"\n',
        '[[package]]\nname = "a"\n[package.x]\n[package.x]\n',
        '<<<<<<< HEAD\n[[package]]\nname = "a"\n',
        '[[package]]\nname = "a"\n=======\nname = "b"\n',
        "package = 3\n",
        "",
        " \n",
        "[[package]\n",
        "\x00\x01binary",
    ],
)
def test_damaged_files_are_refused(text: str) -> None:
    with pytest.raises(ParseError):
        read_lock(text.encode(), "package")


def test_a_damaged_value_is_refused_when_asked_for() -> None:
    entry = read_lock(b"[[package]]\nsize = 01x\n", "package").entries[0]
    with pytest.raises(ParseError):
        entry.get("size")


def test_windows_line_ends_are_read_fast() -> None:
    lock = read_lock(LOCK.replace(b"\n", b"\r\n"), "package")
    assert lock.fast
    assert lock.plain("package") == tomllib.loads(LOCK.decode())


@given(
    st.lists(
        st.sampled_from(
            [*LOCK.decode().splitlines(), "[[package]]", "]", "x = [", '"""', "[package.extras]"]
        ),
        max_size=12,
    )
)
def test_any_shuffle_of_lines_reads_as_tomllib_does(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    if not text.strip() or not isinstance(expected.get("package", []), list):
        return
    assert read_lock(text.encode(), "package").plain("package") == expected


@pytest.mark.fixtures
def test_fast_equals_full_on_every_fixture(fixtures_dir: Path) -> None:
    fast = 0
    for path in sorted((fixtures_dir / "A_lockfiles").rglob("*.[lt]o*")):
        if path.suffix not in {".lock", ".toml"} or not path.is_file():
            continue
        content = path.read_bytes()
        for array in ("package", "packages"):
            if f"[[{array}]]".encode() not in content:
                continue
            try:
                full = read_lock(content, array, fast=False)
            except ParseError:
                continue
            quick = read_lock(content, array)
            fast += quick.fast
            assert quick.plain(array) == full.plain(array), path
            assert [e.line for e in quick.entries] == [e.line for e in full.entries], path
    assert fast >= 30


def test_a_header_of_many_parts_is_refused_not_followed() -> None:
    deep = "[[package]]\nname = 'a'\n[package." + ".".join(["a"] * 5000) + "]\nb = 1\n"
    with pytest.raises(ParseError, match="nested too deeply"):
        read_lock(deep.encode(), "package")
