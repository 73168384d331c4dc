"""Making foreign text harmless in each kind of output. What is scanned is not to be trusted."""

import re

_XML_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0, production 2 (Char)."""
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ufeff\ud800-\udfff]")
"""Control characters, line separators, and those that turn the direction of writing."""
_MARKDOWN = re.compile(r"[\\`*_{}\[\]#!|~<>&@]|://|www\.", re.IGNORECASE)
_MARKED = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", "://": "&#58;//"}
"""Not with a backslash: tags, mentions of persons, and addresses that become links."""
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a cell for a formula, full-width forms too.

Source: OWASP, CSV Injection."""


def clip(text: str, length: int) -> str:
    """At most `length` characters; a cut text ends in an ellipsis."""
    return text if len(text) <= length else text[: max(length - 1, 0)] + "…"


def seen(text: str) -> str:
    """One line in which every character can be seen: a control becomes its code, in hex."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_code, text)


def html(text: str) -> str:
    """Text for HTML content and double-quoted attributes."""
    text = seen(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    return (
        text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;")
    )


def xml(text: str) -> str:
    """Text for XML content; characters that XML forbids become U+FFFD."""
    text = _XML_FORBIDDEN.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace("\r", "&#13;")


def xml_attribute(text: str) -> str:
    """Text for a double-quoted XML attribute."""
    text = xml(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def markdown(text: str) -> str:
    """One line of Markdown that shows the text as it is: no links, mentions, markup or HTML."""
    return _MARKDOWN.sub(_marked, seen(text))


def markdown_code(text: str) -> str:
    """A code span, fit for a table cell as well."""
    text = seen(text)
    if "`" in text or not text.strip():
        return markdown(text)
    return "`" + text.replace("|", "\\|") + "`"


def csv_cell(value: object) -> str:
    """A CSV cell on one line, quoted where needed (RFC 4180), that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return str(value)
    text = seen(value)
    if text.startswith(_FORMULA):
        text = "'" + text
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def utf8(text: str) -> bytes:
    """Bytes of a text; lone surrogates, which UTF-8 cannot hold, become `?`."""
    return text.encode("utf-8", "replace")


def _code(match: re.Match[str]) -> str:
    number = ord(match[0])
    if match[0] in "\n\r\t":
        return " "
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def _marked(match: re.Match[str]) -> str:
    mark = match[0]
    if mark[0] in "wW":
        return mark[:3] + "&#46;"
    return _MARKED.get(mark) or "\\" + mark
