"""Licence files: which licence the text certainly is.

Rules: a file is a `Descriptor` of kind `license-file`, without components.
`SPDX-License-Identifier` tags are DETECTED claims with source `spdx-tag`; a well-known text,
found word for word, by exact title and sentences (`sbom.license_signs`) or in the index of known
texts (`sbom.licensing.identify`), and a statement such as "licensed under the EUPL" are ones with
source `license-file`; a file of the REUSE folder `LICENSES` is named by its own name (`reuse`).
Several texts in one file are several claims. Whatever is not certain
has no claim. Program code and data of such a name give an empty inventory.

Source: SPDX 2.3, annex E (tags); REUSE specification 3.3, "License files".
"""

import re
from functools import lru_cache

from sbom.inventory import Descriptor, Inventory
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim, LicenseKind
from sbom.license_signs import is_alone, recognise
from sbom.licensing.texts.exact import exact_id
from sbom.licensing.texts.words import words_of
from sbom.readers.shape import pairs
from sbom.readers.text import Lines, decode
from sbom.source import SourceFile

_TAG = re.compile(r"(?:SPDX-License-Identifier|PackageLicenseDeclared):[ \t]*([^\r\n]+)")
_TAG_END = lazy(r"(?:\*/|-->|#}|\"\"\"|'''|\*\)|</).*\Z")
_REUSE_NAME = lazy(r"[A-Za-z0-9][A-Za-z0-9.+-]*\Z")
_CODE = frozenset(
    [
        "py",
        "pyi",
        "js",
        "ts",
        "tsx",
        "jsx",
        "mjs",
        "cjs",
        "json",
        "java",
        "kt",
        "kts",
        "go",
        "rs",
        "rb",
        "php",
        "cs",
        "fs",
        "vb",
        "c",
        "h",
        "cc",
        "cpp",
        "hpp",
        "css",
        "scss",
        "sass",
        "less",
        "xml",
        "xsd",
        "yml",
        "yaml",
        "toml",
        "svg",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "ico",
        "webp",
        "sh",
        "ps1",
        "bat",
        "sql",
        "vue",
        "svelte",
        "snap",
        "map",
        "csv",
        "xls",
        "xlsx",
        "lock",
        "properties",
        "resx",
        "ipynb",
        "tf",
        "pdf",
        "docx",
        "odt",
        "erb",
        "twig",
        "hbs",
        "cshtml",
        "dart",
        "swift",
        "ex",
        "exs",
        "lua",
        "r",
        "scala",
        "jar",
        "zip",
        "gz",
        "tmpl",
        "tpl",
        "j2",
        "mustache",
        "conf",
        "cfg",
        "ini",
        "spec",
    ]
)
_NOTHING = frozenset({"NONE", "NOASSERTION"})
_MAX_TAGS = 200


def parse(source: SourceFile, /) -> Inventory:
    """Licence claims of a licence file.

    Raises:
        ParseError: binary or empty.
    """
    folder, _, name = source.path.rpartition("/")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in _CODE:
        return Inventory(expects_components=False)
    text = decode(source.content)
    lines = Lines(text)
    claims: dict[str, LicenseClaim] = {}
    for match in _TAG.finditer(text):
        raw = _TAG_END.sub("", match.group(1)).strip()
        if raw and raw not in _NOTHING and len(claims) < _MAX_TAGS:
            claims.setdefault(raw, _claim(raw, "spdx-tag", lines.at(match.start())))
    tagged = {known.lower() for known in claims}
    for expression, line in _found(text):
        if expression.lower() not in tagged:
            claims.setdefault(expression, _claim(expression, "license-file", line))
    reuse = folder.rpartition("/")[2] == "LICENSES"
    stem = name.rpartition(".")[0]
    if reuse and not claims and _REUSE_NAME.match(stem):
        claims[stem] = _claim(stem, "reuse", None)
    descriptor = Descriptor(
        kind="license-file",
        name=name,
        licenses=tuple(claims.values()),
        properties=pairs(place="LICENSES" if reuse else ""),
    )
    return Inventory(descriptors=(descriptor,), expects_components=False)


@lru_cache(maxsize=256)
def _found(text: str) -> tuple[tuple[str, int | None], ...]:
    """Expressions of the texts and statements in a text, with their lines; cheapest tier first.

    Word for word a known text: a small table (1 ms). One of the most used texts with only names
    changed: its signs. Anything else: the index of known texts, loaded at its first use.
    """
    exact = exact_id(words_of(text).tokens)
    if exact:
        return ((exact, None),)
    certain = recognise(text)
    if len(certain) == 1 and is_alone(certain[0], text):
        name = certain[0]
        return ((f"{name}-only" if "GPL-" in name else name, None),)
    from sbom.licensing.identify import identify

    found = identify(text)
    said = tuple(
        (d.expression, d.start_line)
        for d in found.detections
        if d.matcher not in {"exception-text", "spdx-tag"}
    )
    return said if len({e for e, _ in said}) < 2 else _whole(found.expression, said)


def _whole(
    expression: str, said: tuple[tuple[str, int | None], ...]
) -> tuple[tuple[str, int | None], ...]:
    """One claim a licence or choice that the expression of the whole keeps."""
    from sbom.licensing.expression import ExpressionError
    from sbom.licensing.expression import parse as parsed
    from sbom.licensing.tree import Branch, render

    try:
        tree = parsed(expression)
    except ExpressionError:
        return said
    parts = tree.operands if isinstance(tree, Branch) and tree.operator == "AND" else (tree,)
    lines = dict(reversed(said))
    return tuple((render(p), lines.get(render(p))) for p in parts)


def _claim(raw: str, source: str, line: int | None) -> LicenseClaim:
    return LicenseClaim(raw=raw[:4096], kind=LicenseKind.DETECTED, source=source, line=line)
