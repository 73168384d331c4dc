"""Cargo.toml: what a Rust package or workspace asks for.

Rules: `[package]` is ROOT; values inherited with `workspace = true` are UNRESOLVED
(`workspace`) unless this file holds the `[workspace.package]` too. `[dependencies]` is RUNTIME,
dev-dependencies DEV, build-dependencies BUILD, an `optional` one OPTIONAL; all direct. A
version is a requirement (`1.0` means `^1.0`), so a RANGE; only `=1.2.3` is EXACT. `path` is
LOCAL, `git` is GIT (property `commit` for `rev`). A renamed dependency has role ALIAS and
property `alias`. `[target.X.*]` gives property `target`. `[workspace.dependencies]`, `[patch]`
and `[replace]` only limit or redirect: CONSTRAINT.

Source: The Cargo Book, "The Manifest Format", "Specifying Dependencies", "Workspaces".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import decode
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile

_KINDS = (
    ("dependencies", Scope.RUNTIME),
    ("dev-dependencies", Scope.DEV),
    ("dev_dependencies", Scope.DEV),
    ("build-dependencies", Scope.BUILD),
    ("build_dependencies", Scope.BUILD),
)
_HEADER = re.compile(r"\s*\[\[?([^\[\]#]+)\]")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*[.=]""")
_EXACT = re.compile(r"=\s*(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)\Z")
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The package and the crates that it or its workspace names.

    Raises:
        ParseError: not TOML.
        NotThisFormatError: neither a package nor a workspace nor dependencies.
    """
    content = decode(source.content)
    data = loads_toml(content)
    workspace = mapping(data.get("workspace"))
    package = mapping(data.get("package")) or mapping(data.get("project"))
    if not package and not any(k in data for k in ("workspace", "dependencies", "patch", "target")):
        raise NotThisFormatError("holds neither a package nor a workspace")
    lines = _lines(content)
    issues: list[Issue] = []
    found: list[Component] = []
    shared = mapping(workspace.get("dependencies"))
    for table, scope, target, value in _tables(data):
        for name, entry in mapping(value).items():
            line = _line(lines, table, name)
            if not isinstance(entry, str | dict):
                message = "the dependency is neither a version nor a table"
                issue = Issue(kind=IssueKind.ENTRY, subject=name[:200], line=line, message=message)
                issues.append(issue)
                continue
            found.append(_dependency(name, entry, _Place(table, scope, target, line), shared))
    root = _root(package, mapping(workspace.get("package")), workspace, lines)
    targets = tuple(sorted(c.ref for c in found if c.direct))
    return Inventory(
        components=(*root, *found),
        dependencies=(Dependency(ref=_ROOT, targets=targets),) if targets and root else (),
        issues=tuple(issues),
        format_version=text(package.get("edition")),
        expects_components=bool(found),
    )


def _tables(data: Mapping[str, Any]) -> Iterator[tuple[str, Scope, str, object]]:
    """Header, scope, target and content of each table of dependencies; UNKNOWN: only limits."""
    for key, scope in _KINDS:
        yield key, scope, "", data.get(key)
    for target, tables in mapping(data.get("target")).items():
        for key, scope in _KINDS:
            yield f"target.{target}.{key}", scope, target, mapping(tables).get(key)
    workspace = mapping(data.get("workspace"))
    yield "workspace.dependencies", Scope.UNKNOWN, "", workspace.get("dependencies")
    for registry, value in mapping(data.get("patch")).items():
        yield f"patch.{registry}", Scope.UNKNOWN, "", value
    yield "replace", Scope.UNKNOWN, "", data.get("replace")


def _lines(content: str) -> dict[tuple[str, str], int]:
    """Line of each first key below each header; header of dotted tables included."""
    found: dict[tuple[str, str], int] = {}
    header = ""
    for number, line in enumerate(content.splitlines(), 1):
        opened = _HEADER.match(line)
        if opened:
            header = opened.group(1).strip().replace('"', "").replace("'", "")
            found.setdefault((header, ""), number)
            continue
        key = _KEY.match(line)
        if key:
            found.setdefault((header, key.group(1)), number)
    return found


def _line(lines: Mapping[tuple[str, str], int], table: str, name: str) -> int | None:
    table = table.replace('"', "").replace("'", "")
    return lines.get((table, name)) or lines.get((f"{table}.{name}", ""))


def _root(
    package: Mapping[str, Any],
    inherited: Mapping[str, Any],
    workspace: Mapping[str, Any],
    lines: Mapping[tuple[str, str], int],
) -> list[Component]:
    name = text(package.get("name"))
    if not name:
        return []

    def value(key: str) -> str:
        stated = package.get(key)
        if mapping(stated).get("workspace") is True:
            return text(inherited.get(key)) or "workspace"
        return text(stated)

    version = value("version")
    kind = VersionKind.EXACT if version else VersionKind.ABSENT
    if version == "workspace":
        kind = VersionKind.UNRESOLVED
    line = lines.get(("package", "license"))
    claims = []
    if (stated := value("license")) and stated != "workspace":
        claims.append(LicenseClaim(raw=stated, line=line, source="license"))
    file = value("license-file")
    return [
        Component(
            purl=build("cargo", name, version if kind is VersionKind.EXACT else ""),
            name=name,
            version=version,
            version_kind=kind,
            kind=ComponentKind.LIBRARY,
            roles=(Role.ROOT,),
            ref=_ROOT,
            licenses=tuple(claims),
            line=lines.get(("package", "name")),
            properties=pairs(
                license_file=file,
                license_inherited="workspace" if stated == "workspace" else "",
                description=value("description")[:1000],
                homepage=value("homepage"),
                repository=without_credentials(value("repository")),
                rust_version=value("rust-version"),
                workspace_members=", ".join(text(m) for m in items(workspace.get("members"))),
            ),
        )
    ]


class _Place(NamedTuple):
    """Where an entry stands."""

    table: str
    scope: Scope
    """UNKNOWN in tables that only limit or redirect."""
    target: str
    line: int | None


def _dependency(
    key: str, entry: str | Mapping[str, Any], place: _Place, shared: Mapping[str, Any]
) -> Component:
    constraint, scope = place.scope is Scope.UNKNOWN, place.scope
    redirects = place.table.startswith(("patch.", "replace"))
    facts: Mapping[str, Any] = {"version": entry} if isinstance(entry, str) else entry
    inherits = facts.get("workspace") is True
    if inherits:
        base = shared.get(key)
        base = {"version": base} if isinstance(base, str) else mapping(base)
        facts = {**base, **facts}
    name = text(facts.get("package")) or key.partition(":")[0]
    requirement = text(facts.get("version"))
    exact = _EXACT.match(requirement)
    version = exact.group(1) if exact else ""
    roles: set[Role] = set()
    qualifiers: dict[str, str] = {}
    git, path, commit = text(facts.get("git")), text(facts.get("path")), text(facts.get("rev"))
    if git:
        roles.add(Role.GIT)
        qualifiers["vcs_url"] = vcs_url(git, commit)
    if path:
        roles.add(Role.LOCAL)
    if name != key and "package" in facts:
        roles.add(Role.ALIAS)
    if constraint:
        roles.add(Role.CONSTRAINT)
    if facts.get("optional") is True and scope is Scope.RUNTIME:
        scope = Scope.OPTIONAL
    kind = VersionKind.RANGE if requirement else VersionKind.ABSENT
    if version:
        kind = VersionKind.EXACT
    elif inherits and not requirement and not git and not path:
        kind, version = VersionKind.UNRESOLVED, "workspace"
    return Component(
        purl=build(
            "cargo", name, version if kind is VersionKind.EXACT else "", qualifiers=qualifiers
        ),
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=scope,
        roles=tuple(sorted(roles)),
        direct=None if constraint else True,
        ref=f"{place.table} {key}",
        download=without_credentials(git),
        line=place.line,
        properties=pairs(
            alias=key if Role.ALIAS in roles else "",
            target=place.target,
            path=path,
            commit=commit,
            branch=text(facts.get("branch")),
            tag=text(facts.get("tag")),
            registry=text(facts.get("registry")),
            workspace="true" if inherits else "",
            features=", ".join(text(f) for f in items(facts.get("features")))[:1000],
            replaces=place.table if redirects else "",
        ),
    )
