"""composer.lock: what Composer resolved for a PHP project.

Rules: `packages` are RUNTIME and `packages-dev` DEV. The lock does not hold the project itself.
A package that no other one needs must have been asked for by the project, so it is direct; of
the rest the lock does not say (None). `platform` and `platform-dev` entries (php, ext-*) are
ranges with role PLATFORM. `dist.type` path is LOCAL; a package without `notification-url` but
with a git source comes from a repository outside the registry (GIT). A branch (`dev-main`) is
exact when the lock holds its commit, in property `commit`. A licence list is a choice (OR).
`replace` and `provide` serve edges to virtual packages.

Source: Composer documentation, "composer.lock"; schema composer-lock-schema.json.
"""

from sbom.composer_lock import GROUPS, inventory_of
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.json_reader import loads_json
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Packages, platform requirements and edges of a composer.lock.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no `packages` and no `packages-dev`.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or not any(isinstance(data.get(g), list) for g, _ in GROUPS):
        raise NotThisFormatError("holds no list of packages")
    return inventory_of(content, data)
