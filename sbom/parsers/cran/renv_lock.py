"""renv.lock: what renv recorded of an R library.

Rules: `Source` Repository is plain; a Bioconductor source has the purl type `bioconductor`; GitHub,
GitLab, Bitbucket and Git are GIT (property `commit`), URL is URL, Local and unknown are LOCAL. A
package without a source is plain. R itself is a STDLIB component. `Requirements` (or the fields of
DESCRIPTION in newer locks) are edges; what is direct and what is for development the lock does not
say. `License`, in newer locks, is a claim. `Hash` is over DESCRIPTION, not the archive: a property.

Source: renv documentation, "lockfile".
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.r_fields import names_of
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

_HOSTS = {
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
    "bitbucket": "https://bitbucket.org",
}
_FIELDS = ("Requirements", "Depends", "Imports", "LinkingTo")


def parse(source: SourceFile, /) -> Inventory:
    """Packages, R itself and edges.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no object at the top, or one without `R` and `Packages`.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict) or (data and not data.keys() & {"R", "Packages"}):
        raise NotThisFormatError("holds neither `R` nor `Packages`")
    gathering = Gathering()
    version = text(mapping(data.get("R")).get("Version"))
    if version:
        gathering.add(
            Component(
                purl=build("generic", "R", version),
                name="R",
                version=version,
                kind=ComponentKind.PLATFORM,
                roles=(Role.STDLIB,),
                ref="R",
                line=KeyFinder(content).line_of('"Version"'),
            )
        )
    packages = mapping(data.get("Packages"))
    lines = KeyLines(content, "Packages")
    for key, raw in packages.items():
        line = lines.of(key, ":")
        entry = mapping(raw)
        name = text(entry.get("Package")) or key
        if not isinstance(raw, dict) or not name:
            gathering.lost(key, "the package is no object", line)
            continue
        gathering.add(_component(key, name, entry, line))
        gathering.need(key, _needs(entry))
    return gathering.inventory(
        version=text(mapping(data.get("renv")).get("Version")), expects=bool(packages)
    )


def _needs(entry: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for field in _FIELDS:
        value = entry.get(field)
        listed = items(value) if isinstance(value, list) else [text(value)]
        for stated in listed:
            found += [n for n in names_of(text(stated)) if n != "R"]
    return found


def _component(key: str, name: str, entry: Mapping[str, Any], line: int | None) -> Component:
    version = text(entry.get("Version"))
    kind = text(entry.get("Source")).lower()
    remote = text(entry.get("RemoteType")).lower()
    commit = text(entry.get("RemoteSha"))
    role: Role | None = None
    address = without_credentials(text(entry.get("RemoteUrl")))
    host = kind if kind in _HOSTS else remote
    if kind in {*_HOSTS, "git", "git2r", "xgit"} or (not kind and host in {*_HOSTS, "git"}):
        role = Role.GIT
        user, repository = (text(entry.get(k)) for k in ("RemoteUsername", "RemoteRepo"))
        if host in _HOSTS and user and repository:
            address = f"{_HOSTS[host]}/{user}/{repository}"
    elif kind == "url":
        role = Role.URL
    elif kind in {"local", "unknown"}:
        role, address = Role.LOCAL, ""
    purl_type = "bioconductor" if kind == "bioconductor" else "cran"
    qualifiers = {}
    if role is Role.GIT:
        qualifiers["vcs_url"] = vcs_url(address, commit)
    elif role is Role.URL:
        qualifiers["download_url"] = address
    raw = text(entry.get("License"))
    repository = text(entry.get("Repository"))
    return Component(
        purl=build(purl_type, name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        scope=Scope.UNKNOWN,
        roles=(role,) if role else (),
        ref=key,
        licenses=(LicenseClaim(raw=raw, line=line, source="License"),) if raw else (),
        download=address if role else "",
        line=line,
        properties=pairs(
            branch=text(entry.get("RemoteRef")) if role is Role.GIT else "",
            commit=commit if role is Role.GIT else "",
            renv_hash=text(entry.get("Hash")),
            repository=without_credentials(repository),
        ),
    )
