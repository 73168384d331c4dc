"""Version specifiers of Python (PEP 440), and the `^`, `~`, `*` and `||` that Poetry adds.

By default a pre-release that is already there counts by its place in the order, as PEP 440 lets it;
with `prereleases=False` only when a specifier names one.
Source: version specifiers of the Python packaging specifications; Poetry, "Dependency specification".
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sbom.errors import ParseError
from sbom.versions.ranges.clause import Alternatives, Clause, every, holds
from sbom.versions.schemes import pep440

_SPECIFIER = re.compile(r"\s*+(~=|===|==|!=|<=|>=|[<>^~=]|)\s*+([^\s,;()<>=~^|]++)[\s,]*+")
_LONGEST = 80
"""Digits of a number that may be raised by one."""


class _Specifier(NamedTuple):
    operator: str
    """`==`, `!=`, `===`, `<`, `<=`, `>`, `>=`, and `==*`, `!=*` for a prefix."""
    version: str


def meets(requirement: str, version: str, prereleases: bool | None) -> bool:  # noqa: FBT001 - three answers, passed on
    """Whether a version meets a requirement.

    Raises:
        ParseError: the requirement is not understood.
    """
    found = pep440.parse(version)
    for alternative in _read(requirement):
        if (
            prereleases is False
            and found is not None
            and found.is_prerelease
            and not any(
                (named := pep440.parse(s.version)) is not None and named.is_prerelease
                for s in alternative
                if s.operator != "!="
            )
        ):
            continue
        if all(_fits(s, version, found) for s in alternative):
            return True
    return False


def parse(text: str) -> Alternatives:
    """The clauses of a requirement, without what PEP 440 says about the neighbours of a bound.

    Raises:
        ParseError: the requirement is not understood.
    """
    found: Alternatives = ()
    for alternative in _read(text):
        found += every(_clauses(s) for s in alternative)
    return found


@lru_cache(maxsize=16_384)
def _read(text: str) -> tuple[tuple[_Specifier, ...], ...]:
    text = text.strip()
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1]
    return tuple(tuple(_alternative(part)) for part in text.replace("||", "|").split("|"))


def _alternative(text: str) -> list[_Specifier]:
    found: list[_Specifier] = []
    position = len(text) - len(text.lstrip(" ,\t"))
    while position < len(text):
        match = _SPECIFIER.match(text, position)
        if match is None:
            raise ParseError(f"is no version specifier from {text[position:][:40]!r}")
        found += _specifiers(match[1], match[2])
        position = match.end()
    return found


def _specifiers(operator: str, version: str) -> list[_Specifier]:
    if operator == "===":
        return [_Specifier("===", version)]
    if version == "*" and operator in {"", "=", "=="}:
        return []
    if version.endswith("*"):
        prefix = version[:-1].rstrip(".")
        if operator not in {"", "=", "==", "!="} or pep440.parse(prefix) is None:
            raise ParseError(f"has a wildcard that means nothing in {version[:40]!r}")
        return [_Specifier("!=*" if operator == "!=" else "==*", prefix)]
    if pep440.parse(version) is None:
        if operator in {"", "=", "=="} and "*" not in version:
            return [_Specifier("===", version)]
        raise ParseError(f"has the malformed version {version[:40]!r}")
    if operator == "~=":
        return [_Specifier(">=", version), _Specifier("==*", _head(version))]
    if operator in {"^", "~"}:
        return [_Specifier(">=", version), _Specifier("<", _after(operator, version))]
    return [_Specifier("==" if operator in {"", "="} else operator, version)]


def _split(version: str) -> tuple[str, list[int]]:
    """The epoch with its mark, and the numbers of the release, of a version that can be read."""
    found = pep440.parse(version)
    if found is None or any(len(n) > _LONGEST for n in found.release):
        raise ParseError(f"has the malformed version {version[:40]!r}")
    epoch = "" if found.epoch == "0" else found.epoch + "!"
    return epoch, [int(n) for n in found.release]


def _head(version: str) -> str:
    epoch, numbers = _split(version)
    if len(numbers) < 2:
        raise ParseError("'~=' needs at least two numbers")
    return epoch + ".".join(map(str, numbers[:-1]))


def _after(operator: str, version: str) -> str:
    """Where Poetry's caret or tilde ends."""
    epoch, numbers = _split(version)
    if operator == "~":
        place = min(len(numbers), 2) - 1
    else:
        place = next((n for n, number in enumerate(numbers) if number), len(numbers) - 1)
    return epoch + ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


def _fits(specifier: _Specifier, version: str, found: pep440.Version | None) -> bool:
    operator, stated = specifier
    if operator == "===":
        return version.strip().lower() == stated.lower()
    bound = pep440.parse(stated)
    if found is None or bound is None:
        return operator == "!="
    if operator in {"==*", "!=*"}:
        return _begins(found, bound) == (operator == "==*")
    public = found if bound.local else found._replace(local="")
    one, two = pep440.encode(public), pep440.encode(bound)
    if operator in {"==", "!="}:
        return (one == two) == (operator == "==")
    if operator == "<" and not bound.is_prerelease:
        two = pep440.encode(bound._replace(dev="0"))
    if operator == ">":
        one = pep440.encode(found._replace(local=""))
        family = pep440.encode(found._replace(post=None, dev=None, local=""))
        if found.post is not None and family == two:
            return False
    return holds(operator, one.encode(), two.encode())


def _begins(found: pep440.Version, prefix: pep440.Version) -> bool:
    """Whether a release begins with another, missing numbers being zero."""
    numbers = [int(n[:_LONGEST]) for n in found.release]
    wanted = [int(n[:_LONGEST]) for n in prefix.release]
    numbers += [0] * (len(wanted) - len(numbers))
    return (
        int(found.epoch[:_LONGEST]) == int(prefix.epoch[:_LONGEST])
        and numbers[: len(wanted)] == wanted
    )


def _clauses(specifier: _Specifier) -> Alternatives:
    operator, version = specifier
    if operator not in {"==*", "!=*"}:
        return ((Clause("=" if operator in {"==", "==="} else operator, version),),)
    epoch, numbers = _split(version)
    low = epoch + ".".join(map(str, numbers))
    after = epoch + ".".join(map(str, [*numbers[:-1], numbers[-1] + 1]))
    if operator == "!=*":
        return ((Clause("<", low + ".dev0", low),), (Clause(">=", after + ".dev0", after),))
    return ((Clause(">=", low + ".dev0", low), Clause("<", after + ".dev0", after)),)
