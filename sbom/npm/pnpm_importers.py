"""What the projects of a pnpm lock ask for: importers, in the forms of all lock versions.

Source: pnpm source, package `lockfile-types`; formats 5.0 to 9.0.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sbom.component import Scope
from sbom.readers.yaml_values import YamlMap

SECTIONS = {
    "dependencies": Scope.RUNTIME,
    "optionalDependencies": Scope.OPTIONAL,
    "devDependencies": Scope.DEV,
    "configDependencies": Scope.BUILD,
    "packageManagerDependencies": Scope.BUILD,
}


class Asked(NamedTuple):
    """One direct dependency of one importer."""

    importer: str
    """Folder of the project; `.` for the root."""
    scope: Scope
    name: str
    wanted: str
    """Specifier as written; that of the catalog for a `catalog:` specifier."""
    catalog: str
    """Name of the catalog it came from, or empty."""
    version: str
    """What it resolved to: version, key or `link:path`."""
    line: int


def importers_of(data: YamlMap) -> dict[str, YamlMap]:
    """Projects by folder; a lock without `importers` is itself the root project."""
    found = data.get("importers")
    if isinstance(found, YamlMap):
        return {k: v for k, v in found.items() if isinstance(v, YamlMap)}
    return {".": data}


def asked_of(data: YamlMap) -> Iterator[Asked]:
    """Every direct dependency, in the order of the file."""
    catalogs = data.get("catalogs")
    for folder, importer in importers_of(data).items():
        specifiers = importer.get("specifiers")
        if not isinstance(specifiers, dict):
            specifiers = {}
        for section, scope in SECTIONS.items():
            listed = importer.get(section)
            if not isinstance(listed, YamlMap):
                continue
            for name, stated in listed.items():
                wanted, value = specifiers.get(name), stated
                if isinstance(stated, dict):
                    wanted, value = stated.get("specifier"), stated.get("version")
                if value is None or isinstance(value, dict | list):
                    continue
                text = "" if wanted is None else str(wanted)
                catalog = ""
                if text.startswith("catalog:"):
                    catalog = text[8:].strip() or "default"
                    text = _from_catalog(catalogs, catalog, name) or text
                yield Asked(folder, scope, name, text, catalog, str(value), listed.line_of(name))


def _from_catalog(catalogs: Any, catalog: str, name: str) -> str:
    for key in (catalog, name):
        catalogs = catalogs.get(key) if isinstance(catalogs, dict) else None
    value = catalogs.get("specifier") if isinstance(catalogs, dict) else catalogs
    return value if isinstance(value, str) else ""
