"""Lines of keys and quoted items in a TOML text, by section; tomllib does not keep them."""

import re

from sbom.readers.text import Lines

_TOKEN = re.compile(
    r"^[ \t]*+\[\[?[ \t]*+([^\]\[\n=,]+?)[ \t]*+\]\]?[ \t]*+(?:#[^\n]*+)?$"
    r'|"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)(?:"|(?=\n)|\Z)'
    r"|'([^'\n]*+)(?:'|(?=\n)|\Z)"
    r"|#[^\n]*+"
    r"|^[ \t]*+([A-Za-z0-9_-]+)(?=[ \t]*+[=.])",
    re.MULTILINE,
)


class Places:
    """Where keys and strings stand: one linear pass over the text, at the first question."""

    def __init__(self, text: str) -> None:
        """`text` has bare newlines for line ends."""
        self._text = text
        self._lines = Lines(text)
        self._found: dict[tuple[str, str], list[int]] | None = None
        self._sections: dict[str, int] = {}

    def line(self, section: str, item: str) -> int | None:
        """1-based line of a key or quoted item in a section, or of the section itself, or None.

        The same item asked for again is the next one that is written.
        """
        if self._found is None:
            self._found = self._index()
        offsets = self._found.get((section, item))
        if offsets:
            return self._lines.at(offsets.pop() if len(offsets) > 1 else offsets[0])
        start = self._sections.get(section)
        return None if start is None else self._lines.at(start)

    def _index(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        section = ""
        for match in _TOKEN.finditer(self._text):
            header, double, single, key = match.groups()
            if header is not None:
                section = header.replace('"', "").replace("'", "")
                self._sections.setdefault(section, match.start(1))
                continue
            item = key if key is not None else single if single is not None else double
            if item:
                if "\\" in item and double is not None:
                    item = item.replace('\\"', '"').replace("\\\\", "\\")
                kind = match.lastindex or 0
                found.setdefault((section, item), []).append(match.start(kind))
        for offsets in found.values():
            offsets.reverse()
        return found
