"""Completes packages of an operating system with what other files of the same root say.

A root is the folder that `etc/os-release`, `usr/lib/os-release` or a package database lies below. Its
os-release sets the namespace of the purls (ID; `rhel` becomes `redhat`) and the qualifier `distro`
(`debian-12`); without VERSION_ID the qualifier is the bare ID. `etc/os-release` wins over
`usr/lib/os-release` when both are files. Licences from `usr/share/doc/*/copyright` become claims of
the Debian package of that name, where the package has none of its own.

Source: os-release(5); purl specification, types deb, apk and rpm (`distro`).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from sbom.component import Component
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.purl import parse as parse_purl

_RELEASES = ("usr/lib/os-release", "etc/os-release")
_DATABASES = (
    "var/lib/",
    "usr/lib/sysimage/",
    "usr/lib/",
    "lib/apk/",
    "usr/share/doc/",
    "usr/share/rpm/",
)
_TYPES = frozenset({"deb", "apk", "rpm", "opkg"})
_NAMESPACES = {"rhel": "redhat"}


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """The inventories of databases that changed, by path."""
    releases: dict[str, tuple[str, str]] = {}
    claims: dict[str, dict[str, tuple[LicenseClaim, ...]]] = {}
    for path in sorted(files, key=lambda p: (not p.endswith(_RELEASES[0]), p)):
        for fragment in files[path].fragments:
            data = fragment.data if isinstance(fragment.data, dict) else {}
            if fragment.kind == "os/release" and path.endswith(_RELEASES):
                root = next(path.removesuffix(r) for r in _RELEASES if path.endswith(r))
                releases[root] = (str(data.get("id", "")), str(data.get("version", "")))
            elif fragment.kind == "deb/copyright":
                made = tuple(
                    LicenseClaim(raw=str(name), source="copyright")
                    for name in data.get("licenses") or ()
                )
                claims.setdefault(_root(path), {})[str(data.get("package", ""))] = made
    changed: dict[str, Inventory] = {}
    for path, inventory in files.items():
        root = _root(path)
        release, licenses = releases.get(root), claims.get(root, {})
        if not inventory.components or path.endswith(_RELEASES) or not (release or licenses):
            continue
        components = tuple(_completed(c, release, licenses) for c in inventory.components)
        changed[path] = replace(inventory, components=components)
    return changed


def _root(path: str) -> str:
    """The part of a path before the place where its database usually lies; empty at the top."""
    for place in _DATABASES:
        if path.startswith(place):
            return ""
    hits = [i + 1 for place in _DATABASES if (i := path.rfind(f"/{place}")) >= 0]
    return path[: min(hits)] if hits else path[: path.rfind("/") + 1]


def _completed(
    component: Component,
    release: tuple[str, str] | None,
    licenses: Mapping[str, tuple[LicenseClaim, ...]],
) -> Component:
    purl = parse_purl(component.purl)
    if purl.type not in _TYPES:
        return component
    if licenses and not component.licenses and purl.type == "deb":
        component = replace(component, licenses=licenses.get(component.name, ()))
    if release is None or not release[0]:
        return component
    name, version = release
    qualifiers = dict(purl.qualifiers) | {"distro": f"{name}-{version}" if version else name}
    return replace(
        component,
        purl=build(
            purl.type,
            purl.name,
            purl.version,
            namespace=_NAMESPACES.get(name, name),
            qualifiers=qualifiers,
            subpath=purl.subpath,
        ),
    )
