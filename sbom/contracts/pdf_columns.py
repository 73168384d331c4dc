"""Pages whose content goes back and forth between two columns, put in order of reading.

Most writers set one column after the other, and PDFium keeps that order. Some (print-outs of web
pages, text layers of scans) set row by row: then neighbours on one height stand far apart, again
and again, at one gutter. Tables do so too, but with short cells; they are left as they are.
"""

from collections import Counter
from itertools import pairwise
from statistics import median

from sbom.contracts.pdf_lines import Line

_SHARE = 0.3
"""Share of the lines that must have a neighbour on their height."""
_WORDY = 28
"""Characters of the middle line in each column of running text."""
_CROSSING = 0.3


def in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines of a page, column by column where the page has them row by row."""
    lefts: Counter[int] = Counter()
    for one, two in pairwise(lines):
        if abs(one.top - two.top) < 3 and two.left > one.right + 6:
            lefts[round(two.left / 3)] += 1
    if not lefts:
        return lines
    edge, times = lefts.most_common(1)[0]
    if times < max(6, len(lines) * _SHARE / 2):
        return lines
    gutter = edge * 3 - 3
    sides = [_side(line, gutter) for line in lines]
    left = [line for line, side in zip(lines, sides, strict=True) if side < 0]
    right = [line for line, side in zip(lines, sides, strict=True) if side > 0]
    if sides.count(0) > len(lines) * _CROSSING or not left or not right:
        return lines
    if min(_length(left), _length(right)) < _WORDY:
        return lines
    ordered: list[Line] = []
    waiting: list[Line] = []
    for line, side in sorted(zip(lines, sides, strict=True), key=lambda p: (p[0].top, p[0].left)):
        if side == 0:
            ordered.extend(waiting)
            waiting = []
            ordered.append(line)
        elif side < 0:
            ordered.append(line)
        else:
            waiting.append(line)
    return ordered + waiting


def _side(line: Line, gutter: float) -> int:
    if line.right <= gutter + 3:
        return -1
    return 1 if line.left >= gutter - 3 else 0


def _length(lines: list[Line]) -> float:
    return median(len(line.text) for line in lines)
