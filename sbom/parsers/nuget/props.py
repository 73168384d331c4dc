"""Shared MSBuild files: Directory.Packages.props, Directory.Build.props and their like.

Rules: PackageVersion, and PackageReference with `Update`, only state versions: CONSTRAINT with
scope UNKNOWN. GlobalPackageReference goes to every project: DEV. PackageReference with `Include`
is a dependency of every project below: direct. The joiner `nuget_central` applies them to the
projects.

Source: Microsoft Learn, "Central Package Management", "Customize your build by folder".
"""

from sbom.inventory import Inventory
from sbom.msbuild.inventory import parse_file
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one shared file.

    Raises:
        ParseError: not XML, also after repair.
        NotThisFormatError: the root element is not `Project`.
    """
    return parse_file(source, is_project=False)
