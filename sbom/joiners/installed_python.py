"""Brings the METADATA of an installed Python project and the direct_url.json beside it together.

The first knows licence and requirements, the second where the project was taken from. What the
second knows goes to the component of the first (role, address, hashes, purl), and it keeps no
component of its own: one installation is one component.

Source: PyPA, "Recording the Direct URL Origin of installed distributions" (PEP 610).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from sbom.component import Component
from sbom.inventory import Inventory

_MANIFEST, _ORIGIN = "METADATA", "direct_url.json"


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """The inventories that changed, by path."""
    changed: dict[str, Inventory] = {}
    for path in sorted(files):
        folder, slash, name = path.rpartition("/")
        beside = f"{folder}{slash}{_ORIGIN}"
        if name != _MANIFEST or beside not in files:
            continue
        manifest, origin = files[path], files[beside]
        if manifest.components and origin.components:
            own = _joined(manifest.components[0], origin.components[0])
            components = (own, *manifest.components[1:])
            changed[path] = replace(manifest, components=components)
            changed[beside] = replace(origin, components=(), expects_components=False)
    return changed


def _joined(own: Component, origin: Component) -> Component:
    purl = own.purl
    _, mark, qualifiers = origin.purl.partition("?")
    if mark and "?" not in purl:
        purl = f"{purl}?{qualifiers}"
    return replace(
        own,
        purl=purl,
        roles=tuple(sorted({*own.roles, *origin.roles})),
        download=origin.download,
        hashes=origin.hashes,
        properties=tuple(sorted({**dict(own.properties), **dict(origin.properties)}.items())),
    )
