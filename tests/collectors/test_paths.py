"""Laws of shown paths, and the globs that leave files out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.paths import excluder, is_plain, shown

PATHS = st.text(st.characters(codec=None), min_size=1, max_size=30) | st.text("./\\ax", min_size=1)


@given(PATHS)
def test_shown_path_is_printable_relative_and_stays_inside(path):
    out = shown(path)
    assert out.isprintable()
    assert out
    assert not out.startswith("/")
    assert not {"", ".", ".."} & set(out.split("/"))
    out.encode("utf-8")


@given(PATHS, PATHS)
def test_different_paths_are_shown_differently(one, other):
    assert (shown(one) == shown(other)) == (one == other)


@pytest.mark.parametrize("path", ["a", "a/b.txt", ".github/x.yml", "a..b/c", "ë/…", "a b"])
def test_usual_paths_are_shown_as_they_are(path):
    assert is_plain(path)
    assert shown(path) is path


@pytest.mark.parametrize(
    ("pattern", "out", "kept"),
    [
        ("docs", ["docs", "docs/a", "x/docs/a/b"], ["docs2/a", "adocs"]),
        ("docs/", ["docs/a"], ["docs2/a"]),
        ("/docs", ["docs/a"], ["docs2", "x/docs/a"]),
        ("docs/*", ["docs/a", "docs/a/b"], ["x/docs/a", "docs"]),
        ("docs/**", ["docs/a", "docs/a/b"], ["x/docs/a"]),
        ("**/test/*.json", ["test/a.json", "x/y/test/a.json"], ["test/x/a.json", "atest/a.json"]),
        ("a/**/z", ["a/z", "a/b/c/z", "a/b/z/more"], ["az", "b/a/z"]),
        ("*.min.js", ["x.min.js", "a/b/x.min.js"], ["x.js", "xminxjs"]),
        ("a?c", ["abc", "x/abc/y"], ["a/c", "ac"]),
        ("a[b]", ["a[b]"], ["ab"]),
    ],
)
def test_exclude_globs(pattern, out, kept):
    test = excluder([pattern])
    assert [p for p in out + kept if test(p)] == out


def test_no_glob_excludes_nothing():
    assert not excluder([])("a")
    assert not excluder(["", " / "])("a")
    assert excluder(["b", "a"])("a")
