"""*.deps.json: what a published .NET application consists of.

Rules:

- `package` libraries are plain, `project` libraries ROOT when no other library needs them and they
  are the only such, else WORKSPACE; `runtimepack` is STDLIB, the `runtimepack.` before its name
  taken off; `reference` (a bare assembly) and what else there is are LOCAL.
- What the projects need is direct. A package whose targets hold no file (`runtime`, `native` ...)
  delivers nothing: property `empty`.
- Edges are those of the target named by `runtimeTarget`, or of the only target.
- `sha512` is the hash of the package; the scope is RUNTIME.

Source: dotnet runtime documentation, "runtime-configuration-file", section deps.json.
"""

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
