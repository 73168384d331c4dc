"""Files of sections and options as Python's configparser reads them, with lines, without its price.

A value goes on over lines that are indented deeper than its option. Comments begin a line with `#`
or `;`. Names of options are lower case, of sections as written. Nothing is interpolated.
"""

from typing import NamedTuple


class Option(NamedTuple):
    """One option of one section."""

    section: str
    name: str
    """Lower case."""
    lines: list[tuple[str, int]]
    """Stripped lines of the value with their 1-based numbers; none is empty."""

    @property
    def value(self) -> str:
        """The value as one text."""
        return "\n".join(line for line, _ in self.lines)

    @property
    def line(self) -> int:
        """1-based line of the first part of the value; 0 when the value is empty."""
        return self.lines[0][1] if self.lines else 0


def read_ini(text: str) -> list[Option]:
    """The options in the order of the file; lines that fit nothing are passed over."""
    found: list[Option] = []
    section = ""
    current: Option | None = None
    indent = 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        depth = len(raw) - len(raw.lstrip())
        if current is not None and depth > indent:
            current.lines.append((line, number))
        elif line[0] == "[" and "]" in line:
            section = line[1 : line.rindex("]")].strip()
            current = None
        else:
            cut = min((i for i in (line.find("="), line.find(":")) if i >= 0), default=-1)
            if cut <= 0:
                current = None
                continue
            value = line[cut + 1 :].strip()
            current = Option(
                section, line[:cut].strip().lower(), [(value, number)] if value else []
            )
            indent = depth
            found.append(current)
    return found
