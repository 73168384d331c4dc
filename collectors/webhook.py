"""The network's door for alerts: one signed POST.

The body is signed as `X-Sluis-Signature: sha256=HEX`, HMAC-SHA-256 (RFC 2104) over its bytes.
"""

import hashlib
import hmac

from sbom.errors import CollectError

TIMEOUT_S = (10.0, 30.0)


def post(url: str, body: bytes, secret: str) -> None:
    """Send a message; returns when the receiver took it (a status of 2xx).

    Args:
        url: http or https.
        body: JSON.
        secret: Key of the signature; empty: not signed.

    Raises:
        CollectError: the receiver is not there or refuses; the message holds no secret.
    """
    import requests

    if not url.startswith(("https://", "http://")):
        raise CollectError("the webhook is no http or https address")
    headers = {"Content-Type": "application/json", "User-Agent": "sluis-alert"}
    if secret:
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Sluis-Signature"] = f"sha256={signed}"
    try:
        answer = requests.post(
            url, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
        )
    except requests.RequestException as error:
        raise CollectError(f"the webhook cannot be reached: {type(error).__name__}") from error
    if not 200 <= answer.status_code < 300:
        raise CollectError(f"the webhook answers {answer.status_code}")
