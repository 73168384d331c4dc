"""Which folders are workspaces of a project: the patterns of npm, Yarn and pnpm.

Source: npm documentation, package.json, `workspaces`; pnpm documentation, pnpm-workspace.yaml.
"""

import re
from collections.abc import Iterable


def patterns_of(value: object) -> tuple[str, ...]:
    """Patterns of a `workspaces` field: a list, or an object with `packages` (Yarn 1)."""
    if isinstance(value, dict):
        value = value.get("packages")
    if not isinstance(value, list):
        return ()
    return tuple(p for p in value if isinstance(p, str) and p)


class WorkspaceMatcher:
    """Tests folders against workspace patterns; a leading `!` excludes."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile patterns such as `packages/*`, `apps/**` and `!**/test`."""
        self._include: list[re.Pattern[str]] = []
        self._exclude: list[re.Pattern[str]] = []
        for pattern in patterns:
            target = self._exclude if pattern.startswith("!") else self._include
            target.append(_compile(pattern.lstrip("!")))

    def __call__(self, folder: str) -> bool:
        """Whether `folder`, relative to the root of the workspaces, is one of them."""
        return any(p.match(folder) for p in self._include) and not any(
            p.match(folder) for p in self._exclude
        )


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern of path segments; `**` any number of segments, `*` within one, `{a,b}` choices."""
    pattern = pattern.removeprefix("./").strip("/")
    out, index, braces = "", 0, 0
    while index < len(pattern):
        char = pattern[index]
        if pattern.startswith("**/", index):
            out += "(?:.*/)?" if not out.endswith("(?:.*/)?") else ""
            index += 3
            continue
        if char == "*":
            run = len(pattern) - len(pattern[index:].lstrip("*")) - index
            piece = ".*" if run > 1 else "[^/]*"
            out += piece if not out.endswith("*") else ""
            index += run
            continue
        if char == "?":
            out += "[^/]"
        elif char == "{" and "}" in pattern[index:]:
            out, braces = out + "(?:", braces + 1
        elif char == "}" and braces:
            out, braces = out + ")", braces - 1
        elif char == "," and braces:
            out += "|"
        else:
            out += re.escape(char)
        index += 1
    return re.compile(out + ")" * braces + r"\Z")
