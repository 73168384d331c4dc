"""Reports of pip: `pip inspect` (what is installed) and `pip install --report` (what would be).

Rules:

- Each entry is EXACT. `direct_url` and `download_info` tell where it came from as in direct_url.json:
  git GIT, other version control and archives URL, a folder LOCAL. Of a report of `pip install`
  an archive counts as taken from an index unless `is_direct` is true.
- A folder that was asked for is the project itself: ROOT. `requested` is direct, the rest of the
  entries is not; with a root, what it requires is direct as well.
- `requires_dist` gives the edges. What the root requires and the report does not list has role
  DECLARED; with a marker on `extra` it is left out, as pip leaves it out.

Source: pip documentation, "Inspect report" and "Installation Report", both version 1.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim
from sbom.pep508 import Requirement, normalise, parse_requirement
from sbom.pypi import address_of, declared, hash_pairs, without_credentials
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import MAX_TEXT, items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

_EXTRA = lazy(r"\bextra\s*(?:==|!=|in\b)", re.IGNORECASE)
_Json = Mapping[str, Any]


def parse(source: SourceFile, /) -> Inventory:
    """The projects of a report and what they need.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no list `installed` or `install`.
    """
    content = decode(source.content)
    data = loads_json(content)
    field = next((f for f in ("installed", "install") if f in mapping(data)), "")
    listed = mapping(data).get(field)
    if not isinstance(listed, list):
        raise NotThisFormatError("holds no report of pip")
    gathering, finder = Gathering(), KeyFinder(content)
    refs: dict[str, str] = {}
    stated: list[tuple[Component, _Json]] = []
    for index, entry in enumerate(items(listed)):
        metadata = mapping(mapping(entry).get("metadata"))
        name = text(metadata.get("name")).strip()
        if not name:
            gathering.lost(f"{field}[{index}]", "the entry has no metadata with a name")
            continue
        line = finder.line_of(f'"name": "{name}"')
        made = _component(name, mapping(entry), metadata, line, report=field == "install")
        ref = gathering.add(made)
        refs.setdefault(normalise(name), ref)
        stated.append((gathering.components[-1], metadata))
    _edges(gathering, stated, refs)
    return gathering.inventory(version=text(mapping(data).get("version")))


def _component(
    name: str, entry: _Json, metadata: _Json, line: int | None, *, report: bool
) -> Component:
    version = text(metadata.get("version"))
    origin = mapping(entry.get("download_info" if report else "direct_url"))
    url = without_credentials(text(origin.get("url")))
    vcs, archive = mapping(origin.get("vcs_info")), mapping(origin.get("archive_info"))
    commit = text(vcs.get("commit_id"))
    requested = entry.get("requested")
    roles: tuple[Role, ...] = ()
    qualifiers: dict[str, str] = {}
    if vcs:
        kind = text(vcs.get("vcs")) or "git"
        roles = (Role.GIT if kind == "git" else Role.URL,)
        qualifiers = {"vcs_url": f"{kind}+{url}" + (f"@{commit}" if commit else "")}
    elif "dir_info" in origin or url.startswith("file:"):
        roles = (Role.ROOT if requested is True else Role.LOCAL,)
    elif url and (not report or entry.get("is_direct") is True):
        roles, qualifiers = (Role.URL,), {"download_url": url}
    hashes = [f"{k}:{text(v)}" for k, v in mapping(archive.get("hashes")).items()]
    hashes.append(text(archive.get("hash")).replace("=", ":", 1))
    author = text(metadata.get("author")) or text(metadata.get("author_email")).partition("<")[0]
    root = Role.ROOT in roles
    return Component(
        purl=purl.build("pypi", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION if root else ComponentKind.LIBRARY,
        roles=roles,
        direct=None if root or not isinstance(requested, bool) else requested,
        licenses=tuple(_claims(metadata)),
        supplier=author.strip()[:1000],
        hashes=hash_pairs(hashes),
        download="" if roles in {(Role.ROOT,), (Role.LOCAL,)} else url,
        line=line,
        properties=pairs(
            commit=commit,
            editable="true" if mapping(origin.get("dir_info")).get("editable") is True else "",
            homepage=text(metadata.get("home_page")),
            requires_python=text(metadata.get("requires_python")),
        ),
    )


def _claims(metadata: _Json) -> Iterator[LicenseClaim]:
    for field in ("license_expression", "license"):
        raw = text(metadata.get(field)).strip()
        if raw and raw != "UNKNOWN":
            yield LicenseClaim(raw=raw[:MAX_TEXT], source=field)
    for classifier in items(metadata.get("classifier")):
        raw = text(classifier).strip()
        if raw.startswith("License ::"):
            yield LicenseClaim(raw=raw[:MAX_TEXT], source="classifier")


def _edges(
    gathering: Gathering, stated: list[tuple[Component, _Json]], refs: dict[str, str]
) -> None:
    """Edges, and what roots require beyond the report."""
    for component, metadata in stated:
        root = Role.ROOT in component.roles
        targets = []
        for wanted in _requirements(metadata):
            ref = refs.get(normalise(wanted.name))
            if ref is None and root:
                ref = gathering.add(_wanted(wanted))
                refs[normalise(wanted.name)] = ref
            if ref is not None:
                targets.append(ref)
        gathering.need(component.ref, targets)


def _requirements(metadata: _Json) -> Iterator[Requirement]:
    for line in items(metadata.get("requires_dist")):
        try:
            wanted = parse_requirement(text(line))
        except ValueError:
            continue
        if not _EXTRA.search(wanted.marker):
            yield wanted


def _wanted(wanted: Requirement) -> Component:
    return declared(
        wanted.name,
        requirement=wanted.specifier,
        pin=wanted.pin,
        scope=Scope.RUNTIME,
        roles=(Role.DECLARED,),
        ref=f"requires/{wanted.name}",
        address=address_of(wanted.url) if wanted.url else None,
        properties=[("extras", ", ".join(wanted.extras)), ("marker", wanted.marker)],
    )
