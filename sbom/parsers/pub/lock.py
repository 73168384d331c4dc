"""pubspec.lock: what Dart's pub resolved.

Rules: `direct main` is RUNTIME, `direct dev` is DEV, both direct; `direct overridden` is direct
with property `overridden`; `transitive` is not direct, and since the lock holds no edges its
scope is UNKNOWN. `source: git` is GIT (property `commit`), `path` LOCAL, `sdk` STDLIB: shipped
with the SDK, at the version the lock gives. The SDKs of `sdks` are STDLIB with a RANGE.

Source: Dart documentation, "pubspec.lock"; package pub, `lib/src/lock_file.dart`.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role, Scope
from sbom.dart import HOSTED, Origin, git_origin, package_url, sdk
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.integrity import hash_of_hex
from sbom.inventory import Inventory
from sbom.readers.shape import line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_SCOPES = {"direct main": Scope.RUNTIME, "direct dev": Scope.DEV}


def parse(source: SourceFile, /) -> Inventory:
    """Packages of a pubspec.lock.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: no `packages` and no `sdks`.
    """
    data = load_yaml_map(source.content)
    if "packages" not in data and "sdks" not in data:
        raise NotThisFormatError("holds no packages")
    gathering = Gathering()
    packages = data.get("packages")
    if packages is not None and not isinstance(packages, dict):
        gathering.lost("packages", "is no mapping", line_of(data, "packages"))
    for name, entry in mapping(packages).items():
        line = line_of(packages, name)
        if not isinstance(entry, dict) or not name.strip():
            gathering.lost(name, "the package is no mapping", line)
            continue
        gathering.add(_component(name.strip(), entry, line))
    sdks = mapping(data.get("sdks"))
    for name, requirement in sdks.items():
        gathering.add(sdk(name, text(requirement), line_of(sdks, name)))
    return gathering.inventory(expects=bool(mapping(packages)))


def _component(key: str, entry: Mapping[str, Any], line: int | None) -> Component:
    stated = entry.get("description")
    description = mapping(stated)
    kind = text(entry.get("source"))
    origin = HOSTED
    if kind == "git":
        origin = git_origin(stated)
    elif kind == "path":
        origin = Origin(Role.LOCAL, "", "", "", text(description.get("path")))
    elif kind == "sdk":
        origin = Origin(Role.STDLIB, "", "", "", "")
    name = (text(description.get("name")) if kind == "hosted" else "") or key
    version = text(entry.get("version"))
    dependency = text(entry.get("dependency"))
    roles = [origin.role] if origin.role else []
    if name != key:
        roles.append(Role.ALIAS)
    hosted = without_credentials(text(description.get("url"))) if kind == "hosted" else ""
    return Component(
        purl=package_url(name, version, origin),
        name=name,
        version=version,
        version_kind=firmness(version),
        scope=_SCOPES.get(dependency, Scope.UNKNOWN),
        roles=tuple(sorted(roles)),
        direct=dependency.startswith("direct") if dependency else None,
        ref=key,
        hashes=hash_of_hex(text(description.get("sha256"))),
        download=hosted or origin.download,
        line=line,
        properties=pairs(
            alias=key if name != key else "",
            branch=origin.reference if origin.reference != origin.commit else "",
            commit=origin.commit,
            overridden="true" if dependency == "direct overridden" else "",
            path=origin.path,
            sdk=text(stated) if kind == "sdk" else "",
        ),
    )
