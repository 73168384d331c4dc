"""stack.yaml.lock: the packages beyond the snapshot that Stack resolved.

Rules: `completed` counts. `hackage: name-version@sha256:…` is EXACT (the digest is of the cabal
file: property `cabal-file-sha256`); a package from `git` is GIT (property `commit`), from an `url`
URL with the SHA-256 of its archive. The snapshots, which stand for many more packages, are
descriptors `stack-snapshot`. The project names these packages itself, so they are direct.

Source: Stack documentation, "Lock files".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.git_address import without_credentials
from sbom.hackage import fetched, pinned
from sbom.inventory import Descriptor, Inventory
from sbom.purl import build
from sbom.readers.shape import item_line, items, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Packages and snapshots of a stack.yaml.lock.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: neither `packages` nor `snapshots`.
    """
    data = load_yaml_map(source.content)
    if not data.keys() & {"packages", "snapshots"}:
        raise NotThisFormatError("holds neither packages nor snapshots")
    gathering = Gathering()
    listed = data.get("packages")
    for index, raw in enumerate(items(listed)):
        line = item_line(listed, index)
        entry = mapping(mapping(raw).get("completed")) or mapping(raw)
        made = _component(entry, line)
        if made is None:
            gathering.lost(f"packages[{index}]", "the package has no name or no place", line)
        else:
            gathering.add(made)
    return gathering.inventory(
        expects=bool(items(listed)), descriptors=tuple(_snapshots(data.get("snapshots")))
    )


def _component(entry: Mapping[str, Any], line: int | None) -> Component | None:
    stated = text(entry.get("hackage"))
    if stated:
        found = pinned(stated)
        if found is None:
            return None
        name, version, digest = found
        return Component(
            purl=build("hackage", name, version),
            name=name,
            version=version,
            direct=True,
            line=line,
            properties=pairs(cabal_file_sha256=digest),
        )
    return fetched(entry, line)


def _snapshots(listed: object) -> Iterator[Descriptor]:
    for raw in items(listed):
        completed = mapping(mapping(raw).get("completed"))
        original = mapping(raw).get("original")
        name = text(original) or text(mapping(original).get("resolver"))
        address = without_credentials(text(completed.get("url")))
        name = name or text(mapping(original).get("url")) or address
        if name:
            yield Descriptor(
                kind="stack-snapshot",
                name=name,
                properties=pairs(sha256=text(completed.get("sha256")), url=address),
            )
