"""The network's door for advisories: one conditional request each, resumed, bounded and checked.

Only `sluis sync` comes here. A download goes on where an earlier one broke off, when the server still
has the same version (ETag); it is given back only when it is complete. Source: RFC 9110, sections 13
(conditional requests) and 14 (ranges).
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sbom.errors import CollectError

if TYPE_CHECKING:
    import requests

CONNECT_S = 10.0
READ_S = 60.0
MAX_BYTES = 4 << 30
_PIECE = 1 << 18
_ATTEMPTS = 3
AGENT = "sluis-sync"


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What a request gave."""

    unchanged: bool
    """True: the server says that what we have is current; `content` is empty."""
    content: bytes = b""
    etag: str = ""
    modified: str = ""
    sha256: str = ""


class _BrokenError(CollectError):
    """The connection broke off; what came in is kept for the next attempt."""


def fetch(
    url: str, partial: Path, *, etag: str = "", modified: str = "", max_bytes: int = MAX_BYTES
) -> Fetched:
    """Get a file when it changed.

    Args:
        url: http or https.
        partial: File in which an unfinished download is kept; removed when it is complete.
        etag: Of what we have, or empty.
        modified: `Last-Modified` of what we have, or empty.
        max_bytes: More is refused.

    Raises:
        CollectError: the server refuses, cannot be reached, or gives something incomplete.
    """
    import requests

    if not url.startswith(("https://", "http://")):
        raise CollectError(f"{url}: is no http or https address")
    last: CollectError | None = None
    with requests.Session() as session:
        session.headers["User-Agent"] = AGENT
        for _ in range(_ATTEMPTS):
            try:
                return _once(
                    session, url, partial, etag=etag, modified=modified, max_bytes=max_bytes
                )
            except _BrokenError as broken:
                last = broken
            except requests.RequestException as error:
                last = CollectError(f"{url}: cannot be fetched: {type(error).__name__}")
    raise last or CollectError(f"{url}: cannot be fetched")


def _once(
    session: "requests.Session",
    url: str,
    partial: Path,
    *,
    etag: str,
    modified: str,
    max_bytes: int,
) -> Fetched:
    headers = {}
    mark = partial.with_name(partial.name + ".etag")
    begun = partial.stat().st_size if partial.exists() and mark.exists() else 0
    if begun:
        headers = {"Range": f"bytes={begun}-", "If-Range": mark.read_text("utf-8")}
    elif etag:
        headers["If-None-Match"] = etag
    elif modified:
        headers["If-Modified-Since"] = modified
    headers["Accept-Encoding"] = "identity"
    with session.get(url, headers=headers, stream=True, timeout=(CONNECT_S, READ_S)) as answer:
        if answer.status_code == 304:
            return Fetched(unchanged=True, etag=etag, modified=modified)
        if answer.status_code == 416 and begun:
            _forget(partial, mark)
            raise _BrokenError(f"{url}: what was begun no longer fits")
        if answer.status_code not in {200, 206}:
            raise CollectError(f"{url}: the server answers {answer.status_code}")
        resumed = answer.status_code == 206
        own = answer.headers.get("ETag", "")
        length = answer.headers.get("Content-Length", "")
        expected = int(length) + (begun if resumed else 0) if length.isdigit() else None
        if expected is not None and expected > max_bytes:
            raise CollectError(f"{url}: has {expected} bytes, more than {max_bytes}")
        partial.parent.mkdir(parents=True, exist_ok=True)
        if own and not own.startswith("W/"):
            mark.write_text(own, "utf-8")
        size = begun if resumed else 0
        try:
            with partial.open("ab" if resumed else "wb") as file:
                for piece in answer.iter_content(_PIECE):
                    size += len(piece)
                    if size > max_bytes:
                        break
                    file.write(piece)
        except OSError as error:  # requests' own errors are of this family
            raise _BrokenError(
                f"{url}: broke off after {size} bytes: {type(error).__name__}"
            ) from error
        if size > max_bytes:
            _forget(partial, mark)
            raise CollectError(f"{url}: is larger than {max_bytes} bytes")
        if expected is not None and size != expected:
            raise _BrokenError(f"{url}: broke off after {size} of {expected} bytes")
        content = partial.read_bytes()
        _forget(partial, mark)
        return Fetched(
            unchanged=False,
            content=content,
            etag=own,
            modified=answer.headers.get("Last-Modified", ""),
            sha256=hashlib.sha256(content).hexdigest(),
        )


def _forget(partial: Path, mark: Path) -> None:
    partial.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)
