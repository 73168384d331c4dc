"""Licence fields as found: what is read, what stays vague, what says nothing."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.licensing.expression import parse
from sbom.licensing.reading import ReadState, normalise, read


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # as manifests write it
        ("MIT", "MIT"),
        ("The MIT License", "MIT"),
        ("The MIT License (MIT)", "MIT"),
        ("MIT/X11", "MIT"),
        ("Expat license", "MIT"),
        ("Apache 2", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("The Apache Software License, Version 2.0", "Apache-2.0"),
        ("Apache License (2.0)", "Apache-2.0"),
        ("ASL 2.0", "Apache-2.0"),
        ("New BSD License", "BSD-3-Clause"),
        ("BSD (3 clause)", "BSD-3-Clause"),
        ("2-Clause BSD", "BSD-2-Clause"),
        ("Eclipse Distribution License - v 1.0", "BSD-3-Clause"),
        ("Eclipse Public License - v 2.0", "EPL-2.0"),
        ("Eclipse Public License v. 2.0", "EPL-2.0"),
        ("GPLv2+", "GPL-2.0-or-later"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GNU General Public License v3 or later", "GPL-3.0-or-later"),
        ("LGPL v3", "LGPL-3.0-only"),
        ("GNU Lesser General Public License, Version 2.1", "LGPL-2.1-only"),
        ("MPLv2.0", "MPL-2.0"),
        ("EUPL 1.2", "EUPL-1.2"),
        ("EUPL, Version 1.2", "EUPL-1.2"),
        ("European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"),
        ("Openbare Licentie van de Europese Unie 1.2", "EUPL-1.2"),
        ("Public Domain", "LicenseRef-scancode-public-domain"),
        ("perl_5", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        (
            "The GNU General Public License (GPL), Version 2, With Classpath Exception",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
        # trove classifiers
        ("License :: OSI Approved :: MIT License", "MIT"),
        (
            "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)",
            "GPL-2.0-or-later",
        ),
        ("License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        (
            "License :: Other/Proprietary License",
            "LicenseRef-scancode-proprietary-license",
        ),
        # links
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("http://www.opensource.org/licenses/mit-license.php", "MIT"),
        ("http://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://spdx.org/licenses/EUPL-1.2.html", "EUPL-1.2"),
        ("https://licenses.nuget.org/MIT%20OR%20Apache-2.0", "MIT OR Apache-2.0"),
        ("https://www.gnu.org/licenses/old-licenses/gpl-2.0.en.html", "GPL-2.0-only"),
        ("https://www.mozilla.org/MPL/2.0/?x=y#top", "MPL-2.0"),
        (
            "http://go.microsoft.com/fwlink/?LinkId=329770",
            "LicenseRef-scancode-ms-net-library-2018-11",
        ),
        ("https://creativecommons.org/licenses/by-sa/4.0/legalcode", "CC-BY-SA-4.0"),
        # lists
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("MIT | ISC", "MIT OR ISC"),
        ("MIT || ISC", "MIT OR ISC"),
        ("BSD License (BSD-3-Clause)", "BSD-3-Clause"),
        ("EUPL 1.2 only", "EUPL-1.2"),
        ("MIT, ISC", "MIT AND ISC"),
        ("MIT, ISC and BSD-3-Clause", "MIT AND ISC AND BSD-3-Clause"),
        ("MIT/X11, ISC", "MIT AND ISC"),
        ("MIT and/or GPLv2", "MIT AND GPL-2.0-only"),
        ("Apache License 2.0 or MIT License", "Apache-2.0 OR MIT"),
        ("(MIT OR GPLv3+) AND Apache 2.0", "(MIT OR GPL-3.0-or-later) AND Apache-2.0"),
        ('"MIT"', "MIT"),
        # deprecated ids
        ("GPL-2.0", "GPL-2.0-only"),
        ("LGPL-2.1+", "LGPL-2.1-or-later"),
        # npm: no rights granted
        ("UNLICENSED", "LicenseRef-scancode-proprietary-license"),
        ("Unlicense", "Unlicense"),
        # keys of ScanCode, through the library
        ("gpl-2.0-plus", "GPL-2.0-or-later"),
    ],
)
def test_licences_as_found_are_normalised(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@pytest.mark.parametrize("raw", ["", " ", "...", "NOASSERTION", "none", "UNKNOWN", "N/A", "-"])
def test_values_that_say_nothing(raw: str) -> None:
    assert read(raw).state is ReadState.NOTHING
    assert normalise(raw) is None


@pytest.mark.parametrize(
    ("raw", "family"),
    [
        ("BSD", "BSD"),
        ("BSD License", "BSD"),
        ("License :: OSI Approved :: BSD License", "BSD"),
        ("GPL", "GPL"),
        ("GNU General Public License", "GPL"),
        ("Apache Software License", "Apache"),
        ("LGPL", "LGPL"),
        ("GNU Public License (GPL)", "GPL"),
    ],
)
def test_vague_names_stay_vague(raw: str, family: str) -> None:
    assert read(raw).state is ReadState.VAGUE
    assert read(raw).family == family
    assert normalise(raw) is None


@pytest.mark.parametrize(
    "raw",
    ["SEE LICENSE IN LICENSE.md", "LICENSE.txt", "/LICENSE", "https://example.org/terms"],
)
def test_pointers_lead_elsewhere(raw: str) -> None:
    assert read(raw).state is ReadState.ELSEWHERE


@pytest.mark.parametrize(
    "raw",
    [
        "custom",
        "not MIT",
        "MIT with restrictions",
        "MIT (with restrictions)",
        "MIT License, but not for evil",
        "BSD and MIT",
        "Voorbeeld EULA 3",
        "MIT License\n\nPermission is hereby granted, except on Sundays",
    ],
)
def test_free_text_is_never_guessed(raw: str) -> None:
    assert read(raw).state is ReadState.UNREAD


def test_decisions_are_told() -> None:
    assert read("GPL-2.0 OR MIT").changes == (("GPL-2.0", "GPL-2.0-only"),)
    assert read("MIT/Apache-2.0").changes == (("/", "OR"),)
    assert read("MIT, ISC").changes == ((",", "AND"),)
    assert not read("MIT, ISC").firm
    assert read("MIT/Apache-2.0").firm
    assert not read("https://www.gnu.org/licenses/gpl.html").firm


def test_only_4096_characters_are_looked_at() -> None:
    assert normalise("MIT" + " " * 5000 + "OR ISC") == "MIT"


@given(st.text(max_size=200))
def test_normalising_is_idempotent_and_never_raises(raw: str) -> None:
    found = normalise(raw)
    if found is not None:
        assert normalise(found) == found


@given(
    st.lists(
        st.sampled_from(
            [
                "MIT",
                "gpl v2",
                "Apache 2.0",
                "BSD",
                " or ",
                " and ",
                ", ",
                "/",
                "(",
                ")",
                "+",
                "with",
            ]
        ),
        max_size=12,
    )
)
def test_what_comes_out_is_a_canonical_expression(parts: list[str]) -> None:
    found = normalise("".join(parts))
    if found is not None:
        assert normalise(found) == found
        parse(found)


@pytest.mark.parametrize(
    "raw",
    [
        "(a" * 2048,
        "MIT," * 1000,
        ",;/|" * 1000,
        "or later " * 450,
        ">= " * 1300,
        "1." * 2000,
        "a-b and " * 500,
        "www." + "a" * 4000,
        "(" * 2000 + ")" * 2000,
    ],
)
def test_hostile_fields_are_quick(raw: str) -> None:
    read("gpl-2.0-plus")  # the library is loaded once
    start = time.perf_counter()
    read(raw)
    assert time.perf_counter() - start < 0.3


def test_a_million_reads_of_few_values_are_remembered() -> None:
    raws = ["MIT", "Apache 2", "BSD", "GPL-2.0+"] * 25_000
    start = time.perf_counter()
    for raw in raws:
        read(raw)
    assert time.perf_counter() - start < 0.5


def test_common_values_do_not_load_the_library() -> None:
    code = (
        "import sys; from sbom.licensing.reading import normalise\n"
        "for raw in ('MIT', 'Apache 2', 'BSD', 'GPLv2+', 'SEE LICENSE IN x', 'custom',"
        " 'MIT OR ISC', 'NOASSERTION', 'MIT, ISC', 'https://example.org/x'): normalise(raw)\n"
        "print('license_expression' in sys.modules, 'yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.fixtures
def test_licences_of_real_lockfiles_are_read(fixtures_dir: Path) -> None:
    found: dict[str, int] = {}
    for path in (fixtures_dir / "A_lockfiles").rglob("package-lock.json"):
        try:
            tree = json.loads(path.read_bytes())
        except ValueError:
            continue
        packages = tree.get("packages") if isinstance(tree, dict) else None
        for entry in (packages or {}).values():
            raw = entry.get("license") if isinstance(entry, dict) else None
            if isinstance(raw, str):
                found[raw] = found.get(raw, 0) + 1
    if not found:
        pytest.skip("no lockfile with licences in this fixture set")
    read_well = sum(n for raw, n in found.items() if read(raw).state is ReadState.EXPRESSION)
    assert read_well / sum(found.values()) > 0.97
