"""Plugins and themes of WordPress, and WordPress itself, by the headers that WordPress reads.

Rules: `wp-content/plugins/FOLDER/*.php` with `Plugin Name:` gives `pkg:generic/wordpress-plugin/FOLDER@VERSION`,
`wp-content/themes/FOLDER/style.css` with `Theme Name:` gives `.../wordpress-theme/...`: the folder is the name
under which an extension is published, the header is made for people (property `title`). `wp-includes/version.php`
gives `pkg:generic/wordpress@VERSION`. `License` is a claim. Only the first 8 KiB count, as in WordPress.

Source: WordPress Plugin Handbook, "Header Requirements"; Theme Handbook, "Main Stylesheet"; `get_file_data()`.
"""

import re

from sbom.component import Component, ComponentKind
from sbom.errors import NotThisFormatError
from sbom.gathering import firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.source import SourceFile

_HEAD = 8192
_FIELD = re.compile(
    r"^[ \t/*#@]{0,20}(Plugin Name|Theme Name|Version|License|Author|Template|Plugin URI|Theme URI)"
    r":([^\r\n]{0,1000})",
    re.MULTILINE,
)
_CORE = re.compile(
    r"^\$wp_version\s{0,20}=\s{0,20}['\"]([0-9][0-9A-Za-z.-]{0,40})['\"]", re.MULTILINE
)
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+_-]{0,60}\Z")


def parse(source: SourceFile, /) -> Inventory:
    """The extension.

    Raises:
        NotThisFormatError: no header of WordPress.
    """
    head = source.content[:_HEAD].decode("utf-8", "replace")
    parts = source.path.split("/")
    if parts[-1] == "version.php":
        match = _CORE.search(head)
        if match is None:
            raise NotThisFormatError("names no version of WordPress")
        return _one("wordpress", "", match.group(1), head.count("\n", 0, match.start(1)) + 1, {})
    fields: dict[str, str] = {}
    line = 0
    for match in _FIELD.finditer(head):
        fields.setdefault(match.group(1), match.group(2).strip().removesuffix("*/").strip())
        line = line or head.count("\n", 0, match.start(1)) + 1
    theme = parts[-1] == "style.css"
    if not fields.get("Theme Name" if theme else "Plugin Name"):
        raise NotThisFormatError("is no plugin or theme of WordPress")
    folder = parts[-2] if len(parts) > 1 else ""
    if folder == "plugins" or not folder:
        folder = parts[-1].removesuffix(".php")
    kind = "wordpress-theme" if theme else "wordpress-plugin"
    return _one(folder, kind, fields.get("Version", ""), line, fields)


def _one(name: str, kind: str, version: str, line: int, fields: dict[str, str]) -> Inventory:
    if not _VERSION.match(version):
        version = ""
    licence = fields.get("License", "")
    return Inventory(
        components=(
            Component(
                purl=build("generic", name, version, namespace=kind),
                name=name,
                version=version,
                version_kind=firmness(version),
                kind=ComponentKind.LIBRARY if kind else ComponentKind.APPLICATION,
                supplier=fields.get("Author", ""),
                line=line,
                licenses=(LicenseClaim(raw=licence, source="License", line=line),)
                if licence
                else (),
                properties=pairs(
                    title=fields.get("Theme Name") or fields.get("Plugin Name", ""),
                    parent=fields.get("Template", ""),
                    homepage=fields.get("Plugin URI") or fields.get("Theme URI", ""),
                ),
            ),
        )
    )
