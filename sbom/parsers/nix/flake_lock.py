"""flake.lock: the inputs of a Nix flake, at their commits.

Rules: every node but the root is a GIT component (URL for tarballs, LOCAL for paths), version the
commit (`rev`), else the `narHash`'s absence makes it ABSENT; scope BUILD; direct when the root names
it. Inputs that follow others add edges. Property `ref` is the branch or tag asked for.

Source: Nix manual, "nix flake", "Lock files".
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.purl import build
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The inputs.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no nodes.
    """
    content = decode(source.content)
    document = mapping(loads_json(content))
    nodes = mapping(document.get("nodes"))
    if "nodes" not in document:
        raise NotThisFormatError("holds no nodes")
    root = text(document.get("root")) or "root"
    wanted = {_target(v) for v in mapping(mapping(nodes.get(root)).get("inputs")).values()}
    finder = KeyFinder(content)
    components: list[Component] = []
    issues: list[Issue] = []
    for name, value in nodes.items():
        line = finder.line_of(f'"{name}": {{')
        if name == root:
            continue
        locked = mapping(mapping(value).get("locked"))
        if not locked:
            issues.append(
                Issue(kind=IssueKind.ENTRY, subject=name[:200], line=line, message="is not locked")
            )
            continue
        asked = mapping(mapping(value).get("original"))
        components.append(_component(name, locked, text(asked.get("ref")), line, name in wanted))
    return Inventory(
        components=tuple(components),
        dependencies=_edges(nodes, {c.ref for c in components}),
        issues=tuple(issues),
        format_version=text(document.get("version")),
        expects_components=bool(components),
    )


def _target(value: object) -> str:
    """Node that an input points at; a list follows a path from the root and ends in its name."""
    steps = items(value)
    return text(steps[-1]) if steps else text(value)


def _component(
    name: str,
    locked: Mapping[str, Any],
    ref: str,
    line: int | None,
    direct: bool,  # noqa: FBT001 - told by one caller
) -> Component:
    kind = text(locked.get("type"))
    owner, repo, rev = (text(locked.get(k)) for k in ("owner", "repo", "rev"))
    url = without_credentials(text(locked.get("url")))
    hosted = kind in {"github", "gitlab"} and owner and repo
    if hosted:
        host = text(locked.get("host"))
        purl = build(
            kind,
            repo,
            rev,
            namespace=owner,
            qualifiers={"repository_url": host},
        )
    else:
        purl = build("generic", name, rev, qualifiers={"vcs_url": vcs_url(url, rev) if rev else ""})
    roles = {"path": Role.LOCAL, "tarball": Role.URL, "file": Role.URL}
    return Component(
        purl=purl,
        name=f"{owner}/{repo}" if hosted else name,
        version=rev,
        version_kind=VersionKind.EXACT if rev else VersionKind.ABSENT,
        kind=ComponentKind.LIBRARY,
        scope=Scope.BUILD,
        roles=(roles.get(kind, Role.GIT),),
        direct=direct,
        ref=name,
        download=url,
        line=line,
        properties=pairs(ref=ref, nar_hash=text(locked.get("narHash")), type=kind),
    )


def _edges(nodes: Mapping[str, Any], refs: set[str]) -> tuple[Dependency, ...]:
    made = []
    for name, value in nodes.items():
        if name in refs:
            found = {_target(v) for v in mapping(mapping(value).get("inputs")).values()}
            targets = tuple(sorted(found & refs - {name}))
            if targets:
                made.append(Dependency(ref=name, targets=targets))
    return tuple(made)
