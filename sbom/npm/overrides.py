"""Versions a project forces on its dependencies: npm overrides, Yarn resolutions, pnpm overrides.

Source: npm documentation, package.json, `overrides`; Yarn manual, manifest, `resolutions`; pnpm
documentation, `overrides`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sbom.lazy_pattern import lazy
from sbom.npm.identity import is_name, split_descriptor

_MAX_DEPTH = 20
_RANGE = lazy(r"(?<=[^/])@.*", re.DOTALL)
"""The range behind the last name of a path; the `@` of a scope stands at the start of a segment."""


class Override(NamedTuple):
    """One forced version."""

    name: str
    wanted: str
    where: str
    """Field that states it."""
    parent: str
    """Package whose dependencies it is limited to, or empty."""


def overrides_of(data: Mapping[str, Any], declared: Mapping[str, str]) -> Iterator[Override]:
    """Every forced version.

    Args:
        data: A package.json.
        declared: Requirement by name, for references such as `$react`.
    """
    npm = data.get("overrides")
    if isinstance(npm, dict):
        yield from _nested(npm, declared)
    pnpm = data.get("pnpm")
    for where, listed in (
        ("resolutions", data.get("resolutions")),
        ("overrides", pnpm.get("overrides") if isinstance(pnpm, dict) else None),
    ):
        if not isinstance(listed, dict):
            continue
        for key, wanted in listed.items():
            parent, name = _path(key)
            if isinstance(wanted, str) and is_name(name):
                yield Override(name, _reference(wanted, declared), where, parent)


def _nested(listed: dict[str, Any], declared: Mapping[str, str]) -> Iterator[Override]:
    stack: list[tuple[str, dict[str, Any], int]] = [("", listed, 0)]
    while stack:
        parent, level, depth = stack.pop()
        for key, value in level.items():
            name = parent if key == "." else split_descriptor(key)[0]
            if not is_name(name):
                continue
            if isinstance(value, str):
                limit = "" if key == "." else parent
                yield Override(name, _reference(value, declared), "overrides", limit)
            elif isinstance(value, dict) and depth < _MAX_DEPTH:
                stack.append((name, value, depth + 1))


def _reference(wanted: str, declared: Mapping[str, str]) -> str:
    """`$name` stands for the project's own requirement on that package."""
    return declared.get(wanted[1:], wanted) if wanted.startswith("$") else wanted


def _path(key: str) -> tuple[str, str]:
    """Parent and name of `**/name`, `parent/name`, `parent>name@range`, scopes included."""
    parent, arrow, last = key.rpartition(">")
    if arrow:
        return split_descriptor(parent.rpartition(">")[2])[0], split_descriptor(last)[0]
    parts = _RANGE.sub("", key).split("/")
    name = parts.pop()
    if parts and parts[-1].startswith("@"):
        name = f"{parts.pop()}/{name}"
    above = [p for p in parts if p != "**"]
    if len(above) > 1 and above[-2].startswith("@"):
        return f"{above[-2]}/{above[-1]}", name
    return (above[-1] if above else ""), name
