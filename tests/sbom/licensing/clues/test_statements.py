"""Licence statements in prose."""

import pytest

from sbom.licensing.identify import identify

GPL = (
    "under the terms of the GNU {0}General Public License as published by\n# the Free Software "
    "Foundation; {1} of the License{2}."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GPL.format("", "either version 2", ", or (at your option) any later version"), "GPL-2.0-or-later"),
        (GPL.format("", "version 2", ""), "GPL-2.0-only"),
        (GPL.format("Lesser ", "either version 2.1", ", or (at your option) any later version"), "LGPL-2.1-or-later"),
        (GPL.format("Affero ", "either version 3", ", or (at your option) any later version"), "AGPL-3.0-or-later"),
        ("This is licensed under the GPLv3+.", "GPL-3.0-or-later"),
        ("License: GPL (>= 2)", "GPL-2.0-or-later"),
        ("Licensed under version 2 of the GNU General Public License", "GPL-2.0-only"),
        ("It is distributed under the terms of the Lesser GNU General Public License, version 3", "LGPL-3.0-only"),
        ('Licensed under the Apache License, Version 2.0 (the "License")', "Apache-2.0"),
        ("subject to the terms of the Mozilla Public License, v. 2.0.", "MPL-2.0"),
        ("Deze software valt onder de EUPL 1.2.", "EUPL-1.2"),
        ("Beschikbaar onder de licentie EUPL v1.2 van de Europese Unie", "EUPL-1.2"),
        ("De tekst is gelicenseerd onder Creative Commons Naamsvermelding-GelijkDelen 4.0", "CC-BY-SA-4.0"),
        ("Licensed under Creative Commons Attribution-NoDerivs 3.0 Unported", "CC-BY-ND-3.0"),
        ("Dual-licensed under the MIT license and the Apache License 2.0", "MIT OR Apache-2.0"),
        ("Licensed under either of Apache License, Version 2.0 or MIT license at your choice", "Apache-2.0 OR MIT"),
        ("## Licentie\n\nMIT License\n", "MIT"),
        ("SPDX-License-Identifier: (GPL-2.0+ WITH Linux-syscall-note) OR MIT", "GPL-2.0-or-later WITH Linux-syscall-note OR MIT"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT"),
        ('{"license": "ISC"}', "ISC"),
        ('MODULE_LICENSE("GPL v2");', "GPL-2.0-only"),
        ("licensed under Version 2.0 of the Apache License", "Apache-2.0"),
        ("licensed under the Creative Commons BY-NC-SA v3 license", "CC-BY-NC-SA-3.0"),
        ("and is licensed under a two-clause BSD license.", "BSD-2-Clause"),
    ],
)  # fmt: skip
def test_stated(text: str, expected: str) -> None:
    found = identify("Een voorbeeld.\n\n" + text + "\n\nEen volgende alinea.\n")
    assert found.expression == expected
    assert found.detections[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "This is not under the GPL version 2.",
        "Our licence is compatible with GPL-3.0.",
        "Similar to the Apache License 2.0, but shorter.",
        "It used code that was originally released under the MIT license; that is gone.",
        "See http://www.apache.org/licenses/LICENSE-2.0 for an example of a text.",
        "We like Python, Ruby and Apache.",
        "De licentie BUSL-1.1 is niet toegestaan.",
    ],
)
def test_named_only(text: str) -> None:
    found = identify("Een voorbeeld.\n\n" + text + "\n\nEen volgende alinea.\n")
    assert found.expression == ""
    assert found.detections == ()


def test_a_bare_name_is_a_clue() -> None:
    found = identify("Een tekst van twee regels\nmet daarin Apache License 2.0 als woord.\n")
    assert found.expression == ""
    assert [c.about for c in found.clues] == ["Apache-2.0"]


def test_a_file_that_is_only_a_name_or_address() -> None:
    assert identify("European Union Public License 1.1").expression == "EUPL-1.1"
    assert identify("https://opensource.org/licenses/MIT\n").expression == "MIT"
    assert identify("apache").expression == ""


def test_a_list_of_names_is_no_statement() -> None:
    from sbom.licensing.ids import license_ids

    text = "\n".join(f"licensed under {name} license," for name in license_ids())
    assert identify(text).expression == ""
