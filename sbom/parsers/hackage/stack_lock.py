"""stack.yaml.lock: the packages beyond the snapshot that Stack resolved.

Rules: `completed` counts. `hackage: name-version@sha256:…` is EXACT (the digest is of the cabal
file: property `cabal-file-sha256`); a package from `git` is GIT (property `commit`), from an `url`
URL with the SHA-256 of its archive. The snapshots, which stand for many more packages, are
descriptors `stack-snapshot`. The project names these packages itself, so they are direct.

Source: Stack documentation, "Lock files".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Descriptor, Inventory
from sbom.lazy_pattern import lazy
from sbom.npm.integrity import hash_of_hex
from sbom.purl import build
from sbom.readers.shape import item_line, items, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_HACKAGE = lazy(
    r"([A-Za-z0-9][A-Za-z0-9-]*?)-([0-9][0-9.]*)(?:@(?:sha256:([0-9a-f]{64})|rev:).*)?\Z"
)


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
        match = _HACKAGE.match(stated)
        if match is None:
            return None
        name, version, digest = match.groups()
        return Component(
            purl=build("hackage", name, version),
            name=name,
            version=version,
            direct=True,
            line=line,
            properties=pairs(cabal_file_sha256=digest or ""),
        )
    name, version = text(entry.get("name")), text(entry.get("version"))
    git, commit = without_credentials(text(entry.get("git"))), text(entry.get("commit"))
    address = without_credentials(text(entry.get("url")) or text(entry.get("archive")))
    if not name or not (git or address):
        return None
    qualifiers = {"vcs_url": vcs_url(git, commit)} if git else {"download_url": address}
    return Component(
        purl=build("hackage", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(Role.GIT,) if git else (Role.URL,),
        direct=True,
        hashes=() if git else hash_of_hex(text(entry.get("sha256"))),
        download=git or address,
        line=line,
        properties=pairs(commit=commit, subdirectory=text(entry.get("subdir"))),
    )


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
