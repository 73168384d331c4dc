"""Names, versions and package URLs of JavaScript packages."""

import re

from sbom import purl
from sbom.component import Role
from sbom.lazy_pattern import lazy

_EXACT = re.compile(
    r"[v=\s]*(\d+\.\d+\.\d+(?:-[0-9A-Za-z.\-]+)?(?:\+[0-9A-Za-z.\-]+)?)\s*\Z", re.ASCII
)
"""semver 2.0.0, with the leading `v` and `=` that node-semver accepts."""
_SERVED = lazy(r"/((?:@[^/]+/)?[^/@]+|(?:@|%40)[^/]+)/-/")
_NAME = re.compile(r"(?:@[^/@\s:%]+/)?[^/@\s:%]+\Z")


def exact_version(text: str) -> str:
    """The version when `text` names exactly one (`1.2.3`, `=1.2.3`, `v1.2.3`), else empty."""
    match = _EXACT.match(text)
    return "" if match is None else match.group(1)


def is_name(text: str) -> bool:
    """Whether `text` can be a package name: `name` or `@scope/name`, old spellings included."""
    return len(text) <= 512 and _NAME.match(text) is not None


def package_url(
    name: str, version: str = "", *, role: Role | None = None, address: str = ""
) -> str:
    """Canonical purl.

    Args:
        name: Full name with scope.
        version: Exact version or empty.
        role: GIT or URL when the package does not come from a registry.
        address: Where it does come from then, without credentials; becomes `vcs_url` or
            `download_url`, so that it is not taken for the registry's package of that name.
    """
    scope, slash, rest = name.partition("/")
    if not slash or scope[:1] != "@":
        scope, rest = "", name
    qualifiers = None
    if address and role is Role.GIT:
        qualifiers = {"vcs_url": address}
    elif address and role is Role.URL:
        qualifiers = {"download_url": address}
    return purl.build("npm", rest, version, namespace=scope, qualifiers=qualifiers)


def served_name(address: str) -> str:
    """Name of the package that a registry archive (`.../@scope/name/-/name-1.0.0.tgz`) is of."""
    match = _SERVED.search(address)
    if match is None:
        return ""
    name = match.group(1)
    if "%" in name:
        name = name.replace("%40", "@").replace("%2f", "/").replace("%2F", "/")
    return name


def split_descriptor(text: str) -> tuple[str, str]:
    """Name and range of `name@range`; the range is empty when there is none."""
    at = text.find("@", 1)
    return (text, "") if at < 0 else (text[:at], text[at + 1 :])
