"""Which folders are workspaces of a project: the patterns of npm, Yarn and pnpm.

Source: npm documentation, package.json, `workspaces`; pnpm documentation, pnpm-workspace.yaml.
"""

import re
from collections.abc import Iterable
from fnmatch import translate

from sbom.lazy_pattern import lazy

_BRACES = lazy(r"\{([^{}]*)\}")
_MAX_BRACES = 4
_MAX_ALTERNATIVES = 64
_Segments = list[re.Pattern[str] | None]
"""Compiled parts of a pattern between slashes; None for `**`. `translate` gives linear ones."""


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
        """Compile patterns such as `packages/*`, `apps/**`, `{apps,libs}/*` and `!**/test`."""
        self._include: list[_Segments] = []
        self._exclude: list[_Segments] = []
        for pattern in patterns:
            target = self._exclude if pattern.startswith("!") else self._include
            target.extend(_segments(p) for p in _alternatives(pattern.lstrip("!")))

    def __call__(self, folder: str) -> bool:
        """Whether `folder`, relative to the root of the workspaces, is one of them."""
        parts = folder.split("/")
        return any(_fits(p, parts) for p in self._include) and not any(
            _fits(p, parts) for p in self._exclude
        )


def _alternatives(pattern: str) -> list[str]:
    """The patterns that `{a,b}` stands for; braces beyond the cap stay as they are."""
    found = [pattern]
    for _ in range(_MAX_BRACES):
        following = []
        for text in found:
            match = _BRACES.search(text)
            if match is None:
                following.append(text)
                continue
            head, tail = text[: match.start()], text[match.end() :]
            following.extend(head + choice + tail for choice in match.group(1).split(","))
        if following == found or len(following) > _MAX_ALTERNATIVES:
            break
        found = following
    return found


def _segments(pattern: str) -> _Segments:
    parts = (p for p in pattern.split("/") if p not in {"", "."})
    return [None if p == "**" else re.compile(translate(p)) for p in parts]


def _fits(pattern: _Segments, parts: list[str]) -> bool:
    """Whether segments match, `**` taking any number of them; steps: pattern times folder."""
    reached = {0}
    for segment in pattern:
        if segment is None:
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {i + 1 for i in reached if i < len(parts) and segment.match(parts[i])}
        if not reached:
            return False
    return len(parts) in reached
