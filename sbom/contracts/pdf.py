"""PDF by PDFium (pypdfium2): text with pages, paragraphs over columns and page breaks.

Nothing in the file is run: PDFium is built without JavaScript and links are not followed.
"""

import math
from typing import Any

from sbom.contracts.document import Document
from sbom.contracts.image import as_page, doubts_of
from sbom.contracts.invisible import note_of
from sbom.contracts.language import language_of
from sbom.contracts.made import from_blocks
from sbom.contracts.options import Options
from sbom.contracts.pdf_columns import in_reading_order
from sbom.contracts.pdf_lines import PageText, read_page
from sbom.contracts.pdf_margins import without_margins
from sbom.contracts.pdf_paragraphs import paragraphs
from sbom.contracts.picture import Picture, PictureLine
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_FEW = 20
"""A page with fewer letters than this has no text layer worth the name."""
_UNMAPPED = 0.05
_ENOUGH = 400
"""Letters from which the language of a text can be told."""
_VOWELS = (0.27, 0.56)
"""Share of vowels in texts of European languages."""
_DPI = 200
_MAX_DOTS = 40_000_000


def read_pdf(content: bytes, options: Options) -> Document:
    """The document in a PDF.

    Raises:
        ParseError: encrypted, damaged, or without pages.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ParseError("is encrypted with a password") from error
        raise ParseError(f"is not a readable PDF: {error}") from error
    try:
        return _read(pdf, options)
    finally:
        pdf.close()


def _read(pdf: Any, options: Options) -> Document:
    issues: list[Issue] = []
    total = len(pdf)
    if not total:
        raise ParseError("has no pages")
    if total > options.max_pages:
        message = f"has {total:,} pages; the first {options.max_pages:,} were read"
        issues.append(Issue(kind=IssueKind.LIMIT, message=message))
    pages: list[PageText] = []
    bare: list[int] = []
    for number in range(min(total, options.max_pages)):
        page = _page(pdf, number, issues)
        if page is None or page.letters < _FEW:
            bare.append(number)
        pages.append(page or PageText([], 0.0, 0.0, 0, 0, 0))
    doubts = _doubts(pages)
    distrusted = any(i.kind is IssueKind.UNREADABLE for i in doubts)
    wanted = list(range(len(pages))) if distrusted else [n for n in bare if not _is_blank(pdf, n)]
    seen = _recognised(pdf, wanted, pages, options, issues) if options.ocr and wanted else ()
    if distrusted and len(seen) == len(wanted):
        doubts = [_recast(i) for i in doubts]
    issues.extend(doubts)
    unread = tuple(n + 1 for n in wanted if n + 1 not in seen and not pages[n].letters)
    kept, _ = without_margins(pages)
    made = from_blocks("pdf", paragraphs([in_reading_order(lines) for lines in kept]), issues)
    if unread:
        issues.append(
            Issue(
                kind=IssueKind.LIMIT, message=f"{len(unread)} pages have no text: {_span(unread)}"
            )
        )
    from msgspec.structs import replace

    starts = (*made.pages, *[len(made.text)] * (len(pages) - len(made.pages)))
    return replace(made, pages=starts, unread=unread, ocr=tuple(seen), issues=tuple(issues))


def _recast(issue: Issue) -> Issue:
    """A doubt about a text layer that was not used in the end."""
    from msgspec.structs import replace

    if issue.kind is not IssueKind.UNREADABLE:
        return issue
    message = "the text layer cannot be trusted (fonts without letters); the pages were read by OCR"
    return replace(issue, kind=IssueKind.NOTE, message=message)


def _recognised(
    pdf: Any, wanted: list[int], pages: list[PageText], options: Options, issues: list[Issue]
) -> tuple[int, ...]:
    """Read pages as pictures, in place; the numbers, from 1, of those that gave words."""
    assert options.ocr is not None  # noqa: S101 - the caller asked
    if len(wanted) > options.max_ocr_pages:
        message = f"{len(wanted):,} pages hold only pictures; the first {options.max_ocr_pages:,} were read"
        issues.append(Issue(kind=IssueKind.LIMIT, message=message))
        wanted = wanted[: options.max_ocr_pages]
    pictures = (_rendered(pdf, n) for n in wanted)
    found: dict[int, tuple[PictureLine, ...]] = {}
    for number, lines in zip(wanted, options.ocr(pictures), strict=False):
        if sum(len(line.text) for line in lines) <= pages[number].letters // 2:
            continue
        width, height = pages[number].width, pages[number].height
        made = as_page(lines, 1 / _scale(width, height))
        pages[number] = made._replace(width=width or made.width, height=height or made.height)
        found[number + 1] = lines
    issues.extend(doubts_of(found))
    return tuple(found)


def _scale(width: float, height: float) -> float:
    """Dots per point at which a page of that size, in points, is made a picture."""
    return min(_DPI / 72, math.sqrt(_MAX_DOTS / max(width * height, 1.0)))


def _rendered(pdf: Any, number: int) -> Picture:
    """A page as a grey picture; smaller where the page is very large."""
    page = pdf[number]
    try:
        width, height = page.get_size()
        scale = _scale(width, height)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
            raw = bytes(bitmap.buffer)
            if bitmap.stride != bitmap.width:
                raw = b"".join(
                    raw[y * bitmap.stride : y * bitmap.stride + bitmap.width]
                    for y in range(bitmap.height)
                )
            return Picture(head + raw, round(scale * 72), number + 1)
        finally:
            bitmap.close()
    finally:
        page.close()


def _page(pdf: Any, number: int, issues: list[Issue]) -> PageText | None:
    import pypdfium2

    try:
        page = pdf[number]
    except pypdfium2.PdfiumError as error:
        issues.append(
            Issue(
                kind=IssueKind.ENTRY,
                subject=f"page {number + 1}",
                message=f"cannot be read: {error}",
            )
        )
        return None
    try:
        return read_page(page)
    except pypdfium2.PdfiumError as error:
        issues.append(
            Issue(
                kind=IssueKind.ENTRY,
                subject=f"page {number + 1}",
                message=f"cannot be read: {error}",
            )
        )
        return None
    finally:
        page.close()


def _is_blank(pdf: Any, number: int) -> bool:
    """Whether a page shows nothing at all."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return False
    try:
        return bool(raw.FPDFPage_CountObjects(page.raw) == 0)
    finally:
        page.close()


def _doubts(pages: list[PageText]) -> list[Issue]:
    """What makes the text of a PDF doubtful."""
    out: list[Issue] = []
    letters = sum(p.letters for p in pages)
    unmapped = sum(p.unmapped for p in pages)
    if letters and unmapped > letters * _UNMAPPED:
        share = 100 * unmapped // letters
        message = (
            f"the text cannot be trusted: for {share} % of its signs the fonts give no letter; "
            "have it read by OCR"
        )
        out.append(Issue(kind=IssueKind.UNREADABLE, message=message))
    elif not _is_language(pages):
        message = (
            "the text cannot be trusted: its letters make no language (a font with a wrong "
            "character table); have it read by OCR"
        )
        out.append(Issue(kind=IssueKind.UNREADABLE, message=message))
    out.extend(note_of(sum(p.invisible for p in pages)))
    return out


def _is_language(pages: list[PageText]) -> bool:
    """Whether the words are of a language; True where there is too little to tell."""
    words = " ".join(line.text for page in pages[:30] for line in page.lines)[:20_000].lower()
    plain = [c for c in words if "a" <= c <= "z"]
    if len(plain) < _ENOUGH or len(plain) < len(words) * 0.5:
        return True
    if language_of(words[:3000]) or language_of(words[3000:6000]):
        return True
    vowels = sum(1 for c in plain if c in "aeiouy") / len(plain)
    return _VOWELS[0] < vowels < _VOWELS[1] and "e" in plain[:400]


def _span(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return shown + (f" and {len(numbers) - 12} more" if len(numbers) > 12 else "")
