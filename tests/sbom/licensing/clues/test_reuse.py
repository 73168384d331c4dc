"""REUSE 3.3: `.license` files beside another file, `REUSE.toml`, dep5, and files below LICENSES."""

import pytest

from sbom.licensing.identify import identify

TOML = """\
version = 1
SPDX-PackageName = "parkeren"
SPDX-PackageDownloadLocation = "https://example.org/parkeren"

[[annotations]]
path = ["src/**", "docs/*.md"]
precedence = "aggregate"
SPDX-FileCopyrightText = ["2026 Gemeente Voorbeeld", "2025 Stichting Voorbeeld"]
SPDX-License-Identifier = "EUPL-1.2"

[[annotations]]
path = "img/**"
SPDX-FileCopyrightText = "2026 Gemeente Voorbeeld"
SPDX-License-Identifier = 'CC0-1.0 OR CC-BY-4.0'
"""


def test_a_file_beside_a_picture() -> None:
    text = (
        "SPDX-FileCopyrightText: 2026 Gemeente Voorbeeld\n\nSPDX-License-Identifier: CC-BY-SA-4.0\n"
    )
    found = identify(text)
    assert found.expression == "CC-BY-SA-4.0"
    (one,) = found.detections
    assert (one.matcher, one.start_line) == ("spdx-tag", 3)
    assert "CC-BY-SA-4.0" in one.quote


def test_several_tags_in_one_license_file_all_apply() -> None:
    text = "SPDX-License-Identifier: EUPL-1.2\nSPDX-License-Identifier: CC-BY-4.0\n"
    assert identify(text).expression == "EUPL-1.2 AND CC-BY-4.0"


def test_reuse_toml_gives_each_annotation_with_its_line() -> None:
    found = identify(TOML)
    assert [(d.expression, d.matcher, d.start_line) for d in found.detections] == [
        ("EUPL-1.2", "spdx-tag", 9),
        ("CC0-1.0 OR CC-BY-4.0", "spdx-tag", 14),
    ]
    assert found.expression == "EUPL-1.2 AND (CC0-1.0 OR CC-BY-4.0)"


def test_debian_copyright_of_older_reuse() -> None:
    text = "Format: https://example.org/copyright-format/1.0/\n\nFiles: *\nCopyright: 2026 Gemeente Voorbeeld\nLicense: EUPL-1.2\n"
    assert identify(text).expression == "EUPL-1.2"


@pytest.mark.parametrize("value", ["NONE", "NOASSERTION", "", "LicenseRef-"])
def test_a_tag_that_says_nothing(value: str) -> None:
    assert identify(f"SPDX-License-Identifier: {value}\n").expression == ""


def test_an_own_licence_keeps_its_name() -> None:
    assert identify("# SPDX-License-Identifier: LicenseRef-Voorbeeld\n").expression == (
        "LicenseRef-Voorbeeld"
    )
