"""Tags and fields that hold a licence: SPDX-License-Identifier, classifiers, `license:` fields.

Source: SPDX 2.3, annex E; REUSE 3.3; macros of Linux modules; PEP 639 and the trove classifiers;
package.json and others.
"""

import re
from typing import NamedTuple

from sbom.lazy_pattern import lazy
from sbom.licensing.clues.customary import MATCHER, customary
from sbom.licensing.reading import ReadState, read

_TAG = re.compile(
    r"(?:SPDX-Licen[sc]e-Identifier|SPDX-Licen[sc]e-Expression|PackageLicenseDeclared"
    r"|PackageLicenseConcluded|LicenseInfoInFile|SPDX short identifier)"
    r"[\"']?[ \t]*[:=][ \t]*\[?[ \t]*[\"']?([^\r\n\"']+)",
    re.IGNORECASE,
)
_TAG_ENDS = ("*/", "-->", "#}", '"""', "'''", "*)", "</", "\\n", " . ")
"""What ends a tag within its line: the end of a comment, of a quoted line, of a sentence."""
_CLASSIFIER = lazy(r"licen[cs]e ::[^\r\n\"',]{3,120}", re.IGNORECASE)
_FIELD = lazy(
    r"(?:licen[cs]es?(?:_?(?:expression|name|type|id))?|licentie|lizenz)"
    r"(?:[\"']?[ \t]*(?:=>|[:?]?=|:)[ \t]*(?:\[\s{1,20}[\"'](?=[^\"'\n]{1,60}[\"']\s{0,20}\]))?"
    r"[\[\"'({ ]{0,3}|,? ?\[?[\"']"
    r"|(?: type=[\"']expression[\"'])?>\s{0,20}"
    r"(?:<name>\s{0,20})?| name=[\"'])"
    r"([a-z0-9(][^\"'\r\n<>{}\[\]]{1,100})"
)
"""`license: X`, `PKG_LICENSE:=X`, `license "X"`, `{licenses,["X"]}`, `<license><name>X`."""
_BEFORE = frozenset("\n\"'{,<>( \t._-")
_BADGE = lazy(r"/badge/licen[cs]e-([a-z0-9.+%_ -]{2,60})-[a-z0-9]{3,12}(?=[.?)\s\"']|$)")
"""A badge in a README: the text between the label and the colour (`-` is written `--`)."""
_MODULE = re.compile(r"MODULE_LICENSE\s*\(\s*\"([^\"]{2,40})\"\s*\)")
_KERNEL = {
    "GPL": "GPL-2.0-or-later",
    "GPL v2": "GPL-2.0-only",
    "Dual MIT/GPL": "MIT OR GPL-2.0-or-later",
    "Dual MPL/GPL": "MPL-1.1 OR GPL-2.0-or-later",
}
"""What the macro of a Linux module means (include/linux/module.h); "Dual BSD/GPL" does not say
which BSD text is meant."""
MAX_TAGS = 400


class Tag(NamedTuple):
    """A tag or field with its place."""

    start: int
    end: int
    raw: str
    expression: str
    """Empty when it cannot be read."""
    matcher: str


def tags_of(text: str) -> list[Tag]:
    """Tags and fields of a text, in its order; at most `MAX_TAGS`."""
    found: list[Tag] = []
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose lower case is two
        lower = text
    if "licen" not in lower and "lizenz" not in lower:
        return found
    tagged = "spdx" in lower or "packagelicense" in lower or "licenseinfo" in lower
    for match in _TAG.finditer(text) if tagged else ():
        raw = _cut(match.group(1))
        if raw in {"", "NONE", "NOASSERTION"} or len(found) >= MAX_TAGS:
            continue
        found.append(Tag(match.start(), match.end(1), raw, _spdx(raw), "spdx-tag"))
    for match in _MODULE.finditer(text) if "MODULE_LICENSE" in text else ():
        meant = _KERNEL.get(match.group(1))
        if meant is not None and len(found) < MAX_TAGS:
            found.append(Tag(match.start(), match.end(), match.group(), meant, "field"))
    spans = [(t.start, t.end) for t in found]
    for match in _CLASSIFIER.finditer(text) if " :: " in text else ():
        meant, matcher = _meant(match.group().strip())
        if meant and len(found) < MAX_TAGS:
            found.append(Tag(match.start(), match.end(), match.group(), meant, matcher))
    for match in _FIELD.finditer(lower):
        if len(found) >= MAX_TAGS:
            break
        if match.start() and text[match.start() - 1] not in _BEFORE:
            continue
        raw = text[match.start(1) : match.end(1)].split("#", 1)[0].strip(" \t\"',;)")
        meant, matcher = _meant(raw)
        if meant and not any(a <= match.start(1) < b for a, b in spans):
            found.append(Tag(match.start(), match.end(1), raw, meant, matcher))
    for match in _BADGE.finditer(lower) if "/badge/licen" in lower else ():
        raw = match.group(1).replace("--", "-").replace("%20", " ").replace("_", " ")
        meant, matcher = _meant(raw.replace("%2b", "+"))
        if meant and len(found) < MAX_TAGS:
            found.append(Tag(match.start(), match.end(), raw, meant, matcher))
    return sorted(found)


def _cut(raw: str) -> str:
    """The value of a tag without what closes the comment or list around it."""
    for sign in _TAG_ENDS:
        raw = raw.partition(sign)[0]
    return raw.rstrip(" \t;]*").strip(" \t*-#/")


def _meant(raw: str) -> tuple[str, str]:
    """Expression of a field, and the matcher: a family without variant is read as is customary."""
    reading = read(raw)
    if reading.state is ReadState.EXPRESSION:
        return ("", "") if reading.via == "library" else (reading.expression, "field")
    meant, is_reading = customary(reading.family)
    if not is_reading and not raw.isalnum():
        return "", ""  # `GPL (>= 2)`: the prose knows more
    return meant, MATCHER if is_reading else "field"


def _spdx(raw: str) -> str:
    from sbom.licensing.expression import ExpressionError, parse
    from sbom.licensing.tree import render

    first, _, rest = raw.partition(" ")
    words = (raw, first) if rest.lstrip().startswith(("(", "#", "//", "-", "<", "|")) else (raw,)
    for candidate in words:
        try:
            return render(parse(candidate))
        except ExpressionError:
            continue
    return ""
