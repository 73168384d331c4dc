"""package.json: the project, what it asks for, and the versions it forces.

Rules:

- root: the project itself, role ROOT, when the file names it; licence, author, homepage,
  `private`, `engines.*`, `package-manager` and `install-script` are its claims and properties.
- below a `node_modules` folder the file is an installed component: no role, its own requirements
  are transitive, its development requirements are left out (never installed).
- `dependencies` RUNTIME, `devDependencies` DEV, `optionalDependencies` OPTIONAL (they win over
  `dependencies`, as in npm), `peerDependencies` RUNTIME, or OPTIONAL by `peerDependenciesMeta`,
  with property `peer`.
- an exact version is EXACT, `^1.2` a RANGE, a tag, branch or catalogue entry UNRESOLVED; git,
  archive, path and workspace specifiers give GIT, URL, LOCAL, WORKSPACE; `npm:other@1` gives ALIAS.
- `bundledDependencies`: role BUNDLED on the entries it names; a name that no other field asks for
  is an entry with version kind ABSENT.
- `overrides`, `resolutions`, `pnpm.overrides`: role CONSTRAINT, property `field`; `only-for` when
  limited to the dependencies of another package.

Source: npm documentation, package.json (npm 11); Yarn manual, manifest; pnpm documentation.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.npm.fields import licenses_of, person, text_of
from sbom.npm.identity import exact_version, is_name, package_url
from sbom.npm.overrides import Override, overrides_of
from sbom.npm.specifier import read_specifier, specifier_commit
from sbom.npm.workspaces import patterns_of
from sbom.readers.json_reader import loads_json
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import pairs
from sbom.readers.text import KeyFinder, decode
from sbom.source import SourceFile

ROOT = "."
"""`Component.ref` of the project itself."""
_SECTIONS = (
    ("dependencies", Scope.RUNTIME),
    ("devDependencies", Scope.DEV),
    ("optionalDependencies", Scope.OPTIONAL),
    ("peerDependencies", Scope.RUNTIME),
)
_MAX_MISSES = 50
_INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")


class _Entry(NamedTuple):
    """One requirement as written."""

    section: str
    name: str
    wanted: str
    scope: Scope
    line: int | None


def parse(source: SourceFile) -> Inventory:
    """Facts of one package.json.

    Raises:
        ParseError: not JSON, or no object at the top.
    """
    text = decode(source.content)
    data = loads_json(text)
    if not isinstance(data, dict):
        raise ParseError("holds no JSON object at the top")
    installed = "/node_modules/" in f"/{source.path}"
    issues: list[Issue] = []
    root = _project(data, text, installed=installed)
    bundled = _bundled(data)
    components = [] if root is None else [root]
    targets = []
    for entry in _entries(data, text, issues):
        if installed and entry.section == "devDependencies":
            continue
        made = _component(entry, bundled=entry.name in bundled, direct=not installed)
        components.append(made)
        targets.append(made.ref)
    listed = {c.ref.partition("/")[2] for c in components}
    lines = KeyLines(text)
    for name in bundled:
        if name not in listed and is_name(name):
            line = lines.of(name)
            extra = _Entry("bundledDependencies", name, "", Scope.RUNTIME, line)
            made = _component(extra, bundled=True, direct=not installed)
            made = msgspec.structs.replace(made, version_kind=VersionKind.ABSENT)
            components.append(made)
            targets.append(made.ref)
    declared = {c.name: c.requirement for c in components}
    finders = {w: KeyFinder(text) for w in ("overrides", "resolutions")}
    for where, finder in finders.items():
        finder.line_of(f'"{where}"')
    misses = 0
    for forced in overrides_of(data, declared):
        line = None
        if misses < _MAX_MISSES:
            line = finders[forced.where].line_of(f'{forced.name}"')
            misses += line is None
        components.append(_constraint(forced, line))
    fragments = []
    if patterns := patterns_of(data.get("workspaces")):
        fragments.append(Fragment(kind="workspaces", data=list(patterns)))
    edges = (Dependency(ref=ROOT, targets=tuple(sorted(targets))),) if root and targets else ()
    return Inventory(
        components=tuple(components),
        dependencies=edges,
        fragments=tuple(fragments),
        issues=tuple(issues),
        expects_components=False,
    )


def _entries(data: dict[str, Any], text: str, issues: list[Issue]) -> Iterator[_Entry]:
    """Requirements in the order of the file; what is no string becomes an issue."""
    optional = data.get("optionalDependencies")
    meta = data.get("peerDependenciesMeta")
    for section, scope in _SECTIONS:
        listed = data.get(section)
        if isinstance(listed, list) and not listed:
            continue
        if listed is None:
            continue
        lines = KeyLines(text, section)
        if not isinstance(listed, dict):
            issues.append(_issue(f"{section} is no object", section, lines.start))
            continue
        for name, wanted in listed.items():
            line = lines.of(name)
            if section == "dependencies" and isinstance(optional, dict) and name in optional:
                continue
            if not isinstance(wanted, str):
                issues.append(_issue(f"requirement in {section} is no text", name, line))
                continue
            if not is_name(name.strip()):
                issues.append(_issue(f"{section} holds no usable package name", name, line))
                continue
            settled = scope
            if section == "peerDependencies" and isinstance(meta, dict):
                flags = meta.get(name)
                if isinstance(flags, dict) and flags.get("optional"):
                    settled = Scope.OPTIONAL
            yield _Entry(section, name.strip(), wanted, settled, line)


def _issue(message: str, subject: str, line: int | None) -> Issue:
    return Issue(kind=IssueKind.ENTRY, message=message, subject=subject[:200], line=line)


def _component(entry: _Entry, *, bundled: bool, direct: bool) -> Component:
    asked = read_specifier(entry.name, entry.wanted)
    name = asked.name if is_name(asked.name) else entry.name
    roles = set() if asked.role is None else {asked.role}
    properties = []
    if name != entry.name:
        roles.add(Role.ALIAS)
        properties.append(("alias", entry.name))
    if bundled:
        roles.add(Role.BUNDLED)
    if entry.section == "peerDependencies":
        properties.append(("peer", "true"))
    if commit := specifier_commit(asked):
        properties.append(("commit", commit))
    exact = asked.kind is VersionKind.EXACT
    return Component(
        purl=package_url(
            name, asked.version if exact else "", role=asked.role, address=asked.address
        ),
        name=name,
        version=asked.version,
        version_kind=asked.kind,
        requirement=asked.text,
        scope=entry.scope,
        roles=tuple(sorted(roles)),
        direct=direct,
        ref=f"{entry.section}/{entry.name}",
        download=asked.address,
        line=entry.line,
        properties=tuple(sorted(properties)),
    )


def _constraint(forced: Override, line: int | None) -> Component:
    asked = read_specifier(forced.name, forced.wanted)
    exact = asked.kind is VersionKind.EXACT
    return Component(
        purl=package_url(asked.name, asked.version if exact else ""),
        name=asked.name,
        version=asked.version,
        version_kind=asked.kind,
        requirement=asked.text,
        scope=Scope.UNKNOWN,
        roles=(Role.CONSTRAINT,),
        line=line,
        properties=pairs(**{"field": forced.where, "only-for": forced.parent}),
    )


def _project(data: dict[str, Any], text: str, *, installed: bool) -> Component | None:
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        return None
    name = name.strip()[:512]
    stated = data.get("version")
    version = stated.strip() if isinstance(stated, str) else ""
    version = exact_version(version) or version
    line = KeyFinder(text).line_of('"name"')
    license_line = KeyFinder(text).line_of('"license')
    return Component(
        purl=package_url(name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.LIBRARY if installed else ComponentKind.APPLICATION,
        roles=() if installed else (Role.ROOT,),
        ref=ROOT,
        licenses=licenses_of(data, license_line),
        supplier=person(data.get("author")),
        line=line,
        properties=_properties(data),
    )


def _properties(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {
        "description": text_of(data.get("description")),
        "homepage": text_of(data.get("homepage")),
        "author": person(data.get("author")),
        "package-manager": text_of(data.get("packageManager")),
        "deprecated": text_of(data.get("deprecated")),
    }
    repository = data.get("repository")
    found["repository"] = text_of(
        repository.get("url") if isinstance(repository, dict) else repository
    )
    if data.get("private") in (True, "true"):
        found["private"] = "true"
    engines = data.get("engines")
    if isinstance(engines, dict):
        found |= {f"engines.{k}": text_of(v) for k, v in engines.items()}
    elif isinstance(engines, list):
        found["engines"] = ", ".join(e for e in engines if isinstance(e, str))
    scripts = data.get("scripts")
    if isinstance(scripts, dict) and any(scripts.get(s) for s in _INSTALL_SCRIPTS):
        found["install-script"] = "true"
    return tuple(sorted((k, v) for k, v in found.items() if v))


def _bundled(data: dict[str, Any]) -> dict[str, None]:
    """Names in `bundledDependencies` (or `bundleDependencies`); `true` means all dependencies."""
    found: dict[str, None] = {}
    for field in ("bundledDependencies", "bundleDependencies"):
        value = data.get(field)
        if isinstance(value, list | dict):
            found |= dict.fromkeys(n for n in value if isinstance(n, str))
        elif value is True and isinstance(needs := data.get("dependencies"), dict):
            found |= dict.fromkeys(needs)
    return found
