"""What is in an evidence pack: a zip with a manifest that names every other member by its SHA-256.

manifest.json              what was checked, with what, and the digest of everything below
verdict.json               every line with its evidence, as `vendor check --format json`
quotes.json                every quote with its place and SHA-256
facts.json                 what was read: documents with the digest of their text, components
policy.json                the policy that judged, whole
documents/SHA256           the documents, by their digest; left out where personal data is
"""

import re

import msgspec

FORMAT = "sluis-vendor-pack"
VERSION = 1
MANIFEST = "manifest.json"
PARTS = ("facts.json", "policy.json", "quotes.json", "verdict.json")
DOCUMENT = re.compile(r"documents/[0-9a-f]{64}\Z")


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """What judged."""

    name: str = "sluis"
    version: str
    sha256: str
    """Of its code and data; see `scanner.tool_digest`."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Which choices judged."""

    name: str
    version: str
    digest: str


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the zip."""

    name: str
    sha256: str
    bytes: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the dossier."""

    name: str
    """Path below the dossier; a number where personal data is left out."""
    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first member."""

    format: str
    version: int
    day: str
    """ISO date of judging."""
    tool: Tool
    policy: Policy
    ocr: str
    """What recognised text: "tesseract nld+eng", "none", or "off"."""
    ocr_pages: int
    """How many pages of one document were recognised at most."""
    verdict: str
    personal_data: bool
    """False: documents and names are left out, quotes are blanked."""
    product: msgspec.Raw
    documents: tuple[Held, ...]
    members: tuple[Member, ...]


def safe_name(name: str) -> bool:
    """Whether a name of a file stays below its folder on every system."""
    parts = name.split("/")
    return (
        0 < len(name) <= 1000
        and name.isprintable()
        and not any(c in name for c in '\\:*?"<>|')
        and all(p not in {"", ".", ".."} and len(p.encode()) <= 255 for p in parts)
    )
