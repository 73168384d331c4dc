"""Constraints of Composer: `^1.2`, `~1.2.3`, `1.2.*`, `>=1.0 <2.0`, `1.0 - 2.0`, `||`, `@beta`.

Bounds count from the lowest stability (`-dev`) on, as Composer's own do; a stability flag moves the
bound of `<`, `<=`, `>`, `>=` and `!=` to that stability, and else, like an `as` alias, only steers
which versions are offered.
Source: Composer documentation, "Versions and constraints"; composer/semver.
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import ANYTHING, Alternatives, Clause, every

_NUMBER = r"[0-9]{1,80}"
_OR = re.compile(r"\s*\|\|?\s*")
_GAP = re.compile(r"(?<=[<>=!~^])\s+|\s+as\s+[^\s,|]+")
_AND = re.compile(r"[,\s]+")
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)\Z")
_FLAG = re.compile(r"@(stable|rc|beta|alpha|dev)\Z", re.IGNORECASE)
_WILDCARD = re.compile(rf"v?((?:{_NUMBER}\.)*)[xX*](?:\.[xX*])*(?:\.{_NUMBER})*\Z")
_VERSION = re.compile(
    rf"v?({_NUMBER}(?:\.{_NUMBER}){{0,3}})"
    r"((?:[._-]?(?:stable|beta|b|rc|alpha|a|patch|pl|p|dev)[.-]?[0-9]*)*)(?:\+\S*)?\Z",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"(?:dev-|v?[0-9])\S|[0-9]|\S+-dev\Z", re.IGNORECASE)
_COMPARISON = re.compile(r"(<>|!=|>=|<=|==|[<>=~^]|)(\S*)\Z")


def parse(text: str) -> Alternatives:
    """The clauses of a constraint.

    Raises:
        ParseError: not a constraint.
    """
    found: Alternatives = ()
    for part in _OR.split(text.strip()):
        found += _alternative(part.strip())
    return found


def _alternative(text: str) -> Alternatives:
    if not text:
        raise ParseError("has an empty alternative")
    hyphen = _HYPHEN.match(text)
    if hyphen is not None:
        return _between(hyphen[1], hyphen[2])
    return every(_comparison(part) for part in _AND.split(_GAP.sub("", text).strip(" ,")))


def _comparison(text: str) -> Alternatives:
    text = text.partition("#")[0]
    flagged = _FLAG.search(text)
    text = text[: flagged.start()] if flagged else text
    if text in {"", "*"}:
        return ANYTHING
    match = _COMPARISON.match(text)
    operator, version = match.groups() if match else ("", text)
    operator = {"<>": "!=", "==": "=", "": "="}.get(operator, operator)
    wildcard = _WILDCARD.match(version)
    if wildcard is not None and operator in {"=", "!="}:
        return _wild(operator, [int(n) for n in wildcard[1].split(".") if n])
    if operator in {"~", "^"}:
        numbers, suffix = _read(version)
        if operator == "~":
            place = max(len(numbers) - 2, 0)
        else:
            place = next((n for n, x in enumerate(numbers) if x), len(numbers) - 1)
        return ((_low(numbers, suffix), _below(numbers, place)),)
    if not _KNOWN.match(version):
        raise ParseError(f"is no constraint from {text[:40]!r}")
    plain = _VERSION.match(version)
    if plain is None or plain[2] or operator == "=":
        return ((Clause(operator, version),),)
    if flagged is not None and flagged[1].lower() != "stable":
        return ((Clause(operator, f"{version}-{flagged[1]}"),),)
    if operator in {"<", ">="}:
        return ((Clause(operator, version + "-dev", version),),)
    return ((Clause(operator, version),),)


def _between(first: str, last: str) -> Alternatives:
    numbers, suffix = _read(first)
    low = _low(numbers, suffix)
    high, after = _read(last)
    if len(high) >= 3 or after:
        return ((low, Clause("<=", last)),)
    return ((low, _below(high, len(high) - 1)),)


def _wild(operator: str, numbers: list[int]) -> Alternatives:
    if not numbers:
        return ANYTHING if operator == "=" else ()
    low, high = _low(numbers, ""), _below(numbers, len(numbers) - 1)
    if operator == "=":
        return ((low, high),)
    return ((low._replace(operator="<"),), (high._replace(operator=">="),))


def _read(version: str) -> tuple[list[int], str]:
    match = _VERSION.match(version)
    if match is None:
        raise ParseError(f"has the malformed version {version[:40]!r}")
    return [int(n) for n in match[1].split(".")], match[2]


def _low(numbers: list[int], suffix: str) -> Clause:
    shown = ".".join(map(str, numbers)) + suffix
    return Clause(">=", shown) if suffix else Clause(">=", shown + "-dev", shown)


def _below(numbers: list[int], place: int) -> Clause:
    raised = [*numbers[:place], numbers[place] + 1]
    shown = ".".join(map(str, raised + [0] * (2 - len(raised))))
    return Clause("<", shown + "-dev", shown)


def adapt(clause: Clause, version: str) -> str:
    """The version; a branch (`dev-main`), which has no place in the order, is below no bound."""
    branch = version[:4].lower() == "dev-" and clause.operator[0] == "<"
    return "99999.9999999" if branch else version
