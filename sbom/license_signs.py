"""Certain signs of well-known licence texts: exact titles and sentences no other text holds.

This is no text matcher. A licence is named only when all its sentences stand in the text and
none of the sentences of its look-alikes does; anything else stays unnamed.

Texts are compared as lower-case words: every run of other characters is one space.

Source: licence texts of the SPDX License List 3.27; EUPL 1.1 and 1.2 as published by the
European Commission in English and Dutch.
"""

import re
from typing import NamedTuple

from sbom.license_shapes import (
    BSD_2,
    BSD_3,
    BSD_NEEDS,
    BSD_OTHERS,
    MIT,
    MIT_0,
    MIT_NEEDS,
    MIT_OTHERS,
)

MAX_TEXT = 400_000
"""Characters looked at."""
USUAL_SIZE = {
    "MIT": 1_300,
    "ISC": 950,
    "BSD-2-Clause": 1_550,
    "BSD-3-Clause": 1_800,
    "Apache-2.0": 12_200,
    "EUPL-1.2": 30_600,
    "MPL-2.0": 17_500,
    "GPL-3.0": 35_400,
    "GPL-2.0": 18_300,
    "AGPL-3.0": 34_900,
    "LGPL-2.1": 26_800,
    "LGPL-3.0": 8_000,
    "CC0-1.0": 7_200,
}
"""Characters of a file that holds the text and little else (the EUPL: in Dutch and English); a longer
one is looked at closely."""
_LIMITING = ("commercial", "commons", "evil", "academic", "evaluation", "only", "gpl", "alternativ")
"""Words that no short permissive text holds and that may limit or widen it."""
_OTHER = re.compile(r"[^0-9a-zà-öø-ÿ]+")


class Sign(NamedTuple):
    """What names one licence."""

    license: str
    """SPDX id; GNU texts without `-only` or `-or-later`, which the text alone does not settle."""
    needs: tuple[str, ...]
    forbids: tuple[str, ...] = ()
    shape: re.Pattern[str] | None = None
    """The whole of a short text, where only names may differ."""


_EUPL_EN = "this european union public licence the eupl applies to"
_EUPL_NL = "openbare licentie van de europese unie eupl"
_ISC_ANY = " this software for any purpose with or without fee is hereby granted "
_ISC_KEEP = (
    "provided that the above copyright notice and this permission notice appear in all copies"
)
_ISC_GRANT = "permission to use copy modify and or distribute" + _ISC_ANY + _ISC_KEEP
_ISC_OLD_GRANT = "permission to use copy modify and distribute" + _ISC_ANY + _ISC_KEEP
_ISC_0_GRANT = "copy modify and or distribute" + _ISC_ANY + "the software is provided as is and"

SIGNS: tuple[Sign, ...] = (
    Sign(
        "EUPL-1.2",
        (
            "european union public licence v 1 2",
            _EUPL_EN,
        ),
    ),
    Sign(
        "EUPL-1.2",
        (
            "openbare licentie van de europese unie v 1 2",
            _EUPL_NL,
        ),
        ("european union public licence v 1 2",),
    ),
    Sign(
        "EUPL-1.1",
        (
            "european union public licence v 1 1",
            _EUPL_EN,
        ),
    ),
    Sign(
        "EUPL-1.1",
        (
            "openbare licentie van de europese unie v 1 1",
            _EUPL_NL,
        ),
        ("european union public licence v 1 1",),
    ),
    Sign(
        "Apache-2.0",
        (
            "apache license version 2 0 january 2004",
            "terms and conditions for use reproduction and distribution",
            "grant of patent license subject to the terms and conditions of this license",
        ),
        ("commons clause",),
    ),
    Sign("MIT", MIT_NEEDS, MIT_OTHERS, MIT),
    Sign("MIT-0", MIT_NEEDS, MIT_OTHERS, MIT_0),
    Sign("BSD-3-Clause", BSD_NEEDS, BSD_OTHERS, BSD_3),
    Sign("BSD-2-Clause", BSD_NEEDS, BSD_OTHERS, BSD_2),
    Sign(
        "ISC",
        (
            _ISC_GRANT,
            "the software is provided as is and",
        ),
    ),
    Sign(
        "ISC",
        (
            _ISC_OLD_GRANT,
            "the software is provided as is and",
        ),
    ),
    Sign(
        "0BSD",
        (_ISC_0_GRANT,),
    ),
    Sign(
        "GPL-3.0",
        (
            "gnu general public license version 3 29 june 2007",
            "license is a free copyleft license for software and other kinds of works",
        ),
    ),
    Sign(
        "GPL-2.0",
        (
            "gnu general public license version 2 june 1991",
            "are designed to take away your freedom to share and change it",
            "terms and conditions for copying distribution and modification",
        ),
    ),
    Sign(
        "LGPL-3.0",
        (
            "gnu lesser general public license version 3 29 june 2007",
            "lesser general public license incorporates the terms and conditions",
        ),
    ),
    Sign(
        "LGPL-2.1",
        (
            "gnu lesser general public license version 2 1 february 1999",
            "this is the first released version of the lesser gpl",
        ),
    ),
    Sign("LGPL-2.0", ("gnu library general public license version 2 june 1991",)),
    Sign(
        "AGPL-3.0",
        (
            "gnu affero general public license version 3 19 november 2007",
            "to ensure cooperation with the community in the case of network server",
        ),
    ),
    Sign(
        "MPL-2.0",
        (
            "mozilla public license version 2 0",
            "creates contributes to the creation of or owns covered software",
        ),
    ),
    Sign(
        "CC0-1.0",
        ("cc0 1 0 universal", "affirmer", "waives abandons and surrenders"),
    ),
    Sign(
        "CC0-1.0",
        ("creative commons legal code cc0 1 0 universal",),
        ("waives abandons and surrenders",),
    ),
    Sign(
        "Unlicense",
        (
            "this is free and unencumbered software released into the public domain",
            "we make this dedication for the benefit of the public at large",
        ),
    ),
    Sign(
        "BUSL-1.1",
        (
            "business source license 1 1",
            "the licensor hereby grants you the right to copy modify create",
        ),
    ),
    Sign(
        "SSPL-1.0",
        (
            "server side public license version 1 october 16 2018",
            "offering the program as a service",
        ),
    ),
    Sign(
        "Elastic-2.0",
        (
            "elastic license 2 0",
            "by using the software you agree to all of the terms and conditions below",
        ),
    ),
    Sign("EPL-2.0", ("eclipse public license v 2 0", "secondary license means")),
    Sign(
        "EPL-1.0",
        (
            "eclipse public license v 1 0",
            "the accompanying program is provided under the terms of this eclipse public license",
        ),
    ),
    Sign(
        "OFL-1.1",
        (
            "sil open font license version 1 1 26 february 2007",
            "can be bundled embedded redistributed and or sold",
        ),
    ),
    Sign("BSL-1.0", ("boost software license version 1 0 august 17th 2003",)),
    Sign(
        "Zlib",
        (
            "you must not claim that you wrote the original software",
            "altered source versions must be plainly marked as such",
            "this notice may not be removed or altered from any source distribution",
        ),
        ("even if advised", "in binary form", "documentation is required", "font", "proprietary"),
    ),
    Sign(
        "CC-BY-4.0",
        (
            "attribution 4 0 international",
            "creative commons attribution 4 0 international public license",
        ),
        ("noncommercial", "sharealike", "noderivatives"),
    ),
)


def words(text: str) -> str:
    """The text as lower-case words, one space between them and around all."""
    return f" {_OTHER.sub(' ', text[:MAX_TEXT].lower())} "


def recognise(text: str) -> list[str]:
    """SPDX ids of the licence texts that certainly stand in `text`, in the order of `SIGNS`.

    The GPL 3 text beside the LGPL 3 is a part of the latter.
    """
    plain = words(text)
    found: list[str] = []
    for sign in SIGNS:
        if sign.license in found:
            continue
        if not all(n in plain for n in sign.needs) or any(f in plain for f in sign.forbids):
            continue
        if sign.shape is None or sign.shape.search(plain):
            found.append(sign.license)
    if "LGPL-3.0" in found and "GPL-3.0" in found:
        found.remove("GPL-3.0")
    return found


def is_alone(license_id: str, text: str) -> bool:
    """Whether a file that holds this certain text holds nothing else that matters."""
    if len(text) > USUAL_SIZE.get(license_id, 0):
        return False
    if len(text) > 2_000:
        return True
    plain = text.lower()
    return not any(word in plain for word in _LIMITING)
