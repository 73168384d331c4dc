"""Names of organisations: what makes two of them alike, and how sure one can be.

A number settles a match. A name alone is a suggestion with its confidence; legal forms, countries and
signs do not count, words that many names share count less.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

from sbom.registers.facts import Vendor
from sbom.registers.identifiers import Identifier, kvk_of_oin

_WORD = re.compile(r"[a-z0-9]+")
_FORMS = frozenset(
    [
        *("bv", "nv", "vof", "cv", "sarl", "sas", "sa", "spa", "srl", "gmbh", "ag", "kg", "ug"),
        *("ltd", "limited", "llc", "inc", "incorporated", "corp", "corporation", "co", "company"),
        *(
            "plc",
            "oy",
            "ab",
            "as",
            "aps",
            "holding",
            "group",
            "groep",
            "international",
            "stichting",
        ),
        *("cooperatie", "coop", "vereniging", "the", "de", "het", "en", "and", "of", "van", "ua"),
    ]
)
_COMMON = frozenset(
    [
        *("software", "solutions", "systems", "services", "consultancy", "consulting", "nederland"),
        *("netherlands", "benelux", "europe", "emea", "ireland", "ict", "it", "online", "digital"),
        *("technologies", "technology", "automatisering", "informatica", "operations"),
    ]
)
SUGGESTED = 0.75
"""Least confidence at which a name is worth showing as a possible match."""


class How(StrEnum):
    """What a match rests on."""

    NUMBER = "number"
    """The same number of the same scheme: certain."""
    NAME = "name"
    """The same words after normalising."""
    SIMILAR = "similar"
    """Names that look alike: a suggestion."""


class Match(NamedTuple):
    """One vendor that may be meant."""

    vendor: Vendor
    how: How
    confidence: float
    """0 to 1, two decimals; 1 only for a number."""
    why: str
    """The number, or the two names."""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, in its order."""
    letters = normalize("NFKD", name.lower().replace("&", " en "))
    joined = re.sub(
        r"\b([a-z])\.(?=[a-z]\b|[a-z]\.)", r"\1", "".join(c for c in letters if c.isascii())
    )
    found = _WORD.findall(joined.replace(".", " "))
    kept = tuple(w for w in found if w not in _FORMS)
    return kept or tuple(found)


def likeness(one: str, two: str) -> float:
    """How alike two names are, from 0 to 0.95; a name alone is never certain."""
    left, right = words_of(one), words_of(two)
    if not left or not right:
        return 0.0
    if left == right:
        return 0.95
    rare_left = [w for w in left if w not in _COMMON] or list(left)
    rare_right = [w for w in right if w not in _COMMON] or list(right)
    if set(rare_left) == set(rare_right):
        return 0.9
    shared = sum(max((_alike(a, b) for b in rare_right), default=0.0) for a in rare_left)
    total = max(len(rare_left), len(rare_right))
    return round(min(0.89, shared / total), 2)


def _alike(one: str, two: str) -> float:
    if one == two:
        return 1.0
    if min(len(one), len(two)) < 4:
        return 0.0
    ratio = SequenceMatcher(None, one[:60], two[:60]).ratio()
    return ratio if ratio >= 0.8 else 0.0


def matches(
    name: str, ids: Sequence[Identifier], vendors: Iterable[Vendor], *, most: int = 5
) -> list[Match]:
    """Vendors that may be meant, best first; by number when any number fits, else by name.

    Args:
        name: As stated elsewhere.
        ids: Numbers stated elsewhere.
        vendors: Of the register.
        most: How many to give.
    """
    known = _comparable(ids)
    by_number, by_name = [], []
    for vendor in vendors:
        same = known & _comparable(vendor.ids)
        if same:
            scheme, value = min(same)
            by_number.append(Match(vendor, How.NUMBER, 1.0, f"{scheme} {value}"))
            continue
        if _contradicts(known, _comparable(vendor.ids)):
            continue
        alike = likeness(name, vendor.name)
        if alike >= SUGGESTED:
            how = How.NAME if alike >= 0.9 else How.SIMILAR
            by_name.append(Match(vendor, how, alike, f"{name} / {vendor.name}"))
    found = by_number or by_name
    return sorted(found, key=lambda m: (-m.confidence, m.vendor.name, m.vendor.line))[:most]


def _comparable(ids: Iterable[Identifier]) -> set[tuple[str, str]]:
    found = {(i.scheme, i.value) for i in ids if i.scheme != "other"}
    for scheme, value in tuple(found):
        if scheme == "oin" and (number := kvk_of_oin(value)):
            found.add(("kvk", number))
        if scheme == "vat" and value.startswith("NL"):
            found.add(("rsin", value[2:11]))
    return found


def _contradicts(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> bool:
    """Whether both state a number of one scheme, and not the same."""
    return bool({s for s, _ in one} & {s for s, _ in two})
