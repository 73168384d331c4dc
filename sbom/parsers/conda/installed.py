"""conda-meta/*.json: one package installed in a conda environment.

Rules: the package is EXACT, with its licence as a claim, its archive, MD5 and SHA-256; build,
channel and platform are properties. What it depends on is DECLARED and not direct: those packages
have a file of their own. `requested_spec` of the user makes it direct; without one it is unknown.

Source: conda, `PrefixRecord`.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role
from sbom.conda import read_spec
from sbom.errors import NotThisFormatError, ParseError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.integrity import hash_of_hex
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import items, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

_KNOWN = frozenset({"name", "version", "build", "depends", "channel"})


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it declares.

    Raises:
        ParseError: not JSON, or without name or version.
        NotThisFormatError: no field of such a record.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or _KNOWN.isdisjoint(data):
        raise NotThisFormatError("holds none of the fields of a conda record")
    name, version = text(data.get("name")), text(data.get("version"))
    if not name or not version:
        raise ParseError(f"states no {'version' if name else 'name'}")
    finder = KeyFinder(content)
    raw = text(data.get("license"))
    claim = LicenseClaim(raw=raw, line=KeyFinder(content).line_of('"license"'), source="license")
    asked = text(data.get("requested_spec"))
    gathering = Gathering()
    root = gathering.add(
        Component(
            purl=build("conda", name, version),
            name=name,
            version=version,
            requirement="" if asked == "None" else asked,
            direct=True if asked and asked != "None" else None,
            licenses=(claim,) if raw else (),
            hashes=tuple(
                sorted(h for f in ("md5", "sha256") for h in hash_of_hex(text(data.get(f))))
            ),
            download=without_credentials(text(data.get("url"))),
            line=finder.line_of('"name"'),
            properties=pairs(
                build=text(data.get("build")) or text(data.get("build_string")),
                channel=without_credentials(text(data.get("channel"))),
                license_family=text(data.get("license_family")),
                platform=text(data.get("subdir")),
            ),
        )
    )
    _depends(data, KeyFinder(content), gathering, root)
    return gathering.inventory()


def _depends(data: Mapping[str, Any], lines: KeyFinder, gathering: Gathering, root: str) -> None:
    lines.line_of('"depends"')
    for item in items(data.get("depends")):
        spec = read_spec(text(item))
        line = lines.line_of(f'"{item}"') if isinstance(item, str) else None
        if spec is None:
            gathering.lost(text(item) or "depends", "is no specification", line)
            continue
        need = Component(
            purl=build("conda", spec.name),
            name=spec.name,
            version_kind=firmness("", spec.requirement),
            requirement=spec.requirement,
            roles=(Role.DECLARED,),
            direct=False,
            ref=f"depends/{spec.name}",
            line=line,
        )
        gathering.need(root, [gathering.add(need)])
