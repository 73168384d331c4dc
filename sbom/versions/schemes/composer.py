"""Composer packages: normalised as Composer does, then ordered as PHP's `version_compare`.

Four numbers, then `dev` < `alpha` < `beta` < `RC` < the release < `patch`. Branches (`dev-main`)
come before all numbers; `1.x-dev` is the end of its branch, `9999999` for the `x`. What Composer
cannot normalise is ordered by `version_compare` alone.
Source: Composer documentation, "Versions and constraints"; PHP manual, `version_compare`.
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable

_CLASSIC = re.compile(
    r"v?([0-9]{1,5})((?:\.[0-9]++){0,3})[._-]?"
    r"(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]+)*+)?)?([.-]?dev)?\Z",
    re.IGNORECASE,
)
_BRANCH = re.compile(
    r"v?([0-9]+)(\.(?:[0-9]+|[xX*]))?(\.(?:[0-9]+|[xX*]))?(\.(?:[0-9]+|[xX*]))?-dev\Z"
)
_TOKEN = re.compile(r"[0-9]+|[^0-9._+-]+")
_STAGE = {"a": "alpha", "b": "beta", "p": "patch", "pl": "patch", "rc": "RC", "stable": ""}
_RANKS = (("dev", "\x02"), ("a", "\x03"), ("b", "\x04"), ("rc", "\x05"), ("#", "\x07"))
_END = "\x06"
_PATCH = "\x7f"


def normalise(version: str) -> str:
    """`1.2-b1` is `1.2.0.0-beta1`; what is not understood comes back stripped and in lower case."""
    text = version.strip()
    head, alias, _ = text.partition(" as ")
    text = (head if alias else text).strip().partition("+")[0]
    text = text.partition("@")[0] or text
    if text.lower() in {"master", "trunk", "default"}:
        return f"dev-{text.lower()}"
    if text[:4].lower() == "dev-":
        return f"dev-{text[4:]}"
    classic = _CLASSIC.match(text)
    if classic is not None:
        first, rest, stage, number, dev = classic.groups("")
        found = f"{first}{rest}" + ".0" * (3 - rest.count("."))
        name = _STAGE.get(stage.lower(), stage.lower())
        if name:
            found += f"-{name}{number.lstrip('.-')}"
        return f"{found}-dev" if dev else found
    branch = _BRANCH.match(text)
    if branch is not None:
        parts = [branch[1], *(p[1:] for p in branch.groups("")[1:] if p)]
        parts = ["9999999" if p in {"x", "X", "*"} else p for p in parts]
        parts += ["9999999"] * (4 - len(parts))
        return ".".join(parts) + "-dev"
    return text.lower().removeprefix("v")


def key(version: str) -> bytes:
    """Sort key."""
    text = normalise(version)
    if not text:
        return unreadable(version)
    if text.startswith("dev-"):
        return seal("\x02" + text)
    return seal("".join(_piece(t) for t in _TOKEN.findall(text)) + _END)


def _piece(token: str) -> str:
    if "0" <= token[0] <= "9":
        return NUMBER[token]
    word = token.lower()
    if word[0] == "p":
        return _PATCH
    for start, rank in _RANKS:
        if word.startswith(start):
            return rank
    return f"\x01{token}\x01"
