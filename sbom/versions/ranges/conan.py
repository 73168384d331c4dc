"""Version ranges of Conan: `[>1 <2.0 || ^3.2]`, `~2.5`, `*`.

Upper bounds of `~` and `^` end in `-`, which shuts pre-releases out; a `-` behind a stated bound
and the option `include_prerelease` let them in and leave the bound as it is.
Source: Conan 2 documentation, "Version ranges".
"""

import re

from sbom.errors import ParseError
from sbom.versions.ranges.clause import Alternatives, Clause

_COMPARISON = re.compile(r"\s*+(>=|<=|[<>=~^]|)\s*+([^\s<>=~^|]++)\s*+")


def parse(text: str) -> Alternatives:
    """The clauses of a range.

    Raises:
        ParseError: not a range.
    """
    text = text.strip()
    if text[:1] == "[" and text[-1:] == "]":
        text = text[1:-1]
    return tuple(tuple(_alternative(part)) for part in text.partition(",")[0].split("||"))


def _alternative(text: str) -> list[Clause]:
    found: list[Clause] = []
    position = 0
    while position < len(text):
        match = _COMPARISON.match(text, position)
        if match is None:
            raise ParseError(f"is no range of versions from {text[position:][:40]!r}")
        operator, version = match.groups()
        found += _clauses(operator, version.rstrip("-"))
        position = match.end()
    return found or [Clause(">=", "0.0.0")]


def _clauses(operator: str, version: str) -> list[Clause]:
    if version in {"", "*"}:
        return [Clause(">=", "0.0.0")]
    if operator not in {"~", "^"}:
        return [Clause(operator or "=", version)]
    numbers: list[int] = []
    for part in version.partition("-")[0].partition("+")[0].split("."):
        if not (part.isdecimal() and part.isascii() and len(part) <= 80):
            break
        numbers.append(int(part))
    if not numbers:
        raise ParseError(f"has no number to raise in {version[:40]!r}")
    if operator == "~":
        place = min(len(numbers), 2) - 1
    else:
        place = next((n for n, number in enumerate(numbers) if number), len(numbers) - 1)
    after = ".".join(map(str, [*numbers[:place], numbers[place] + 1]))
    return [Clause(">=", version), Clause("<", after + "-")]
