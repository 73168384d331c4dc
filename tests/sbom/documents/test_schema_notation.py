"""Rules as short lines, and what is valid by them."""

from typing import Any

import pytest

from sbom.documents.json_schema import Schema
from sbom.documents.schema_notation import schema_of

RULES = """\
name!: text
kind: = een twee
when: time
tags: [string] 2 u
part: part
extra: {open}
 known: int
old: text @1
new: {2} @2
 a: bool
 b: number
def part: {=2}
 ref!: uri
 parts: [part] 1
"""
TIME = "2026-11-23T00:00:00Z"


def mistakes(
    value: Any, edition: str = "2", **more: Any
) -> list[tuple[tuple[str | int, ...], str]]:
    made = Schema({"x": schema_of(RULES, edition=edition, **more)}, "x")
    return [(m.path(), m.message) for m in made.mistakes(value)]


def test_what_fits() -> None:
    inner = {"ref": "urn:a", "parts": [{"ref": "urn:b", "parts": [{"ref": "urn:c", "parts": []}]}]}
    inner["parts"][0]["parts"][0]["parts"] = [inner["parts"][0] | {"parts": [1]}]  # type: ignore[index]
    assert mistakes({"name": "a", "kind": "een", "when": TIME, "tags": ["a", "b"]}) == []
    assert mistakes({"name": "a", "extra": {"known": 1, "other": []}}) == []
    assert mistakes({"name": "a", "new": {"a": True, "b": 1.5}}) == []
    assert mistakes({"name": "a", "old": "b"}, "1") == []


@pytest.mark.parametrize(
    ("value", "path", "said"),
    [
        ({}, (), "'name' is required"),
        ({"name": ""}, ("name",), "minLength 1"),
        ({"name": "a", "more": 1}, ("more",), "not allowed here"),
        ({"name": "a", "old": "b"}, ("old",), "not allowed here"),
        ({"name": "a", "kind": "drie"}, ("kind",), "is not one of"),
        ({"name": "a", "when": "gisteren"}, ("when",), "is no date-time"),
        ({"name": "a", "tags": ["a"]}, ("tags",), "minItems 2"),
        ({"name": "a", "tags": ["a", "a"]}, ("tags", 1), "same as item 0"),
        ({"name": "a", "part": {"ref": "urn:a"}}, ("part",), "minProperties 2"),
        ({"name": "a", "part": {"ref": "a b", "parts": [1]}}, ("part", "ref"), "is no uri"),
        (
            {"name": "a", "part": {"ref": "urn:a", "parts": [1]}},
            ("part", "parts", 0),
            "of type object",
        ),
        ({"name": "a", "new": {"a": True}}, ("new",), "minProperties 2"),
    ],
)
def test_what_does_not(value: Any, path: tuple[str | int, ...], said: str) -> None:
    found = mistakes(value)
    assert any(p == path and said in m for p, m in found), found


def test_open_rules_allow_other_members() -> None:
    assert mistakes({"name": "a", "more": 1}, closed=False) == []


@pytest.mark.parametrize(
    "rules", ["name text", "name: onbekend", "a: {}\n  b: text", "a: text\n b: text"]
)
def test_rules_that_cannot_be_read(rules: str) -> None:
    with pytest.raises(ValueError, match="rule|type"):
        schema_of(rules)
