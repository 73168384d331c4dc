"""MSBuild project files: csproj, fsproj, vbproj, SDK style and older.

Rules:
- The project is ROOT (PackageId, AssemblyName or the file's name), its target framework a
  property.
- PackageReference is direct; `Update` sets what an `Include` of the same file does not say, and
  is a CONSTRAINT where there is none; `Remove` leaves the property `removed`. VersionOverride
  wins.
- PrivateAssets=all is DEV. In a test project (IsTestProject, Microsoft.NET.Test.Sdk) what would
  be RUNTIME is TEST. A condition, own or of a group, is kept in `condition`; the item is listed.
- A plain version is EXACT, since NuGet takes the lowest that fits; `[1.0]` too; other ranges and
  `1.*` are a RANGE; `$(Name)` unknown here is UNRESOLVED; none is ABSENT (central versions:
  joiner).
- ProjectReference is WORKSPACE; FrameworkReference, the SDK of .NET itself and framework
  assemblies are STDLIB; other SDKs, DotNetCliToolReference and PackageDownload have scope BUILD.
- Reference: a HintPath into a `packages` folder is that NuGet package at that version; another
  file is LOCAL, with the assembly's version as property only, since it is not the package's.

Source: Microsoft Learn, "PackageReference in project files", "Common MSBuild project items".
"""

from sbom.inventory import Inventory
from sbom.msbuild.inventory import parse_file
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one project file.

    Raises:
        ParseError: not XML, also after repair.
        NotThisFormatError: the root element is not `Project`.
    """
    return parse_file(source, is_project=True)
