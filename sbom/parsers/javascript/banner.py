"""JavaScript and CSS copied into a source, by the banner at their top.

Rules: read are `*.min.js`, `*.min.css`, and `*.js` below folders for copied code (`vendor`,
`third_party`, `libs`, `assets`, `static`, `wwwroot`; a plain `lib` is mostly a project's own). Only a
comment that opens the file counts, within its first 2 KiB, and only in a shape that projects give
their releases: `/*! jQuery v3.7.1 | (c) ... | licence`, `/*! Name - v1.2.3`, `* Bootstrap v5.3.3
(https://...)`, `@name` with `@version`. The version must have two numbers or more; no banner, no
component. It is BUNDLED, property `evidence` is `banner`. A name that we know to be the same project in
the npm registry makes `pkg:npm/...`; any other `pkg:generic/...`, since a registry may hold
something else under that name. A licence word in the same comment is a DECLARED claim.

Source: the banners of jQuery, Bootstrap, Lodash, D3, Moment, Modernizr, Vue, Popper; JSDoc tags.
"""

import re

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.source import SourceFile

_HEAD = 2048
_COMMENT = re.compile(r"\s*(?:[\"']use strict[\"'];?\s*)?(?:;\s*)?/\*[!*]?(.*?)\*/", re.DOTALL)
_LINES = re.compile(r"\s*((?://[^\n]*\n\s*){1,12})")
_NUMBER = r"v?(\d+\.\d+(?:\.\d+)*(?:-(?:alpha|beta|rc|pre)[.\d]*)?)"
_NAME = r"@?[A-Za-z][A-Za-z0-9.+_/-]*(?: [A-Za-z][A-Za-z0-9.+_-]*){0,2}"
_TITLE = re.compile(
    rf"({_NAME}?)(?: JavaScript Library| JavaScript Template Engine| JS)?(?: \([\w.-]{{1,80}}\))?"
    rf"(?:\s*[-–—:,]\s*|\s+)(?:[Vv]ersion:?\s+|[Vv]er\.?\s+)?{_NUMBER}(?=[\s,;|()]|\.\s|\Z)"  # noqa: RUF001 - banners do have dashes
)
_AT_NAME = re.compile(r"@(?:name|preserve|overview|module|package)\s+(@?[A-Za-z][\w./-]*)(?=\s|\Z)")
_AT_VERSION = re.compile(rf"(?:@version:?|\b[Vv]ersion ?:)\s+{_NUMBER}(?=\s|\Z)")
_LICENSE = re.compile(
    r"\b(Apache(?:[- ]License)?,?[- ](?:Version )?2\.0|MPL[- ]2\.0"
    r"|(?:L|A)?GPL[- ]?v?\d(?:\.\d)?(?:\+|-or-later|-only)?"
    r"|BSD[- ][23][- ]Clause|ISC|MIT|BSD|Unlicense|CC0-1\.0|Zlib)\b"
    r"(?=(?:\s+(?:[Ll]icen[sc]ed?|LICEN[SC]E)|[\s).,;|*/]|\Z))"
)
_NOT_NAMES = frozenset(
    {
        "version",
        "license",
        "licensed",
        "copyright",
        "released",
        "date",
        "build",
        "built",
        "ie",
        "the",
        "by",
        "for",
        "of",
        "and",
        "created",
        "generated",
        "compiled",
        "minified",
        "ecma",
        "apache",
        "gpl",
        "mit",
        "bsd",
        "mpl",
        "lgpl",
        "html",
        "css",
        "es",
        "svg",
        "http",
        "file",
        "typescript",
        "webpack",
        "rollup",
        "closure",
        "revision",
        "release",
        "update",
        "updated",
    }
)
_KNOWN = {
    "jquery ui": "jquery-ui",
    "jquery migrate": "jquery-migrate",
    "jquery validation plugin": "jquery-validation",
    "datatables": "datatables.net",
    "popper": "popper.js",
    "fontawesome": "font-awesome",
    "font awesome": "font-awesome",
    "iframe resizer": "iframe-resizer",
    **{
        f"{name}.js": name
        for name in [
            "vue",
            "moment",
            "backbone",
            "underscore",
            "handlebars",
            "mustache",
            "knockout",
            "d3",
            "three",
            "hammer",
            "clipboard",
            "raphael",
            "zepto",
            "dropzone",
            "holder",
            "leaflet",
            "ember",
            "jquery",
            "sizzle",
            "qunit",
        ]
    },
    **{
        name: name
        for name in [
            "jquery",
            "bootstrap",
            "angular",
            "vue",
            "moment",
            "backbone",
            "underscore",
            "handlebars",
            "mustache",
            "knockout",
            "d3",
            "leaflet",
            "select2",
            "clipboard",
            "lodash",
            "modernizr",
            "react",
            "ember",
            "dropzone",
            "sizzle",
            "qunit",
            "zepto",
            "dompurify",
            "mathjax",
            "katex",
            "tinymce",
            "ckeditor",
            "summernote",
            "quill",
            "swiper",
            "slick-carousel",
            "ol",
            "proj4",
            "cesium",
            "mermaid",
            "axios",
            "htmx.org",
            "alpinejs",
            "normalize.css",
            "animate.css",
            "sprintf-js",
            "chart.js",
            "highlight.js",
            "video.js",
            "intro.js",
            "reveal.js",
            "fullpage.js",
            "big.js",
            "choices.js",
            "decimal.js",
            "mark.js",
            "bignumber.js",
            "particles.js",
            "typed.js",
            "plotly.js",
            "fuse.js",
            "split.js",
            "spin.js",
            "popper.js",
        ]
    },
}
"""Name in the npm registry by name in the banner, lower case."""
_JOINED = frozenset({"and", "the", "for", "of", "under", "by", "license", "version", "in", "with"})


def parse(source: SourceFile, /) -> Inventory:
    """The copied project.

    Raises:
        NotThisFormatError: the file opens with no banner that names a release.
    """
    head = source.content[:_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")
    match = _COMMENT.match(head) or _LINES.match(head)
    banner = match.group(1) if match else ""
    found = _tagged(banner) or _titled(banner)
    if found is None:
        raise NotThisFormatError("opens with no banner that names a release")
    name, version = found
    claim = _LICENSE.search(banner)
    listed = name if name.startswith("@") else _KNOWN.get(name.lower(), "")
    scope, _, last = listed.rpartition("/")
    purl = (
        build("npm", last, version, namespace=scope) if listed else build("generic", name, version)
    )
    return Inventory(
        components=(
            Component(
                purl=purl,
                name=listed or name,
                version=version,
                scope=Scope.RUNTIME,
                roles=(Role.BUNDLED,),
                licenses=(LicenseClaim(raw=claim.group(1), source="banner"),) if claim else (),
                line=1,
                properties=pairs(evidence="banner"),
            ),
        )
    )


def _tagged(banner: str) -> tuple[str, str] | None:
    name, version = _AT_NAME.search(banner), _AT_VERSION.search(banner)
    if name is None or version is None or name.group(1).lower() in _NOT_NAMES:
        return None
    return name.group(1), version.group(1)


def _titled(banner: str) -> tuple[str, str] | None:
    """Name and version of the first line of the banner that says anything."""
    said = [line.strip(" \t*/=-#!\r") for line in banner.split("\n")]
    first = next((line for line in said if line), "")
    parts = [p.strip() for p in first.split("|")]
    match = _TITLE.match(parts[0])
    if match is None:
        version = _AT_VERSION.search(banner)
        if version and re.fullmatch(r"@?[A-Za-z][\w.-]*(?:\.js)?", first):
            return (first, version.group(1)) if first.lower() not in _NOT_NAMES else None
        return None
    words = match.group(1).lower().split()
    if words[0].strip(".:") in _NOT_NAMES or not _JOINED.isdisjoint(words):
        return None
    if (
        len(words) > 1
        and match.group().find("v" + match.group(2)) < 0
        and "ersion" not in match.group()
    ):
        return None
    return match.group(1).strip(), match.group(2)
