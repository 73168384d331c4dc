"""*.deps.json: what a published .NET application consists of; rules in `sbom.nuget_deps`."""

from msgspec.structs import replace

from sbom.gathering import Gathering
from sbom.inventory import Fragment, Inventory
from sbom.nuget_deps import read_deps
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Libraries and edges of one application; for `sbom.joiners.dotnet_assemblies` their files.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no object `libraries`.
    """
    gathering = Gathering()
    runtime, files = read_deps(source.content, gathering)
    made = gathering.inventory(version=runtime, expects=bool(gathering.components))
    delivered = {ref: paths for ref, paths in files.items() if paths}
    if not delivered:
        return made
    fragment = Fragment(kind="nuget/deps-json", data=delivered)
    return replace(made, fragments=(fragment,))
