"""direct_url.json of a `.dist-info` folder: that a project was not installed from an index.

Rules: name and version stand in the name of the folder. `vcs_info` git is GIT, other systems URL,
the commit is a property; `archive_info` is URL with its hashes; `dir_info` is LOCAL, property
`editable` when so. The METADATA beside it lists the same project with its licence.

Source: PyPA, "Recording the Direct URL Origin of installed distributions" (PEP 610).
"""

import re
from collections.abc import Mapping
from typing import Any

from sbom import purl
from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.pypi import hash_pairs, without_credentials
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

_FOLDER = re.compile(r"(?:.*/)?([^/]+?)-([0-9v][^/]*)\.dist-info/[^/]+\Z")


def parse(source: SourceFile, /) -> Inventory:
    """The project as installed.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no `url`, or not in a `.dist-info` folder.
    """
    content = decode(source.content)
    data = loads_json(content)
    match = _FOLDER.match(source.path)
    url = text(data.get("url")) if isinstance(data, dict) else ""
    if not url or match is None:
        raise NotThisFormatError("holds no `url`, or does not lie in a .dist-info folder")
    name, version = match.groups()
    line = KeyFinder(content).line_of('"url"')
    gathering = Gathering()
    gathering.add(_component(name, version, without_credentials(url), data, line))
    return gathering.inventory()


def _component(
    name: str, version: str, url: str, data: Mapping[str, Any], line: int | None
) -> Component:
    vcs, archive = mapping(data.get("vcs_info")), mapping(data.get("archive_info"))
    commit = text(vcs.get("commit_id"))
    role, qualifiers = Role.URL, {"download_url": url}
    if vcs:
        kind = text(vcs.get("vcs")) or "git"
        role = Role.GIT if kind == "git" else Role.URL
        qualifiers = {"vcs_url": f"{kind}+{url}" + (f"@{commit}" if commit else "")}
    elif "dir_info" in data or url.startswith("file:"):
        role, qualifiers = Role.LOCAL, {}
    stated = [f"{k}:{text(v)}" for k, v in mapping(archive.get("hashes")).items()]
    stated.append(text(archive.get("hash")).replace("=", ":", 1))
    return Component(
        purl=purl.build("pypi", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(role,),
        hashes=hash_pairs(stated),
        download="" if role is Role.LOCAL else url,
        line=line,
        properties=pairs(
            commit=commit,
            editable="true" if mapping(data.get("dir_info")).get("editable") is True else "",
            requested_revision=text(vcs.get("requested_revision")),
            subdirectory=text(data.get("subdirectory")),
        ),
    )
