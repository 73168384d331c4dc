"""Licence names in prose: the longest run of words that the tables of names know.

Words are folded as names are (`sbom.licensing.names`): filler words do not count, `v2.0` and `2`
are alike, `apache2` is `apache 2`.
"""

import re
from functools import cache

from sbom.lazy_pattern import lazy
from sbom.licensing.clues.mention import Mention
from sbom.licensing.names import Meaning, fold, known_names, link_meaning, name_meaning

_WORD = re.compile(r"[a-z0-9à-ÿ][a-z0-9à-ÿ.+]*")
_LINK = lazy(r"(?:https?://|www\.)[^\s<>\"')\]},;|]{4,200}")
_FORMAL = re.compile(r"licen[cs]e|licentie|lizenz|\d")
WHOLE = 3_000
REACH = 260
_NEAR = re.compile(r"licen|under|onder|terms|govern|subject to|gpl|lizen|unter|releas|distrib|::")
_COMMON = frozenset(
    [
        "python",
        "ruby",
        "vim",
        "perl",
        "php",
        "boost",
        "beer",
        "tcl",
        "plexus",
        "crossword",
        "glide",
        "afm",
        "newsletter",
        "eric",
        "intel",
        "noweb",
        "sun",
        "apple",
        "json",
        "doc",
        "sl",
        "ms",
        "cube",
        "clips",
        "info",
        "zip",
        "fair",
        "multics",
        "nasa",
        "naumen",
        "saxpath",
        "wsuipa",
        "xerox",
        "xpp",
        "leptonica",
        "libpng",
        "zed",
        "zend",
        "eiffel",
        "bsd",
        "mit",
        "isc",
        "x11",
        "icu",
        "curl",
        "zlib",
        "w3c",
        "artistic",
        "gpl",
        "lgpl",
        "cc0",
        "oracle",
        "microsoft",
        "ibm",
        "hp",
        "dec",
        "free",
        "open",
        "public",
        "general",
        "mozilla",
        "eclipse",
        "apache",
        "creative",
        "commons",
        "postgresql",
        "unlicense",
        "wtfpl",
        "public",
        "domain",
        "proprietary",
        "commercial",
        "openssl",
        "netcdf",
        "freebsd",
        "bzip2",
        "apache",
        "apache2",
        "libtiff",
        "hdf5",
        "sqlite",
        "qhull",
        "docbook",
        "systemc",
        "snprintf",
        "jam",
        "dtoa",
        "knuth",
        "nist",
        "pcre2",
        "ssh",
    ]
)
"""Single words that are licence names and much else: a mention only beside the word licence."""


@cache
def _tree() -> dict[str, list[tuple[tuple[str, ...], Meaning]]]:
    """Names by their first word, longest first."""
    tree: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for name, meaning in known_names():
        words = tuple(name.split())
        if words and words[0] not in {"url", "!"}:
            tree.setdefault(words[0], []).append((words, meaning))
    for entries in tree.values():
        entries.sort(key=lambda e: -len(e[0]))
    return tree


_COUNTS = {"two": "2", "three": "3", "four": "4"}


@cache
def _folded(word: str) -> tuple[str, ...]:
    return tuple(_COUNTS.get(w, w) for w in fold(word).split())


def name_mentions(text: str) -> list[Mention]:
    """Licence names in a flat text, in its order, not overlapping; GNU names are left to `gnu`."""
    tree = _tree()
    words: list[tuple[str, int, int]] = []
    folded: dict[str, tuple[str, ...]] = {}
    for begin, stop in _windows(text):
        for match in _WORD.finditer(text, begin, stop):
            word = match.group()
            parts = folded.get(word)
            if parts is None:
                parts = folded[word] = _folded(word)
            for part in parts:
                words.append((part, match.start(), match.end()))
    found: list[Mention] = []
    at = 0
    total = len(words)
    while at < total:
        entries = tree.get(words[at][0])
        if entries is None:
            at += 1
            continue
        for name, meaning in entries:
            size = len(name)
            if at + size <= total and all(words[at + i][0] == name[i] for i in range(1, size)):
                mention = _mention(text, words, at, size, meaning, name)
                if mention is not None:
                    found.append(mention)
                    at += size - 1
                    break
        at += 1
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches to look at: all of a short text, of a long one what stands near a licence word."""
    if len(text) < WHOLE:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    for match in _NEAR.finditer(text):
        begin, stop = max(0, match.start() - REACH), match.end() + REACH
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((text.find(" ", begin) + 1 if begin else 0, stop))
    return found


_GLUED_AFTER = re.compile(r"[@\\]|_\w")
"""What makes a name a part of something longer; a link in reStructuredText ends with one `_`."""


def _mention(
    text: str,
    words: list[tuple[str, int, int]],
    at: int,
    size: int,
    meaning: Meaning,
    name: tuple[str, ...],
) -> Mention | None:
    start, end = words[at][1], words[at + size - 1][2]
    between = text[start:end]
    if (
        len(between) > 40 + 12 * size
        or "¶" in between
        or "|" in between
        or ". "
        in between.replace("v. ", "")
        .replace("ver. ", "")
        .replace("inc. ", "")
        .replace("version. ", "")
    ):
        return None
    if (start and text[start - 1] in "._@-\\") or _GLUED_AFTER.match(text, end):
        return None
    if _in_path(text, start, end):
        return None
    if end + 1 < len(text) and text[end] == "." and text[end + 1].isalnum():
        return None
    if meaning.family == "!" or meaning.expression.startswith("LicenseRef"):
        return None
    if meaning.family and not meaning.expression:
        after = _VERSION_AFTER.match(text, end)
        before = _VERSION_BEFORE.search(text, max(0, start - 24), start)
        number = after["num"] if after is not None else before["num"] if before is not None else ""
        exact = name_meaning(" ".join(name) + " " + number) if number else None
        if exact is not None and exact.expression:
            first = start if after is not None or before is None else before.start()
            last = end if after is None else after.end()
            return Mention(first, last, exact.expression, "", "name", strong=True)
    around = text[max(0, start - 12) : end + 14]
    formal = _FORMAL.search(text[max(0, start - 1) : end + 10]) is not None
    strong = formal
    if name[0] in _COMMON and all(w in _COMMON or w[0].isdigit() for w in name):
        strong = formal and re.search(r"licen[cs]|licenti|lizenz", around) is not None
        if (
            not strong
            and name[0] in _PRODUCTS
            and not _GRANTED.search(text, max(0, start - 60), start)
        ):
            return None
    return Mention(start, end, meaning.expression, meaning.family, "name", strong=strong)


_PRODUCTS = frozenset(
    [
        "python",
        "ruby",
        "perl",
        "php",
        "vim",
        "tcl",
        "zlib",
        "openssl",
        "netcdf",
        "freebsd",
        "json",
        "doc",
        "fair",
        "curl",
        "icu",
        "libpng",
        "bzip2",
        "libtiff",
        "hdf5",
        "sqlite",
        "postgresql",
        "oracle",
        "info",
        "zip",
        "intel",
        "sun",
        "clips",
        "cube",
        "snprintf",
        "jam",
        "nist",
        "ssh",
    ]
)
"""Names of programs and things that are licences only where someone licenses under them."""
_GRANTED = lazy(
    r"\b(?:(?:ge)?licen[cs]\w*|licenti\w*|lizenz\w*|releas\w*|(?:re)?distribut\w*|terms)\b"
    r"[^.|¶]{0,40}(?:\b(?:under|onder|unter|as|of|is)\b(?: the| de)?|[:=>(])[ \"'(]*$"
)


def _in_path(text: str, start: int, end: int) -> bool:
    """Whether a name is a part of an address or path rather than prose."""
    if (not start or text[start - 1] != "/") and (end >= len(text) or text[end] != "/"):
        return False
    first = text.rfind(" ", max(0, start - 80), start) + 1
    last = text.find(" ", end, end + 80)
    token = text[first or max(0, start - 80) : last if last >= 0 else end + 80]
    return "://" in token or token.count("/") > 3 or _FILE.search(token) is not None


_FILE = lazy(r"/[^/ ]*[a-z]\.[a-z]{2,4}\W*$|^\W*/|www\.")
_VERSION_BEFORE = lazy(r"versions? (?P<num>\d(?:\.\d){0,2}) of (?:the )?\Z")
_VERSION_AFTER = lazy(
    r"[ \"',;)(]{0,3}(?:licen[cs]e[\"']?)?[ \"',;)(]{0,3}(?:\([^)]{1,40}\))?[ \"',;]{0,3}"
    r"(?:as published by (?:the )?[^.;,]{3,40})?[ ,;]{0,3}(?:versions?|ver\.?"
    r"|v\.?)[ :.]?(?P<num>\d(?:\.\d){0,2})(?![\d.]*\d)"
)


def link_mentions(text: str) -> list[Mention]:
    """Links of a flat text that lead to one licence."""
    found: list[Mention] = []
    if "http" not in text and "www." not in text:
        return found
    for match in _LINK.finditer(text):
        meaning = link_meaning(match.group().rstrip(".,:"))
        if meaning is not None and meaning.expression:
            found.append(
                Mention(match.start(), match.end(), meaning.expression, "", "link", strong=True)
            )
    return found
