"""Words that reading and writing of SBOM documents share: names, versions, licences, addresses."""

import re
from functools import lru_cache

from sbom.component import Scope, VersionKind
from sbom.errors import ParseError
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import base, build, parse, unquote
from sbom.purl_repair import repair

MAX_RAW = 4096
"""Longest licence text kept in a claim."""
PREFIX = "sluis:"
"""Names of the properties that Sluis writes itself."""
REFERENCE = "reference:"
"""Start of the name of a property that holds an external reference; its type follows."""
DERIVED = ("purl-origin", "derived")
"""Property of a component whose document gave no usable purl; the purl was made from its name."""

_JOINED = {"maven": ":"} | dict.fromkeys(
    "npm golang composer github gitlab bitbucket docker swift huggingface generic githubactions "  # noqa: SIM905 - words in a row
    "hex conan brew terraform helm git".split(),
    "/",
)
_CREDENTIALS = lazy(r"(?<=[^hH]://)[^/\s@]+@|(?<=[hH]://)([^/\s@:]+):[^/\s@]*@")
_RANGE = lazy(r"[\^~<>=*\[(|]|vers:|.*(?:\|\||, ?[<>=~^]|[.][xX*]\Z)", re.DOTALL)
_PLACEHOLDER = lazy(r".*(?:\$\{|\{\{|%\(|@[A-Za-z.]+@)", re.DOTALL)
_UNKNOWN = frozenset(
    {"", "unknown", "noassertion", "none", "null", "n/a", "undefined", "(unknown)"}
)
STRENGTH = {
    Scope.RUNTIME: 0,
    Scope.OPTIONAL: 1,
    Scope.BUILD: 2,
    Scope.TEST: 3,
    Scope.DEV: 4,
    Scope.UNKNOWN: 5,
}
"""Order of scopes when one component is met several times: the lowest number stands."""


@lru_cache(maxsize=8192)
def version_kind(version: str) -> VersionKind:
    """How firm a version of an SBOM document is.

    A document should hold exact versions; ranges and placeholders are met in documents made from
    manifests. `latest` and branch names are taken as written, thus exact.
    """
    if version.lower() in _UNKNOWN:
        return VersionKind.ABSENT
    if _RANGE.match(version):
        return VersionKind.RANGE
    if _PLACEHOLDER.match(version):
        return VersionKind.UNRESOLVED
    return VersionKind.EXACT


def name_of(purl: str, group: str, name: str) -> str:
    """The full name as its ecosystem writes it.

    Args:
        purl: Canonical.
        group: `group` of the document, or empty.
        name: `name` of the document.

    Returns:
        `group:artifact` for Maven, `namespace/name` for types whose namespace is part of the name
        (npm, Go, Composer, GitHub, containers ...), else the name as the document has it.
    """
    kind = purl[4:].partition("/")[0]
    joint = _JOINED.get(kind)
    if joint is None or (not group and purl.count("/") == 1):
        return name
    namespace, _, last = base(purl)[5 + len(kind) :].rpartition("/")
    if group and last == name and (namespace == group or unquote(namespace) == group):
        return f"{group}{joint}{name}"
    try:
        parts = parse(purl)
    except ParseError:
        return name
    if not parts.namespace:
        return name if name.lower() == parts.name.lower() else parts.name
    if group and group.lower() == parts.namespace.lower() and name.lower() == parts.name.lower():
        return f"{group}{joint}{name}"
    full = f"{parts.namespace}{joint}{parts.name}"
    return name if name.lower() == full.lower() else full


def naming(purl: str, full: str) -> tuple[str, str, bool]:
    """Group and name as a document writes them, and whether `name_of` surely turns them back.

    Args:
        purl: Canonical.
        full: The full name as its ecosystem writes it.
    """
    kind, _, rest = purl[4:].partition("/")
    joint = _JOINED.get(kind)
    if joint is None:
        return "", full, True
    rest = rest.partition("@")[0]
    if "?" in rest or "#" in rest:
        rest = rest.partition("?")[0].partition("#")[0]
    if "%" in rest:
        rest = unquote(rest)
    if joint in full:
        group, _, name = full.rpartition(joint)
        if group.strip() and name.strip():
            return group, name, rest == (full if joint == "/" else f"{group}/{name}")
    return "", full, rest == full


def purl_of(stated: str, group: str, name: str, version: str) -> tuple[str, str | None]:
    """Canonical purl of an entry, and why it differs from what was stated.

    Args:
        stated: As in the document; empty when it gives none.
        group: For a purl of type generic when there is none or none can be made.
        name: Same.
        version: Exact version, or empty. A purl without version gets it; one with a version keeps
            its own unless `version` is empty because the version is not exact.

    Returns:
        (purl, None when it is as stated or none was stated, else the reason).
    """
    if stated:
        try:
            purl, reason = repair(stated)
        except ParseError as error:
            return build("generic", name, version, namespace=group), error.reason
        if version and "@" not in purl:
            return _with_version(purl, version), reason
        return purl, reason
    return build("generic", name, version, namespace=group), None


def _with_version(purl: str, version: str) -> str:
    parts = parse(purl)
    return build(
        parts.type,
        parts.name,
        version,
        namespace=parts.namespace,
        qualifiers=dict(parts.qualifiers),
        subpath=parts.subpath,
    )


def without_version(purl: str) -> str:
    """The purl with its version taken out, qualifiers and subpath kept."""
    head, at, tail = purl.partition("@")
    if not at:
        return purl
    for mark in "?#":
        cut = tail.find(mark)
        if cut >= 0:
            return head + tail[cut:]
    return head


def version_of(purl: str) -> str:
    """The decoded version of a canonical purl, or empty."""
    return unquote(purl.partition("@")[2].partition("#")[0].partition("?")[0])


def address(url: str) -> str:
    """A web or repository address without credentials and surrounding space.

    Of `ssh://git@host` the user stays, since it is no secret; a password never does.
    """
    url = url.strip()
    if "@" in url:
        url = _CREDENTIALS.sub(lambda m: f"{m[1]}@" if m[1] else "", url)
    return url[:2048]


def claim(raw: str, kind: LicenseKind, source: str) -> LicenseClaim | None:
    """A licence claim, or None when the text says nothing."""
    raw = raw.strip()[:MAX_RAW]
    if not raw or raw.upper() in {"NOASSERTION", "NONE"}:
        return None
    return LicenseClaim(raw=raw, kind=kind, source=source)


def first_line(content: str) -> str:
    """The first line of a licence text that holds words, at most 200 characters."""
    for line in content[:20_000].splitlines():
        if line.strip(" \t#*=-/"):
            return line.strip(" \t#*=-/")[:200]
    return ""
