"""Hashes of nothing: the checksum of an empty file where that of a component should be."""

import hashlib

from policies.sbom_truth.look import OK, Look, Outcome, Values, label, suspect, unknown
from sbom.component import ComponentKind

_NAMES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256",
          "sha3_384", "sha3_512", "blake2b", "blake2s")  # fmt: skip
EMPTY = frozenset(hashlib.new(n, b"", usedforsecurity=False).hexdigest() for n in _NAMES) | {
    hashlib.blake2b(b"", digest_size=32).hexdigest(),
    hashlib.blake2b(b"", digest_size=48).hexdigest(),
    "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
}
"""Digests of no bytes; the last one is that of BLAKE3."""


def check(look: Look, values: Values) -> Outcome:
    """Suspect when packages have such hashes; an empty file may be a file indeed."""
    packages = [c for c in look.document.inventory.components if c.kind is not ComponentKind.FILE]
    hashed = [c for c in packages if c.hashes]
    if not hashed:
        return unknown("hashes")
    hollow = [c for c in hashed if any(h in EMPTY for _, h in c.hashes)]
    if len(hollow) < values["min_components"]:
        return OK
    return suspect(map(label, hollow), count=len(hollow), total=len(hashed))
