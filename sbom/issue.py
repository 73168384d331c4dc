"""An issue: the tool could not do something. Never a judgement about the estate."""

from enum import StrEnum

import msgspec


class Stage(StrEnum):
    """Where in the data's way the issue arose."""

    COLLECT = "collect"
    PARSE = "parse"
    JOIN = "join"
    EVALUATE = "evaluate"
    STORE = "store"


class IssueKind(StrEnum):
    """What the issue means for completeness of a scan."""

    UNREADABLE = "unreadable"
    """A whole file or source could not be read: the scan is incomplete."""
    ENTRY = "entry"
    """One entry of a file was malformed and is lost; the rest was read. Incomplete."""
    LIMIT = "limit"
    """A cap (size, depth, time, count) was hit; what lies beyond it was not read. Incomplete."""
    UNSUPPORTED = "unsupported"
    """A known format that this version cannot read. Shown in coverage. Not incomplete."""
    NOTE = "note"
    """Read in full, but something was repaired or looked odd. Not incomplete."""


INCOMPLETE = frozenset({IssueKind.UNREADABLE, IssueKind.ENTRY, IssueKind.LIMIT})
"""Kinds that make a scan incomplete (exit code 3)."""


class Issue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing the tool could not do, with file and reason."""

    kind: IssueKind
    message: str
    """The reason in English, one sentence, without the path."""
    stage: Stage = Stage.PARSE
    path: str = ""
    """File within the source; empty for the source as a whole. Parsers leave it empty:
    `sbom.read` fills it in."""
    line: int | None = None
    """1-based, or None."""
    subject: str = ""
    """The entry concerned, for example a package name or key. At most 200 characters."""
