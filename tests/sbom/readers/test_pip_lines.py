"""Logical lines of requirements files."""

from sbom.readers.pip_lines import option_of, pip_lines


def test_continuations_comments_and_options() -> None:
    text = "a==1 \\\n  --hash=sha256:00 \\\n  --hash=sha256:01  # why\n# only a comment\nb \\"
    first, second, third = pip_lines(text)
    assert (first.line, first.text, first.hashes) == (1, "a==1", ["sha256:00", "sha256:01"])
    assert first.comment == " why"
    assert (second.line, second.text, second.comment) == (4, "", " only a comment")
    assert (third.line, third.text) == (5, "b")


def test_a_comment_line_ends_a_continuation() -> None:
    read = [(p.line, p.text) for p in pip_lines("a \\\n# c\nb")]
    assert read == [(1, "a"), (2, ""), (3, "b")]


def test_a_hash_sign_inside_a_word_is_no_comment() -> None:
    (line,) = pip_lines("git+https://example.org/x#egg=y # z")
    assert (line.text, line.comment) == ("git+https://example.org/x#egg=y", " z")


def test_options_are_taken_apart() -> None:
    assert option_of("-rbase.txt") == ("-r", "base.txt")
    assert option_of("--requirement=base.txt") == ("--requirement", "base.txt")
    assert option_of("-c 'with space.txt'") == ("-c", "with space.txt")
    assert option_of("--pre") == ("--pre", "")
    assert option_of("-") == ("-", "")
