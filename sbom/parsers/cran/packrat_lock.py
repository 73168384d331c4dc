"""packrat.lock: what packrat recorded of an R library, the predecessor of renv.

Rules: `Source` CRAN is plain, Bioconductor has its own purl type, github, bitbucket, gitlab and git
are GIT (property `commit`), source is LOCAL. R itself is STDLIB. `Requires` are edges; what is
direct the lock does not say.

Source: packrat, `lockfile.R`.
"""

from collections.abc import Mapping

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.r_fields import names_of
from sbom.readers.mail_headers import Header, read_paragraphs
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_HOSTS = {
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
    "bitbucket": "https://bitbucket.org",
}


def parse(source: SourceFile, /) -> Inventory:
    """Packages, R itself and edges.

    Raises:
        NotThisFormatError: no paragraph of a lock.
    """
    paragraphs = [{h.name: h for h in block} for block in read_paragraphs(decode(source.content))]
    if not any({"PackratFormat", "Package"} & block.keys() for block in paragraphs):
        raise NotThisFormatError("holds no paragraph of a packrat.lock")
    gathering = Gathering()
    version = ""
    for block in paragraphs:
        if "Package" not in block:
            version = _value(block, "PackratFormat") or version
            if "RVersion" in block:
                gathering.add(_r(block["RVersion"]))
            continue
        name = _value(block, "Package")
        if not name:
            gathering.lost("Package", "the package has no name", block["Package"].line)
            continue
        gathering.add(_component(name, block))
        gathering.need(name, names_of(_value(block, "Requires")))
    return gathering.inventory(version=version)


def _value(block: Mapping[str, Header], name: str) -> str:
    found = block.get(name)
    return found.value if found else ""


def _r(header: Header) -> Component:
    return Component(
        purl=build("generic", "R", header.value),
        name="R",
        version=header.value,
        version_kind=firmness(header.value),
        kind=ComponentKind.PLATFORM,
        roles=(Role.STDLIB,),
        ref="R",
        line=header.line,
    )


def _component(name: str, block: Mapping[str, Header]) -> Component:
    version, kind = _value(block, "Version"), _value(block, "Source").lower()
    commit = _value(block, "GithubSha1") or _value(block, "RemoteSha")
    user = _value(block, "GithubUsername") or _value(block, "RemoteUsername")
    repository = _value(block, "GithubRepo") or _value(block, "RemoteRepo")
    address = without_credentials(_value(block, "RemoteUrl"))
    role = None
    if kind in {*_HOSTS, "git"}:
        role = Role.GIT
        if kind in _HOSTS and user and repository:
            address = f"{_HOSTS[kind]}/{user}/{repository}"
    elif kind == "source":
        role = Role.LOCAL
    qualifiers = {"vcs_url": vcs_url(address, commit)} if role is Role.GIT else None
    return Component(
        purl=build(
            "bioconductor" if kind == "bioconductor" else "cran",
            name,
            version,
            qualifiers=qualifiers,
        ),
        name=name,
        version=version,
        version_kind=firmness(version),
        scope=Scope.UNKNOWN,
        roles=(role,) if role else (),
        ref=name,
        download=address,
        line=block["Package"].line,
        properties=pairs(commit=commit if role is Role.GIT else ""),
    )
