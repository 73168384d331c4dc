"""Known phrases: found word for word, longest first, and never against a denial."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.licensing.identify import identify
from sbom.licensing.texts.phrases import KINDS, phrases_in
from sbom.licensing.texts.words import words_of

NOTICE = (
    "This program is free software; you can redistribute it and/or modify it under the terms of "
    "the GNU General Public License as published by the Free Software Foundation; either version 2 "
    "of the License, or (at your option) any later version."
)
CHANGE = (
    "Use of this software is governed by the Business Source License.\n"
    "As of the Change Date, use of this software will be governed by the Apache License, "
    "Version 2.0.\n"
)


def test_the_longest_phrase_is_found_at_its_place() -> None:
    words = words_of("Een voorbeeld.\n\n" + NOTICE + "\n\nEen volgende alinea.\n")
    found = [p for p in phrases_in(words.tokens) if p.expression == "GPL-2.0-or-later"]
    assert found
    assert words.line(found[0].start) == 3
    assert found[0].kind in KINDS


def test_one_other_word_is_another_text() -> None:
    tokens = words_of(NOTICE).tokens
    tokens[len(tokens) // 2] = "voorbeeldwoord"
    assert all(p.end - p.start < len(tokens) // 2 + 1 for p in phrases_in(tokens))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Licensed under the EUPL_\n\n.. _EUPL: LICENCE.md", "EUPL-1.2"),
        ('"license" : [\n   "perl_5"\n],', "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        ('<license type="expression">MIT</license>', "MIT"),
        ("## License\n\nThe [MIT license][6]\n", "MIT"),
        ("# The MIT License (MIT)\n#\n# This module reads dates.\n", "MIT"),
        ("This is licensed under the GPLv3+.", "GPL-3.0-or-later"),
        (CHANGE, "BUSL-1.1"),
    ],
)
def test_forms_of_real_files(text: str, expected: str) -> None:
    assert (
        identify("Een voorbeeld.\n\n" + text + "\n\nEen volgende alinea.\n").expression == expected
    )


@given(st.lists(st.sampled_from(words_of(NOTICE).tokens), max_size=200))
def test_phrases_never_overlap(tokens: list[str]) -> None:
    found = phrases_in(tokens)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= p.start < p.end <= len(tokens) for p in found)


def test_many_beginnings_of_phrases_end() -> None:
    assert phrases_in(["this", "program", "is"] * 60_000) == []
