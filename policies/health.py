"""Hints about the health of what is used: not pinned, without lock, scripts at install, names that mislead.

Hints are no verdicts: each has a confidence and a reason, and none counts for a gate.

- `unpinned-action`: an action by tag or branch, which its owner can move; a full commit cannot move.
- `unpinned-image`: an image without digest.
- `no-lockfile`: a file of which no component has an exact version.
- `install-script`, `deprecated`: as the lock itself states.
- `name-like`: one letter more, less, other or swapped from a package that very many use
  (`policies.popular_names`), and not itself one of those. A look at it is worth the while; most are
  honest: of names in repositories that were not counted, 23 of 5,417 were called so (not looked into one by one).
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sbom.component import Component, Role, VersionKind

_KINDS = frozenset({"composer", "gem", "npm", "nuget", "pypi"})
_SHORTEST = 5
"""Letters of the shortest popular name that is looked at."""
_IMAGES = frozenset({"docker", "oci"})
_OWN = frozenset({Role.ROOT, Role.WORKSPACE, Role.LOCAL})


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at."""

    rule: str
    component: Component
    confidence: str
    """`low`, `medium` or `high`."""
    about: str = ""
    """The popular name, the tag, or what the lock says."""


def hints(components: Sequence[Component]) -> Iterator[Hint]:
    """Hints about the components of one file."""
    for component in components:
        if component.roles and not _OWN.isdisjoint(component.roles):
            continue
        yield from _of(component)
    asked = [c for c in components if c.direct and _OWN.isdisjoint(c.roles)]
    if asked and all(c.version_kind is VersionKind.RANGE for c in asked):
        exact = any(
            c.version_kind is VersionKind.EXACT and _OWN.isdisjoint(c.roles) for c in components
        )
        if not exact:
            yield Hint(
                rule="no-lockfile", component=asked[0], confidence="medium", about=str(len(asked))
            )


def _of(component: Component) -> Iterator[Hint]:
    properties = dict(component.properties)
    kind = component.purl[4:].partition("/")[0] if component.purl.startswith("pkg:") else ""
    pinned = properties.get("pinned", "")
    if kind == "github" and pinned in {"tag", "branch"}:
        sure = "high" if pinned == "branch" else "medium"
        about = component.version or component.requirement
        yield Hint(rule="unpinned-action", component=component, confidence=sure, about=about)
    if kind in _IMAGES and not properties.get("digest") and "sha256" not in component.purl:
        about = component.version or component.requirement or "latest"
        sure = "high" if about == "latest" else "medium"
        yield Hint(rule="unpinned-image", component=component, confidence=sure, about=about)
    if properties.get("install-script"):
        about = properties["install-script"][:200]
        yield Hint(rule="install-script", component=component, confidence="high", about=about)
    if properties.get("deprecated"):
        about = properties["deprecated"][:200]
        yield Hint(rule="deprecated", component=component, confidence="high", about=about)
    like = name_like(kind, component.name)
    if like:
        yield Hint(rule="name-like", component=component, confidence="low", about=like)


def name_like(kind: str, name: str) -> str:
    """The popular package that a name could be mistaken for, or empty.

    One letter more, less, other or swapped; the first letter, the scope and digits are the same (a
    number behind a name is most often a later series of the same makers).
    """
    if kind not in _KINDS:
        return ""
    lowered = name.lower()
    known, cut = _look(kind)
    if len(lowered) < _SHORTEST - 1 or lowered in known:
        return ""
    for part in _cuts(lowered):
        for popular in cut.get(part, ()):
            if _one_off(lowered, popular):
                return popular
    return ""


def _look(kind: str) -> tuple[frozenset[str], dict[str, list[str]]]:
    """Names that are themselves known, and popular names by what is left without one letter."""
    found = _LOOKED.get(kind)
    if found is None:
        from policies.popular_names import HONEST, POPULAR

        popular = POPULAR[kind].split()
        cut: dict[str, list[str]] = {}
        for name in popular:
            if len(name) >= _SHORTEST:
                for part in _cuts(name):
                    cut.setdefault(part, []).append(name)
        known = frozenset((*popular, *HONEST.get(kind, "").split()))
        found = _LOOKED[kind] = known, cut
    return found


_LOOKED: dict[str, tuple[frozenset[str], dict[str, list[str]]]] = {}


def _cuts(word: str) -> Iterable[str]:
    """The word, and the word without one letter behind its first."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}


def _one_off(name: str, popular: str) -> bool:
    """Whether one letter makes the difference, or two that are swapped."""
    if name.rpartition("/")[0] != popular.rpartition("/")[0]:
        return False
    start = 0
    while start < min(len(name), len(popular)) and name[start] == popular[start]:
        start += 1
    end = 0
    while end < min(len(name), len(popular)) - start and name[-1 - end] == popular[-1 - end]:
        end += 1
    one, two = name[start : len(name) - end], popular[start : len(popular) - end]
    if any(c.isdigit() for c in one + two):
        return False
    return max(len(one), len(two)) == 1 or (len(one) == 2 and one == two[::-1])
