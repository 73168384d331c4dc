"""Keys that a file states twice are told of, and the last one counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.issue import IssueKind
from sbom.read import parse_file
from sbom.readers.doubles import MAX_NOTICED, MAX_WATCHED, drain
from sbom.readers.json_reader import load_json_object
from sbom.readers.yaml_full import load_documents
from sbom.readers.yaml_reader import loads_yaml
from sbom.registry import FORMATS
from sbom.source import SourceFile

KEYS = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=6)


@pytest.fixture(autouse=True)
def _nothing_noticed() -> None:
    drain()


@pytest.mark.parametrize("read", [loads_yaml, load_documents])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("a", 3)]),
        ("a:\n  x: 1\n  x: 2\nb:\n  x: 1\n", [("x", 3)]),
        ("a: {x: 1, x: 2}\n", [("x", 1)]),
        ("- a: 1\n- a: 2\n", []),
        ("a: 1\n---\na: 2\n", []),
        ("basis: &b {x: 1}\nmeer:\n  <<: *b\n  x: 2\n", []),
    ],
)
def test_yaml(read, text: str, expected: list[tuple[str, int]]) -> None:
    read(text)
    assert [tuple(d) for d in drain()] == expected
    assert drain() == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n"b": {"a": 1},\n"a": 2}', [("a", 3)]),
        ('[{"a": 1}, {"a": 2}]', None),
        ('{"a": "\\"a\\": {", "b": ["a", "a"], "c": {"c": 1}}', []),
        ('{"a": [{"b": 1}, {"b": 2, "b": 3}]}', [("b", 1)]),
    ],
)
def test_json(text: str, expected: list[tuple[str, int]] | None) -> None:
    if expected is None:
        text, expected = f'{{"x": {text}}}', []
    load_json_object(text.encode())
    assert [tuple(d) for d in drain()] == expected


@given(KEYS)
def test_json_without_doubles_has_none(value: dict[str, object]) -> None:
    import json

    load_json_object(json.dumps({"x": value, "y": [value]}).encode())
    assert drain() == ()


def test_the_caps_hold() -> None:
    load_json_object(b"{" + b", ".join([b'"a": 1'] * 500) + b"}")
    assert len(drain()) == 1
    load_json_object(b"{" + b",\n".join([b'"a": 1'] * 500) + b"}")
    assert len(drain()) == MAX_NOTICED
    load_json_object(b'{"a": 1, "a": 2, "b": "' + b"x" * MAX_WATCHED + b'"}')
    assert drain() == ()


@pytest.mark.parametrize(
    ("name", "path", "content", "line"),
    [
        (
            "npm/package-json",
            "package.json",
            b'{"name": "loket",\n"dependencies": {"a": "1.0.0"},\n"dependencies": {"b": "1.0.0"}}',
            3,
        ),
        (
            "helm/chart",
            "Chart.yaml",
            b"apiVersion: v2\nname: loket\nversion: 1.0.0\nversion: 2.0.0\n",
            4,
        ),
    ],
)
def test_an_issue_says_so_and_nothing_is_incomplete(
    name: str, path: str, content: bytes, line: int
) -> None:
    (entry,) = [f for f in FORMATS if f.name == name]
    inventory = parse_file(SourceFile(path=path, content=content), entry)
    (issue,) = inventory.issues
    assert (issue.kind, issue.path, issue.line) == (IssueKind.NOTE, path, line)
    assert issue.subject in {"dependencies", "version"}
    assert inventory.components
    broken = parse_file(SourceFile(path=path, content=content + b"]"), entry)
    assert all("again" not in i.message for i in broken.issues)
