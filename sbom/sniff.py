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
        lazy(rb'"spdxVersion"\s*:\s*"SPDX-2|"SPDXID"\s*:\s*"SPDXRef-DOCUMENT"'),
    ),
)

HEAD = 65_536
"""Bytes that are looked at, from the start and from the end."""


def sniff(content: bytes) -> Format | None:
    """The document format whose mark stands near the start or the end of the content, or None."""
    head = content[:HEAD]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in head[:64]:
        head = head.replace(b"\x00", b"")
    parts = head if len(content) <= HEAD else head + b"\n" + content[-HEAD:]
    for name, sign in _SIGNS:
        if name in _BY_NAME and sign.search(parts):
            return _BY_NAME[name]
    return None
