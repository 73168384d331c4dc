"""What reading a document may cost and use."""

import msgspec

from sbom.contracts.picture import Ocr


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of reading and what may be used for it."""

    max_pages: int = 1500
    """Pages of a PDF that are read; the rest is said in an issue."""
    max_ocr_pages: int = 500
    """Pages that are read as pictures; the rest is said in an issue."""
    ocr: Ocr | None = None
    """Reads pages without text; None: they are named in `Document.unread`."""
