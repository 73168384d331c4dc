"""deno.json and deno.jsonc: a Deno project and what it imports.

Rules: a file with `name` is ROOT, with its licence. `imports` and `scopes` that name `jsr:`, `npm:`
or an address are direct, RUNTIME: an exact version is EXACT, else a RANGE, ABSENT without one; a
plain address is URL. Local files and folders of the import map are no components. A name that is
imported under another one carries property `alias`. The same target twice is one component.

Source: Deno documentation, "deno.json and package.json", "Modules and dependencies".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role
from sbom.deno import Specifier, identity, read_specifier, role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.npm.address import without_credentials
from sbom.npm.fields import licenses_of, strings_of
from sbom.npm.identity import exact_version
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The project and its imports.

    Raises:
        ParseError: not JSON, comments and trailing commas aside.
        NotThisFormatError: no object at the top.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict):
        raise NotThisFormatError("holds no object at the top")
    gathering = Gathering()
    root = ""
    name = text(data.get("name"))
    if name:
        root = gathering.add(_root(name, data, content))
    refs = []
    seen: set[Specifier] = set()
    lines = KeyLines(content, "imports")
    for alias, target in _imports(data):
        line = lines.of(alias)
        asked = read_specifier(target)
        if asked is not None and asked not in seen:
            seen.add(asked)
            refs.append(gathering.add(_component(alias, target, asked, line)))
    gathering.need(root, refs)
    return gathering.inventory(expects=False)


def _imports(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from strings_of(data.get("imports")).items()
    for scope in mapping(data.get("scopes")).values():
        yield from strings_of(scope).items()


def _root(name: str, data: Mapping[str, Any], content: str) -> Component:
    version = text(data.get("version"))
    line = KeyFinder(content).line_of('"license"')
    return Component(
        purl=identity("jsr", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=".",
        licenses=licenses_of(data, line),
        line=KeyFinder(content).line_of('"name"'),
    )


def _component(alias: str, target: str, asked: Specifier, line: int | None) -> Component:
    version = asked.wanted if asked.kind == "https" else exact_version(asked.wanted)
    return Component(
        purl=identity(asked.kind, asked.name, version),
        name=asked.name,
        version=version,
        version_kind=firmness(version, asked.wanted),
        requirement="" if asked.kind == "https" else asked.wanted,
        roles=role(asked.kind),
        direct=True,
        ref=f"{asked.kind}:{asked.name}@{asked.wanted}",
        download=without_credentials(target) if asked.kind == "https" else "",
        line=line,
        properties=pairs(alias=alias.rstrip("/") if alias.rstrip("/") != asked.name else ""),
    )
