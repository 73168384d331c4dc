"""Words that count when licences are compared."""

from hypothesis import given
from hypothesis import strategies as st

from sbom.licensing.texts.words import is_copyright, words_of


def test_case_marks_bullets_and_markup_do_not_count() -> None:
    plain = words_of("Redistribution of the Software is permitted").tokens
    assert words_of("# * 1. REDISTRIBUTION, of the “Software” is\n# permitted.").tokens == plain
    assert (
        words_of("<p>Redistribution of the <b>Software</b> is&nbsp;permitted</p>").tokens == plain
    )
    assert words_of("// (a) Redistribution of the [Software](x.md) is permitted").tokens == plain


def test_copyright_lines_are_left_out_and_text_about_them_stays() -> None:
    for line in (
        "copyright (c) 2026 gemeente voorbeeld",
        "© 2026 voorbeeld",
        "// copyright 2026 x",
    ):
        assert is_copyright(line)
    for line in ("copyright notice, this list of conditions", "the above copyright notice"):
        assert not is_copyright(line)
    one_line = "Copyright (c) 2026 Voorbeeld. All rights reserved. Permission is granted"
    assert words_of(one_line).tokens == ["permission", "is", "granted"]


def test_spellings_and_parties_that_mean_the_same() -> None:
    assert (
        words_of("sub-licence non-commercial organisation").tokens
        == words_of("sublicense noncommercial organization").tokens
    )
    assert (
        words_of("by the author as is").tokens
        == words_of("by the copyright holders and contributors as is").tokens
    )


def test_lines_of_words() -> None:
    words = words_of("one two\n\n\nthree\nfour five")
    assert [words.line(n) for n in range(5)] == [1, 1, 4, 5, 5]


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    words = words_of(text)
    assert len(words.starts) == len(words.lines)
    assert all(1 <= words.line(n) <= text.count("\n") + 1 for n in range(len(words.tokens)))
