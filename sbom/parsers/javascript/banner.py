"""JavaScript and CSS copied into a source, by the banner at their top.

Rules: read are `*.min.js`, `*.min.css`, and `*.js` in folders for copied code (`vendor`, `lib`,
`libs`, `third_party`, `assets`, `static`, `public`, `js` ...). Only a comment that opens the file
counts, within its first 2 KiB, and only in a shape that projects give their releases:
`/*! jQuery v3.7.1 | (c) ... | licence`, `/*! Name - v1.2.3`, `* Bootstrap v5.3.3 (https://...)`,
`@name`/`@version` tags. The version must have two numbers or more. Name and version make a
BUNDLED component, purl `pkg:npm/NAME@VERSION` with the name in lower case, property `evidence` is
`banner`; no banner, no component. A licence word in the same comment is a DECLARED claim.

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
    rf"({_NAME}?)(?: JavaScript Library| JavaScript Template Engine| JS)?"
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
        "version", "license", "licensed", "copyright", "released", "date", "build", "built", "ie",
        "the", "by", "for", "of", "and", "created", "generated", "compiled", "minified", "ecma",
        "apache", "gpl", "mit", "bsd", "mpl", "lgpl", "html", "css", "es", "svg", "http", "file",
        "typescript", "webpack", "rollup", "closure", "revision", "release", "update", "updated",
    }
)  # fmt: skip
_WITH_SUFFIX = frozenset(
    {
        "chart.js", "highlight.js", "video.js", "intro.js", "reveal.js", "fullpage.js", "big.js",
        "decimal.js", "bignumber.js", "particles.js", "typed.js", "plotly.js", "fuse.js", "split.js",
    }
)  # fmt: skip
"""Names that end in `.js` in the registry too."""
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
    scope, _, last = name.rpartition("/")
    return Inventory(
        components=(
            Component(
                purl=build("npm", last, version, namespace=scope),
                name=name,
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
    return _folded(name.group(1)), version.group(1)


def _titled(banner: str) -> tuple[str, str] | None:
    """Name and version of the first line of the banner that says anything."""
    said = [line.strip(" \t*/=-#!\r") for line in banner.split("\n")]
    first = next((line for line in said if line), "")
    parts = [p.strip() for p in first.split("|")]
    match = _TITLE.match(parts[0])
    if match is None:
        version = _AT_VERSION.search(banner)
        if version and re.fullmatch(r"@?[A-Za-z][\w.-]*(?:\.js)?", first):
            return (_folded(first), version.group(1)) if first.lower() not in _NOT_NAMES else None
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
    return _folded(match.group(1)), match.group(2)


def _folded(name: str) -> str:
    """The name as a registry would have it: `jQuery UI` becomes `jquery-ui`."""
    folded = "-".join(name.strip().lower().split())
    return folded if folded in _WITH_SUFFIX else folded.removesuffix(".js")
