"""bower.json, and `.bower.json` of an installed component.

Rules: the project is ROOT; in `.bower.json` it is the installed component, without a role, and
what it needs is not direct. `dependencies` RUNTIME, `devDependencies` DEV (left out when
installed), `resolutions` CONSTRAINT. `name#range` is an ALIAS, `owner/repository#tag` and git
addresses are GIT, other addresses URL, paths LOCAL. Licences as in package.json.

Source: Bower, specification of bower.json; documentation of `bower install`.
"""

from collections.abc import Mapping
from typing import Any

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.npm.fields import licenses_of, person, text_of
from sbom.npm.identity import exact_version
from sbom.npm.specifier import read_specifier
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

_SECTIONS = (
    ("dependencies", Scope.RUNTIME, ()),
    ("devDependencies", Scope.DEV, ()),
    ("resolutions", Scope.UNKNOWN, (Role.CONSTRAINT,)),
)


def parse(source: SourceFile, /) -> Inventory:
    """The component and what it asks for.

    Raises:
        ParseError: not JSON, or no object at the top.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict):
        raise ParseError("holds no JSON object at the top")
    installed = source.path.rpartition("/")[2] == ".bower.json"
    gathering = Gathering()
    name = text(data.get("name"))
    root = gathering.add(_root(name, data, content, installed=installed)) if name else ""
    targets = []
    for section, scope, roles in _SECTIONS:
        if installed and scope is not Scope.RUNTIME:
            continue
        lines = KeyLines(content, section)
        for key, wanted in mapping(data.get(section)).items():
            line = lines.of(key)
            if not isinstance(wanted, str) or not key.strip():
                gathering.lost(key, f"the requirement in {section} is no text", line)
                continue
            direct = None if roles else not installed
            ref = gathering.add(_component(key, wanted, scope, roles, direct, line))
            if not roles:
                targets.append(ref)
    gathering.need(root, targets)
    return gathering.inventory(expects=False)


def _root(name: str, data: Mapping[str, Any], content: str, *, installed: bool) -> Component:
    version = text(data.get("version")) or (text(data.get("_release")) if installed else "")
    authors = [person(a) for a in items(data.get("authors"))]
    return Component(
        purl=purl.build("bower", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.LIBRARY if installed else ComponentKind.APPLICATION,
        roles=() if installed else (Role.ROOT,),
        ref=".",
        licenses=licenses_of(data, KeyFinder(content).line_of('"license')),
        supplier=next(iter(authors), ""),
        line=KeyFinder(content).line_of('"name"'),
        properties=pairs(
            author=", ".join(a for a in authors if a)[:1000],
            description=text_of(data.get("description")),
            homepage=text_of(data.get("homepage")),
            private="true" if data.get("private") is True else "",
        ),
    )


def _component(  # one per fact of an entry
    key: str,
    wanted: str,
    scope: Scope,
    roles: tuple[Role, ...],
    direct: bool | None,  # noqa: FBT001  # as Component.direct
    line: int | None,
) -> Component:
    asked = read_specifier(key, wanted)
    name, version, kind, role = key, asked.version, asked.kind, asked.role
    head, hash_sign, tail = wanted.partition("#")
    if hash_sign and head and "/" not in head and ":" not in head:
        # `jquery#^2.0`: another component under this name
        name, version = head, exact_version(tail)
        kind = VersionKind.EXACT if version else firmness("", tail)
        role = Role.ALIAS if head != key else None
    exact = version if kind is VersionKind.EXACT else ""
    found = {*roles, *([role] if role else [])}
    return Component(
        purl=purl.build(
            "bower",
            name,
            exact,
            qualifiers={"vcs_url": asked.address} if role is Role.GIT else None,
        ),
        name=name,
        version=version,
        version_kind=kind,
        requirement=asked.text,
        scope=scope,
        roles=tuple(sorted(found)),
        direct=direct,
        ref=key,
        download=asked.address,
        line=line,
        properties=pairs(alias=key if name != key else ""),
    )
