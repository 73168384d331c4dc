"""XML that is repaired once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.readers.xml_repaired import load_repaired_xml


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"<a>x</a>", "x"),
        (b"\n <?xml version='1.0'?><a>x</a>", "x"),
        (b"<a>&eacute;&lt;</a>", "\u00e9<"),
        (b"<a>x & y &weg;</a>", "x & y &weg;"),
        (b"<a p:q='1'>x</a>", "x"),
        (b"<?xml version='1.0' encoding='utf-8'?><a>\xe9</a>", "\u00e9"),
    ],
)
def test_text_after_repair(content, text):
    root, _ = load_repaired_xml(content)
    assert root.text == text


def test_a_repair_is_said():
    assert load_repaired_xml(b"<a>x</a>")[1] == ""
    assert "repair" in load_repaired_xml(b"<a>x & y</a>")[1]


def test_declared_entities_stay_refused():
    with pytest.raises(ParseError, match="entities"):
        load_repaired_xml(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;&nbsp;</a>")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_an_error(content):
    for around in (b"%b", b"<a>%b</a>"):
        try:
            load_repaired_xml(around % content)
        except ParseError:
            continue
