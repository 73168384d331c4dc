"""The line format of Yarn 1."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.readers.yarn_lines import read_blocks, read_yarn_lock

TEXT = """# yarn lockfile v1


"@a/b@^1", c@2, "d@x y":
  version "1.0.0"
  resolved "https://example.org/x.tgz#abc"
  integrity sha512-x
  dependencies:
    "@e/f" "^1.0.0"
    g "1 || 2"
  optionalDependencies:
    h "*"

i@*:
  version "2.0.0"
"""


def test_as_yarn_writes_it():
    blocks, bad = read_yarn_lock(TEXT)
    assert bad == []
    assert [(b.line, b.descriptors) for b in blocks] == [
        (4, ["@a/b@^1", "c@2", "d@x y"]),
        (14, ["i@*"]),
    ]
    assert blocks[0].fields == {
        "version": "1.0.0",
        "resolved": "https://example.org/x.tgz#abc",
        "integrity": "sha512-x",
    }
    assert blocks[0].groups == {
        "dependencies": {"@e/f": "^1.0.0", "g": "1 || 2"},
        "optionalDependencies": {"h": "*"},
    }


def test_unknown_fields_and_escapes_are_read_line_by_line():
    blocks, bad = read_yarn_lock(
        'a@1:\n  name "\\u0061"\n  version "1"\n  dependencies:\n    b 1\n'
    )
    assert bad == []
    assert (blocks[0].fields, blocks[0].groups) == (
        {"name": "a", "version": "1"},
        {"dependencies": {"b": "1"}},
    )


def test_lines_that_are_no_lock_are_named():
    blocks, bad = read_yarn_lock("<<<<<<< HEAD\na@1:\n  version\n>>>>>>> x\n")
    assert [b.descriptors for b in blocks] == [["a@1"]]
    assert bad == [1, 3, 4]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*TEXT.split("\n"), "x", '"', "  v 1", '    k "\\"', "a:"]), max_size=14
    )
)
def test_both_ways_of_reading_agree(lines):
    text = "\n".join(lines)
    fast, bad = read_yarn_lock(text)
    slow, slow_bad = read_blocks(text)
    assert (fast, bad) == (slow, slow_bad)


@pytest.mark.fixtures
def test_both_ways_agree_on_every_lock_of_the_fixture_set(fixtures_dir: Path):
    seen = 0
    for path in sorted((fixtures_dir / "A_lockfiles").rglob("*.lock")):
        if "yarn" not in str(path):
            continue
        text = path.read_text(encoding="utf-8")
        if "__metadata" not in text:
            assert read_yarn_lock(text) == read_blocks(text), path
            seen += 1
    assert seen >= 20
