"""Requirements as manifests write them: which notation an ecosystem uses, and whether one is met.

Each notation is a module with `parse(requirement) -> Alternatives`; one that has rules of its own
for a version also has `adapt(clause, version) -> version` or `meets(requirement, version,
prereleases) -> bool`, and `NAMED_ONLY` when a pre-release must be named.
"""

import importlib
import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import NamedTuple

from sbom.errors import ParseError
from sbom.versions import key
from sbom.versions.ranges import union
from sbom.versions.ranges.clause import (
    Alternative,
    Alternatives,
    Clause,
    bounds,
    holds,
)
from sbom.versions.ranges.vers import Vers

_NOTATION_OF = {
    "alpm": "arch",
    "apk": "alpine",
    "bitbucket": "npm",
    "cargo": "cargo",
    "cocoapods": "gem",
    "composer": "composer",
    "conan": "conan",
    "conda": "conda",
    "dart": "pub",
    "deb": "debian",
    "gem": "gem",
    "github": "npm",
    "golang": "golang",
    "hackage": "hackage",
    "helm": "helm",
    "hex": "elixir",
    "maven": "maven",
    "nginx": "nginx",
    "npm": "npm",
    "nuget": "nuget",
    "openssl": "listed",
    "pub": "pub",
    "pypi": "python",
    "rpm": "rpm",
    "swift": "npm",
    "vscode-extension": "npm",
}
"""Module per type of package URL; any other type takes `comparisons`."""
_NUMBERS = re.compile(r"\s*v?(?:[0-9]+[!:])?[0-9]+(?:\.[0-9]+)*")
_LONGEST = 4096


class _Rules(NamedTuple):
    """What a notation offers."""

    parse: Callable[[str], Alternatives]
    meets: Callable[[str, str, bool | None], bool] | None
    adapt: Callable[[Clause, str], str] | None
    named_only: bool


def contains(purl_type: str, requirement: str, version: str, prereleases: bool | None) -> bool:  # noqa: FBT001 - three answers, passed on
    """See `sbom.versions.native_satisfies`.

    Raises:
        ParseError: the requirement is not understood.
    """
    rules = _rules(purl_type)
    if rules.meets is not None:
        return rules.meets(requirement, version, prereleases)
    strict = rules.named_only if prereleases is None else not prereleases
    release = release_of(purl_type, version) if strict else None
    tested = key(purl_type, version)
    for alternative, keyed in _keyed(purl_type, requirement):
        if rules.adapt is not None:
            fits = all(
                holds(o, key(purl_type, rules.adapt(c, version)), bound)
                for c, (o, bound) in zip(alternative, keyed, strict=True)
            )
        else:
            fits = True
            for operator, bound in keyed:
                if not holds(operator, tested, bound):
                    fits = False
                    break
        if fits and (release is None or _names(purl_type, alternative, release)):
            return True
    return False


@lru_cache(maxsize=16_384)
def _keyed(
    purl_type: str, requirement: str
) -> tuple[tuple[Alternative, tuple[tuple[str, bytes], ...]], ...]:
    """The alternatives, and their clauses with keys."""
    return tuple(
        (a, tuple((c.operator, key(purl_type, c.version)) for c in a))
        for a in alternatives(purl_type, requirement)
    )


@lru_cache(maxsize=16_384)
def alternatives(purl_type: str, requirement: str) -> Alternatives:
    """The clauses of a requirement.

    Raises:
        ParseError: the requirement is not understood.
    """
    if len(requirement) > _LONGEST:
        raise ParseError(f"is longer than {_LONGEST} characters")
    return _rules(purl_type).parse(requirement)


def from_native(purl_type: str, requirement: str) -> str:
    """A requirement as VERS.

    Alternatives are kept as stated where VERS reads them the same, and merged otherwise. VERS knows
    no pre-release rule: bounds that only shut pre-releases out are written as people state them.

    Returns:
        `vers:none/*` when no version can meet it.

    Raises:
        ParseError: the requirement is not understood.
    """
    order = partial(key, purl_type)
    stated = [
        b for a in alternatives(purl_type, requirement) if (b := bounds(a, order)) is not None
    ]
    if not stated:
        return "vers:none/*"
    clauses = union.united(stated, order)
    if clauses is None:
        return "vers:none/*"
    if not clauses:
        return f"vers:{purl_type}/*"
    found = [(c.operator, c.stated or c.version) for c in clauses]
    excludes = any(c.operator == "!=" for cs in stated for c in cs)
    if excludes and len({order(v) for _, v in found}) < len(found):
        found = [(c.operator, c.version) for c in clauses]
    return str(Vers(purl_type, tuple(dict.fromkeys(found))))


def release_of(purl_type: str, version: str) -> str | None:
    """The release that a pre-release precedes (`2.0.0` for `2.0.0-rc.1`), None for other versions."""
    if version.replace(".", "").isdecimal():
        return None
    match = _NUMBERS.match(version)
    if match is None or match.end() == len(version):
        return None
    return match[0] if key(purl_type, version) < key(purl_type, match[0]) else None


def _names(purl_type: str, alternative: Alternative, release: str) -> bool:
    """Whether a clause names a pre-release of the same release."""
    wanted = key(purl_type, release)
    return any(
        (named := release_of(purl_type, clause.version)) is not None
        and key(purl_type, named) == wanted
        for clause in alternative
    )


@cache
def _rules(purl_type: str) -> _Rules:
    module = importlib.import_module(
        f"sbom.versions.ranges.{_NOTATION_OF.get(purl_type, 'comparisons')}"
    )
    return _Rules(
        module.parse,
        getattr(module, "meets", None),
        getattr(module, "adapt", None),
        getattr(module, "NAMED_ONLY", False),
    )
