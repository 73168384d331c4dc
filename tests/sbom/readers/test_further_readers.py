"""Readers of terms, Lua tables, INI files, headers and Python source."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.readers.ini import read_ini
from sbom.readers.json_places import lines_of_key
from sbom.readers.lua_literals import LuaTable, read_assignments
from sbom.readers.mail_headers import read_headers, read_paragraphs
from sbom.readers.python_salvage import salvage
from sbom.readers.python_source import UNKNOWN, Literals, assigned, read_source
from sbom.readers.terms import Atom, Key, Term, keywords, read_terms

SYMBOLS = st.text(st.sampled_from(list("{}[]()%#\"'\\:=,.-+<>ab1 \n\t\r")), max_size=120)


def test_terms_keep_their_kinds_and_lines() -> None:
    top = read_terms('# weg {\n%{"a": {:hex, 12, [b: "c"]}}', comment="#")
    key, value = top[0]
    assert (type(key), key) == (Key, "a")
    assert value.line == 2
    assert (type(value[0]), value[0], value[1]) == (Atom, "hex", 12)
    assert keywords(value[2]) == {"b": "c"}


def test_terms_of_erlang_take_percent_for_a_comment() -> None:
    assert read_terms('% {\n{<<"a">>}.', comment="%")[0] == ["a"]


@pytest.mark.parametrize("text", ["{", "}", "[}", "{" * 500])
def test_brackets_that_do_not_fit(text: str) -> None:
    with pytest.raises(ParseError):
        read_terms(text, comment="#")


@given(SYMBOLS)
def test_terms_of_anything(text: str) -> None:
    with contextlib.suppress(ParseError):
        assert isinstance(read_terms(text, comment="#"), Term)


def test_lua_tables_nest() -> None:
    top = read_assignments("a = 'x'\nb = { 'y', c = [==[z]==], { d = \"e\" } } -- weg 'f'\n")
    assert top.named["a"] == "x"
    inner = top.named["b"]
    assert isinstance(inner, LuaTable)
    assert (inner.items[0], inner.named["c"], inner.line) == ("y", "z", 2)


@given(SYMBOLS)
def test_lua_of_anything(text: str) -> None:
    assert isinstance(read_assignments(text), LuaTable)


def test_ini_values_go_on_over_indented_lines() -> None:
    options = read_ini("[a]\nB = 1\n   2\n# weg\nc:\n[d]\ne=f = g\n")
    assert [(o.section, o.name, o.value, o.line) for o in options] == [
        ("a", "b", "1\n2", 2),
        ("a", "c", "", 0),
        ("d", "e", "f = g", 7),
    ]


@given(SYMBOLS)
def test_ini_of_anything(text: str) -> None:
    assert all(o.name == o.name.lower() for o in read_ini(text))


def test_headers_and_paragraphs() -> None:
    headers, rest = read_headers("A: 1\n  2\nB:3\n\nC: 4\n")
    assert [(h.name, h.value, h.line) for h in headers] == [("A", "1\n2", 1), ("B", "3", 3)]
    assert rest == "C: 4"
    blocks = read_paragraphs("A: 1\n\n\nB: 2\nC: 3\n")
    assert [[h.line for h in b] for b in blocks] == [[1], [4, 5]]


@given(SYMBOLS)
def test_headers_of_anything(text: str) -> None:
    read_headers(text)
    read_paragraphs(text)


def test_literals_of_python() -> None:
    tree = read_source("a = ['x'] + b\nb = ('y', f('z'))\nc: str = 'd' 'e'\nd = d\n")
    names = assigned(tree.body)
    literals = Literals(names)
    assert literals.value(names["a"]) == ["x", "y", UNKNOWN]
    assert literals.value(names["c"]) == "de"
    assert literals.value(names["d"]) is UNKNOWN
    assert literals.value(None) is UNKNOWN


@pytest.mark.parametrize("text", ["print 'x'", "(" * 5000, "a\x00b", "x = \\"])
def test_what_is_no_python(text: str) -> None:
    with pytest.raises(ParseError):
        read_source(text)


def test_salvaged_strings() -> None:
    text = "f(name='a', lijst=['b', # weg\n 'c' 'd', 'e' + x, x + 'g', 'h'], rest='i')"
    found = salvage(text, frozenset({"name", "lijst"}))
    assert [(s.field, s.text, s.line, s.listed) for s in found] == [
        ("name", "a", 1, False),
        ("lijst", "b", 1, True),
        ("lijst", "h", 2, True),
    ]


@given(SYMBOLS)
def test_salvage_of_anything(text: str) -> None:
    salvage(text, frozenset({"a", "b"}))


def test_lines_of_a_key() -> None:
    assert list(lines_of_key('{"a" : 1,\n"b": "a",\n"a":2}', "a")) == [1, 3]
