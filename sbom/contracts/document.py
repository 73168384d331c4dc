"""The text of one contract document, with the place of every passage.

`Document.text` is the one text that every offset counts in, so that `text[p.start:p.end]` is
the passage, verbatim, and a quote can always be found again.
"""

from bisect import bisect_right
from enum import StrEnum

import msgspec

from sbom.issue import Issue


class PassageKind(StrEnum):
    """What a passage is in its document."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    """An item of a list inside an article."""
    TABLE = "table"
    """One row of a table, cells parted by a tab."""
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    """A reviewer's comment; not part of what is agreed."""
    DELETED = "deleted"
    """Text that a tracked change takes out; not part of the newest reading."""
    INSERTED = "inserted"
    """Text that a tracked change puts in; part of the newest reading only."""


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A paragraph, heading, list item or table row."""

    start: int
    """Offset of the first character in `Document.text`, from 0."""
    end: int
    """Offset after the last character."""
    kind: PassageKind = PassageKind.BODY
    number: str = ""
    """Number as the reader sees it, without the word for article: "12.3", "4.a", "IV"."""
    heading: str = ""
    """Heading of the article that the passage stands in."""
    part: str = ""
    """The annex or part of the document that the passage stands in, as titled there."""
    page: int | None = None
    """Page, from 1; None where the format has no pages."""
    language: str = ""
    """"nl", "en", another ISO 639-1 code, or "" where it cannot be told."""
    label: int = 0
    """Characters at the passage's start that are its typed number; the words begin after them."""

    before: str = ""
    """The earlier reading, where a tracked change altered the passage; the text has the newest."""


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of one document."""

    name: str
    """Path of the file, or path and member joined by "!" for one inside another."""
    form: str
    """"pdf", "docx", "odt", "rtf", "html", "text", "email", "image"."""
    text: str
    passages: tuple[Passage, ...] = ()
    """In order of reading; they never overlap."""
    pages: tuple[int, ...] = ()
    """Offset in `text` where each page begins; empty where the format has no pages."""
    language: str = ""
    """Language of most of the text."""
    sha256: str = ""
    """Hex digest of the file's bytes."""
    ocr: tuple[int, ...] = ()
    """Pages, from 1, whose text came from optical recognition."""
    unread: tuple[int, ...] = ()
    """Pages, from 1, of which no text could be had."""
    issues: tuple[Issue, ...] = ()

    def quote(self, passage: Passage) -> str:
        """The passage's words, verbatim."""
        return self.text[passage.start : passage.end]

    def words(self, passage: Passage) -> str:
        """The passage's words without the number that stands typed before them."""
        return self.text[passage.start + passage.label : passage.end]

    def page_at(self, offset: int) -> int | None:
        """Page, from 1, of an offset in `text`; None where the format has no pages."""
        if not self.pages:
            return None
        return max(1, bisect_right(self.pages, offset))
