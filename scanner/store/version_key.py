"""Sort keys of versions: bytes that compare, one by one, as the ecosystem orders its versions."""

import importlib
import re
from collections.abc import Callable
from functools import cache, lru_cache

_PART = re.compile(r"\d+|[a-z]+")
_PRE = {"dev": 1, "snapshot": 1, "alpha": 2, "a": 2, "beta": 3, "b": 3, "milestone": 4, "m": 4}
_PRE |= {"preview": 5, "pre": 5, "rc": 6, "cr": 6, "c": 6}
_SAME = frozenset({"final", "ga", "release"})
_END = b"\x10"
"""What a release ends with: above every pre-release mark (below 0x10), below every further part."""
_POST = b"\x12"
_NUMBER = b"\x20"
_SEMVER = frozenset(
    {"npm", "cargo", "golang", "nuget", "composer", "github", "hex", "pub", "swift", "helm"}
)
_WORD = b"\x07"
"""Where any word marks a pre-release (Semantic Versioning 2.0.0, clause 9): above the known ones."""


@lru_cache(maxsize=20_000)
def key(purl_type: str, version: str) -> bytes:
    """Sort key of a version, by the rules of its ecosystem where `sbom.versions` knows them.

    Args:
        purl_type: Type of the package URL, which names the ecosystem.
        version: Exact version.

    Returns:
        A key to compare byte by byte; equal versions in another spelling (`1.0`, `1.0.0`) are equal.
    """
    return _keys()(purl_type, version)


@cache
def _keys() -> Callable[[str, str], bytes]:
    try:
        module = importlib.import_module("sbom.versions")
    except ModuleNotFoundError:
        return _generic
    by_ecosystem: Callable[[str, str], bytes] = module.key
    return by_ecosystem


def _generic(purl_type: str, version: str) -> bytes:
    """Numbers by value, pre-release words before the release, other words after it.

    Build metadata behind `+` does not order. A `v` in front and an epoch `1!` or `1:` are read.
    """
    if version.replace(".", "").isdecimal() and version.isascii():
        return _plain(version)
    text = version.strip().lower()
    epoch = 0
    for mark in ("!", ":"):
        head, found, tail = text.partition(mark)
        if found and head.isdigit() and len(head) <= 9:
            epoch, text = int(head), tail
    text = text.removeprefix("v").partition("+")[0]
    out = [bytes([min(epoch, 255)])]
    zeros: list[bytes] = []
    word = _WORD if purl_type in _SEMVER else _POST
    for part in _PART.findall(text):
        if part.isdigit():
            code = _NUMBER + _number(part)
            if code == _NUMBER + b"\x00":
                zeros.append(code)
                continue
            out += zeros
            out.append(code)
            zeros = []
        elif part not in _SAME:
            zeros = []
            rank = _PRE.get(part)
            out.append(bytes([rank]) if rank else word + part.encode() + b"\x00")
    return b"".join(out) + _END


def _plain(version: str) -> bytes:
    """The same for numbers and dots only, the commonest kind."""
    parts = version.split(".")
    while parts and not parts[-1].strip("0"):
        parts.pop()
    return b"\x00" + b"".join(_numbered(p) for p in parts if p) + _END


@lru_cache(maxsize=4096)
def _numbered(digits: str) -> bytes:
    return _NUMBER + _number(digits)


def _number(digits: str) -> bytes:
    """Length, then the digits' value: shorter numbers sort first."""
    value = digits.lstrip("0")[:500]
    if not value:
        return b"\x00"
    packed = int(value).to_bytes((int(value).bit_length() + 7) // 8, "big")
    return bytes([len(packed)]) + packed
