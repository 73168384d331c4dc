"""Hashes that no program computed: of a wrong length, or a pattern typed by hand."""

import re

from policies.sbom_truth.look import OK, Look, Outcome, Values, suspect, unknown

_HEX = re.compile(r"[0-9a-f]*\Z")
_LENGTHS = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128,
            "SHA3-256": 64, "SHA3-384": 96, "SHA3-512": 128}  # fmt: skip
_ROWS = ("0123456789abcdef" * 10, "fedcba9876543210" * 10, "1234567890" * 16, "abcdef" * 28)


def invented(algorithm: str, digest: str, periods: int) -> bool:
    """Whether a digest has a wrong length or repeats a short piece.

    A true digest of 32 or more hexadecimal digits repeats a piece of at most `periods` digits
    throughout about never: 16^-(32-periods).
    """
    length = _LENGTHS.get(algorithm.upper())
    if length is not None and len(digest) != length:
        return True
    if len(digest) < 32 or not _HEX.match(digest):
        return len(digest) < 32 or length is not None
    if any(digest in row for row in _ROWS):
        return True
    return any(digest == (digest[:n] * len(digest))[: len(digest)] for n in range(1, periods + 1))


def check(look: Look, values: Values) -> Outcome:
    """Suspect when components have such hashes."""
    stated = [(c, a, d) for c in look.document.third for a, d in c.hashes]
    if not stated:
        return unknown("hashes")
    odd = [(c, a, d) for c, a, d in stated if invented(a, d, values["periods"])]
    if len(odd) < values["min_hits"] or len(odd) < values["share"] * len(stated):
        return OK
    return suspect(
        (f"{c.name}: {a} {d[:24]}" for c, a, d in odd), count=len(odd), total=len(stated)
    )
