"""Where a numbered paragraph stands: which article and which item of which member it is.

A stack of open levels. A label that counts on from an open level closes what is deeper; the first
of a style opens a level below; one that says its whole place ("12.3", "Artikel 12") stands where
it says. So members "1." and "2." below "Artikel 5" become "5.1" and "5.2", and items "a." below
"4.2" become "4.2.a".
"""

from typing import NamedTuple

from sbom.contracts.labels import Label, as_numeral

_GAP = 4
"""A count that jumps further ahead than this is not taken for the next of its level."""


class _Level(NamedTuple):
    style: str
    value: int
    number: str
    heading: bool


class Numbering:
    """The state while one document is read from top to bottom."""

    __slots__ = ("_stack",)

    def __init__(self) -> None:
        self._stack: list[_Level] = []

    def reset(self) -> None:
        """A new part begins: counts start again."""
        self._stack.clear()

    @property
    def article(self) -> str:
        """Number of the top article that is open, or empty."""
        return self._stack[0].number if self._stack else ""

    def depth(self) -> int:
        """How many levels are open."""
        return len(self._stack)

    def take(self, label: Label, *, heading: bool, sure: bool) -> str | None:
        """The whole number of a paragraph with this label, or None when it is none here.

        Args:
            label: What the paragraph opens with.
            heading: The paragraph looks like a heading.
            sure: The label comes from a list, so it is a number whatever its value.
        """
        if label.absolute:
            return self._absolute(label, heading=heading, sure=sure)
        numeral = as_numeral(label)
        best: tuple[int, int, Label] | None = None
        for candidate in (label, numeral) if numeral else (label,):
            found = self._continued(candidate, heading=heading)
            if found is not None and (best is None or found > best[:2]):
                best = (*found, candidate)
        if best is not None:
            return self._count_on(best[1], best[2], heading=heading)
        first = label if label.value == 1 else numeral if numeral and numeral.value == 1 else None
        if first is None and heading and self._in_chapter(label):
            first = label
        if first is None:
            if not sure and not self._plausible(label):
                return None
            if not sure and self._stack:
                return label.shown  # a slip of the pen, or a quoted list: what the reader sees
            first = label
        return self._open(first, heading=heading)

    def _absolute(self, label: Label, *, heading: bool, sure: bool) -> str | None:
        if label.word:
            self._stack = [_Level("word", label.value, label.shown, heading=True)]
            return label.shown
        parts = label.shown.split(".")
        if not sure and not self._expected(parts):
            return None
        made = [
            _Level(f"decimal{n}", _count(parts[n - 1]), ".".join(parts[:n]), heading=n < len(parts))
            for n in range(1, len(parts) + 1)
        ]
        made[-1] = made[-1]._replace(heading=heading)
        top = next((n for n, v in enumerate(self._stack) if v.number == parts[0]), None)
        if top is not None:
            self._stack[top + 1 :] = made[1:]
        else:
            made[0] = made[0]._replace(style=self._stack[0].style if self._stack else "1.")
            self._stack = made
        return label.shown

    def _expected(self, parts: list[str]) -> bool:
        """Whether a typed "12.3" can stand here; "2.5 miljoen" in running text cannot."""
        if not parts[0].isdigit() and self._stack and self._stack[0].number == parts[0]:
            return True
        top, last = _count(parts[0]), _count(parts[-1])
        current = _count(self._stack[0].number) if self._stack else 0
        if last <= 2 and all(_count(p) <= 30 for p in parts):
            return True
        return current - 1 <= top <= current + _GAP and last <= 200

    def _continued(self, label: Label, *, heading: bool) -> tuple[int, int] | None:
        """Score and place of the level that a label counts on from."""
        best: tuple[int, int] | None = None
        for place, level in enumerate(self._stack):
            if level.style != label.style:
                continue
            ahead = label.value - level.value
            if not 0 < ahead <= _GAP:
                continue
            score = (
                (12 if ahead == 1 else 4 - ahead) + (6 if level.heading == heading else 0) + place
            )
            if best is None or score > best[0]:
                best = (score, place)
        return best

    def _count_on(self, place: int, label: Label, *, heading: bool) -> str:
        parent = self._stack[place - 1].number if place else ""
        if place == 1 and "." not in self._stack[1].number and self._stack[0].style.startswith("I"):
            parent = ""
        number = _below(parent, label.shown)
        kept = heading if place == 0 else self._stack[place].heading
        self._stack[place:] = [_Level(label.style, label.value, number, kept)]
        return number

    def _open(self, label: Label, *, heading: bool) -> str:
        same = next((n for n, level in enumerate(self._stack) if level.style == label.style), None)
        if same is not None and not self._nests(same, label, heading=heading):
            del self._stack[same:]
        if heading:  # a heading stands below headings only, a chapter below nothing
            chapter = label.style.startswith("I")
            while self._stack and (chapter or not self._stack[-1].heading):
                self._stack.pop()
        parent = self._stack[-1].number if self._stack else ""
        if heading and self._in_chapter(label):
            parent = ""  # articles count through the chapters, and are cited without them
        number = _below(parent, label.shown)
        self._stack.append(_Level(label.style, label.value, number, heading))
        return number

    def _in_chapter(self, label: Label) -> bool:
        """Whether a number stands right below a Roman chapter."""
        return (
            len(self._stack) == 1
            and self._stack[0].style.startswith("I")
            and self._stack[0].heading
            and label.style[:1] in {"1", "b"}
        )

    def _nests(self, same: int, label: Label, *, heading: bool) -> bool:
        """Whether a second list of an open style stands below it: "3." with members "1.", "2."."""
        if label.value != 1 or heading:
            return False
        deepest = same == len(self._stack) - 1
        return self._stack[same].heading if deepest else same == 0

    def _plausible(self, label: Label) -> bool:
        """A count that starts past one: a quoted part of a list, never a year."""
        return label.value <= 40 and label.style != "bare"


def _count(text: str) -> int:
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdigit() else 0


def _below(parent: str, shown: str) -> str:
    return f"{parent}.{shown}" if parent else shown
