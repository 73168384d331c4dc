"""What Rush locks for one project: `name@version` with a hash each (shrinkwrap-deps.json).

Rules: each entry is EXACT; a version followed by the peers it was resolved with
(`1.0.0_react@18.2.0`, `1.0.0(react@18.2.0)`) is that version. The file does not say what is direct
or for development: scope UNKNOWN. An entry for a folder or an archive (`file:`) is LOCAL.

Source: Rush documentation, "Rush files and folders"; pnpm, dependency paths.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role, Scope, VersionKind
from sbom.gathering import Gathering
from sbom.integrity import hashes_of
from sbom.inventory import Inventory
from sbom.npm.identity import exact_version, is_name, package_url, split_descriptor
from sbom.npm.pnpm_path import read_path, without_peers
from sbom.readers.key_lines import KeyLines


def is_rush_list(data: Mapping[str, Any]) -> bool:
    """Whether a JSON object is such a list: nothing but hashes, by keys with a version."""
    return bool(data) and all(
        isinstance(v, str) and v[:3] in {"", "sha", "md5"} and ("@" in k[1:] or k[:1] == "/")
        for k, v in data.items()
    )


def rush_inventory(content: str, data: Mapping[str, Any]) -> Inventory:
    """The packages of the list.

    Args:
        content: The text, for line numbers.
        data: The same, read.
    """
    gathering, lines = Gathering(), KeyLines(content)
    for key, digest in data.items():
        line = lines.of(key)
        bare = without_peers(key)
        name, version = split_descriptor(bare)
        version = exact_version(version.partition("_")[0])
        if not version:
            name, version, _ = read_path(key)
        local = not version and "file:" in bare
        if not is_name(name) or not (version or local):
            gathering.lost(key, "is not `name@version`", line)
            continue
        gathering.add(
            Component(
                purl=package_url(name, version),
                name=name,
                version=version,
                version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
                scope=Scope.UNKNOWN,
                roles=(Role.LOCAL,) if local else (),
                hashes=hashes_of(digest),
                line=line,
            )
        )
    return gathering.inventory()
