"""The digest of the tool itself: which code and which data of ours came to a verdict."""

import hashlib
from functools import cache
from pathlib import Path

PACKAGES = ("collectors", "policies", "sbom", "scanner")


@cache
def tool_digest() -> str:
    """SHA-256 over names and contents of all files of the four packages, hexadecimal."""
    hashed = hashlib.sha256()
    root = Path(__file__).resolve().parent.parent
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*")):
            if "__pycache__" in file.parts or not file.is_file():
                continue
            content = hashlib.sha256(file.read_bytes()).digest()
            hashed.update(file.relative_to(root).as_posix().encode() + b"\0" + content)
    return hashed.hexdigest()
