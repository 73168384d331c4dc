""".gitmodules: repositories that are mounted inside this one.

Rules: each submodule is a GIT component, direct, scope RUNTIME. The commit stands in the tree of the
repository, not in this file: the version is UNRESOLVED when a branch is named (then the branch),
else ABSENT. Addresses on github.com, gitlab.com and bitbucket.org make purls of that type, others
`pkg:generic` with `vcs_url`; a relative address is a repository of the same house. Property `path` is
where it is mounted.

Source: gitmodules(5), git-config(1) "Syntax".
"""

import re

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_SECTION = re.compile(r"\s*\[\s*submodule\s+\"((?:[^\"\\]|\\.)*)\"\s*\]")
_KEY = re.compile(r"\s*+([A-Za-z][\w-]*+)\s*+=")
_HOSTED = re.compile(
    r"(?:(?:https?|ssh|git)://)?(?:[^@/\s]+@)?(github\.com|gitlab\.com|bitbucket\.org)[:/]+"
    r"([^\s?#]+?)(?:\.git)?/?\Z",
    re.IGNORECASE,
)
_TYPES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}


def parse(source: SourceFile, /) -> Inventory:
    """The submodules.

    Raises:
        ParseError: not text.
        NotThisFormatError: text without any section.
    """
    text = decode(source.content) if source.content.strip() else ""
    found: list[tuple[str, int, dict[str, str]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        section = _SECTION.match(line)
        if section:
            found.append((section.group(1), number, {}))
        elif found and (match := _KEY.match(line)):
            found[-1][2][match.group(1).lower()] = line[match.end() :].strip().strip('"')
    if text and not found:
        raise NotThisFormatError("lists no submodule")
    components: list[Component] = []
    issues: list[Issue] = []
    for name, at, facts in found:
        if facts.get("url"):
            components.append(_component(name, at, facts))
        else:
            message = "the submodule has no url"
            issues.append(Issue(kind=IssueKind.ENTRY, subject=name[:200], line=at, message=message))
    return Inventory(
        components=tuple(components), issues=tuple(issues), expects_components=bool(found)
    )


def _component(name: str, line: int, facts: dict[str, str]) -> Component:
    url = without_credentials(facts["url"])
    branch = facts.get("branch", "")
    match = _HOSTED.match(url)
    if match:
        namespace, _, last = match.group(2).strip("/").rpartition("/")
        purl = build(_TYPES[match.group(1).lower()], last, namespace=namespace)
        shown = f"{namespace}/{last}" if namespace else last
    else:
        shown = url.rstrip("/").removesuffix(".git").rpartition("/")[2].rpartition(":")[2] or name
        remote = "://" in url or "@" in url
        purl = build("generic", shown, qualifiers={"vcs_url": vcs_url(url) if remote else ""})
    return Component(
        purl=purl,
        name=shown,
        version=branch,
        version_kind=VersionKind.UNRESOLVED if branch else VersionKind.ABSENT,
        requirement=url,
        roles=(Role.GIT,),
        direct=True,
        download=url,
        line=line,
        properties=pairs(path=facts.get("path", name), branch=branch),
    )
