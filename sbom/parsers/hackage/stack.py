"""stack.yaml: the packages beyond its snapshot that a Haskell project asks Stack for.

Rules: `extra-deps` are direct: `name-version`, also with a digest or revision, is EXACT; a package from
`git` or `github` is GIT (property `commit`), from an archive URL, a folder LOCAL. The snapshot
(`resolver` or `snapshot`), which stands for many more packages, is a descriptor `stack-snapshot`.

Source: Stack documentation, "Project-level configuration", "Package locations".
"""

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.hackage import fetched, pinned
from sbom.inventory import Descriptor, Inventory
from sbom.purl import build
from sbom.readers.shape import item_line, items, mapping, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_KNOWN = frozenset({"resolver", "snapshot", "extra-deps"})


def parse(source: SourceFile, /) -> Inventory:
    """Extra packages and the snapshot of a stack.yaml.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: none of the fields of Stack.
    """
    data = load_yaml_map(source.content)
    if _KNOWN.isdisjoint(data):
        raise NotThisFormatError("holds none of the fields of stack.yaml")
    gathering = Gathering()
    listed = data.get("extra-deps")
    for index, raw in enumerate(items(listed)):
        line = item_line(listed, index)
        made = _component(raw, line)
        if made is None:
            gathering.lost(f"extra-deps[{index}]", "the package has no name or no place", line)
        else:
            gathering.add(made)
    name = text(data.get("snapshot")) or text(data.get("resolver"))
    found = (Descriptor(kind="stack-snapshot", name=name),) if name else ()
    return gathering.inventory(expects=False, descriptors=found)


def _component(raw: object, line: int | None) -> Component | None:
    stated = text(raw)
    if not stated:
        return fetched(mapping(raw), line)
    found = pinned(stated)
    if found is not None:
        name, version, _ = found
        return Component(
            purl=build("hackage", name, version), name=name, version=version, direct=True, line=line
        )
    last = stated.rstrip("/").rpartition("/")[2]
    if "://" in stated:
        address = without_credentials(stated)
        found = pinned(last.removesuffix(".gz").removesuffix(".tar").removesuffix(".zip"))
        name, version, _ = found or (last, "", "")
        return Component(
            purl=build("hackage", name, version, qualifiers={"download_url": address}),
            name=name,
            version=version,
            version_kind=firmness(version),
            roles=(Role.URL,),
            direct=True,
            download=address,
            line=line,
        )
    if not last.strip("."):
        return None
    return Component(
        purl=build("hackage", last),
        name=last,
        version_kind=firmness(""),
        roles=(Role.LOCAL,),
        direct=True,
        line=line,
    )
