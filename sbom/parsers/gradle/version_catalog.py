"""Gradle version catalogues (`*.versions.toml`).

Rules: each library and plugin is a component with the property `alias`. A plugin has scope BUILD
and the coordinates of its marker artifact, its id in `plugin-id`; a library's scope is UNKNOWN,
since a catalogue does not say what it is used for. `direct` is None for the same reason. The
joiner `gradle_catalog` adds the role DECLARED and `used-by` where a build file asks for the
alias. Bundles only group aliases (`bundles`). A version alias that is not there leaves the
version UNRESOLVED.

Source: Gradle user manual, "Version Catalogs".
"""

from typing import Any

import msgspec

from sbom.component import Component
from sbom.gradle.catalog import (
    CatalogEntry,
    component_of,
    lines_of,
    read_library,
    read_plugin,
    read_version,
)
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.text import decode
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile

FRAGMENT = "gradle/catalog"


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one catalogue.

    Raises:
        ParseError: not TOML.
    """
    text = decode(source.content) if source.content.strip() else ""
    table = loads_toml(text)
    versions = _table(table.get("versions"))
    lines = lines_of(text)
    bundles = {
        name: [a for a in members if isinstance(a, str)]
        for name, members in _table(table.get("bundles")).items()
        if isinstance(members, list)
    }
    in_bundles: dict[str, list[str]] = {}
    for name, members in bundles.items():
        for alias in members:
            in_bundles.setdefault(alias, []).append(name)
    entries: list[CatalogEntry] = []
    components: list[Component] = []
    issues: list[Issue] = []
    for section, reader in (("libraries", read_library), ("plugins", read_plugin)):
        for alias, value in _table(table.get(section)).items():
            line = lines.get((section, alias))
            entry = reader(alias, value, versions)
            if entry is None:
                message = f"not a form that [{section}] of a version catalogue may have"
                issues.append(
                    Issue(kind=IssueKind.ENTRY, message=message, line=line, subject=alias[:200])
                )
                continue
            entry = msgspec.structs.replace(entry, line=line)
            entries.append(entry)
            components.append(component_of(entry, in_bundles.get(alias, [])))
    known = {alias: read_version(value, versions)[0] for alias, value in versions.items()}
    data = {"entries": msgspec.to_builtins(entries), "bundles": bundles, "versions": known}
    metadata = _table(table.get("metadata")).get("format")
    return Inventory(
        components=tuple(components),
        fragments=(Fragment(kind=FRAGMENT, data=data),),
        issues=tuple(issues),
        format_version=str(_table(metadata).get("version", "")),
        expects_components=bool(table.get("libraries") or table.get("plugins")),
    )


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
