"""The parts of an MSBuild file that Sluis looks at, as written.

Source: Microsoft Learn, "MSBuild project file schema reference", "PackageReference in project
files", "Central Package Management".
"""

import msgspec

from sbom.errors import NotThisFormatError
from sbom.readers.xml_reader import Element

PACKAGE_TAGS = frozenset(
    {
        "PackageReference",
        "PackageVersion",
        "GlobalPackageReference",
        "PackageDownload",
        "DotNetCliToolReference",
        "FrameworkReference",
        "ProjectReference",
        "Reference",
        "COMReference",
    }
)
_ACTIONS = ("Include", "Update", "Remove")
_NO_METADATA = frozenset({*_ACTIONS, "Condition", "Label", "Exclude"})

_METADATA = {
    name.lower(): name
    for name in (
        "Version",
        "VersionOverride",
        "PrivateAssets",
        "IncludeAssets",
        "ExcludeAssets",
        "HintPath",
    )
}


class Property(msgspec.Struct, frozen=True, array_like=True):
    """One property in a PropertyGroup."""

    name: str
    value: str
    condition: str = ""


class Item(msgspec.Struct, frozen=True, array_like=True):
    """One item that names a dependency."""

    tag: str
    action: str
    """Include, Update or Remove."""
    id: str
    metadata: dict[str, str]
    """Attributes and child elements; a child wins."""
    condition: str = ""
    """Own and of the groups around it, joined by `and`."""
    line: int = 0


class Import(msgspec.Struct, frozen=True, array_like=True):
    """An Import, an Sdk element or the Sdk attribute."""

    project: str
    sdk: str = ""
    version: str = ""
    condition: str = ""
    line: int = 0


class File(msgspec.Struct, frozen=True, array_like=True):
    """One MSBuild file."""

    properties: tuple[Property, ...]
    items: tuple[Item, ...]
    imports: tuple[Import, ...]
    missing: tuple[tuple[str, int], ...] = ()
    """Items of a known tag that name nothing: tag and line."""


def read_file(root: Element) -> File:
    """The model of an MSBuild file.

    Raises:
        NotThisFormatError: the root is not `Project`.
    """
    if root.tag != "Project":
        raise NotThisFormatError(f"the root element is <{root.tag}>, not <Project>", line=root.line)
    reader = _Reader()
    sdk = root.attributes.get("Sdk", "")
    reader.sdks(sdk, "", root.line)
    reader.walk(root, "")
    return File(
        tuple(reader.properties), tuple(reader.items), tuple(reader.imports), tuple(reader.missing)
    )


class _Reader:
    def __init__(self) -> None:
        self.properties: list[Property] = []
        self.items: list[Item] = []
        self.imports: list[Import] = []
        self.missing: list[tuple[str, int]] = []

    def sdks(self, text: str, condition: str, line: int) -> None:
        """`Name;Name/Version`."""
        for part in text.split(";"):
            name, _, version = part.strip().partition("/")
            if name:
                self.imports.append(Import("", name, version, condition, line))

    def walk(self, element: Element, condition: str) -> None:
        """Groups, also those inside Choose, When, Otherwise and Target."""
        for child in element.children:
            own = _both(condition, child.attributes.get("Condition", ""))
            if child.tag == "PropertyGroup":
                for entry in child.children:
                    wanted = _both(own, entry.attributes.get("Condition", ""))
                    self.properties.append(Property(entry.tag, entry.text.strip(), wanted))
            elif child.tag == "ItemGroup":
                for entry in child.children:
                    if entry.tag in PACKAGE_TAGS:
                        self._item(entry, own)
            elif child.tag == "Import":
                self._import(child, own)
            elif child.tag == "Sdk":
                name = child.attributes.get("Name", "").strip()
                version = child.attributes.get("Version", "").strip()
                if name:
                    self.imports.append(Import("", name, version, own, child.line))
            elif child.tag in {"Choose", "When", "ImportGroup"}:
                self.walk(child, own)
            elif child.tag == "Otherwise":
                self.walk(child, _both(condition, "otherwise"))
            elif child.tag == "Target":
                name = child.attributes.get("Name", "").strip()
                self.walk(child, _both(own, f"in target {name}".strip()))

    def _import(self, element: Element, condition: str) -> None:
        attributes = element.attributes
        project, sdk = attributes.get("Project", "").strip(), attributes.get("Sdk", "").strip()
        if sdk:
            if attributes.get("Version"):
                sdk = f"{sdk}/{attributes['Version'].strip()}"
            if not any(i.sdk == sdk.partition("/")[0] for i in self.imports):
                self.sdks(sdk, condition, element.line)
        elif project:
            self.imports.append(Import(project, "", "", condition, element.line))

    def _item(self, element: Element, condition: str) -> None:
        attributes = element.attributes
        action = next((a for a in _ACTIONS if attributes.get(a, "").strip()), "")
        if not action:
            self.missing.append((element.tag, element.line))
            return
        metadata = {_named(k): v.strip() for k, v in attributes.items() if k not in _NO_METADATA}
        for child in element.children:
            metadata.setdefault(_named(child.tag), child.text.strip())
        own = _both(condition, attributes.get("Condition", ""))
        for part in attributes[action].split(";"):
            if name := part.strip():
                self.items.append(Item(element.tag, action, name, metadata, own, element.line))


def _named(name: str) -> str:
    """Names of metadata ignore case."""
    return _METADATA.get(name.lower(), name)


def _both(first: str, second: str) -> str:
    first, second = first.strip(), " ".join(second.split())
    return f"{first} and {second}" if first and second else first or second
