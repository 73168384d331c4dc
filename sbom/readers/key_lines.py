"""Lines of JSON keys met in the order of the file; hostile input cannot raise the cost."""

from sbom.readers.text import KeyFinder

_MAX_MISSES = 50
"""A key written with escapes is not found; each miss costs a walk to the end of the text."""


class KeyLines:
    """Looks keys up one after the other, from the start of a section on."""

    def __init__(self, text: str, section: str = "") -> None:
        """Begin at the first `"section"` in `text`, or at the top."""
        self._finder = KeyFinder(text)
        self._misses = 0
        self.start = self._finder.line_of(f'"{section}"') if section else 1
        """1-based line of the section, or None when it was not found."""

    def of(self, key: str, after: str = "") -> int | None:
        """Line of the next `"key"` that is followed by `after`; None when it was not found."""
        if self._misses > _MAX_MISSES:
            return None
        if '"' in key or "\\" in key or not key.isascii():
            import json

            key = json.dumps(key, ensure_ascii=False)[1:-1]
        line = self._finder.line_of(f'"{key}"{after}')
        self._misses += line is None
        return line
