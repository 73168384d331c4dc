"""Pictures of pages (PNG, JPEG, TIFF and others): read by the given text recognition."""

from sbom.contracts.document import Document
from sbom.contracts.made import from_blocks
from sbom.contracts.options import Options
from sbom.contracts.pdf_lines import Line, PageText
from sbom.contracts.pdf_paragraphs import paragraphs
from sbom.contracts.picture import Picture, PictureLine
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_UNSURE = 0.6
_DEFAULT_DPI = 200


def read_image(content: bytes, options: Options) -> Document:
    """The document on a picture.

    Raises:
        ParseError: no text recognition is there, or it cannot read the picture.
    """
    if options.ocr is None:
        raise ParseError("is a picture, and no text recognition is installed (see sluis doctor)")
    found = next(iter(options.ocr([Picture(content, 0, 1)])), ())
    last = max((line.sheet for line in found), default=1)
    sheets = {n: tuple(line for line in found if line.sheet == n) for n in range(1, last + 1)}
    pages = [as_page(lines, 1.0) for lines in sheets.values()]
    made = from_blocks("image", paragraphs([page.lines for page in pages]), doubts_of(sheets))
    from msgspec.structs import replace

    read = tuple(n for n, lines in sheets.items() if lines)
    starts = (*made.pages, *[len(made.text)] * (last - len(made.pages)))
    unread = tuple(n for n in sheets if n not in read)
    return replace(
        made, pages=starts if made.pages else (0,) * last, ocr=(*read,) or (1,), unread=unread
    )


def as_page(found: tuple[PictureLine, ...], scale: float) -> PageText:
    """Recognised lines as the lines of a page.

    Args:
        found: What was read.
        scale: Points per dot.
    """
    heights = sorted(line.bottom - line.top for line in found)
    usual = heights[len(heights) // 2] if heights else 0.0
    lines = [
        Line(
            text=line.text.removesuffix("-") if _broken(line.text) else line.text,
            left=line.left * scale,
            right=line.right * scale,
            top=line.bottom * scale - usual * scale,
            bottom=line.bottom * scale,
            size=usual * scale,
            weight=400,
            hyphen=_broken(line.text),
        )
        for line in found
        if line.text.strip()
    ]
    width = max((line.right for line in lines), default=0.0)
    height = max((line.bottom for line in lines), default=0.0)
    return PageText(lines, width, height, sum(len(line.text) for line in lines), 0, 0)


def _broken(text: str) -> bool:
    """Whether a line ends in a hyphen that breaks a word."""
    return len(text) > 3 and text[-1] in "-\u2010" and text[-2].isalpha()


def doubts_of(pages: dict[int, tuple[PictureLine, ...]]) -> list[Issue]:
    """A note for pages that were hard to read."""
    bad = [
        number
        for number, lines in pages.items()
        if lines and sum(x.sure for x in lines) / len(lines) < _UNSURE
    ]
    if not bad:
        return []
    shown = ", ".join(map(str, bad[:12]))
    message = f"text recognition is unsure of pages {shown}: check quotes against the picture"
    return [Issue(kind=IssueKind.NOTE, message=message)]
