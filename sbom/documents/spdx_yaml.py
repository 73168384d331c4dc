"""SPDX 2.2 and 2.3 YAML: the members of the JSON form, with lines.

Source: SPDX 2.3 specification, clause 4 (conformance), YAML form.
"""

from sbom.documents import spdx_read
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.readers.yaml_reader import load_yaml_map
from sbom.readers.yaml_values import YamlList


def read(content: bytes) -> Inventory:
    """Facts of one document; lines are those of the items of `packages`.

    Raises:
        ParseError: not YAML, or no mapping.
        NotThisFormatError: no `spdxVersion`.
    """
    members = load_yaml_map(content)
    if "spdxVersion" not in members:
        raise NotThisFormatError("is YAML but not SPDX (no spdxVersion)")
    packages = members.get("packages")
    lines = packages.item_lines if isinstance(packages, YamlList) else []
    return spdx_read.read_members(members, lines=list(lines))
