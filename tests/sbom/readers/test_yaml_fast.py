"""The fast YAML reader gives exactly what the complete one gives, or gives up."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.readers.text import decode
from sbom.readers.yaml_fast import load_fast
from sbom.readers.yaml_full import load_documents
from sbom.readers.yaml_giveup import GiveUpError
from sbom.readers.yaml_reader import load_yaml, loads_yaml
from sbom.readers.yaml_values import YamlList, YamlMap


def shape(value: Any) -> Any:
    """A value with the lines of everything in it and the spelling of numbers."""
    if isinstance(value, YamlMap):
        return value.line, [(k, value.key_lines[k], shape(v)) for k, v in value.items()]
    if isinstance(value, YamlList):
        return value.line, value.item_lines, [shape(v) for v in value]
    return type(value).__name__, str(value)


def same(text: str) -> list[Any]:
    fast = load_fast(text)
    assert shape_all(fast) == shape_all(load_documents(text))
    return fast


def shape_all(documents: list[Any]) -> list[Any]:
    return [shape(d) for d in documents]


SAMPLES = {
    "empty": "",
    "comment only": "# niets\n",
    "two documents": "---\na: 1\n---\nb: 2\n",
    "empty documents": "---\n---\n",
    "scalars": "a: 1\nb: 1.10\nc: true\nd: ~\ne: on\nf: 2026-11-23\ng: 007\nh: -3\ni: 1e3\nj: .5\n",
    "quoted": "a: 'it''s'\nb: \"x\\n\\u00e9\\x41\"\n'c d': 1\n\"e\": \"#no\"\n",
    "quoted over lines": "a: 'een\n  twee\n\n  drie'\nb: \"vier\n  vijf\"\nc: 1\n",
    "plain over lines": "a: een\n  twee\n\n  drie # vier\nb: 1\n",
    "literal": "a: |\n  x\n    y\n\n  z\n\n\nb: |-\n  x\nc: |+\n  x\n\nd: 1\n",
    "folded": "a: >\n  een\n  twee\n\n  drie\n    diep\n  vier\nb: >-\n  x\n",
    "indented by a digit": "a: |2\n    x\n  y\nb: 1\n",
    "sequence below": "a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\nb:\n  - - 1\n    - 2\n  - x\n",
    "nothing": "a:\nb: # leeg\nc:\n  - \n  - x\n",
    "flow": "a: [1, 'b', \"c\", d e, {f: 1, 'g': [2]}]\nb: {}\nc: []\nd: [x, # een\n  y,\n]\ne: {\"a\":1}\n",
    "anchors": "x: &a\n  k: 1\ny: &b [1]\nz:\n  <<: *a\n  l: *b\nw:\n  <<: [*a, *a]\n",
    "windows": "a: 1\r\nb:\r\n  - c\r\n",
    "address": "a: http://voorbeeld.example/x#y\nb: a:b\nkey with space : v\n",
    "expression": "if: github.ref == 'refs/heads/main' && a\nrun: echo \"${{ x }}\"\n",
    "doubled key": "a: 1\nb: 2\na: 3\n",
    "emoji": "naam: Gemeente 🌷 Voorbeeld\n",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_have_the_same_values_and_lines(name: str) -> None:
    same(SAMPLES[name])


OUTSIDE = {
    "tag": "a: !x 1\n",
    "directive": "%YAML 1.2\n---\na: 1\n",
    "complex key": "? a\n: 1\n",
    "tab": "a:\n\tb: 1\n",
    "wrong indentation": "a:\n    b: 1\n  c: 2\n",
    "mapping in a plain scalar": "a: b: c\n",
    "unknown alias": "a: *b\n",
    "alias in itself": "a: &a [*a]\n",
    "not closed": "a: 'x\nb: 1\n",
    "flow not closed": "a: [1, 2\nb: 1\n",
    "pair in a list": "a: [b: c]\n",
    "end marker": "a: 1\n...\n",
    "scalar at the top": "just text\n",
    "key with an anchor": "&a b: 1\n",
    "control character": "a: \x07\n",
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_it_gives_up_outside_the_subset(name: str) -> None:
    with pytest.raises(GiveUpError):
        load_fast(OUTSIDE[name])


def test_many_aliases_are_refused_as_the_complete_reader_does() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 9):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    with pytest.raises(ParseError, match="too many values"):
        loads_yaml("\n".join(lines) + "\n")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ParseError, match="nested"):
        loads_yaml("a: " + "[" * 500 + "]" * 500)


@pytest.mark.fixtures
def test_every_yaml_file_of_the_fixture_set(fixtures_dir: Path) -> None:
    read = given_up = 0
    for path in sorted(fixtures_dir.rglob("*")):
        if path.suffix not in {".yml", ".yaml"} or not path.is_file():
            continue
        if path.stat().st_size > 150_000:
            continue
        text = decode(path.read_bytes())
        try:
            fast = load_fast(text)
        except GiveUpError:
            given_up += 1
            continue
        assert shape_all(fast) == shape_all(load_documents(text)), path.name
        read += 1
    assert read > 250
    assert given_up < read / 20


PIECES = st.sampled_from(
    [
        "a", "b: ", "c:", "- ", "  ", "\n", "\n  ", "\n- ", "'", '"', "#", " #x", "|", ">", "|-", ">+2", "[",
        "]", "{", "}", ",", "&a ", "*a", "<<: ", "---\n", "...", "?", "!", "\t", "1.10", "true", "~", "\\n", "é",
        ": ", ":", "%", "@", "''", "\n\n", "x y", "\r\n", "\ufeff", "\x85",
    ]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_made_text_is_read_the_same_or_given_up(text: str) -> None:
    try:
        fast = load_fast(text)
    except GiveUpError:
        return
    assert shape_all(fast) == shape_all(load_documents(text))


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-999, 999),
        st.text("ab1 :#'\"-[]{}\n,&*", max_size=12),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text("abc -", min_size=1, max_size=4), inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["naam", "x-y", "on"]), VALUES, min_size=1), st.booleans())
def test_written_documents_are_read_the_same(value: dict[str, Any], flow: object) -> None:
    import yaml

    text = yaml.safe_dump(value, default_flow_style=bool(flow), allow_unicode=True)
    try:
        fast = load_fast(text)
    except GiveUpError:
        return
    assert shape_all(fast) == shape_all(load_documents(text))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80))
def test_bytes_give_documents_or_a_parse_error(content: bytes) -> None:
    with suppress(ParseError):
        load_yaml(content)
