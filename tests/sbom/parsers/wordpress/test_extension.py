"""WordPress and what is plugged into it."""

import pytest

from sbom.errors import NotThisFormatError
from sbom.match import format_of
from sbom.parsers.wordpress.extension import parse
from sbom.source import SourceFile

PLUGIN = b"""<?php
/**
 * Plugin Name: Voorbeeld Formulieren
 * Version: 2.4.1
 * License: GPL-2.0-or-later
 * Author: Een Bureau
 */
"""


def purl(path: str, content: bytes) -> str:
    return parse(SourceFile(path=path, content=content)).components[0].purl


def test_a_plugin_a_theme_and_the_core() -> None:
    path = "www/wp-content/plugins/voorbeeld-formulieren/index.php"
    (made,) = parse(SourceFile(path=path, content=PLUGIN)).components
    assert made.purl == "pkg:generic/wordpress-plugin/voorbeeld-formulieren@2.4.1"
    assert (made.licenses[0].raw, made.supplier, made.line) == ("GPL-2.0-or-later", "Een Bureau", 3)
    assert (
        purl("wp-content/plugins/hallo.php", PLUGIN) == "pkg:generic/wordpress-plugin/hallo@2.4.1"
    )
    theme = b"/*\nTheme Name: Stad\nTemplate: basis\nVersion: 1.0\n*/"
    assert purl("wp-content/themes/stad/style.css", theme) == "pkg:generic/wordpress-theme/stad@1.0"
    core = b"<?php\n$wp_version = '6.5.3';\n"
    assert purl("wp-includes/version.php", core) == "pkg:generic/wordpress@6.5.3"
    for named in (path, "wp-content/plugins/hallo.php", "a/wp-includes/version.php"):
        entry = format_of(named)
        assert entry is not None
        assert entry.name == "wordpress/extension"


@pytest.mark.parametrize(
    "path",
    ["wp-content/plugins/x/a.php", "wp-content/themes/x/style.css", "wp-includes/version.php"],
)
def test_other_files(path: str) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path=path, content=b"<?php // niets van dien aard: Plugin Name:\n"))
