"""Names of Swift packages: their address is what they are known by."""

import re

_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:[^@/\s]*@)?([^:/\s]+)(?::\d+(?=/))?[:/]+(.+)\Z"
)


def name_of_address(location: str) -> str:
    """`github.com/vapor/vapor` of the address of a repository; empty when it is none."""
    match = _ADDRESS.match(location)
    path = match.group(2).strip("/").removesuffix(".git") if match else ""
    return f"{match.group(1).lower()}/{path}" if match and path else ""
