"""What counts as a value: filled in, of the right form, and not a word for "unknown"."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sbom.errors import ParseError
from sbom.purl_repair import repair

NOTHING = frozenset(
    "noassertion none unknown n/a na null undefined - (unknown) unspecified todo tbd".split()  # noqa: SIM905 - words in a row
)
"""Words that stand where nothing is known, in lower case."""
_MAIL = re.compile(r"[^@\s<>()]{1,64}@[^@\s<>()]{1,255}\.[^@\s<>().]{2,63}")
_HASH = re.compile(r"[0-9A-Fa-f]{32,128}\Z")
_IDENTIFIER = ("cpe:", "swh:1:", "gitoid:", "swid:")


def filled(value: Any) -> str:
    """The text of a value, or empty when it says nothing.

    Objects and lists that hold something count as filled.
    """
    if isinstance(value, str):
        text = value.strip()
        bare = text.removeprefix("Organization:").removeprefix("Person:").removeprefix("Tool:")
        return "" if not bare.strip() or bare.strip().lower() in NOTHING else text
    if isinstance(value, bool | int | float):
        return str(value)
    return "…" if value else ""


def _text(value: Any) -> bool:
    return bool(filled(value))


def _person(value: Any) -> bool:
    text = filled(value)
    return bool(text) and not text.startswith("Tool:")


def _tool(value: Any) -> bool:
    return filled(value).startswith("Tool:")


def _contact(value: Any) -> bool:
    text = filled(value)
    return bool(_MAIL.search(text)) or "https://" in text or "http://" in text


def _moment(value: Any) -> bool:
    return moment(filled(value)) is not None


def moment(text: str) -> datetime | None:
    """The instant of an RFC 3339 time, or None."""
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo else None


def _url(value: Any) -> bool:
    text = filled(value)
    head, mark, rest = text.partition("://")
    return bool(mark and head and rest.strip("/")) or text.startswith(("git@", "pkg:"))


@lru_cache(maxsize=65536)
def _known(text: str) -> bool:
    if text.startswith(_IDENTIFIER):
        return True
    if not text.lower().startswith("pkg:"):
        return False
    try:
        repair(text)
    except ParseError:
        return False
    return True


def _identifier(value: Any) -> bool:
    return _known(filled(value)) if isinstance(value, str) else bool(value)


@lru_cache(maxsize=16384)
def _reads(text: str) -> bool:
    from sbom.licensing.reading import normalise

    return normalise(text) is not None


def _license(value: Any) -> bool:
    text = filled(value)
    return bool(text) and len(text) < 4096 and _reads(text)


def _hash(value: Any) -> bool:
    return bool(_HASH.match(filled(value)))


def _sha512(value: Any) -> bool:
    text = filled(value)
    return len(text) == 128 and bool(_HASH.match(text))


def _advisory(value: Any) -> bool:
    """A security reference that is about a vulnerability and not a CPE."""
    text = filled(value).lower()
    return bool(text) and not text.startswith("cpe:")


CHECKS: dict[str, Callable[[Any], bool]] = {
    "text": _text,
    "person": _person,
    "tool": _tool,
    "contact": _contact,
    "moment": _moment,
    "url": _url,
    "identifier": _identifier,
    "license": _license,
    "hash": _hash,
    "sha512": _sha512,
    "advisory": _advisory,
}
"""By the name that `profiles.yaml` uses."""
