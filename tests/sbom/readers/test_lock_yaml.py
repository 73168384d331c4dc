"""The fast reader of lock files gives what the complete reader gives, or steps back."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.readers.lock_yaml import loads_lock_yaml, read_fast
from sbom.readers.text import decode
from sbom.readers.yaml_full import load_documents
from sbom.readers.yaml_values import YamlList, YamlMap

READ = [
    "a: 1\nb: '2'\nc: \"3\"\nd: 1.10\ne: true\nf: ~\ng:\n",
    "a:\n  b:\n    c: d\n\n  e: f\ng: h\n",
    "a:\n  - x\n  - 'y z'\nb:\n- 1\n- 2.0.1\n",
    "a: {b: c, 'd': 'e, f', \"g\": 1}\nh: [x, 'y', 2]\ni: {}\nj: []\n",
    "a: |-\n  een\n\n  twee\nb: >-\n  een\n  twee\n\n  drie\nc: |\n  x\n",
    "? lange sleutel\n:\n  a: b\n",
    "---\na: 1\n---\nb: 2\n",
    "'@scope/a@1.0.0(b@2)':\n  x: ^1 || ^2\n  y: '>=1'\n  url: https://example.org/a#b\n",
    "# alleen commentaar\n",
    "a: b\r\nc: d\r\n",
]
STEPPED_BACK = [
    "a: &x 1\nb: *x\n",
    "a: !!str 1\n",
    "a:\n  - b: c\n",
    "a: b # commentaar\n",
    'a: "b\\nc"\n',
    "a: 'b\n  c'\n",
    "a: b\n  c\n",
    "a: {b: {c: d}}\n",
    "a: [b,\n c]\n",
    "- a\n- b\n",
    "a:\tb\n",
    "a: b: c\n",
    "a:\n    b: 1\n  c: 2\n",
    "%YAML 1.2\n---\na: b\n",
    "? a\n: b\n",
    "a: |+\n  x\n\n",
    "a: |\n  x",
    "a: @b\n",
    "a: b\n...\n",
]


def same(fast: Any, full: Any) -> bool:
    """Equal in values, types, order and, for block collections, lines."""
    if isinstance(full, dict):
        lines = type(fast) is dict or (fast.line, fast.key_lines) == (full.line, full.key_lines)
        return lines and list(fast) == list(full) and all(same(fast[k], full[k]) for k in full)
    if isinstance(full, list):
        lines = type(fast) is list or fast.item_lines == full.item_lines
        return lines and len(fast) == len(full) and all(map(same, fast, full))
    return type(fast) is type(full) and str(fast) == str(full)


@pytest.mark.parametrize("text", READ)
def test_read_fast_and_the_same(text):
    fast = read_fast(text)
    assert fast is not None
    full = load_documents(text)
    assert len(fast) == len(full)
    assert all(same(a, b) for a, b in zip(fast, full, strict=True))


@pytest.mark.parametrize("text", STEPPED_BACK)
def test_what_it_does_not_know_goes_to_the_complete_reader(text):
    assert read_fast(text) is None


def test_a_mistake_has_the_message_of_the_complete_reader():
    with pytest.raises(ParseError):
        loads_lock_yaml("a: [b\n")


LINES = [line for text in READ + STEPPED_BACK for line in text.splitlines()]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.text("ab:-' \"{}[]#,1.\n", max_size=12), max_size=8))
def test_never_another_answer(lines):
    text = "\n".join(lines)
    fast = read_fast(text)
    if fast is not None:
        full = load_documents(text)
        assert len(fast) == len(full)
        assert all(same(a, b) for a, b in zip(fast, full, strict=True))


@pytest.mark.fixtures
def test_the_same_on_every_lock_of_the_fixture_set(fixtures_dir: Path):
    read = 0
    for path in sorted((fixtures_dir / "A_lockfiles").rglob("*")):
        if (
            not path.is_file()
            or path.suffix not in {".yaml", ".lock"}
            or not {"pnpm", "yarn"} & set(path.name.replace(".", "-").replace("_", "-").split("-"))
        ):
            continue
        text = decode(path.read_bytes())
        fast = read_fast(text)
        if fast is None:
            continue
        full = load_documents(text)
        assert len(fast) == len(full), path
        assert all(same(a, b) for a, b in zip(fast, full, strict=True)), path
        read += 1
    assert read >= 40


def test_kinds_of_collections():
    (document,) = loads_lock_yaml("a:\n  - b\nc:\n  d: e\n")
    assert (type(document), type(document["a"]), type(document["c"])) == (
        YamlMap,
        YamlList,
        YamlMap,
    )
