"""The network's door for look-ups of licences and registers; only `sluis sync` comes here.

Requests are conditional, paced and bounded.
"""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import msgspec

from sbom.errors import CollectError

CONNECT_S = 10.0
READ_S = 30.0
MAX_BYTES = 8 << 20
AGENT = "sluis-sync"
_ATTEMPTS = 4
_LONGEST_WAIT_S = 60.0
_BUSY = frozenset({429, 502, 503, 504})


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """What a request gave."""

    state: str
    """`new`, `unchanged` or `absent` (the service does not know it)."""
    content: bytes = b""
    etag: str = ""
    next: str = ""
    """Address of the next page (RFC 8288, `rel="next"`), as the server writes it; empty without one."""


class Door:
    """Asks one question after another over one connection, no faster than allowed."""

    def __init__(
        self,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Open it.

        Args:
            per_second: Most requests a second.
            clock: Seconds that only go up.
            sleep: Waits.
        """
        import requests

        self._session = requests.Session()
        self._session.headers.update({"User-Agent": AGENT, "Accept": "application/json"})
        self._gap = 1.0 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def get(
        self, url: str, *, etag: str = "", token: str = "", key: tuple[str, str] | None = None
    ) -> Got:
        """Ask one question; a busy server is asked again after the time it names.

        Args:
            url: http or https.
            etag: Of the answer that we have, or empty.
            token: Sent as a bearer token; never told in messages.
            key: Header and value of a key. It goes over https only (or to this machine), and a server
                that sends us elsewhere is refused, because the key would go along.

        Raises:
            CollectError: refused, unreachable, too large, or busy for too long.
        """
        import requests

        if not url.startswith(("https://", "http://")):
            raise CollectError(f"{url}: is no http or https address")
        headers = {"If-None-Match": etag} if etag else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key is not None:
            if not (url.startswith("https://") or _is_here(url)):
                raise CollectError(f"{_shown(url)}: a key is sent over https only")
            headers[key[0]] = key[1]
        reason = ""
        for attempt in range(_ATTEMPTS):
            self._pace()
            try:
                with self._session.get(
                    url,
                    headers=headers,
                    stream=True,
                    timeout=(CONNECT_S, READ_S),
                    allow_redirects=key is None,
                ) as answer:
                    if answer.status_code not in _BUSY:
                        return _got(url, answer)
                    reason = f"the server answers {answer.status_code}"
                    wait = answer.headers.get("Retry-After", "")
            except requests.RequestException as error:
                reason, wait = f"cannot be asked: {type(error).__name__}", ""
            if attempt < _ATTEMPTS - 1:
                seconds = float(wait) if wait.isdigit() else 2.0**attempt
                if seconds > _LONGEST_WAIT_S:
                    break
                self._sleep(seconds)
        raise CollectError(f"{url}: {reason}")

    def _pace(self) -> None:
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._gap


def _got(url: str, answer: "object") -> Got:
    import requests

    if not isinstance(answer, requests.Response):
        raise CollectError(f"{url}: gives no answer")
    if answer.status_code == 304:
        return Got(state="unchanged")
    if answer.status_code in {404, 410}:
        return Got(state="absent")
    if answer.status_code != 200:
        raise CollectError(f"{url}: the server answers {answer.status_code}")
    content = bytearray()
    for piece in answer.iter_content(1 << 16):
        content += piece
        if len(content) > MAX_BYTES:
            raise CollectError(f"{url}: is larger than {MAX_BYTES} bytes")
    following = str(answer.links.get("next", {}).get("url", ""))
    return Got(
        state="new", content=bytes(content), etag=answer.headers.get("ETag", ""), next=following
    )


def _is_here(url: str) -> bool:
    """Whether an address is of this machine."""
    from urllib.parse import urlsplit

    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def _shown(url: str) -> str:
    """An address without what stands in its query."""
    return url.partition("?")[0]
