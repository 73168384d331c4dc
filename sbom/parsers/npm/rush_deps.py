"""shrinkwrap-deps.json of Rush; rules and source in `sbom.npm.rush_deps`."""

from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.npm.rush_deps import is_rush_list, rush_inventory
from sbom.readers.json_reader import loads_json
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The packages that Rush locks for a project.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: not an object of versions with hashes.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or not is_rush_list(data):
        raise NotThisFormatError("holds no list of versions with hashes")
    return rush_inventory(content, data)
