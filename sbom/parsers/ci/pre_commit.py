""".pre-commit-config.yaml: repositories of hooks and what hooks install besides.

Rules: each repository is a component of scope DEV with role GIT, version `rev`, property
`hooks` (the ids) and `pinned` (sha, tag or branch; a branch is UNRESOLVED). GitHub and
Bitbucket give their own purl type, other hosts `generic` with `vcs_url`. `repo: local` and
`repo: meta` are not components, but their `additional_dependencies` are: npm when the hook says
`language: node` or the entry is written as `name@version`, gem for ruby, golang for golang,
cargo for rust, else Python.

Source: pre-commit.com, "Adding pre-commit plugins to your project".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml
from sbom.source import SourceFile

_ADDRESS = re.compile(
    r"(?:[a-z+]+://|git@)(?:[^/@]*@)?([^/:]+)[/:](.+?)(?:\.git)?/?\Z", re.IGNORECASE
)
_SHA = re.compile(r"[0-9a-f]{40}\Z")
_TAG = re.compile(r"(?:[A-Za-z][\w-]*?[-_/@.])?[vV]?\d+(?:\.\d+)*(?:[-+._]?[0-9A-Za-z.+-]+)?\Z")
_PYTHON = lazy(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*([^;]*)")
_NPM = lazy(r"(@[^/@\s]+/[^@\s]+|[^@\s/=<>~!\[]+)@(\S+)\Z")
_EXACT_NPM = lazy(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?\Z")
_TYPES = {"node": "npm", "ruby": "gem", "golang": "golang", "rust": "cargo", "python": "pypi"}


def parse(source: SourceFile, /) -> Inventory:
    """Repositories of hooks and additional dependencies.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no list of repositories.
    """
    documents = load_yaml(source.content)
    top = documents[0] if documents else None
    repos = top if isinstance(top, list) else mapping(top).get("repos")
    if not isinstance(repos, list):
        raise NotThisFormatError("holds no list of repositories")
    components: list[Component] = []
    issues: list[Issue] = []
    for index, entry in enumerate(repos):
        repo = text(mapping(entry).get("repo"))
        line = item_line(repos, index)
        if not repo:
            message = "the repository has no address"
            subject = f"repos[{index}]"
            issues.append(Issue(kind=IssueKind.ENTRY, subject=subject, line=line, message=message))
            continue
        if repo not in {"local", "meta"}:
            components.append(_repository(repo, entry, line))
        components.extend(_additional(entry))
    return Inventory(
        components=tuple(components),
        issues=tuple(issues),
        format_version=text(mapping(top).get("minimum_pre_commit_version")),
        expects_components=bool(components),
    )


def _repository(repo: str, entry: Mapping[str, Any], line: int | None) -> Component:
    rev = text(entry.get("rev")) or text(entry.get("sha"))
    hooks = [text(mapping(h).get("id")) for h in items(entry.get("hooks"))]
    pinned, kind = "branch", VersionKind.UNRESOLVED
    if not rev:
        pinned, kind = "", VersionKind.ABSENT
    elif _SHA.match(rev) or _TAG.match(rev):
        pinned, kind = ("sha" if _SHA.match(rev) else "tag"), VersionKind.EXACT
    match = _ADDRESS.match(repo)
    host, path = (match.group(1).lower(), match.group(2)) if match else ("", repo)
    purl_type = {"github.com": "github", "bitbucket.org": "bitbucket"}.get(host, "generic")
    namespace, _, name = path.strip("/").rpartition("/")
    generic = purl_type == "generic"
    purl = build(
        purl_type,
        name or "repository",
        rev if kind is VersionKind.EXACT else "",
        namespace="" if generic else namespace,
        qualifiers={"vcs_url": vcs_url(repo)} if generic else None,
    )
    return Component(
        purl=purl,
        name=path if host else without_credentials(repo),
        version=rev,
        version_kind=kind,
        requirement=rev,
        kind=ComponentKind.APPLICATION,
        scope=Scope.DEV,
        roles=(Role.GIT,),
        direct=True,
        download=without_credentials(repo),
        line=line,
        properties=pairs(pinned=pinned, hooks=", ".join(h for h in hooks if h)[:4096]),
    )


def _additional(entry: Mapping[str, Any]) -> Iterator[Component]:
    for hook in items(entry.get("hooks")):
        facts = mapping(hook)
        wanted = facts.get("additional_dependencies")
        for index, value in enumerate(items(wanted)):
            written = text(value)
            if written:
                line = item_line(wanted, index) or line_of(facts, "additional_dependencies")
                yield _dependency(written, text(facts.get("language")), text(facts.get("id")), line)


def _dependency(written: str, language: str, hook: str, line: int | None) -> Component:
    npm = _NPM.match(written)
    purl_type = _TYPES.get(language) or ("npm" if npm and " " not in written else "pypi")
    name, requirement, version, namespace = written, "", "", ""
    roles: tuple[Role, ...] = ()
    if written.startswith((".", "/", "file:")):
        roles = (Role.LOCAL,)
    elif purl_type == "npm" and npm:
        name, requirement = npm.groups()
        version = requirement if _EXACT_NPM.match(requirement) else ""
    elif purl_type in {"gem", "cargo"}:
        name, _, requirement = written.removeprefix("cli:").partition(":")
        version = requirement if requirement[:1].isdigit() else ""
    elif purl_type == "golang":
        name, _, requirement = written.partition("@")
        version = requirement if requirement[:1] == "v" else ""
    elif purl_type == "pypi" and (python := _PYTHON.match(written)):
        name, requirement = python.group(1), python.group(3).strip()
        bare = requirement.removeprefix("==").lstrip("=").strip()
        version = (
            bare if requirement.startswith("==") and "*" not in bare and "," not in bare else ""
        )
    if purl_type in {"npm", "golang"} and "/" in name and not roles:
        namespace, _, base = name.rpartition("/")
    else:
        base = name.strip("./") if roles else name
    kind = VersionKind.RANGE if requirement else VersionKind.ABSENT
    if version:
        kind = VersionKind.EXACT
    return Component(
        purl=build(purl_type, base or "local", version, namespace=namespace),
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=Scope.DEV,
        roles=roles,
        direct=True,
        line=line,
        properties=pairs(hook=hook),
    )
