"""yarn.lock of Yarn 1 (classic) and of Yarn 2 and later (berry).

Every block becomes one component. Rules:

- root: berry lists it (`workspace:.`), role ROOT; Yarn 1 does not.
- workspaces: berry lists them, role WORKSPACE, `module` is their folder; the version that Yarn
  writes for them, `0.0.0-use.local`, is a placeholder and UNRESOLVED.
- scope: a yarn.lock does not say, so UNKNOWN; the joiner settles it with the manifests. Edges that
  are optional stand in a fragment `graph/optional`.
- direct: berry, when a workspace asks for it; Yarn 1 does not say.
- alias (`a@npm:b@1`, or Yarn 1 took the archive of another name): the real name, role ALIAS,
  property `alias`.
- file, link, portal, exec: LOCAL; git and plain archives: GIT, URL; property `commit`.
- patch: the patched package is listed with property `patch`; what it is made from is listed too,
  and is REPLACED when nothing else asks for it.
- platform: `conditions` gives role PLATFORM.
- berry's `checksum` is of Yarn's own cache archive, not of the published one; it is the property
  `yarn-checksum` and no hash.

Source: Yarn 1 lock file format; Yarn manual, protocols; the keys of berry lock files 2 to 9.
"""

import re

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.integrity import hash_of_hex, hashes_of
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.npm.address import commit_of, role_of, without_credentials
from sbom.npm.descriptors import DescriptorIndex
from sbom.npm.identity import is_name, package_url
from sbom.npm.specifier import decoded
from sbom.npm.yarn_entry import YarnEntry, from_berry, from_classic
from sbom.readers.lock_yaml import loads_lock_yaml
from sbom.readers.text import decode
from sbom.readers.yarn_lines import read_yarn_lock
from sbom.source import SourceFile

_BERRY = re.compile(r"""^["']?__metadata["']?:""", re.MULTILINE)
_PLACEHOLDER = "0.0.0-use.local"
_LOCAL = ("link:", "portal:", "file:", "exec:", "./", "../")


def parse(source: SourceFile) -> Inventory:
    """Facts of one lock file.

    Raises:
        ParseError: binary, or berry and not YAML.
        NotThisFormatError: text without one block.
    """
    text = decode(source.content).replace("\r\n", "\n")
    issues: list[Issue] = []
    if _BERRY.search(text):
        entries, version = from_berry(loads_lock_yaml(text), issues)
    else:
        blocks, bad = read_yarn_lock(text)
        if bad and not blocks:
            raise NotThisFormatError("holds no Yarn lock entries", line=bad[0])
        issues.extend(
            Issue(kind=IssueKind.ENTRY, message="line is not in the Yarn lock format", line=n)
            for n in bad[:20]
        )
        entries, version = [from_classic(b) for b in blocks], "1"
    return _inventory(entries, version, issues)


def _inventory(entries: list[YarnEntry], version: str, issues: list[Issue]) -> Inventory:
    good = []
    for entry in entries:
        if is_name(entry.name):
            good.append(entry)
        else:
            issues.append(_lost(entry))
    index = DescriptorIndex((e.ref, e.descriptors) for e in good)
    edges: list[Dependency] = []
    optional: dict[str, list[str]] = {}
    asked: dict[str, str] = {}
    for entry in good:
        targets = set()
        for name, wanted in entry.needs.items():
            target = index.find(name, wanted)
            if target is None or target == entry.ref:
                continue
            targets.add(target)
            if name in entry.optional:
                optional.setdefault(entry.ref, []).append(target)
            if entry.workspace is not None:
                asked.setdefault(target, wanted)
        if entry.patch_of and (target := index.at(entry.patch_of)):
            targets.add(target)
        targets.discard(entry.ref)
        if targets:
            edges.append(Dependency(ref=entry.ref, targets=tuple(sorted(targets))))
    patched = {e.patch_of: e.ref for e in good if e.patch_of}
    knows = any(e.workspace is not None for e in good)
    fragments = []
    if optional:
        fragments.append(Fragment(kind="graph/optional", data=optional))
    if ambiguous := dict(index.ambiguous()):
        fragments.append(Fragment(kind="graph/descriptors", data=ambiguous))
    return Inventory(
        components=tuple(_component(e, asked, patched, knows=knows) for e in good),
        dependencies=tuple(edges),
        fragments=tuple(fragments),
        issues=tuple(issues),
        format_version=version,
        expects_components=bool(entries),
    )


def _lost(entry: YarnEntry) -> Issue:
    return Issue(
        kind=IssueKind.ENTRY,
        message="entry has no usable package name",
        subject=entry.ref[:200],
        line=entry.line,
    )


def _component(
    entry: YarnEntry, asked: dict[str, str], patched: dict[str, str], *, knows: bool
) -> Component:
    roles: list[Role] = []
    properties: list[tuple[str, str]] = []
    kind, scope = ComponentKind.LIBRARY, Scope.UNKNOWN
    address, origin = _origin(entry)
    if entry.workspace is not None:
        origin, scope = None, Scope.RUNTIME
        roles.append(Role.ROOT if entry.workspace == "" else Role.WORKSPACE)
        if entry.workspace == "":
            kind = ComponentKind.APPLICATION
    if origin is not None:
        roles.append(origin)
        if origin is Role.GIT and (commit := commit_of(address)):
            properties.append(("commit", commit))
    if entry.alias:
        roles.append(Role.ALIAS)
        properties.append(("alias", entry.alias))
    if entry.conditions:
        roles.append(Role.PLATFORM)
        properties.append(("platform", entry.conditions))
    if entry.patch:
        properties.append(("patch", entry.patch))
    if entry.descriptors[0] in patched and all(d in patched for d in entry.descriptors):
        roles.append(Role.REPLACED)
        properties.append(("replaced-by", patched[entry.descriptors[0]][:1000]))
    if entry.checksum:
        properties.append(("yarn-checksum", entry.checksum))
    version, firm = entry.version, VersionKind.EXACT
    if not version:
        firm = VersionKind.ABSENT
    elif version == _PLACEHOLDER:
        firm = VersionKind.UNRESOLVED
    wanted = asked.get(entry.ref)
    stated = version if firm is VersionKind.EXACT else ""
    return Component(
        purl=package_url(entry.name, stated, role=origin, address=address),
        name=entry.name,
        version=version,
        version_kind=firm,
        requirement=without_credentials(wanted) if wanted else "",
        kind=kind,
        scope=scope,
        roles=tuple(sorted(roles)) if roles else (),
        direct=wanted is not None if knows and entry.workspace is None else None,
        ref=entry.ref,
        module=entry.workspace or "",
        hashes=hashes_of(entry.integrity) or hash_of_hex(entry.digest),
        download=address,
        line=entry.line,
        properties=tuple(sorted(properties)) if properties else (),
    )


def _origin(entry: YarnEntry) -> tuple[str, Role | None]:
    """Where it comes from, without credentials, and the role that this gives."""
    place = entry.place
    if place.startswith("npm:"):
        mark = place.find("::__archiveUrl=")
        return (
            "" if mark < 0 else without_credentials(decoded(place[mark + 15 :].partition("&")[0]))
        ), None
    if place.startswith(_LOCAL):
        return place.partition("::")[0].partition("#")[0], Role.LOCAL
    return without_credentials(place), role_of(place)
