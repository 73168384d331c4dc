"""Podfile.lock: what CocoaPods resolved.

Rules: every line of PODS is a component, subspecs too: name `Pod/Subspec`, in the purl the subspec
is the subpath. What DEPENDENCIES names is direct; its requirement is kept. Pods with an entry in
EXTERNAL SOURCES are GIT (property `commit` from CHECKOUT OPTIONS), LOCAL (`:path`) or URL (`:http`,
`:podspec`). SPEC CHECKSUMS are of the podspec, not of the pod: property `podspec-checksum`. The
lock tells no scopes: UNKNOWN. A name that DEPENDENCIES gives and PODS does not is DECLARED.

Source: CocoaPods, `Pod::Lockfile`; purl specification, type cocoapods.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import item_line, items, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_POD = re.compile(r"([^\s(]+(?: [^\s(]+)*?)(?: \(([^()]*)\))?\Z")


def parse(source: SourceFile, /) -> Inventory:
    """Pods and edges of a Podfile.lock.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: neither PODS nor DEPENDENCIES.
    """
    data = load_yaml_map(source.content)
    if not data.keys() & {"PODS", "DEPENDENCIES"}:
        raise NotThisFormatError("holds neither PODS nor DEPENDENCIES")
    gathering = Gathering()
    asked = dict(_pods(data.get("DEPENDENCIES"), gathering))
    known: set[str] = set()
    for name, version, needs, line in _entries(data.get("PODS"), gathering):
        known.add(name)
        gathering.add(_component(name, version, data, asked, line))
        gathering.need(name, needs)
    for name, wanted in asked.items():
        if name not in known:
            gathering.add(_unresolved(name, wanted))
    return gathering.inventory(
        version=text(data.get("COCOAPODS")), expects=bool(items(data.get("PODS")))
    )


def _split(stated: object) -> tuple[str, str] | None:
    match = _POD.match(text(stated))
    return None if match is None else (match.group(1), (match.group(2) or "").strip())


def _pods(listed: object, gathering: Gathering) -> Iterator[tuple[str, str]]:
    for index, stated in enumerate(items(listed)):
        found = _split(stated)
        if found is None:
            line = item_line(listed, index)
            gathering.lost(text(stated), "the line is not `name (requirement)`", line)
        else:
            yield found


def _entries(
    listed: object, gathering: Gathering
) -> Iterator[tuple[str, str, list[str], int | None]]:
    """Name, version, names needed and line of each item of PODS."""
    for index, item in enumerate(items(listed)):
        line = item_line(listed, index)
        stated, needs = item, []
        if isinstance(item, dict) and len(item) == 1:
            stated, inner = next(iter(item.items()))
            needs = [found[0] for n in items(inner) if (found := _split(n))]
        found = _split(stated)
        if found is None or not found[1]:
            gathering.lost(text(stated) or f"PODS[{index}]", "is not `name (version)`", line)
        else:
            yield found[0], found[1], needs, line


def _component(
    name: str, version: str, data: Mapping[str, Any], asked: Mapping[str, str], line: int | None
) -> Component:
    pod, _, subspec = name.partition("/")
    external = mapping(mapping(data.get("EXTERNAL SOURCES")).get(pod))
    checkout = mapping(mapping(data.get("CHECKOUT OPTIONS")).get(pod))
    role, address, path = _origin(external)
    commit = text(checkout.get(":commit")) or text(external.get(":commit"))
    qualifiers = {}
    if role is Role.GIT:
        qualifiers["vcs_url"] = vcs_url(address, commit)
    elif role is Role.URL:
        qualifiers["download_url"] = address
    return Component(
        purl=build("cocoapods", pod, version, qualifiers=qualifiers, subpath=subspec),
        name=name,
        version=version,
        requirement="" if asked.get(name, "").startswith("from ") else asked.get(name, ""),
        scope=Scope.UNKNOWN,
        roles=(role,) if role else (),
        direct=name in asked if asked else None,
        ref=name,
        download=address,
        line=line,
        properties=pairs(
            branch=text(external.get(":branch")),
            commit=commit,
            path=path,
            podspec_checksum=text(mapping(data.get("SPEC CHECKSUMS")).get(pod)),
            tag=text(external.get(":tag")),
        ),
    )


def _origin(external: Mapping[str, Any]) -> tuple[Role | None, str, str]:
    """Role, address and path of an external source."""
    git = text(external.get(":git"))
    if git:
        return Role.GIT, without_credentials(git), ""
    path = text(external.get(":path"))
    if path:
        return Role.LOCAL, "", path
    for key in (":http", ":podspec"):
        address = text(external.get(key))
        if address:
            remote = "://" in address
            return (
                (Role.URL, without_credentials(address), "")
                if remote
                else (
                    Role.LOCAL,
                    "",
                    address,
                )
            )
    return None, "", ""


def _unresolved(name: str, wanted: str) -> Component:
    pod, _, subspec = name.partition("/")
    requirement = "" if wanted.startswith("from ") else wanted
    return Component(
        purl=build("cocoapods", pod, subpath=subspec),
        name=name,
        version_kind=firmness("", requirement),
        requirement=requirement,
        scope=Scope.UNKNOWN,
        roles=(Role.DECLARED,),
        direct=True,
        ref=name,
    )
