"""VERS, the version range specifier: `vers:npm/1.2.3|>=2.0.0|<5.0.0`.

`parse` reads what has one meaning and refuses the rest; `strict` also refuses what the
specification calls non-canonical: constraints out of order, a version twice, redundant or
impossible pairs. `contains` sorts and simplifies instead.
Source: package-url/vers-spec, VERSION-RANGE-SPEC, "How to parse and validate VERS", as of 2026-08-21.
"""

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

import msgspec

from sbom.errors import ParseError
from sbom.versions import key
from sbom.versions.ranges.clause import Span, spans, within

_TYPE = re.compile(r"[a-z][a-z0-9.-]*\Z")
_CONSTRAINT = re.compile(r"(>=|<=|!=|<|>|=|)(.*)\Z", re.DOTALL)
_TRIPLET = re.compile("%([0-9A-Fa-f]{2})?")
_ESCAPED = re.compile(r"[^!-~]|[><=!*|%]")
_TEXT = re.compile(r"[!-~]*\Z")
_SPACE = re.compile(r"\s")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(?:Z|[+-][0-9]{2}:[0-9]{2})\Z")


class Vers(msgspec.Struct, frozen=True):
    """A range; `str()` writes it down in canonical form when its constraints are in order."""

    type: str
    """Lower case, for example `npm`."""
    constraints: tuple[tuple[str, str], ...]
    """(operator, decoded version); the one constraint `("*", "")` means any version."""

    def __str__(self) -> str:
        return f"vers:{self.type}/" + "|".join(
            ("" if operator == "=" else operator) + _quote(version)
            for operator, version in self.constraints
        )


class _Compiled(NamedTuple):
    type: str
    any: bool
    equal: frozenset[bytes]
    unequal: frozenset[bytes]
    spans: tuple[Span, ...]


def parse(text: str, *, strict: bool = False) -> Vers:
    """The parts of a VERS, constraints in the order written.

    Args:
        text: The whole specifier.
        strict: Also refuse what is not canonical.

    Raises:
        ParseError: not a VERS; the reason says why.
    """
    if _SPACE.search(text):
        raise ParseError("non-canonical VERS: whitespace is not permitted")
    if not _TEXT.match(text):
        raise ParseError("VERS holds characters outside printable ASCII")
    scheme, colon, rest = text.partition(":")
    if not colon or (scheme if strict else scheme.lower()) != "vers":
        raise ParseError("VERS does not start with 'vers:'")
    kind, slash, listed = rest.partition("/")
    kind = kind if strict else kind.lower()
    if not _TYPE.match(kind):
        raise ParseError("VERS has no valid type")
    if not slash or not listed:
        raise ParseError("VERS has no constraints")
    if listed == "*":
        return Vers(kind, (("*", ""),))
    if kind in {"all", "none"}:
        raise ParseError(f"VERS of type {kind} takes '*' alone")
    found = Vers(kind, tuple(_constraint(kind, c) for c in _split(listed)))
    if strict:
        _check(found)
    return found


def normalise(text: str) -> str:
    """The same range with its constraints sorted by version; nothing is left out.

    Raises:
        ParseError: as `parse`.
    """
    found = parse(text)
    if found.constraints[0][0] == "*":
        return str(found)
    order = partial(key, found.type)
    return str(Vers(found.type, tuple(sorted(found.constraints, key=lambda c: order(c[1])))))


def contains(text: str, version: str) -> bool:
    """Whether a version lies in a range; see `sbom.versions.satisfies`.

    Raises:
        ParseError: as `parse`, or a version both included and excluded.
    """
    compiled = _compile(text)
    if compiled.any:
        return compiled.type != "none"
    tested = key(compiled.type, version)
    if tested in compiled.equal:
        return True
    if tested in compiled.unequal:
        return False
    if not compiled.spans:
        return not compiled.equal and bool(compiled.unequal)
    return any(within(span, tested) for span in compiled.spans)


@lru_cache(maxsize=16_384)
def _compile(text: str) -> _Compiled:
    found = parse(text)
    if found.constraints[0][0] == "*":
        return _Compiled(found.type, True, frozenset(), frozenset(), ())
    keyed = [(o, key(found.type, v)) for o, v in found.constraints]
    equal = frozenset(k for o, k in keyed if o in {"=", "<=", ">="})
    unequal = frozenset(k for o, k in keyed if o == "!=")
    if equal & unequal:
        raise ParseError("VERS both includes and excludes the same version")
    return _Compiled(found.type, False, equal, unequal, tuple(intervals(keyed)))


def intervals(keyed: Sequence[tuple[str, bytes]]) -> list[Span]:
    """The intervals of constraints in any order; `=` and `!=` make none."""
    compared = [pair for pair in keyed if pair[0] not in {"=", "!="}]
    return spans(sorted(compared, key=lambda pair: pair[1]))


def _split(listed: str) -> list[str]:
    if listed[0] == "|":
        raise ParseError("non-canonical VERS: leading pipe is not permitted")
    if listed[-1] == "|":
        raise ParseError("non-canonical VERS: trailing pipe is not permitted")
    if "||" in listed:
        raise ParseError("non-canonical VERS: consecutive pipes are not permitted")
    return listed.split("|")


def _constraint(kind: str, text: str) -> tuple[str, str]:
    match = _CONSTRAINT.match(text)
    operator, version = match.groups() if match else ("", text)
    if not version:
        raise ParseError("VERS has a constraint without version")
    if version == "*":
        raise ParseError("VERS has '*' beside other constraints")
    if version[0] in "><=!" or "*" in version:
        raise ParseError(f"VERS has the invalid constraint {text[:40]!r}")
    if kind == "datetime":
        _check_moment(version)
    return operator or "=", _unquote(version) if "%" in version else version


def _check_moment(version: str) -> None:
    if "%3A" in version:
        raise ParseError("non-canonical VERS: datetime time colons must be unencoded")
    if "%" not in version and not _MOMENT.match(version):
        raise ParseError("non-canonical VERS: datetime must use uppercase 'T' and 'Z'")


def _unquote(version: str) -> str:
    for triplet in _TRIPLET.finditer(version):
        if triplet[1] is None:
            raise ParseError("non-canonical VERS: invalid percent-encoding in version")
        if triplet[1] != triplet[1].upper():
            raise ParseError("non-canonical VERS: percent-encoding in version is not canonical")
    from urllib.parse import unquote_to_bytes

    try:
        return unquote_to_bytes(version).decode()
    except UnicodeDecodeError:
        raise ParseError("non-canonical VERS: percent-encoding in version is not UTF-8") from None


def _quote(version: str) -> str:
    return _ESCAPED.sub(_escape, version)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _check(found: Vers) -> None:
    """The rules for canonical constraints.

    Raises:
        ParseError: which rule is broken.
    """
    keys = [key(found.type, version) for _, version in found.constraints]
    if keys != sorted(keys):
        raise ParseError("non-canonical VERS: constraints are not sorted by version")
    if len(set(keys)) != len(keys):
        raise ParseError("non-canonical VERS: a version occurs twice")
    operators = [o for o, _ in found.constraints if o != "!="]
    for one, two in pairwise(operators):
        if one == "=" and two[0] == "<":
            raise ParseError(f"non-canonical VERS: '=' may not be followed by {two!r}")
    pairs = [o for o in operators if o != "="]
    for one, two in pairwise(pairs):
        if one[0] == two[0]:
            raise ParseError(f"non-canonical VERS: {one!r} may not be followed by {two!r}")
