"""Licence files."""

import json
import re
import time
from pathlib import Path

import pytest

from sbom.errors import ParseError
from sbom.license import LicenseKind
from sbom.parsers.project.license_file import parse
from sbom.source import SourceFile

MIT = """\
MIT License

Copyright (c) 2026 Gemeente Voorbeeld

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def claims(text: str, path: str = "LICENSE") -> list[tuple[str, str, int | None]]:
    found = parse(SourceFile(path=path, content=text.encode()))
    assert found.components == ()
    assert all(c.kind is LicenseKind.DETECTED for c in found.descriptors[0].licenses)
    return [(c.raw, c.source, c.line) for c in found.descriptors[0].licenses]


def test_a_known_text() -> None:
    assert claims(MIT) == [("MIT", "license-file", None)]
    commented = "\n".join(f" * {line}" for line in MIT.splitlines())
    assert claims(f"/*\n{commented}\n */") == [("MIT", "license-file", None)]


@pytest.mark.parametrize(
    "text",
    [
        MIT.replace("without restriction", "with some restriction"),
        "Alle rechten voorbehouden.",
        "This is not under the GPL version 2.",
    ],
)
def test_what_is_not_certain_has_no_claim(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MIT + "\nThe Software shall be used for Good, not Evil.\n", "JSON"),
        ('"Commons Clause" License Condition v1.0\n' + MIT, "LicenseRef-scancode-commons-clause"),
        (MIT + "\nFor non-commercial use only.\n", "LicenseRef-scancode-proprietary-license"),
        ("Licensed under the MIT license.", "MIT"),
        ("Dit project valt onder de EUPL v1.2.", "EUPL-1.2"),
    ],
)
def test_what_limits_a_text_is_a_claim_too(text: str, expected: str) -> None:
    assert expected in [raw for raw, _, _ in claims(text)]


def test_tags() -> None:
    text = "x\n/* SPDX-License-Identifier: EUPL-1.2 OR MIT */\n<!-- SPDX-License-Identifier: CC0-1.0 -->\n"
    assert claims(text) == [("EUPL-1.2 OR MIT", "spdx-tag", 2), ("CC0-1.0", "spdx-tag", 3)]


def test_the_reuse_folder_names_its_files() -> None:
    assert claims("tekst", "LICENSES/LicenseRef-Eigen.txt") == [("LicenseRef-Eigen", "reuse", None)]
    assert claims(MIT, "a/LICENSES/MIT.txt") == [("MIT", "license-file", None)]


def test_code_of_that_name_is_not_read() -> None:
    found = parse(SourceFile(path="src/license.py", content=b"x = 1"))
    assert (found.descriptors, found.issues, found.expects_components) == ((), (), False)
    with pytest.raises(ParseError):
        parse(SourceFile(path="LICENSE", content=b"\x00\x01\x02\x03\x00\xff" * 20))


@pytest.mark.fixtures
def test_whole_licence_files_of_the_fixture_set(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "D_licences"
    wrong = []
    seen = 0
    for entry in json.loads((folder / "index.json").read_text())["items"]:
        if entry["class"] != "LICENSE file" or not entry["expected"]:
            continue
        seen += 1
        found = parse(SourceFile(path="LICENSE", content=(folder / entry["file"]).read_bytes()))
        named = {re.sub(r"-(only|or-later)$", "", c.raw) for c in found.descriptors[0].licenses}
        if named != {re.sub(r"-(only|or-later)$", "", e) for e in entry["expected"]}:
            wrong.append((entry["file"], named))
    assert seen > 20
    assert wrong == []


@pytest.mark.fixtures
def test_dutch_government_licences_are_the_eupl_alone(fixtures_dir: Path) -> None:
    """The appendix of the EUPL names the GPL, which must not be read as one."""
    seen = 0
    for path in sorted((fixtures_dir / "D_licences" / "gov").rglob("*")):
        if path.is_file() and "BRP" not in str(path):
            found = parse(SourceFile(path="LICENSE", content=path.read_bytes()))
            assert [c.raw for c in found.descriptors[0].licenses] == ["EUPL-1.2"], path
            seen += 1
    assert seen > 10


@pytest.mark.parametrize("tail", [" " * 100_000 + "x", " *" * 50_000 + "x", "*" * 100_000 + "x"])
def test_long_tails_of_a_tag_end(tail: str) -> None:
    started = time.process_time()
    parse(SourceFile(path="LICENSE", content=f"SPDX-License-Identifier: EUPL-{tail}\n".encode()))
    assert time.process_time() - started < 3
