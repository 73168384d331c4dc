"""Pipfile: what a project asks of Pipenv.

Rules: `packages` RUNTIME, `dev-packages` DEV, other categories by the words of their name, else DEV,
with property `group`; all direct. `*` is ABSENT, `==1.0` EXACT, the rest a RANGE. `git` is GIT,
`file` URL, `path` LOCAL (`.` is ROOT). `[requires]` is Python itself: STDLIB. Names of sources are
the property `registry`.

Source: Pipenv documentation, "Pipfile & Pipfile.lock".
"""

from typing import Any

import msgspec

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.pep508 import parse_requirement
from sbom.pypi import Address, address_of, declared, scope_of
from sbom.readers.shape import items, mapping, text
from sbom.readers.text import decode
from sbom.readers.toml_places import Places
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile

_NO_CATEGORY = frozenset({"source", "requires", "scripts", "pipenv", "pipfile"})
_SCOPES = {"packages": Scope.RUNTIME, "dev-packages": Scope.DEV}


def parse(source: SourceFile, /) -> Inventory:
    """Requirements of a Pipfile.

    Raises:
        ParseError: not TOML.
        NotThisFormatError: none of its sections.
    """
    content = decode(source.content).replace("\r\n", "\n")
    data = loads_toml(content)
    if data and not (data.keys() & {"packages", "dev-packages", "source", "requires"}):
        raise NotThisFormatError("holds none of the sections of a Pipfile")
    places = Places(content)
    gathering = Gathering()
    for category, listed in data.items():
        if category in _NO_CATEGORY or not isinstance(listed, dict):
            continue
        for name, wanted in listed.items():
            line = places.line(category, name)
            made = _component(category, name.strip(), wanted) if name.strip() else None
            if made is None:
                gathering.lost(name, "the requirement is not understood", line)
            else:
                gathering.add(msgspec.structs.replace(made, line=line))
    requires = mapping(data.get("requires"))
    python = text(requires.get("python_full_version")) or text(requires.get("python_version"))
    if python:
        gathering.add(
            Component(
                purl=purl.build("generic", "python"),
                name="python",
                version_kind=VersionKind.RANGE,
                requirement=python,
                kind=ComponentKind.PLATFORM,
                roles=(Role.STDLIB,),
                direct=True,
                line=places.line("requires", "python_version"),
            )
        )
    return gathering.inventory(expects=False)


def _component(category: str, name: str, wanted: Any) -> Component | None:
    entry = wanted if isinstance(wanted, dict) else {"version": wanted}
    stated = entry.get("version", "*")
    if not isinstance(stated, str):
        return None
    requirement = "" if stated.strip() == "*" else stated.strip()
    if requirement[:1].isdigit():
        requirement = f"=={requirement}"
    try:
        clauses = parse_requirement(f"x{requirement}")
    except ValueError:
        return None
    address: Address | None = None
    for vcs in ("git", "hg", "svn", "bzr"):
        if url := text(entry.get(vcs)):
            address = address_of(url if url.startswith(f"{vcs}+") else f"{vcs}+{url}")
            address = address._replace(revision=text(entry.get("ref")) or address.revision)
    path = text(entry.get("path"))
    if address is None and (url := text(entry.get("file")) or text(entry.get("uri"))):
        if "://" in url:
            address = address_of(url)
        else:
            path = path or url
    roles: tuple[Role, ...] = ()
    if path:
        roles = (Role.ROOT,) if path in {".", "./"} else (Role.LOCAL,)
    scope = _SCOPES.get(category)
    return declared(
        name,
        requirement=clauses.specifier,
        pin=clauses.pin,
        scope=scope or scope_of(category, Scope.DEV),
        roles=roles,
        ref=f"{category}/{name}",
        address=address,
        properties=[
            ("extras", ", ".join(sorted(text(e) for e in items(entry.get("extras"))))),
            ("group", "" if scope else category),
            ("marker", text(entry.get("markers"))),
            ("path", path),
            ("registry", text(entry.get("index"))),
        ],
    )
