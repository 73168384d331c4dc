"""Single versions with commas between them, as OpenSSL's advisories state what is affected.

Source: OpenSSL, list of vulnerabilities.
"""

from sbom.errors import ParseError
from sbom.versions.ranges import comparisons
from sbom.versions.ranges.clause import Alternatives, Clause


def parse(text: str) -> Alternatives:
    """One alternative per version; comparisons are read as comparisons.

    Raises:
        ParseError: nothing is listed.
    """
    if any(c in text for c in "<>=|*"):
        return comparisons.parse(text)
    found = tuple((Clause("=", part.strip()),) for part in text.split(",") if part.strip())
    if not found:
        raise ParseError("lists no version")
    return found
