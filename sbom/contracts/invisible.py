"""Signs that show nothing: soft hyphens, zero-width spaces, marks of writing direction.

A word with one inside is not found by anyone who searches it, so they are taken out and counted.
Plain text keeps those between words: its passages are slices of the file as it stands.
"""

import re

from sbom.issue import Issue, IssueKind

_INSIDE = re.compile(
    "(?<=[^\\W_])[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]{1,20}(?=[^\\W_])"
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def without(text: str) -> tuple[str, int]:
    """The text without such signs, and how many there were."""
    return INVISIBLE.subn("", text)


def without_inside(text: str) -> tuple[str, int]:
    """The text without such signs inside words, and how many such signs there were at all."""
    return _INSIDE.sub("", text), len(INVISIBLE.findall(text))


def note_of(count: int) -> list[Issue]:
    """The note that signs were taken out; none for a count of 0."""
    if not count:
        return []
    message = (
        f"holds {count} invisible signs (zero-width or direction marks); "
        "words are read as if they were not there"
    )
    return [Issue(kind=IssueKind.NOTE, message=message)]
