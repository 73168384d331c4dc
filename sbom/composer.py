"""Words that composer.json and composer.lock share: platform packages, licences, constraints."""

import re
from collections.abc import Mapping
from typing import Any

from sbom.component import VersionKind
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import items, text

_PLATFORM = re.compile(
    r"(?:php(?:-64bit|-ipv6|-zts|-debug)?|hhvm|(?:ext|lib)-[a-z0-9._-]+"
    r"|composer(?:-(?:plugin|runtime)-api)?)\Z",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"=?\s*v?\d+(?:\.\d+)*(?:[-._]?(?:alpha|beta|a|b|rc|patch|pl|p)[.-]?\d*)*\Z", re.IGNORECASE
)
_BRANCH = re.compile(r"dev-|.*-dev\Z|self\.version\Z")


def is_platform(name: str) -> bool:
    """Whether a name means PHP, an extension, a system library or Composer itself.

    Source: Composer documentation, "Platform packages".
    """
    return _PLATFORM.match(name) is not None


def package_url(name: str, version: str = "", qualifiers: Mapping[str, str] | None = None) -> str:
    """The purl of `vendor/package`."""
    namespace, _, last = name.rpartition("/")
    return build("composer", last, version, namespace=namespace, qualifiers=qualifiers)


def licenses_of(entry: Mapping[str, Any]) -> tuple[LicenseClaim, ...]:
    """One claim: a string as it is, a list joined with OR, as the schema says it means.

    Source: Composer documentation, composer.json schema, `license` ("multiple licenses, array of
    values ... disjunctive").
    """
    value = entry.get("license")
    words = [text(value)] if isinstance(value, str) else [text(v) for v in items(value)]
    words = [w for w in words if w]
    if not words:
        return ()
    if len(words) > 1:
        words = [f"({w})" if " " in w and not w.startswith("(") else w for w in words]
    return (LicenseClaim(raw=" OR ".join(words)[:4096], source="license"),)


def constraint_kind(requirement: str) -> tuple[str, VersionKind]:
    """Version and its kind of a constraint: exact, a branch (unresolved), absent or a range."""
    bare = requirement.partition("@")[0].partition("#")[0].strip()
    if not bare:
        return "", VersionKind.ABSENT
    if _EXACT.match(bare):
        return bare.lstrip("= "), VersionKind.EXACT
    if _BRANCH.match(bare) and " " not in bare and "|" not in bare:
        return bare, VersionKind.UNRESOLVED
    return "", VersionKind.RANGE
