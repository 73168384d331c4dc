"""Tables of contents: kept in the text, but no passages, or each article would be there twice."""

import re

from msgspec.structs import replace

from sbom.contracts.blocks import Block

_TITLES = frozenset(
    {"inhoudsopgave", "inhoud", "table of contents", "contents", "index", "inhoudsopgaaf"}
)
_ENTRY = re.compile(r"[\s.…](\d{1,3})$")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s{0,9}\d{0,4}$|…{2,}\s{0,9}\d{0,4}$")
_FEWEST = 3


def skip_contents(blocks: list[Block]) -> list[Block]:
    """The blocks, those of a table of contents marked to be skipped.

    A table begins at its title and holds the entries below it, that end in a page number; without
    a title it is three or more entries with dots that lead to the number.
    """
    out = list(blocks)
    place = 0
    while place < len(out):
        title = out[place].text.strip().rstrip(":").lower() in _TITLES
        end = place + 1 if title else place
        page = 0
        while end < len(out) and (found := _page_of(out[end].text, title=title)) >= page:
            page = max(found, 1)
            end += 1
        if end - place >= _FEWEST:
            for n in range(place, end):
                out[n] = replace(out[n], skip=True)
            place = end
        else:
            place += 1
    return out


def _page_of(text: str, *, title: bool) -> int:
    """The page that an entry of a table of contents names; -1 for other text."""
    short = text.strip()
    if len(short) > 200:
        return -1
    found = _ENTRY.search(short)
    if found is None or not (title or _LEADERS.search(short)):
        return -1
    return int(found[1])
