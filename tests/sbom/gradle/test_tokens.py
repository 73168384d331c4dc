"""Tokens of build scripts."""

from hypothesis import given
from hypothesis import strategies as st

from sbom.gradle.tokens import Kind, brackets, split, tokenize


def values(text: str) -> list[tuple[str, str]]:
    return [(str(t.kind), t.value) for t in tokenize(text)]


def test_comments_and_texts():
    assert values("a 'b\\'c' // d\n/* e */ \"f$g\" '''h'''") == [
        ("name", "a"),
        ("text", "b'c"),
        ("end", "\n"),
        ("template", "f$g"),
        ("text", "h"),
    ]


def test_a_text_inside_a_template():
    assert values('"a${x["y"]}b"') == [("template", 'a${x["y"]}b')]


def test_an_open_text_ends_with_its_line():
    assert [t.line for t in tokenize("'open\nb")] == [1, 1, 2]


def test_split_looks_at_brackets():
    parts = split(tokenize("a, b(c, d), [e, f]"))
    assert [p[0].value for p in parts] == ["a", "b", "["]


@given(st.text(alphabet="a.'\"${}()[]\n/*\\ 1`", max_size=60))
def test_any_text_has_tokens_and_brackets_in_order(text):
    tokens = tokenize(text)
    assert all(opened < closed for opened, closed in brackets(tokens).items())
    assert [t.line for t in tokens] == sorted(t.line for t in tokens)
    assert all(isinstance(t.kind, Kind) for t in tokens)
