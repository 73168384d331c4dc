"""Licence texts in files: several, edited, non-open, and bounded."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.licensing.identify import identify
from sbom.licensing.texts.index import index

ROOT = Path(__file__).resolve().parents[3]
EUPL = (ROOT / "LICENSE").read_text("utf-8")
ISC = """Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY
AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM
LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR
OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
"""
ZLIB = """This software is provided 'as-is', without any express or implied warranty. In no event
will the authors be held liable for any damages arising from the use of this software.

Permission is granted to anyone to use this software for any purpose, including commercial
applications, and to alter it and redistribute it freely, subject to the following restrictions:

1. The origin of this software must not be misrepresented; you must not claim that you wrote
the original software. If you use this software in a product, an acknowledgment in the product
documentation would be appreciated but is not required.
2. Altered source versions must be plainly marked as such, and must not be misrepresented as
being the original software.
3. This notice may not be removed or altered from any source distribution.
"""


def test_the_appendix_of_the_eupl_is_no_licence() -> None:
    assert identify(EUPL).expression == "EUPL-1.2"
    edited = "# Licentie\n\nCopyright Gemeente Voorbeeld\n\n" + EUPL.replace(
        "Preamble", "Inleiding"
    )
    found = identify(edited + "\n\nVragen? Mail ons.\n")
    assert found.expression == "EUPL-1.2"
    assert [c.about for c in found.clues if c.about.startswith("GPL")] == []


def test_an_unknown_translation_of_the_eupl_is_known_by_its_marks() -> None:
    body = "Deze licentie (EUPL) geldt. " * 400 + "\nGNU General Public License (GPL) v. 2, v. 3\n"
    text = "Openbare licentie V.1.1\nEUPL © Europese Gemeenschap 2007\n" + body
    found = identify(text)
    assert found.expression == "EUPL-1.1"
    assert found.detections[0].matcher == "structure"


def test_several_texts_in_one_file_have_their_lines() -> None:
    text = f"Deel een\n========\n\n{ISC}\n\nDeel twee\n=========\n\n{ZLIB}"
    found = identify(text)
    assert found.expression == "ISC AND Zlib"
    first, second = found.detections
    assert first.start_line == 4
    assert first.end_line < second.start_line


def test_comment_signs_and_other_wrapping() -> None:
    wrapped = "/*\n" + "\n".join(f" * {w}" for w in ISC.split()) + "\n */\nint main;\n"
    assert identify(wrapped).expression == "ISC"


def test_a_text_with_an_alternative() -> None:
    text = (
        ISC
        + "\nAlternatively, this software may be distributed under the terms of the\nGNU General Public License version 2.\n"
    )
    assert identify(text).expression == "ISC OR GPL-2.0-only"


def test_a_notice_beats_the_bare_text_of_the_version() -> None:
    found = identify("SPDX-License-Identifier: LGPL-3.0-or-later\n\n" + ZLIB)
    assert found.expression == "LGPL-3.0-or-later AND Zlib"


def test_a_changed_condition_is_no_open_licence() -> None:
    found = identify(ZLIB.replace("including commercial", "excluding military and commercial"))
    assert "Zlib" not in found.expression
    assert "Zlib" in [c.about for c in found.clues]


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    found = identify(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= d.start_line <= d.end_line <= lines for d in found.detections)
    assert bool(found.expression) <= bool(found.detections)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "MIT",
        "SPDX-License-Identifier: " + " OR ".join(["MIT"] * 3000),
        "gnu general public license version 2 or (at your option) " * 3000,
        "licensed under mit or apache 2.0 or " * 6000,
        "copyright (c) " * 30000,
        "<a href=" * 20000,
        "creative commons attribution-noncommercial-" * 9000,
        "gpl" * 100_000,
        ISC * 120,
        "a " * 500_000,
    ],
)
def test_hostile_texts_end(text: str) -> None:
    identify(text)


def test_the_index_says_where_it_comes_from() -> None:
    known = {name for name, *_ in index().texts}
    assert {"EUPL-1.1", "EUPL-1.2", "BUSL-1.1", "SSPL-1.0", "Elastic-2.0", "FSL-1.1-MIT"} <= known
    assert {"PolyForm-Noncommercial-1.0.0", "LicenseRef-scancode-rsalv2"} <= known
    assert sum(name == "EUPL-1.2" for name, *_ in index().texts) >= 23


@pytest.mark.fixtures
def test_texts_that_are_not_open_never_come_out_as_open(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "D_licences"
    seen = 0
    for entry in json.loads((folder / "index.json").read_text())["items"]:
        if entry["class"] != "non-open text":
            continue
        found = identify((folder / entry["file"]).read_text("utf-8", "replace"))
        parts = found.expression.replace("(", "").replace(")", "").split(" AND ")
        assert not set(parts) <= {"MIT", "Apache-2.0", "BSD-3-Clause", "GPL-2.0-only"}, entry[
            "file"
        ]
        seen += 1
    assert seen > 50
