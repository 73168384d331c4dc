"""Download addresses of JavaScript packages: what kind of place, which commit, no credentials.

Source: npm documentation, package.json "Git URLs as dependencies" and "URLs as dependencies";
archive addresses of the public git hosts.
"""

import re
from functools import lru_cache

from sbom.component import Role
from sbom.git_address import without_secrets
from sbom.lazy_pattern import lazy

_USER_INFO = re.compile(r"^([A-Za-z][A-Za-z0-9+.\-]*://)([^/?#@]*)@")
_ARCHIVE = re.compile(
    r"https?://(?:codeload\.github\.com/[^/]+/[^/]+/(?:legacy\.)?(?:tar\.gz|zip)/|"
    r"github\.com/[^/]+/[^/]+/(?:archive|tarball)/|api\.github\.com/repos/[^/]+/[^/]+/tarball|"
    r"bitbucket\.org/[^/]+/[^/]+/get/|"
    r"[^/]*gitlab[^/]*/(?:[^?#]*/-/archive/|[^?#]*/repository/archive|api/v4/projects/[^?#]*archive))"
)
_GIT_SCHEME = re.compile(r"git(?:\+[a-z]+)?:|ssh:|git@[^/]+[:/]")
_HOSTED = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[^/]+/[^/#?]+/?(?:#|\Z)"
)
_COMMIT = lazy(r"(?:[#=/:]|\A)([0-9a-f]{40}|[0-9a-f]{64})(?:\Z|[&/?.])")


def without_credentials(address: str) -> str:
    """The address without user, password and tokens.

    The bare user `git` of an ssh address is no secret and stays.
    """
    if "@" in address:
        match = _USER_INFO.match(address)
        if match is not None:
            scheme, user = match.groups()
            name = user.partition(":")[0]
            keep = f"{name}@" if "ssh" in scheme and name == "git" else ""
            address = scheme + keep + address[match.end() :]
    return without_secrets(address)


@lru_cache(maxsize=4096)
def role_of(address: str) -> Role | None:
    """GIT, URL or LOCAL by the look of an address; None for a registry archive or a bare path.

    A registry archive is any address that holds `/-/` (npm registries and their proxies), or an
    archive elsewhere than on a git host whose name ends in `.tgz`, as mirrors serve them.
    """
    if address.startswith(("file:", "link:", "portal:", "./", "../")):
        return Role.LOCAL
    if _GIT_SCHEME.match(address) or _HOSTED.match(address):
        return Role.GIT
    if address.startswith(("http://", "https://")):
        bare = address.partition("#")[0].partition("?")[0]
        if bare.endswith(".git") or _ARCHIVE.match(address):
            return Role.GIT
        if "/-/" in bare or "/-/" in address.replace("%2f", "/"):
            return None
        return Role.URL
    return None


def commit_of(address: str) -> str:
    """The full commit id in a git address, or empty."""
    match = _COMMIT.search(address)
    return "" if match is None else match.group(1)
