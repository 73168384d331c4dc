"""The GNU licences in prose: family, versions, and whether later versions are allowed.

Source: the notices that the GNU licences themselves propose ("either version 2 of the License, or
(at your option) any later version"; a program that names no version may be used under any version
ever published: GPL-2.0 section 9, GPL-3.0 section 14), and their customary short forms.
"""

import re

from sbom.lazy_pattern import lazy
from sbom.licensing.clues.mention import Mention

_FAMILY = (
    r"(?P<fam>(?:gnu[ '\"/]{1,3})?(?:"
    r"(?P<agpl>affero (?:general )?public licen[sc]e|affero gpl|agpl)"
    r"|(?P<lgpl>(?:lesser|library) gnu general public licen[sc]e|(?:lesser|library)(?: (?:or|and"
    r"|/) (?:lesser|library))?(?: general)? (?:public )?"
    r"(?:licen[sc]e|gpl)|lesser gpl|library gpl|lgpl)"
    r"|(?P<gfdl>free documentation licen[sc]e|gfdl|fdl)"
    r"|(?P<gpl>general public licen[sc]e|gpl)"
    r"|(?P<none>public licen[sc]e))"
    r"|(?P<nlgpl>algemene publieke licentie))(?:(?![a-z])|(?=v[1-4]))"
)
_NUMBER = r"(?P<num>[1-4](?:\.[0-9])?)(?:\.0)?(?![0-9.]*[0-9])"
_FIRST = (
    r"(?:(?:licen[sc]e,? )?(?:either )?(?:versions?|ver\.?|v\.?|versie)[ .:]{0,2}"
    r"(?P<before>[1-4](?:\.[0-9])?)(?P<plus0> ?\+)?(?P<only0>,? only)?"
    r"(?P<later0>,? ?\(?(?:or|and)(?: \(?at your option\)?,?)?(?: any)? (?:later|newer|higher"
    r"|above)"
    r"(?: versions?)?\)?)?,? (?:of )?(?:the )?)?"
)
_NEXT = (
    r"(?P<mid>(?:['\" ,;:()*_\[\]-]|licen[sc]e|\((?:the )?[\"']?(?:gnu )?(?:a|l)?gpl[\"']?\)"
    r"|as published by"
    r"(?: the)? (?:free software foundation|fsf)(?:,? inc\.?)?|as|under|either|the terms of"
    r"|terms of|"
    r"published by|this|software|family|<?https?://[^ ]{1,80}|\(?gnu\)?|\(gpl\)|\(lgpl\)){0,12}?"
    r"(?:(?:versions?|version number|ver\.?|v\.?|versie|revision|rev)[ .:=#]{0,3}|(?<=[ (_-])"
    r"|(?<=gpl)v?|>=? ?|\(>=? ?)"
    r"(?:either )?" + _NUMBER + r")?"
)
_PATTERN = lazy(_FIRST + _FAMILY + _NEXT)
_LATER = lazy(
    r"(?: \([^()]{1,60}\))?"
    r"[ '\"]{0,8}(?:\+|of (?:the|that|this) licen[sc]e|of the (?:gnu )?(?:l|a)?gpl"
    r"|of (?:the )?gnu [a-z ]{5,40}licen[sc]e"
    r"|as published by (?:the )?(?:free software foundation|fsf)(?:,? inc\.?)?"
    r"|\((?:the )?[\"']?(?:gnu )?(?:a|l)?gpl[\"']?\)|licen[sc]e)?"
    r"[ ,;.)'\"\]*_]{0,4}(?:as published by (?:the )?(?:free software foundation"
    r"|fsf)(?:,? inc\.?)?[ ,;.]{0,3})?"
    r"\(?(?:(?:and|or|of)\b[, /-]{0,2})?[ ,]{0,2}"
    r"(?:\(?(?:at|op) (?:your|the user's|uw|its|licensee's|recipient's) (?:option|choice"
    r"|keuze)\)?[, ]{0,2})?"
    r"(?:(?:and|or|of)\b[, ]{0,2})?(?:\(?(?:at|if) you(?:r option| prefer)?\)?[, ]{0,2})?"
    r"(?:any|all|a|elke|een)?[ (]{0,6}(?P<later>later|newer|higher|above|greater|subsequent|latere"
    r"|nieuwere|hoger|up)\b"
)
_PLUS = re.compile(r" ?\+|-?or-later|-?plus\b")
_OR_NUMBER = lazy(
    r"(?P<only> only)?(?: of the licen[sc]e)?(?: as published by the (?:free software foundation"
    r"|fsf)(?:,? inc\.?)?)?(?P<op>,? (?:or|and/or|and)(?: \(at your option\))?|,|/| /|\s?\|"
    r"|&)(?: under)?"
    r"(?: (?:the )?(?:gnu )?(?:l|a)?gpl)?(?: (?:versions?"
    r"|v\.?))? ?v?(?P<num>[1-4](?:\.[0-9])?)(?![0-9.]*[0-9])"
)
_VERSIONS = {
    "GPL": {
        "1": "1.0",
        "1.0": "1.0",
        "2": "2.0",
        "2.0": "2.0",
        "2.1": "2.1",
        "3": "3.0",
        "3.0": "3.0",
    },
    "LGPL": {"2": "2.0", "2.0": "2.0", "2.1": "2.1", "3": "3.0", "3.0": "3.0"},
    "AGPL": {"1": "1.0", "1.0": "1.0", "3": "3.0", "3.0": "3.0"},
    "GFDL": {"1": "1.1", "1.1": "1.1", "1.2": "1.2", "1.3": "1.3"},
}
_ANY = {
    "GPL": "GPL-1.0-or-later",
    "LGPL": "LGPL-2.0-or-later",
    "AGPL": "AGPL-3.0-or-later",
    "GFDL": "GFDL-1.1-or-later",
}
_NOISE = lazy(r"(?:^|[ (,])(?:copy of|see|copies of|along with this|text of) (?:the )?[\"']?$")


def gnu_mentions(text: str) -> list[Mention]:
    """The GNU licences that a flat text names, in its order."""
    if (
        "gpl" not in text
        and "public licen" not in text
        and "fdl" not in text
        and "documentation li" not in text
        and "library licen" not in text
        and "lesser licen" not in text
        and "publieke licentie" not in text
    ):
        return []
    found: list[Mention] = []
    for match in _PATTERN.finditer(text):
        mention = _mention(text, match)
        if mention is not None:
            found.append(mention)
    return found


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    family = _family_of(match)
    start = match.start("fam")
    glued = start and (
        text[start - 1].isalnum()
        or text[start - 1] in "_.@"
        or text.endswith("licenses/", 0, start)
    )
    if not family or (glued and not match["before"]):
        return None
    number = match["before"] or match["num"]
    end = match.end() if match["num"] else match.end("fam")
    later = bool(match["later0"] or match["plus0"])
    if number is None:
        if start and text[start - 1] in "\"'(" and end < len(text) and text[end] in "\"')":
            return None
        later = _LATER.match(text, end) is not None and "later" in text[end : end + 60]
        return Mention(
            match.start(),
            end,
            _ANY[family],
            "" if _ANY[family] else family,
            "gnu-notice",
            strong=_strong(match),
        )
    version = _VERSIONS[family].get(number)
    if version == "2.1" and family == "GPL":
        family = "LGPL"
    if version is None:
        return Mention(match.start(), end, "", family, "gnu-notice", strong=False)
    later = later or ">" in text[match.end("fam") : end]
    end, later = _later(text, end, later=later)
    expression = f"{family}-{version}-{'or-later' if later else 'only'}"
    more = None if later else _OR_NUMBER.match(text, end)
    if more is not None:
        second = _VERSIONS[family].get(more["num"])
        if second is not None and second != version:
            end, later = _later(text, more.end(), later=False)
            other = f"{family}-{second}-{'or-later' if later else 'only'}"
            operator = "AND" if more["op"].strip(" ,") in {"and", "&"} else "OR"
            expression = f"{expression} {operator} {other}"
    return Mention(match.start(), end, expression, "", "gnu-notice", strong=True)


def _later(text: str, end: int, *, later: bool) -> tuple[int, bool]:
    if later:
        return end, True
    plus = _PLUS.match(text, end)
    if plus is not None:
        return plus.end(), True
    after = _LATER.match(text, end)
    return (after.end(), True) if after is not None else (end, False)


def _family_of(match: re.Match[str]) -> str:
    if match["agpl"]:
        return "AGPL"
    if match["lgpl"]:
        return "LGPL"
    if match["gfdl"]:
        return "GFDL"
    if match["gpl"] or match["nlgpl"]:
        return "GPL"
    return "GPL" if match["fam"].startswith("gnu") else ""


def _strong(match: re.Match[str]) -> bool:
    return "licen" in match["fam"] or match["fam"].startswith("gnu")
