"""INSTALL_RECEIPT.json: what Homebrew installed, one formula or cask a folder.

Rules: the folders above the file name formula and version (`Cellar/NAME/VERSION`, for a cask
`Caskroom/NAME/.metadata`); `pkg:brew/TAP/NAME@VERSION`, the tap as the receipt states it. Its runtime
dependencies are DECLARED with their versions; each has a receipt of its own. `installed_on_request` makes it
direct. A receipt outside such folders is named by `source.path`.

Source: Homebrew, `Tab` (`Library/Homebrew/tab.rb`); purl type `brew`.
"""

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import items, mapping, pairs, text
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The formula and what it needs.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no receipt, or one that names nothing.
    """
    receipt = load_json_object(source.content)
    if not {"homebrew_version", "source"} & receipt.keys():
        raise NotThisFormatError("is no receipt of Homebrew")
    origin = mapping(receipt.get("source"))
    name, version = _place(source.path)
    version = version or text(mapping(origin.get("versions")).get("stable"))
    name = name or text(origin.get("path")).rpartition("/")[2].removesuffix(".rb")
    if not name:
        raise NotThisFormatError("names no formula")
    asked = receipt.get("installed_on_request")
    tap = text(origin.get("tap"))
    gathering = Gathering()
    own = gathering.add(
        Component(
            purl=build("brew", name, version, namespace=tap),
            name=name,
            version=version,
            version_kind=firmness(version),
            direct=asked if isinstance(asked, bool) else None,
            properties=pairs(tap=tap, architecture=text(receipt.get("arch"))),
        )
    )
    needs = []
    for entry in items(receipt.get("runtime_dependencies")):
        full = text(mapping(entry).get("full_name"))
        if not full:
            gathering.lost("runtime_dependencies", "a dependency has no name")
            continue
        needed = text(mapping(entry).get("version"))
        namespace, _, short = full.rpartition("/")
        needs.append(
            gathering.add(
                Component(
                    purl=build("brew", short or full, needed, namespace=namespace),
                    name=full,
                    version=needed,
                    version_kind=firmness(needed),
                    roles=(Role.DECLARED,),
                    direct=False,
                )
            )
        )
    gathering.need(own, needs)
    return gathering.inventory()


def _place(path: str) -> tuple[str, str]:
    """Name and version that the folders state; empty where they do not."""
    parts = path.split("/")[:-1]
    for index in range(len(parts) - 1, -1, -1):
        if parts[index] == "Cellar" and index + 2 < len(parts):
            return parts[index + 1], parts[index + 2]
        if parts[index] == "Caskroom" and index + 1 < len(parts):
            return parts[index + 1], ""
    return "", ""
