"""security.txt: where a finder of a vulnerability can report it.

Rules: a file is a `Descriptor` of kind `security-txt` with the properties `contacts` (number) and
`expires` (as stated, RFC 3339), `policy` and `canonical`. Addresses of contacts are not kept.
A line that is no field is a NOTE; a signed file is read within its signature.

Source: RFC 9116, sections 2.3 to 2.5.
"""

from sbom.errors import NotThisFormatError
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_FIELDS = {"acknowledgments", "canonical", "contact", "csaf", "encryption"} | {
    "expires",
    "hiring",
    "policy",
    "preferred-languages",
}
_MAX = 64 << 10


def parse(source: SourceFile, /) -> Inventory:
    """The fields.

    Raises:
        NotThisFormatError: no field of the standard.
        ParseError: not text.
    """
    found: dict[str, list[str]] = {}
    issues = []
    signed = False
    for number, raw in enumerate(decode(source.content[:_MAX]).splitlines(), 1):
        line = raw.strip()
        if line.startswith("-----BEGIN PGP SIGNATURE"):
            break
        if line.startswith("-----BEGIN PGP SIGNED"):
            signed = True
            continue
        if not line or line.startswith("#") or (signed and line.startswith("Hash:")):
            continue
        name, colon, value = line.partition(":")
        if not colon or name.lower() not in _FIELDS:
            message = "is no field of security.txt"
            issues.append(
                Issue(kind=IssueKind.NOTE, subject=line[:100], line=number, message=message)
            )
            continue
        found.setdefault(name.lower(), []).append(value.strip()[:300])
    if not found:
        raise NotThisFormatError("holds no field of security.txt")
    descriptor = Descriptor(
        kind="security-txt",
        properties=pairs(
            contacts=str(len(found.get("contact", ()))),
            expires=next(iter(found.get("expires", ())), ""),
            policy=next(iter(found.get("policy", ())), ""),
            canonical=next(iter(found.get("canonical", ())), ""),
        ),
    )
    return Inventory(descriptors=(descriptor,), issues=tuple(issues[:20]), expects_components=False)
