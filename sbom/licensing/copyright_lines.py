"""Copyright lines of a text, as notices have to repeat them."""

import re

MOST = 50
_LINE = re.compile(
    r"[\s*#/;.>|!-]*((?:copyright\b|\u00a9|\(c\)\s+\d)[^\r\n]{0,300})", re.IGNORECASE
)
_MARK = re.compile(r"\u00a9|\(c\)|(?:19|20)\d\d", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"[<\[{](?:year|yyyy|name|owner|copyright|fullname)|name of (?:author|copyright)", re.IGNORECASE
)


def copyright_lines(text: str) -> tuple[str, ...]:
    """Lines that state a copyright, in order, distinct, at most `MOST`.

    A line needs a year or a sign beside the word; lines of a form that is still to be filled in
    (`<year>`, `[name of copyright owner]`) do not count.
    """
    found: dict[str, None] = {}
    for line in text.splitlines()[:20_000]:
        if len(line) > 1000:
            continue
        match = _LINE.match(line)
        if match is None or not _MARK.search(match[1]) or _TEMPLATE.search(match[1]):
            continue
        found.setdefault(" ".join(match[1].split()).rstrip(" */-"))
        if len(found) >= MOST:
            break
    return tuple(found)
