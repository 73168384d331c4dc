"""build.sbt.lock: what the sbt plugin dependency-lock resolved.

Rules: every entry is EXACT. Scope by its configurations: compile, runtime or another one of the
application RUNTIME, else provided and optional OPTIONAL, else test TEST, else BUILD. The SHA-1 of
its only artifact, or of `name.jar`, is kept. What is direct and who needs whom the file does not
say. `configurations` is a property.

Source: sbt-dependency-lock, lock file version 1.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.pypi import hash_pairs
from sbom.readers.json_places import lines_of_key
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile

_SCOPES = (
    (Scope.RUNTIME, frozenset({"compile", "runtime", "default", "universal", "docker"})),
    (Scope.OPTIONAL, frozenset({"provided", "optional"})),
    (Scope.TEST, frozenset({"test", "it", "web-assets-test"})),
)


def parse(source: SourceFile, /) -> Inventory:
    """Artifacts of a build.sbt.lock.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no list `dependencies`.
    """
    content = decode(source.content)
    data = loads_json(content)
    listed = data.get("dependencies") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(listed, list):
        raise NotThisFormatError("holds no list `dependencies`")
    gathering = Gathering()
    lines = lines_of_key(content, "org")
    for index, raw in enumerate(listed):
        entry = mapping(raw)
        line = next(lines, None) if "org" in entry else None
        group, name = text(entry.get("org")), text(entry.get("name"))
        if not group or not name:
            gathering.lost(name or f"dependencies[{index}]", "has no organisation or name", line)
        else:
            gathering.add(_component(group, name, entry, line))
    return gathering.inventory(version=text(data.get("lockVersion")), expects=bool(listed))


def _component(group: str, name: str, entry: Mapping[str, Any], line: int | None) -> Component:
    version = text(entry.get("version"))
    configurations = [text(c) for c in items(entry.get("configurations"))]
    scope = next(
        (s for s, words in _SCOPES if not words.isdisjoint(configurations)),
        Scope.BUILD if configurations else Scope.UNKNOWN,
    )
    artifacts = [mapping(a) for a in items(entry.get("artifacts"))]
    main = [a for a in artifacts if text(a.get("name")) == f"{name}.jar"] or artifacts[:1]
    return Component(
        purl=build("maven", name, version, namespace=group),
        name=f"{group}:{name}",
        version=version,
        version_kind=firmness(version),
        scope=scope,
        hashes=hash_pairs(text(a.get("hash")) for a in main[:1]),
        line=line,
        properties=pairs(configurations=", ".join(configurations)),
    )
