"""Full texts and copyright lines for notices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.default_pack import load_default
from sbom.licensing.copyright_lines import MOST, copyright_lines
from sbom.licensing.full_texts import full_text
from sbom.licensing.identify import identify


def test_nearly_every_known_id_has_its_text() -> None:
    ids = [i for i, e in load_default().licenses.ids.items() if not e.deprecated]
    without = [i for i in ids if not i.startswith("LicenseRef-") and not full_text(i)]
    assert len(without) < 20, without  # not in the list that the npm package holds


@pytest.mark.parametrize("name", ["MIT", "Apache-2.0", "EUPL-1.2", "BSD-3-Clause", "MPL-2.0"])
def test_the_text_is_the_licence_that_it_says(name: str) -> None:
    assert identify(full_text(name)).expression == name


def test_an_unknown_id_has_no_text() -> None:
    assert full_text("LicenseRef-voorbeeld") == ""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Copyright (c) 2020 Gemeente Voorbeeld", "Copyright (c) 2020 Gemeente Voorbeeld"),
        (" * Copyright 2019-2021 The Voorbeeld Authors. */", "Copyright 2019-2021 The Voorbeeld Authors."),
        ("© 2021 Voorbeeld", "© 2021 Voorbeeld"),
        ("(c) 2021 Voorbeeld", "(c) 2021 Voorbeeld"),
        ("Copyright (c) <year> <copyright holders>", None),
        ("Copyright [yyyy] [name of copyright owner]", None),
        ("copyright notice, this list of conditions and the following disclaimer.", None),
        ("The above copyright notice (c) 2020 shall be included", None),
    ],
)  # fmt: skip
def test_copyright_lines(line: str, found: str | None) -> None:
    assert copyright_lines(line) == (() if found is None else (found,))


@given(st.text(max_size=500))
def test_any_text(text: str) -> None:
    assert len(copyright_lines(text)) <= MOST


def test_a_wall_of_lines_is_bounded() -> None:
    text = "\n".join(f"Copyright (c) 20{n % 100:02} Maker {n}" for n in range(100_000))
    assert len(copyright_lines(text)) == MOST
    assert copyright_lines("copyright " * 200_000) == ()
