"""What a git location is: a path on this disk, or an address that git may fetch from."""

import re
from collections.abc import Iterable

from sbom.errors import CollectError
from sbom.lazy_pattern import lazy

SCHEMES = frozenset({"https", "http", "ssh", "git"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCP = lazy(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9._-]+:(?!//)[^\s]+\Z")
_USERINFO = lazy(r"(://)[^/@\s'\"]+@")
_PASSWORD = lazy(r"(://[^/:@\s]*):[^/@\s]*@")
_AUTHORISATION = lazy(r"(?i)(authorization: *\w+ )\S+")
_REVISION = lazy(r"[A-Za-z0-9_][A-Za-z0-9_./@+~^-]*\Z")


def is_remote(location: str) -> bool:
    """Whether a git location names a server and not a path.

    A single letter before a colon is a drive, not a host; a path that holds a colon is written
    with `./` before it, as git itself asks.
    """
    if _SCHEME.match(location) or "::" in location.split("/", 1)[0]:
        return True
    head = location.split("/", 1)[0]
    return ":" in head and not head.startswith(".") and len(head.split(":", 1)[0]) > 1


def check_remote(url: str) -> None:
    """Refuse an address that git must not get.

    Raises:
        CollectError: looks like an option, an unknown or unsafe transport (`ext::`, `fd::`,
            `file://`), holds a password, white space or control characters.
    """
    shown = hide_credentials(url)
    if url.startswith("-"):
        raise CollectError(f"{shown!r}: an address cannot open with a dash")
    if "::" in url.split("/", 1)[0]:
        raise CollectError(
            f"{shown!r}: transports such as ext:: and fd:: can run programs and are refused"
        )
    if any(c.isspace() or not c.isprintable() for c in url):
        raise CollectError(f"{shown!r}: holds white space or control characters")
    if match := _SCHEME.match(url):
        _check_parts(url, match.group(1).lower(), match.end())
    elif not _SCP.match(url):
        raise CollectError(f"{shown!r}: is neither a path nor an https, ssh or git address")


def _check_parts(url: str, scheme: str, start: int) -> None:
    shown = hide_credentials(url)
    if scheme == "file":
        raise CollectError(f"{shown!r}: write the path itself, without file://")
    if scheme not in SCHEMES:
        raise CollectError(
            f"{shown!r}: scheme {scheme!r} is not supported; use https, ssh, git or http"
        )
    authority = url[start:].split("/", 1)[0]
    user, _, host = authority.rpartition("@")
    if not host or host.startswith("-") or user.startswith("-"):
        raise CollectError(f"{shown!r}: has no usable host name")
    if has_credentials(url):
        raise CollectError(
            f"{shown!r}: holds credentials; leave them to git's credential helper or name an "
            "environment variable in `token_env`"
        )


def has_credentials(url: str) -> bool:
    """Whether an address carries a password or token.

    A lone user name is fine over ssh (`ssh://git@host/…`); over http a lone user name is how many
    forges take a token, so it counts.
    """
    if _PASSWORD.search(url):
        return True
    return url.lower().startswith(("http://", "https://")) and bool(_USERINFO.search(url))


def hide_credentials(url: str) -> str:
    """The address without user name and password; an ssh user name stays."""
    if has_credentials(url):
        return _USERINFO.sub(r"\1", url)
    return url


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Text of git's without credentials: known secrets, `user:password@`, authorisation headers."""
    for secret in secrets:
        if len(secret) > 3:
            text = text.replace(secret, "***")
    text = _AUTHORISATION.sub(r"\1***", text)
    return _USERINFO.sub(lambda m: m[0] if m[0] == "://git@" else "://***@", text)


def check_revision(revision: str) -> None:
    """Refuse a revision that is not a plain branch, tag or commit name.

    Raises:
        CollectError: an option, a range, a path inside a tree, white space.
    """
    if not _REVISION.match(revision) or ".." in revision or "@{" in revision:
        raise CollectError(f"revision {revision!r} is not a branch, tag or commit name")
