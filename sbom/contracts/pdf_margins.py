"""Repeated headers, footers and page numbers of a paged document."""

import re
from collections import Counter

from sbom.contracts.labels import read_label
from sbom.contracts.pdf_lines import Line, PageText

_NUMBER = re.compile(r"\d{1,6}")
_ONLY_NUMBER = re.compile(
    r"[-\u2013—|\s]{0,4}(?:(?:pagina|page|pag\.?|blad|p\.)\s{0,3})?(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s{0,3}(?:van|of|/|-)\s{0,3}\d{1,4})?[-\u2013—|.\s]{0,4}",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[-\u2013—]\s?\d{1,4}\s?[-\u2013—]")
_EDGE = 4
"""Lines at the top and at the bottom of a page that may be a header or footer."""


def without_margins(pages: list[PageText]) -> tuple[list[list[Line]], int]:
    """The lines of each page without what repeats at its edges, and how many were taken out."""
    seen: Counter[str] = Counter()
    edges = [_edges(page) for page in pages]
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        seen.update({key for n in edge for key in _keys(page.lines[n], number)})
    enough = 2 if len(pages) < 4 else max(3, len(pages) // 6)
    kept: list[list[Line]] = []
    removed = 0
    counted = _counted_pages(pages)
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        drop = counted[number] | {
            n
            for n in edge
            if len(pages) > 1 and any(seen[key] >= enough for key in _keys(page.lines[n], number))
        }
        drop |= _page_numbers(page)
        if len(drop) == len(page.lines) and len(pages) < 3:
            drop = set()
        removed += len(drop)
        kept.append([line for n, line in enumerate(page.lines) if n not in drop])
    return kept, removed


def _edges(page: PageText) -> list[int]:
    """Places of the lines near the top and bottom edge."""
    if not page.lines:
        return []
    order = sorted(range(len(page.lines)), key=lambda n: page.lines[n].top)
    top = [n for n in order[:_EDGE] if page.lines[n].top < page.height * 0.16]
    bottom = [n for n in order[-_EDGE:] if page.lines[n].bottom > page.height * 0.84]
    return [*top, *(n for n in bottom if n not in top)]


def _keys(line: Line, page: int) -> list[str]:
    """What the same line on another page has in common with this one.

    Its words and height; and for each number in it that may count pages, the words without numbers
    and how far that number is from the page's own.
    """
    text, height = " ".join(line.text.split()), round(line.top / 8)
    keys = [f"{height} {text}"]
    numbers = _NUMBER.findall(text)[:6]
    label = read_label(text)
    if numbers and len(text) < 200 and (label is None or label.style == "bare"):
        bare = _NUMBER.sub("#", text)
        keys.extend(f"{height} {bare} {n} {int(v) - page}" for n, v in enumerate(numbers))
    return keys


def _counted_pages(pages: list[PageText]) -> list[set[int]]:
    """Lines that hold only a number which counts up with the pages, wherever they stand."""
    found: list[list[tuple[int, int]]] = []
    offsets: Counter[int] = Counter()
    for number, page in enumerate(pages):
        lone = [
            (n, int(digits[0]))
            for n, line in enumerate(page.lines)
            if len(line.text) < 24
            and _ONLY_NUMBER.fullmatch(line.text)
            and (digits := _NUMBER.findall(line.text))
        ]
        found.append(lone)
        offsets.update({value - number for _, value in lone})
    offset, times = offsets.most_common(1)[0] if offsets else (0, 0)
    if times < max(3, len(pages) // 2):
        return [set() for _ in pages]
    return [
        {n for n, value in lone if value - number == offset} for number, lone in enumerate(found)
    ]


def _page_numbers(page: PageText) -> set[int]:
    """A page number alone on the first or last line."""
    if len(page.lines) < 3:
        return set()
    order = sorted(range(len(page.lines)), key=lambda n: page.lines[n].top)
    found: set[int] = set()
    for n in (order[0], order[-1], order[-2]):
        line = page.lines[n]
        outer = line.top > page.height * 0.86 or line.bottom < page.height * 0.1
        outer |= bool(_DASHED.fullmatch(line.text))
        if outer and _ONLY_NUMBER.fullmatch(line.text):
            found.add(n)
    return found
