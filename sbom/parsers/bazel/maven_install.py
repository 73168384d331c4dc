"""maven_install.json: the Maven artifacts that rules_jvm_external pinned.

Rules: one component for each artifact and version; its classifiers and packagings are together the
property `artifacts`, and of an artifact without a classifier the SHA-256 is kept. Version 1 holds
`dependency_tree`, version 2 and 3 `artifacts` and `dependencies`. What is direct the file does not
say, nor scopes (RUNTIME).

Source: rules_jvm_external, lock file formats 1 to 3.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.integrity import hash_of_hex
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile


class _Artifact(NamedTuple):
    """One entry of either version."""

    key: str
    """As written in the file, to find its line."""
    group: str
    name: str
    classifier: str
    version: str
    sha256: str
    url: str
    needs: tuple[str, ...]


def parse(source: SourceFile, /) -> Inventory:
    """Artifacts and edges of a maven_install.json.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: neither `artifacts` nor `dependency_tree`.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or not data.keys() & {"artifacts", "dependency_tree"}:
        raise NotThisFormatError("holds neither `artifacts` nor `dependency_tree`")
    gathering = Gathering()
    tree = mapping(data.get("dependency_tree"))
    found = list(_first(tree) if tree else _second(data, gathering))
    lines = KeyLines(content, "dependencies" if tree else "artifacts")
    grouped: dict[tuple[str, str], list[_Artifact]] = {}
    for artifact in found:
        grouped.setdefault((f"{artifact.group}:{artifact.name}", artifact.version), []).append(
            artifact
        )
    refs = {name: f"{name}:{version}" for name, version in grouped}
    for (name, version), artifacts in grouped.items():
        main = next((a for a in artifacts if not a.classifier), artifacts[0])
        gathering.add(_component(name, version, main, artifacts, lines.of(main.key)))
        needs = {":".join(n.split(":")[:2]) for a in artifacts for n in a.needs}
        gathering.need(f"{name}:{version}", [refs[n] for n in needs if n in refs])
    return gathering.inventory(
        version=text(data.get("version")) or text(tree.get("version")), expects=bool(found)
    )


def _first(tree: Mapping[str, Any]) -> Iterator[_Artifact]:
    for raw in items(tree.get("dependencies")):
        entry = mapping(raw)
        coordinates = text(entry.get("coord"))
        parts = coordinates.split(":")
        if len(parts) < 3 or not all(parts[:2]):
            continue
        needs = items(entry.get("directDependencies")) or items(entry.get("dependencies"))
        yield _Artifact(
            coordinates,
            parts[0],
            parts[1],
            parts[3] if len(parts) > 4 else "",
            parts[-1],
            text(entry.get("sha256")),
            text(entry.get("url")),
            tuple(text(n) for n in needs),
        )


def _second(data: Mapping[str, Any], gathering: Gathering) -> Iterator[_Artifact]:
    needs = mapping(data.get("dependencies"))
    for key, raw in mapping(data.get("artifacts")).items():
        entry = mapping(raw)
        parts = key.split(":")
        version = text(entry.get("version"))
        if len(parts) < 2 or not all(parts[:2]):
            gathering.lost(key, "the key is not `group:artifact`")
            continue
        sums = mapping(entry.get("shasums"))
        for kind in sums or {"jar": ""}:
            classifier = "" if kind in {"jar", "aar", "pom"} else kind
            yield _Artifact(
                key,
                parts[0],
                parts[1],
                classifier,
                version,
                text(sums.get(kind)),
                "",
                tuple(text(n) for n in items(needs.get(key))),
            )


def _component(
    name: str, version: str, main: _Artifact, artifacts: list[_Artifact], line: int | None
) -> Component:
    classifiers = sorted({a.classifier for a in artifacts if a.classifier})
    return Component(
        purl=build("maven", main.name, version, namespace=main.group),
        name=name,
        version=version,
        version_kind=firmness(version),
        ref=f"{name}:{version}",
        hashes=() if main.classifier else hash_of_hex(main.sha256),
        download=without_credentials(main.url),
        line=line,
        properties=pairs(artifacts=", ".join(classifiers)),
    )
