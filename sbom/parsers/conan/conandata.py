"""conandata.yml: where a Conan recipe takes its sources from.

Rules: the versions listed are those the recipe can build, not components that are used, so there
are none. What is known of them is a descriptor `conandata` with the versions.

Source: Conan 2 documentation, "conandata.yml".
"""

from sbom.inventory import Descriptor, Inventory
from sbom.readers.shape import MAX_TEXT, mapping, pairs
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """A descriptor of the sources.

    Raises:
        ParseError: not YAML, or no mapping at the top.
    """
    data = load_yaml_map(source.content)
    versions = ", ".join(mapping(data.get("sources")))[:MAX_TEXT]
    descriptor = Descriptor(kind="conandata", properties=pairs(versions=versions))
    return Inventory(descriptors=(descriptor,) if versions else (), expects_components=False)
