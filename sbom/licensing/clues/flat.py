"""A text as one line of lower case, without comment signs and markup, that knows its line numbers."""

import re
from bisect import bisect_right
from typing import NamedTuple

from sbom.lazy_pattern import lazy

_EDGE = " \t\r\f\v#*/;!|>%\\@=~-\"'+"
_BULLET = re.compile(r"\(?(?:\d{1,2}|[a-z]|i{1,3}v?)[.)] +(?=\S)")
_SPACE = re.compile(r"\s+")
_TAG = lazy(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,400})?/?>|<!--|-->")
_HREF = lazy(r"""<a\s[^<>]{0,300}?href=["']([^"'<>]{1,300})["'][^<>]{0,300}>""")
_QUOTES = str.maketrans(
    dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("\u2018\u2019`", "'")
    | dict.fromkeys("\u2013\u2014", "-")
)
_SIGN = re.compile(r"(?:dnl|rem)\s")


class Flat(NamedTuple):
    """The text and where its lines begin."""

    text: str
    starts: list[int]
    lines: list[int]

    def line(self, at: int) -> int:
        """Line in the file, from 1, of a place in the text."""
        return self.lines[max(0, bisect_right(self.starts, at) - 1)] if self.lines else 1

    def start(self, line: int) -> int:
        """Where a line of the file begins in the text, or the mark of the text that covers it."""
        at = bisect_right(self.lines, line) - 1
        return self.starts[at] if at >= 0 else 0


def flat_of(text: str, explained: frozenset[int] | set[int] = frozenset()) -> Flat:
    """Flatten a text.

    Args:
        text: At most one million characters.
        explained: Lines that are left out because a licence text covers them; a ` ¶ ` stands there.
    """
    text = text.lower().translate(_QUOTES)
    if "<" in text:
        text = _HREF.sub(r" \1 ", text)
        text = _TAG.sub(_blank, text)
    if "&" in text:
        text = text.replace("&quot;", '"').replace("&nbsp;", " ").replace("&copy;", "(c)")
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if '" "' in text:
        text = text.replace('" "', " ")
    if "\\" in text:
        text = text.replace("\\n", " ").replace("\\t", " ")
    parts: list[str] = []
    starts: list[int] = []
    lines: list[int] = []
    at = 0
    hidden = False
    for number, line in enumerate(text.split("\n"), 1):
        if number in explained:
            if hidden:
                continue
            hidden = True
            kept = "¶"
        else:
            kept = _SPACE.sub(" ", line.strip(_EDGE))
            if not kept:
                if parts and parts[-1] != "¶" and not parts[-1].endswith((".", ":", "|")):
                    parts.append("|")
                    starts.append(at)
                    lines.append(number)
                    at += 2
                continue
            if kept.startswith('.\\"'):
                kept = kept[3:].lstrip()
            if _SIGN.match(kept):
                kept = kept[4:]
            bullet = _BULLET.match(kept)
            if bullet is not None:
                kept = kept[bullet.end() :]
            hidden = False
        parts.append(kept)
        starts.append(at)
        lines.append(number)
        at += len(kept) + 1
    return Flat(" ".join(parts), starts, lines)


def _blank(match: re.Match[str]) -> str:
    return " " + "\n" * match.group().count("\n")
