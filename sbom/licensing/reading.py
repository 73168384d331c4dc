"""What a licence field as found says: an SPDX expression, nothing, something vague, or unread text.

Tiers, cheapest first: an id; an expression of ids; a whole name or link of the tables; a list or
expression of names; and last, for odd strings that look like ids, the library `license-expression`
(it knows the keys of ScanCode LicenseDB). Every tier is linear and every answer is remembered.

Decisions, each recorded in `Reading.changes`:

- a deprecated id becomes what it means today (`GPL-2.0` is `GPL-2.0-only`);
- `MIT/Apache-2.0` and `MIT | Apache-2.0` offer a choice: OR (Cargo's old slash, npm's habit);
- `MIT, ISC`, `MIT; ISC`, `MIT & ISC` and `MIT and/or ISC` are ambiguous or cumulative: read as AND,
  the reading under which nothing is allowed that the author may not have meant;
- `UNLICENSED` (npm), `proprietary` and `all rights reserved` say that no open licence is granted.
  They become `LicenseRef-scancode-proprietary-license`, the ScanCode key, as BSI TR-03183-2
  section 6.1 orders (SPDX id, else ScanCode key, else an own LicenseRef); this module never makes
  up a LicenseRef;
- `SEE LICENSE IN x`, `LICENSE.txt` and links that no table knows point elsewhere: no expression;
- `NOASSERTION`, `NONE`, `UNKNOWN` and an empty field say nothing. SPDX's NONE means that no licence
  was found, which is not a permission;
- `BSD`, `GPL` and the like lack the version or variant: vague, no expression.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec

from sbom.lazy_pattern import lazy
from sbom.licensing.expression import (
    MAX_CHARS,
    MAX_OPERATORS,
    ExpressionError,
    build,
    leaf_of,
    parse,
    replaced_ids,
)
from sbom.licensing.names import NOTHING, Meaning, link_meaning, name_meaning
from sbom.licensing.tree import Node, join, render

_OPERATOR = lazy(r"[()]|\b(?:and|or|with)\b|ref-", re.IGNORECASE)
_LATER = lazy(
    r"\b(?:or|and) (?:\(?at your option\)?,? )?(?:any )?(later|newer|above|greater|higher)\b",
    re.IGNORECASE,
)
_PIECE = lazy(r"[()/&|]|[^\s()/&|]+")
_LINK = lazy(r"<?(?:https?://|www\.)[^\s<>]+>?\Z", re.IGNORECASE)
_CLASSIFIER = lazy(r"licen[cs]e\s*::", re.IGNORECASE)
_ODD = lazy(
    r"(?=[^ ]*[-.0-9])[A-Za-z0-9.+\-]{3,80}(?: (?:and|or|with) [A-Za-z0-9.+\-]{2,80}){0,9}\Z",
    re.IGNORECASE,
)
_FILE = lazy(
    r"^\S*\.(?:txt|md|rst|html?|pdf)\Z|^see\b|^\S*(?:licen[cs]e|copying)\S*\Z", re.IGNORECASE
)


class ReadState(StrEnum):
    """How much a field says."""

    EXPRESSION = "expression"
    """One SPDX expression."""
    VAGUE = "vague"
    """A licence without the version or variant that decides (`BSD`, `GPL`)."""
    NOTHING = "nothing"
    """Says nothing: empty, NOASSERTION, UNKNOWN."""
    ELSEWHERE = "elsewhere"
    """Points to a file or page that says it (`SEE LICENSE IN x`, `LICENSE.txt`, an unknown
    link).
    """
    UNREAD = "unread"
    """Says something that cannot be read: free text or an unknown id."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one licence field says."""

    state: ReadState
    expression: str = ""
    """Canonical SPDX expression; empty unless the state is EXPRESSION."""
    family: str = ""
    """Vague names: start of the ids that may be meant, for example `BSD`."""
    firm: bool = True
    """False when a customary or conservative reading was chosen; see `changes`."""
    via: str = ""
    """Tier that answered: `id`, `expression`, `name`, `link`, `list` or `library`."""
    changes: tuple[tuple[str, str], ...] = ()
    """What was decided on the way, sorted: (deprecated id, replacement), (`,`, `AND`), (`/`,
    `OR`).
    """


def normalise(raw: str) -> str | None:
    """SPDX expression for a licence as found, or None if it cannot be read.

    Args:
        raw: One licence field, any spelling; at most 4,096 characters are looked at.

    Returns:
        Canonical expression with current ids and operators in upper case, or a `LicenseRef-` that
        the field itself or ScanCode LicenseDB names; never one that we made up.

    Raises:
        Nothing; an unreadable licence is a fact, reported by the rule `license-unparsable`.

    Source: SPDX 2.3, Annex D; SPDX License List 3.29.
    """
    return read(raw).expression or None


@lru_cache(maxsize=16384)
def read(raw: str) -> Reading:
    """What a licence field says; see the module for the decisions. Never raises."""
    text = raw[:MAX_CHARS].strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`":
        text = text[1:-1].strip()
    if not text or not any(c.isalnum() for c in text):
        return Reading(state=ReadState.NOTHING)
    leaf = leaf_of(text)
    if leaf is not None:
        return _known(leaf, "id", text)
    if _OPERATOR.search(text):
        try:
            return _known(parse(text), "expression", text)
        except ExpressionError:
            pass
    meaning, via = _meaning(text)
    if meaning is not None:
        return _of_meaning(meaning, via)
    return (
        _comma_list(text)
        or _names(text)
        or _library(text)
        or Reading(state=ReadState.ELSEWHERE if _points(text) else ReadState.UNREAD)
    )


def _points(text: str) -> bool:
    return len(text) < 300 and bool(_LINK.match(text) or _FILE.search(text))


def _known(node: Node, via: str, text: str) -> Reading:
    changes = replaced_ids(text)
    return Reading(state=ReadState.EXPRESSION, expression=render(node), via=via, changes=changes)


def _meaning(text: str) -> tuple[Meaning | None, str]:
    if _LINK.match(text):
        return link_meaning(text.strip("<>")), "link"
    if _CLASSIFIER.match(text):
        last = text.rsplit("::", 1)[1]
        return name_meaning(text) or name_meaning(last), "name"
    return name_meaning(text), "name"


def _of_meaning(meaning: Meaning, via: str) -> Reading:
    if meaning.family == NOTHING:
        return Reading(state=ReadState.NOTHING, via=via)
    if meaning.family:
        return Reading(state=ReadState.VAGUE, family=meaning.family, via=via)
    return Reading(
        state=ReadState.EXPRESSION, expression=meaning.expression, firm=meaning.firm, via=via
    )


def _comma_list(text: str) -> Reading | None:
    """`MIT, ISC` and `MIT; ISC`: every part read by itself, all of them taken to apply."""
    sign = "," if "," in text else ";"
    parts = [p.strip() for p in text.split(sign)]
    if len(parts) < 2 or len(parts) > MAX_OPERATORS or _LINK.match(text):
        return None
    nodes: list[Node] = []
    changes: set[tuple[str, str]] = {(sign, "AND")}
    for part in parts:
        if not part:
            continue
        reading = _SPLIT_AND.match(part)
        one = read(part[reading.end() :] if reading and nodes else part)
        if one.state is not ReadState.EXPRESSION:
            return None
        nodes.append(parse(one.expression))
        changes.update(one.changes)
    return _listed(join("AND", nodes), changes, firm=len(nodes) == 1)


def _listed(node: Node, changes: set[tuple[str, str]], *, firm: bool) -> Reading:
    return Reading(
        state=ReadState.EXPRESSION,
        expression=render(node),
        firm=firm,
        via="list" if changes else "name",
        changes=tuple(sorted(changes)),
    )


def _names(text: str) -> Reading | None:
    """An expression of names, or an address that holds an expression."""
    if text.lower().startswith("https://licenses.nuget."):
        text = _unquoted(text.partition("//")[2].partition("/")[2])
    elif _LINK.match(text):
        return None
    text = _LATER.sub(r"or-\1", text)
    changes: set[tuple[str, str]] = set()
    tokens: list[str] = []
    for piece in _pieces(text):
        operator = _SIGNS.get(piece)
        if operator is None:
            tokens.append(piece)
            continue
        if tokens and tokens[-1].upper() not in {"AND", "OR", "("}:
            tokens.append(operator)
            changes.add((piece, operator))
    if len(tokens) == 1 and tokens[0] == text:
        return None
    try:
        node = build(tokens, _operand)
    except ExpressionError:
        return None
    firm = ("and/or", "AND") not in changes
    changes.update(replaced_ids(" ".join(tokens)))
    return _listed(node, changes, firm=firm)


_SPLIT_AND = lazy(r"and\b", re.IGNORECASE)
_SIGNS = {
    "&": "AND",
    "&&": "AND",
    "and/or": "AND",
    "/": "OR",
    "|": "OR",
    "||": "OR",
}


def _pieces(text: str) -> list[str]:
    """Words, brackets and list signs; brackets that belong to a name stay with its words."""
    found: list[str] = []
    raw = [m.group() for m in _PIECE.finditer(text)]
    index = 0
    last_close = len(raw) - 1 - raw[::-1].index(")") if ")" in raw else -1
    while index < len(raw):
        piece = raw[index]
        if piece in "&|" and found and found[-1] == piece:
            found[-1] = piece * 2
        elif piece.lower() == "and" and raw[index + 1 : index + 3] in (["/", "or"], ["/", "OR"]):
            found.append("and/or")
            index += 2
        elif piece == "(" and found and _is_word(found[-1]):
            end = raw.index(")", index) if index < last_close else index
            found.append(" ".join(raw[index : end + 1]))
            index = end
        else:
            found.append(piece)
        index += 1
    return found


def _is_word(piece: str) -> bool:
    return piece not in _SIGNS and piece != "(" and piece.upper() not in {"AND", "OR", "WITH"}


def _operand(text: str) -> Node | None:
    """Node of one operand: ids, a name, or a name WITH an exception by name."""
    leaf = leaf_of(text)
    if leaf is not None:
        return leaf
    meaning = name_meaning(text)
    if meaning is not None and meaning.expression:
        return parse(meaning.expression)
    return None


def _unquoted(text: str) -> str:
    """Percent-decoding of what occurs in an expression."""
    for code, sign in (("%20", " "), ("%28", "("), ("%29", ")"), ("%2b", "+"), ("%2B", "+")):
        text = text.replace(code, sign)
    return text


def _library(text: str) -> Reading | None:
    """Last resort for odd ids (`gpl-2.0-plus`): `license-expression`, imported only here."""
    if not _ODD.match(text) or _FILE.search(text):
        return None
    from license_expression import ExpressionError as ForeignError
    from license_expression import ParseError as ForeignParseError

    spdx, scancode, keys = _licensing()
    for licensing in (spdx, scancode):
        try:
            found = str(licensing.parse(text, validate=True))
            node = parse(" ".join(keys.get(w, w) for w in found.split()))
        except (ExpressionError, ForeignError, ForeignParseError):
            continue
        return Reading(state=ReadState.EXPRESSION, expression=render(node), via="library")
    return None


@lru_cache(maxsize=1)
def _licensing() -> tuple[Any, Any, dict[str, str]]:
    """Both licensings of the library, and ScanCode key to SPDX key."""
    import license_expression as library

    keys = {e["license_key"]: e["spdx_license_key"] or "" for e in library.get_license_index()}
    return library.get_spdx_licensing(), library.get_scancode_licensing(), keys
