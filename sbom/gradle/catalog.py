"""A version catalogue as a table: aliases to coordinates.

Source: Gradle user manual, "Version Catalogs", TOML format 1.1.
"""

import re
from typing import Any

import msgspec

from sbom.component import Component, Scope
from sbom.gradle.coordinates import Coordinates, component, read

_SECTION = re.compile(r"\s*\[\s*\"?([\w.-]+)\"?\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w.-]+?)[\"']?\s*(?:\.[\w.-]+\s*)?=")
_SEPARATORS = re.compile(r"[-_.]")


class CatalogEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One library or plugin of a catalogue."""

    alias: str
    coordinates: Coordinates
    plugin: str = ""
    """Plugin id; empty for a library."""
    version_alias: str = ""
    """`version.ref`."""
    reject: str = ""
    """Versions that are refused, as written."""
    missing_ref: bool = False
    """The version alias is not in the catalogue."""
    line: int | None = None

    @property
    def ref(self) -> str:
        """Identity within its file: section and alias."""
        return f"{'plugins' if self.plugin else 'libraries'}.{self.alias}"


def accessor(alias: str) -> str:
    """The alias as a build file spells it: `a-b_c` is `a.b.c`."""
    return _SEPARATORS.sub(".", alias)


def lines_of(text: str) -> dict[tuple[str, str], int]:
    """1-based lines of keys by (section, key)."""
    found: dict[tuple[str, str], int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := _SECTION.match(line):
            section, _, key = head.group(1).partition(".")
            if key:
                found.setdefault((section, key), number)
        elif key_of := _KEY.match(line):
            name = key_of.group(1)
            found.setdefault((section, name), number)
            found.setdefault((section, name.partition(".")[0]), number)
    return found


def read_version(
    value: Any, versions: dict[str, Any], depth: int = 0
) -> tuple[str, str, str, bool]:
    """Version as a notation, its alias, what it rejects, and whether the alias is missing.

    A rich version with `strictly` or `require` counts by that; a range with `prefer` becomes
    `range!!preferred`, the notation that says the same.
    """
    if isinstance(value, bool):
        return "", "", "", False
    if isinstance(value, str | int | float):
        return str(value), "", "", False
    if not isinstance(value, dict):
        return "", "", "", False
    ref = value.get("ref")
    if isinstance(ref, str):
        if ref not in versions or depth:
            return "", ref, "", True
        version, _, reject, missing = read_version(versions[ref], versions, 1)
        return version, ref, reject, missing
    parts = {k: value[k].strip() for k in ("strictly", "require", "prefer") if _text(value.get(k))}
    required = parts.get("strictly") or parts.get("require", "")
    preferred = parts.get("prefer", "")
    if required and preferred and required != preferred:
        required = f"{required}!!{preferred}"
    refused = value.get("reject")
    refused = (
        [refused] if isinstance(refused, str) else refused if isinstance(refused, list) else []
    )
    reject = "*" if value.get("rejectAll") is True else ", ".join(str(r) for r in refused)
    return required or preferred, "", reject, False


def read_library(alias: str, value: Any, versions: dict[str, Any]) -> CatalogEntry | None:
    """A library in any of its spellings, or None when it is none."""
    if isinstance(value, str):
        found = read(value)
        return None if found is None else CatalogEntry(alias=alias, coordinates=found)
    if not isinstance(value, dict):
        return None
    module = value.get("module")
    if isinstance(module, str) and module.count(":") == 1:
        group, _, name = module.partition(":")
    elif _text(value.get("group")) and _text(value.get("name")):
        group, name = value["group"], value["name"]
    else:
        return None
    version, ref, reject, missing = read_version(value.get("version"), versions)
    coordinates = Coordinates(group.strip(), name.strip(), version)
    return CatalogEntry(
        alias=alias,
        coordinates=coordinates,
        version_alias=ref,
        reject=reject,
        missing_ref=missing,
    )


def read_plugin(alias: str, value: Any, versions: dict[str, Any]) -> CatalogEntry | None:
    """A plugin; its coordinates are those of its marker artifact."""
    if isinstance(value, str):
        plugin, _, version = value.partition(":")
        ref, reject, missing = "", "", False
    elif isinstance(value, dict) and _text(value.get("id")):
        plugin = value["id"]
        version, ref, reject, missing = read_version(value.get("version"), versions)
    else:
        return None
    plugin = plugin.strip()
    if not plugin:
        return None
    return CatalogEntry(
        alias=alias,
        coordinates=plugin_marker(plugin, version.strip()),
        plugin=plugin,
        version_alias=ref,
        reject=reject,
        missing_ref=missing,
    )


def plugin_marker(plugin: str, version: str) -> Coordinates:
    """Where a plugin id is found: `ID:ID.gradle.plugin` (Gradle, "Plugin Marker Artifacts")."""
    return Coordinates(plugin, f"{plugin}.gradle.plugin", version)


def component_of(entry: CatalogEntry, bundles: list[str]) -> Component:
    """An entry as a component; a version alias that is not known leaves it UNRESOLVED."""
    properties = [("alias", entry.alias)]
    for name, value in (
        ("plugin-id", entry.plugin),
        ("version-alias", entry.version_alias),
        ("rejects", entry.reject),
        ("bundles", ", ".join(bundles)),
    ):
        if value:
            properties.append((name, value))
    coordinates = entry.coordinates
    if entry.missing_ref:
        placeholder = "${" + entry.version_alias + "}"
        coordinates = Coordinates(coordinates.group, coordinates.name, placeholder)
    return component(
        coordinates,
        scope=Scope.BUILD if entry.plugin else Scope.UNKNOWN,
        ref=entry.ref,
        line=entry.line,
        properties=tuple(properties),
    )


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
