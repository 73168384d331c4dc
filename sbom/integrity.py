"""Subresource Integrity as lock files write it, to algorithm and hexadecimal.

Source: W3C Subresource Integrity, section 3 (metadata is base64 of the digest); npm adds sha1.
"""

from binascii import Error as BinasciiError
from binascii import a2b_base64

_SIZES = {
    "sha1": ("SHA-1", 20),
    "sha256": ("SHA-256", 32),
    "sha384": ("SHA-384", 48),
    "sha512": ("SHA-512", 64),
    "md5": ("MD5", 16),
}
_HEX = frozenset("0123456789abcdefABCDEF")
_HEX_SIZES = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}


def hashes_of(integrity: object) -> tuple[tuple[str, str], ...]:
    """Digests of an `integrity` field, sorted by algorithm.

    Args:
        integrity: One or more `alg-base64` separated by white space, options after `?` ignored.

    Returns:
        (CycloneDX algorithm, lower-case hex) pairs; what is not a digest of the right length
        is left out.
    """
    if type(integrity) is not str:
        return ()
    if " " not in integrity and integrity.startswith("sha512-"):
        found = _one(integrity)
        return () if found is None else (found,)
    pairs = {pair for word in integrity.split() if (pair := _one(word)) is not None}
    return tuple(sorted(pairs))


def hash_of_hex(digest: str) -> tuple[tuple[str, str], ...]:
    """A bare hexadecimal digest, its algorithm known by its length (Yarn 1 `#sha1` fragments)."""
    name = _HEX_SIZES.get(len(digest))
    if name is None or not _HEX.issuperset(digest):
        return ()
    return ((name, digest.lower()),)


def _one(word: str) -> tuple[str, str] | None:
    algorithm, _, value = word.partition("-")
    known = _SIZES.get(algorithm)
    if known is None:
        return None
    try:
        digest = a2b_base64(value.partition("?")[0])
    except (BinasciiError, ValueError):
        return None
    return (known[0], digest.hex()) if len(digest) == known[1] else None
