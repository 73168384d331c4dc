"""Addresses of repositories and downloads as formats state them, without secrets."""

import re

from sbom.lazy_pattern import lazy

_USER = lazy(r"://[^/?#\s]*@")
_SECRET = lazy(
    r"([?&;](?:[\w\-]*(?:token|secret|password|signature|credential|api[_-]?key)|auth|sig|key)=)"
    r"[^&;#]*",
    re.IGNORECASE,
)


def without_credentials(address: str) -> str:
    """The address without user, password and tokens; `git@host:path` keeps its bare user."""
    if "@" in address:
        address = _USER.sub("://", address)
    return without_secrets(address)


def without_secrets(address: str) -> str:
    """The address with tokens, keys and signatures in its query emptied; the user stays."""
    return _SECRET.sub(r"\1", address) if "=" in address else address


def vcs_url(address: str, commit: str = "") -> str:
    """Value of the purl qualifier `vcs_url`: `git+https://host/path@commit`.

    Source: SPDX 2.3, section 7.7 (package download location), as the purl specification asks.
    """
    address = without_credentials(address)
    if not address:
        return ""
    if not address.startswith("git+") and "://" in address and not address.startswith("git:"):
        address = "git+" + address
    return f"{address}@{commit}" if commit else address
