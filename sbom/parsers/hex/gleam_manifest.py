"""manifest.toml: what Gleam resolved.

Rules: `source = "hex"` is EXACT with the SHA-256 of its archive, `git` is GIT (property `commit`),
`local` is LOCAL; both have the version of their own gleam.toml. What `[requirements]` names is
direct. The manifest does not tell development: scope UNKNOWN.

Source: Gleam compiler, `compiler-core/src/manifest.rs`.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.integrity import hash_of_hex
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of a manifest.toml.

    Raises:
        ParseError: not TOML.
        NotThisFormatError: no list `packages`.
    """
    content = decode(source.content)
    data = loads_toml(content)
    packages = data.get("packages")
    if not isinstance(packages, list):
        raise NotThisFormatError("holds no list of packages")
    asked = mapping(data.get("requirements"))
    gathering = Gathering()
    finder = KeyFinder(content)
    for index, raw in enumerate(packages):
        entry = mapping(raw)
        name = text(entry.get("name"))
        if not name:
            gathering.lost(f"packages[{index}]", "the package has no name")
            continue
        line = finder.line_of(f'name = "{name}"')
        gathering.add(_component(name, entry, asked, line))
        gathering.need(name, [text(n) for n in items(entry.get("requirements"))])
    return gathering.inventory(expects=bool(packages))


def _component(
    name: str, entry: Mapping[str, Any], asked: Mapping[str, Any], line: int | None
) -> Component:
    version = text(entry.get("version"))
    kind = text(entry.get("source"))
    address, commit = without_credentials(text(entry.get("repo"))), text(entry.get("commit"))
    role = {"git": Role.GIT, "local": Role.LOCAL}.get(kind)
    wanted = asked.get(name)
    qualifiers = {"vcs_url": vcs_url(address, commit)} if role is Role.GIT else None
    return Component(
        purl=build("hex", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        requirement=text(wanted) or text(mapping(wanted).get("version")),
        scope=Scope.UNKNOWN,
        roles=(role,) if role else (),
        direct=name in asked,
        ref=name,
        hashes=hash_of_hex(text(entry.get("outer_checksum"))),
        download=address,
        line=line,
        properties=pairs(commit=commit, path=text(entry.get("path"))),
    )
