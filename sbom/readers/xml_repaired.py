"""XML that other tools accept although it is not well-formed: repaired once, and said so.

Repairs, in the files of real projects: text before the prolog, a wrong encoding declaration, named
HTML entities (Maven's own reader knows them), a bare ampersand and a prefix that is not declared.
Anything else stays an error.
"""

import re

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy
from sbom.readers.text import decode
from sbom.readers.xml_reader import Element, load_xml

_HEAD = 4096
_DECLARATION = lazy(r"\A\s*<\?xml[^>]{0,200}\?>")
_AMPERSAND = lazy(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?"
)
_PREFIX = lazy(r"[\s<]([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_DECLARED = lazy(r"xmlns:([A-Za-z_][\w.-]{0,40})")
_FIRST_TAG = lazy(r"<[A-Za-z_][\w.:-]*")


def load_repaired_xml(content: bytes) -> tuple[Element, str]:
    """The root element and what was repaired, as a sentence; empty when nothing was.

    Raises:
        ParseError: not well-formed after the repairs either; the reason is that of the file as is.
    """
    try:
        return load_xml(content), ""
    except ParseError as error:
        if "<" not in content[:_HEAD].decode("latin-1").replace("\x00", ""):
            raise
        text = decode(content)
        repaired = _repaired(text)
        if repaired is None:
            raise
        try:
            return load_xml(
                repaired.encode("utf-8", "replace")
            ), f"read after repair: {error.reason}"
        except ParseError:
            raise error from None


def _repaired(text: str) -> str | None:
    """Text without junk before its prolog, without declaration, with entities as characters."""
    start = text.find("<?xml", 0, _HEAD)
    if start < 0:
        start = text.find("<", 0, _HEAD)
    if start < 0 or "<!ENTITY" in text:
        return None
    # Lines before the start are kept as empty lines, so that evidence points at the right line.
    body = _DECLARATION.sub(lambda m: "\n" * m.group().count("\n"), text[start:], count=1)
    body = "\n" * text.count("\n", 0, start) + _AMPERSAND.sub(_character, body)
    return _FIRST_TAG.sub(lambda m: m.group() + _declarations(body), body, count=1)


def _declarations(body: str) -> str:
    """Namespace declarations for prefixes that have none, at most a hundred."""
    declared = {"xml", "xmlns", *_DECLARED.findall(body)}
    missing = [p for p in dict.fromkeys(_PREFIX.findall(body)) if p not in declared][:100]
    return "".join(f' xmlns:{p}="urn:undeclared:{p}"' for p in missing)


def _character(match: re.Match[str]) -> str:
    from html.entities import html5

    name = match.group(1)
    if name is None:
        return "&amp;"
    known = html5.get(name)
    return f"&amp;{name}" if known is None else known.replace("&", "&amp;").replace("<", "&lt;")
