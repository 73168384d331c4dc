"""Package.resolved, versions 1 to 3: what the Swift package manager resolved.

Rules: a package is known by the address of its repository without scheme, user and `.git`; that is
its name and the namespace of its purl. The identity in the file is the property `identity`. A pin
to a version is EXACT and plain, since repositories are the registry of Swift; a pin to a branch or
a commit alone is GIT and ABSENT, with properties `branch` and `commit`. Pins of kind
`localSourceControl` and `fileSystem` are LOCAL; of kind `registry` the identity `scope.name` takes
the place of the address. The file has neither edges nor scopes: `direct` is unknown, scope RUNTIME.

Source: SwiftPM, `ResolvedPackagesStore`; purl specification, type swift.
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError, ParseError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_places import lines_of_key
from sbom.readers.json_reader import loads_json
from sbom.readers.shape import mapping, pairs, text
from sbom.readers.text import decode
from sbom.source import SourceFile
from sbom.swift import name_of_address

_LOCAL_KINDS = frozenset({"localSourceControl", "fileSystem", "root"})


def parse(source: SourceFile, /) -> Inventory:
    """Pins of a Package.resolved.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no list of pins.
    """
    content = decode(source.content)
    data = loads_json(content)
    if not isinstance(data, dict):
        raise NotThisFormatError("holds no object at the top")
    pins = data.get("pins", mapping(data.get("object")).get("pins"))
    if pins is None and "version" not in data:
        raise NotThisFormatError("holds no pins")
    if not isinstance(pins, list | None):
        raise ParseError("`pins` is no list")
    gathering = Gathering()
    lines = lines_of_key(content, "identity", "package")
    for index, raw in enumerate(pins or ()):
        pin = mapping(raw)
        identity = text(pin.get("identity")) or text(pin.get("package"))
        line = next(lines, None) if identity else None
        location = text(pin.get("location")) or text(pin.get("repositoryURL"))
        made = _component(pin, identity, location, line)
        if made is None:
            gathering.lost(identity or f"pins[{index}]", "the pin names no package", line)
        else:
            gathering.add(made)
    return gathering.inventory(version=text(data.get("version")), expects=bool(pins))


def _component(
    pin: Mapping[str, Any], identity: str, location: str, line: int | None
) -> Component | None:
    state = mapping(pin.get("state"))
    version, commit, branch = (text(state.get(k)) for k in ("version", "revision", "branch"))
    local = text(pin.get("kind")) in _LOCAL_KINDS or location.startswith(("/", "file:", "."))
    name = identity
    if not local and (known := name_of_address(location)):
        name = known
    elif not local and "." in identity and not location:
        name = identity.replace(".", "/", 1)
    if not name:
        return None
    namespace, _, last = name.rpartition("/")
    role = Role.LOCAL if local else None
    if not local and not version:
        role = Role.GIT
    address = without_credentials(location)
    qualifiers = {"vcs_url": vcs_url(address, commit)} if role is Role.GIT else None
    # Without a host there is no namespace, which the type asks for.
    kind = "swift" if namespace else "generic"
    return Component(
        purl=build(kind, last or name, version, namespace=namespace, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(role,) if role else (),
        download="" if local else address,
        line=line,
        properties=pairs(
            branch=branch, commit=commit, identity=identity if identity != name else ""
        ),
    )
