"""Where collectors keep what they fetched: a folder that may be thrown away at any time."""

import os
from pathlib import Path

from sbom.errors import CollectError


def cache_dir() -> Path:
    """Folder for fetched data: `$SLUIS_CACHE`, else `sluis` in the user's cache folder.

    Source: XDG Base Directory Specification 0.8 (relative values are ignored).
    """
    if chosen := os.environ.get("SLUIS_CACHE"):
        return Path(chosen).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "sluis"


def private_dir(*parts: str) -> Path:
    """A folder below `cache_dir`, made when absent, readable by this user only.

    Raises:
        CollectError: it cannot be made.
    """
    path = cache_dir().joinpath(*parts)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CollectError(f"{path}: the cache cannot be used: {error.strerror}") from error
    return path
