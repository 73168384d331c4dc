"""What a file is by its first bytes, for documents whose name does not say."""

import re

from sbom.lazy_pattern import lazy
from sbom.registry import FORMATS, Format

_BY_NAME = {f.name: f for f in FORMATS}

# (format name, pattern over the first kilobytes); earlier lines win.
_SIGNS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    (
        "sbom/cyclonedx-json",
        lazy(rb'"bomFormat"\s*:\s*"CycloneDX"|"\$schema"\s*:\s*"[^"]*cyclonedx', re.IGNORECASE),
    ),
    (
        "sbom/spdx-json",
        lazy(
            rb'"spdxVersion"\s*:\s*"SPDX-2|"SPDXID"\s*:\s*"SPDXRef-DOCUMENT"'
            rb'|"@context"\s*:\s*(?:\[\s*)?"[^"]*spdx'
        ),
    ),
    (
        "sbom/cyclonedx-xml",
        lazy(rb"<(?:[A-Za-z0-9]{1,20}:)?bom\s[^>]{0,2000}cyclonedx\.org/schema/bom"),
    ),
    ("sbom/spdx-xml", lazy(rb"<spdxVersion>|http://spdx\.org/rdf/terms")),
    ("sbom/spdx-tag-value", lazy(rb"^\s{0,8}SPDXVersion\s{0,8}:\s{0,8}SPDX-", re.MULTILINE)),
    ("sbom/spdx-yaml", lazy(rb"""^["']?spdxVersion["']?\s{0,8}:\s{0,8}["']?SPDX-""", re.MULTILINE)),
    (
        "sbom/cyclonedx-textproto",
        lazy(rb'^(?:# proto-message: Bom|spec_version\s{0,8}:\s{0,8}"1\.)', re.MULTILINE),
    ),
    ("sbom/scancode", lazy(rb'"tool_name"\s*:\s*"scancode')),
    ("sbom/syft", lazy(rb'"artifactRelationships"|anchore/syft/main/schema')),
    (
        "sbom/ort",
        lazy(rb'^analyzer:\s{0,8}$|"analyzer"\s*:\s*\{\s*"(?:start_time|result)"', re.MULTILINE),
    ),
    (
        "sbom/pip-licenses",
        lazy(rb'\A\s{0,64}\[\s{0,64}\{[^{}]{0,2000}"Name"\s*:[^{}]{0,2000}"Version"\s*:'),
    ),
    (
        "sbom/spreadsheet",
        lazy(
            rb"\APK\x03\x04[\s\S]*?(?:xl/workbook\.xml|application/vnd\.oasis\.opendocument\.spreads)"
        ),
    ),
    (
        "sbom/spreadsheet",
        lazy(
            rb"^(?=[^\n]{0,2000}versi(?:e|on))[^\n]{0,2000}?\b"
            rb"(?:naam|name|component[a-z]{0,20}|pakket[a-z]{0,20}|package|library|software)"
            rb'"?[ \t]{0,8}[;,\t|]',
            re.MULTILINE | re.IGNORECASE,
        ),
    ),
)

HEAD = 65_536
"""Bytes that are looked at, from the start and from the end."""


def sniff(content: bytes) -> Format | None:
    """The document format whose mark stands near the start or the end of the content, or None."""
    head = content[:HEAD]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in head[:64]:
        head = head.replace(b"\x00", b"")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head[2:]
    parts = head if len(content) <= HEAD else head + b"\n" + content[-HEAD:]
    for name, sign in _SIGNS:
        if name in _BY_NAME and sign.search(parts):
            return _BY_NAME[name]
    return None
