"""Known texts in other clothes: wrapped, commented, with other parties, after and inside one another.

The texts come from `sbom.licensing.full_texts`; nothing here has seen a file of the labelled set.
Every change is drawn with a fixed seed, so a run always does the same.
"""

import random
import re
import textwrap

import pytest

from sbom.licensing.full_texts import full_text
from sbom.licensing.identify import identify

COMMON = (
    "MIT", "ISC", "Zlib", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "Apache-2.0", "MPL-1.1",
    "MPL-2.0", "EPL-1.0", "EPL-2.0", "CDDL-1.0", "BSL-1.0", "Unlicense", "OFL-1.1", "CC0-1.0",
    "CC-BY-4.0", "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "EUPL-1.2",
    "PostgreSQL", "NCSA", "Artistic-2.0", "WTFPL", "BlueOak-1.0.0", "X11", "OpenSSL",
)  # fmt: skip
COMMENTS = (
    ("/*", " * ", " */"),
    ("", "# ", ""),
    ("", "// ", ""),
    ("<!--", "  ", "-->"),
    ("", ";; ", ""),
)
SEPARATORS = (
    "\n\n",
    "\n\n----------------------------------------\n\n",
    "\n\n---\n\n## voorbeeld-onderdeel\n\n",
)


def _wrapped(text: str, draw: random.Random) -> str:
    width = draw.choice([56, 72, 100, 10_000])
    return "\n\n".join(textwrap.fill(p, width) for p in re.split(r"\n\s*\n", text))


def _commented(text: str, draw: random.Random) -> str:
    first, sign, last = draw.choice(COMMENTS)
    return "\n".join([first, *(sign + line for line in text.split("\n")), last])


def _in_code(text: str, _: random.Random) -> str:
    return f"Parkeren\n========\n\nHandles permits.\n\n{text}\n\nint main(void)\n{{\n  return 17;\n}}\n"


def _other_owner(text: str, _: random.Random) -> str:
    owner = "Copyright (c) 2019-2026 Stichting Voorbeeld <info@example.org>"
    return re.sub(r"(?im)^.*copyright (?:\(c\)|©)? ?[<\[]?(?:19|20|year).*$", owner, text, count=1)


CHANGES = (_wrapped, _commented, _in_code, _other_owner)


def _families(text: str) -> set[str]:
    return {
        re.sub(r"-(?:only|or-later)$", "", leaf)
        for d in identify(text).detections
        for leaf in re.split(r" (?:AND|OR) ", d.expression)
    }


def _family(name: str) -> str:
    return re.sub(r"-(?:only|or-later)$", "", name)


@pytest.mark.parametrize("name", COMMON)
def test_a_changed_look_changes_no_answer(name: str) -> None:
    draw = random.Random(name)  # noqa: S311 - a fixed choice, no secret
    for change in CHANGES:
        assert _families(change(full_text(name), draw)) == {_family(name)}, change.__name__


@pytest.mark.parametrize("seed", range(40))
def test_texts_after_one_another_all_come_out(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a fixed choice, no secret
    names = draw.sample(COMMON, 2 + seed % 2)
    sign = draw.choice(SEPARATORS)
    text = sign.join(draw.choice(CHANGES)(full_text(n), draw) for n in names)
    found = _families(text)
    assert {_family(n) for n in names} <= found
    assert not {n for n in found - {_family(n) for n in names} if not n.startswith("LicenseRef")}


def test_copies_of_one_text_are_no_variant_of_it() -> None:
    mit = full_text("MIT")
    parts = [f"Onderdeel {n}\n\nCopyright (c) 20{n} Maker {n}\n\n{mit}\n" for n in range(10, 16)]
    found = identify("\n".join(parts))
    assert found.expression == "MIT"
    assert len([d for d in found.detections if d.matcher == "text"]) == 6


def test_relatives_side_by_side_keep_their_own_lines() -> None:
    first, second = full_text("GPL-2.0-only"), full_text("LGPL-2.1-only")
    found = [d for d in identify(first + "\n\n" + second).detections if d.matcher == "text"]
    assert [d.expression for d in found] == ["GPL-2.0-only", "LGPL-2.1-only"]
    assert found[0].end_line <= first.count("\n") + 3
    assert found[1].start_line >= first.count("\n") - 3


def test_a_forbidding_condition_put_in_between_is_no_open_licence() -> None:
    bsd = full_text("BSD-2-Clause")
    at = bsd.index("THIS SOFTWARE")
    text = (
        bsd[:at]
        + "3. Use of this code is disallowed for the company Voorbeeld in any product or service and in particular on phones.\n\n"
        + bsd[at:]
    )
    found = identify(text)
    assert found.expression == ""
    assert "BSD-2-Clause" in [c.about for c in found.clues]
