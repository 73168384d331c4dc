"""Poetry's way to state a dependency: a string, a table, or a list of these.

Source: Poetry's documentation, "Dependency specification" (1.x and 2.x).
"""

from typing import Any, NamedTuple

from sbom.component import Role
from sbom.lazy_pattern import lazy
from sbom.pypi import Address, address_of

_BARE = lazy(r"\s*+(?:===?\s*+)?v?([0-9][A-Za-z0-9.+!_-]*)\s*\Z")
_CONSTRAINT = lazy(r"[\s0-9A-Za-z.*+!_<>=~^,|-]+\Z")
_VCS = ("git", "hg", "svn")


class PoetryRequirement(NamedTuple):
    """One way in which a dependency may be met."""

    requirement: str
    """As written, `*` left out."""
    pin: str
    """The exact version when the constraint is one."""
    optional: bool
    roles: tuple[Role, ...]
    address: Address | None
    properties: tuple[tuple[str, str], ...]


def poetry_requirements(stated: object) -> list[PoetryRequirement] | None:
    """The requirements of one entry, or None when it cannot be understood."""
    if isinstance(stated, str):
        one = _from_table({"version": stated})
        return None if one is None else [one]
    if isinstance(stated, dict):
        one = _from_table(stated)
        return None if one is None else [one]
    if isinstance(stated, list) and stated:
        found: list[PoetryRequirement] = []
        for item in stated:
            several = None if isinstance(item, list) else poetry_requirements(item)
            if several is None:
                return None
            found += several
        return found
    return None


def _from_table(table: dict[str, Any]) -> PoetryRequirement | None:
    version = table.get("version", "")
    if not isinstance(version, str) or (version.strip() and not _CONSTRAINT.match(version)):
        return None
    version = "" if version.strip() == "*" else version.strip()
    bare = _BARE.match(version)
    pin = bare[1] if bare and "*" not in bare[1] else ""
    roles: tuple[Role, ...] = ()
    address: Address | None = None
    path = table.get("path") or table.get("file")
    url = table.get("url")
    vcs = next((v for v in _VCS if isinstance(table.get(v), str)), "")
    if vcs:
        address = address_of(f"{vcs}+{table[vcs]}")
        stated = next(
            (table[k] for k in ("rev", "tag", "branch") if isinstance(table.get(k), str)), ""
        )
        address = address._replace(revision=stated or address.revision)
    elif isinstance(url, str):
        address = address_of(url)
    elif isinstance(path, str):
        roles = (Role.LOCAL,)
    extras = table.get("extras")
    properties = (
        (
            "extras",
            ", ".join(sorted(e for e in extras if isinstance(e, str)))
            if isinstance(extras, list)
            else "",
        ),
        ("marker", _marker(table)),
        ("path", path if roles and isinstance(path, str) else ""),
        ("registry", table["source"] if isinstance(table.get("source"), str) else ""),
        ("editable", "true" if table.get("develop") is True else ""),
    )
    optional = table.get("optional") is True
    return PoetryRequirement(version, pin, optional, roles, address, properties)


def _marker(table: dict[str, Any]) -> str:
    parts = []
    if isinstance(table.get("python"), str):
        parts.append(f"python {table['python']}")
    for key in ("platform", "markers"):
        if isinstance(table.get(key), str):
            parts.append(table[key] if key == "markers" else f"platform {table[key]}")
    return "; ".join(parts)
