"""vendor/composer/installed.json: the packages that Composer installed.

Rules: as for composer.lock. Composer 2 names the development packages in `dev-package-names`; the
list of Composer 1, a bare array, does not say, so their scope is UNKNOWN.

Source: Composer, `InstalledFilesystemRepository` (Composer 1 and 2).
"""

from typing import Any

from msgspec.structs import replace

from sbom.component import Scope
from sbom.composer_lock import inventory_of
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import items, mapping, text
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of an installed.json.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: neither a list of packages nor an object with `packages`.
    """
    content = decode(source.content)
    data: Any = loads_json(content)
    if isinstance(data, list):
        made = inventory_of(content, {"packages": data})
        return replace(
            made, components=tuple(replace(c, scope=Scope.UNKNOWN) for c in made.components)
        )
    if not isinstance(data, dict) or not isinstance(data.get("packages"), list):
        raise NotThisFormatError("holds no list of packages")
    development = {text(name).lower() for name in items(data.get("dev-package-names"))}
    packages: tuple[list[Any], list[Any]] = [], []
    for entry in items(data["packages"]):
        name = text(mapping(entry).get("name")).lower()
        packages[name in development].append(entry)
    return inventory_of(content, {"packages": packages[0], "packages-dev": packages[1]})
