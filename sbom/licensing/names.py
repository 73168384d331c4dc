"""Names and links under which licences are written in manifests, to SPDX expressions.

A name is folded (case, punctuation, filler words, spelling of versions) and looked up whole;
nothing is guessed from parts of a name, so "not MIT" and "MIT with restrictions" stay unread.
Sources: `data/aliases.json` (own groups, with source and confidence), names and cross references
of the SPDX list 3.29 (CC0-1.0).
"""

import re
from functools import cache
from typing import NamedTuple

from sbom.lazy_pattern import lazy
from sbom.licensing.alias_table import ALIASES

NOTHING = "!"
"""Meaning of a value that says nothing (`UNKNOWN`, `NOASSERTION`, `-`)."""

_FILLER = frozenset(
    [
        "the",
        "a",
        "license",
        "licence",
        "licenses",
        "licences",
        "licensed",
        "licensing",
        "version",
        "versions",
        "ver",
        "v",
        "under",
        "terms",
        "of",
    ]
)
_NOT_WORD = lazy(r"[^a-z0-9.+]+")
_GLUED = lazy(
    r"((?:a|l)?gpl|mpl|epl|edl|eupl|apache|asl|cddl|cpl|osl|afl|bsd|cc0|zpl|npl|ofl|artistic|psf)"
    r"-?v?(\d+(?:\.\d+)*\+?)\Z"
)
_VERSION = lazy(r"v?(\d+(?:\.\d+)*?)(?:\.0)*(\+?)\Z")
_LATER = lazy(
    r"(?<=\d) (?:(?:or|and) )?(?:at your option )?(?:any )?"
    r"(?:later|newer|above|greater|higher|upwards)\b"
)
_AT_LEAST = lazy(r">=? ?v?(\d+(?:\.\d+)*)")
_SCHEME = lazy(r"(?:git\+)?(?:https?|git|ssh)://(?:www\.|en\.)?|www\.", re.IGNORECASE)
_PAGE = lazy(r"(?:\.(?:en|nl|de|fr))?\.(?:html?|txt|php|md|aspx|pdf|en)\Z")


class Meaning(NamedTuple):
    """What a name stands for."""

    expression: str
    """SPDX expression; empty when the name is vague or says nothing."""
    family: str
    """Vague name: start of the ids it may mean (`BSD`, `GPL`); `!` when it says nothing at all."""
    firm: bool
    """True when the name can mean only this; False for a customary reading."""


@cache
def _aliases() -> dict[str, Meaning]:
    table = {}
    for line in ALIASES.split("\n"):
        key, value, grade = line.split("\t")
        vague = value[0] in "~!"
        family = value.lstrip("~") if vague else ""
        table[key] = Meaning("" if vague else value, family, grade == "h")
    return table


def known_names() -> tuple[tuple[str, Meaning], ...]:
    """Every folded name of the table with its meaning."""
    return tuple(_aliases().items())


@cache
def _links() -> dict[str, str]:
    from sbom.licensing.spdx_links import LINKS

    return dict(line.split(" ") for line in LINKS.split("\n"))


def fold(name: str) -> str:
    """The name without case, punctuation and filler words; `v2.0` and `2` are written alike."""
    words: list[str] = []
    text = _AT_LEAST.sub(r"\1+", name.lower()) if ">" in name else name.lower()
    for word in _NOT_WORD.sub(" ", text).replace(" +", "+").split():
        bare = word.strip(".") if word != "." else ""
        if not bare or bare in _FILLER:
            continue
        glued = _GLUED.match(bare)
        if glued:
            words.append(glued[1])
            bare = glued[2]
        number = _VERSION.match(bare)
        words.append(number[1] + number[2] if number else bare)
    text = " ".join(words)
    return _LATER.sub("+", text).replace("++", "+")


def fold_link(link: str) -> str:
    """A web address in lower case, without scheme, query, anchor, suffix and closing slash."""
    text = _SCHEME.sub("", link.strip(), count=1).lower()
    text = text.split("#", 1)[0]
    if "?" in text and "linkid=" not in text:
        text = text.split("?", 1)[0]
    text = _PAGE.sub("", text.rstrip("/"))
    return _PAGE.sub("", text).removesuffix("/legalcode").removesuffix("/deed").rstrip("/")


def name_meaning(name: str) -> Meaning | None:
    """What a name means, or None when it is not in the table. Looks at the whole name.

    A trailing abbreviation in brackets, as in `GNU General Public License v3 (GPLv3)`, is left
    out when it means the same or is vague.
    """
    table = _aliases()
    folded = fold(name)
    found = table.get(folded) or table.get(folded.removesuffix(" only"))
    if found is not None or "(" not in name:
        return found
    before, _, rest = name.partition("(")
    inside, closing, after = rest.partition(")")
    if not closing or "(" in after:
        return None
    outer, inner = table.get(fold(before + " " + after)), table.get(fold(inside))
    if outer is None or inner is None:
        return None
    if outer.expression and (inner.expression == outer.expression or inner.family):
        return outer
    if outer.family and inner.expression:
        return inner
    return outer if outer.family and outer.family == inner.family else None


def link_meaning(link: str) -> Meaning | None:
    """What a web address of a licence means, or None."""
    text = fold_link(link)
    host, _, path = text.partition("/")
    if host.startswith("licenses.nuget."):
        return None
    found = _aliases().get("url " + text)
    if found is not None:
        return found
    if host in {"spdx.org", "opensource.org", "choosealicense.com", "spdx.dev"} and "/" in path:
        name = path.rsplit("/", 1)[1]
        return _aliases().get(fold(name)) or _by_id(name)
    value = _links().get(text)
    return None if value is None else _by_id(value)


def _by_id(text: str) -> Meaning | None:
    from sbom.licensing.expression import leaf_of

    leaf = leaf_of(text)
    return None if leaf is None else Meaning(str(leaf), "", firm=True)
