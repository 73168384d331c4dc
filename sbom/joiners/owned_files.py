"""Programs of the operating system in an image: its own database states them, and states them better.

A program that is known by a byte string or a package note and lies where only the packages of a
distribution install (`/usr` without `/usr/local`, `/bin`, `/sbin`, `/lib`) gets role DECLARED when the image holds
the database of that distribution: the package there has the patches of the distribution in its version,
which the byte string does not have. What lies elsewhere (`/usr/local`, `/opt`, `/app`) is nobody's package
and stays as it is, and so do the modules in a Go or Rust program, wherever it lies: no database lists them.

Source: Filesystem Hierarchy Standard 3.0, sections 3 and 4.9 (`/usr/local` is for the administrator).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from sbom.component import Component, Role
from sbom.inventory import Inventory

_GUESSED = frozenset({"binary-pattern", "package-note", "compiler-comment", "modinfo"})
_SYSTEM = ("usr/", "bin/", "sbin/", "lib/", "lib64/", "lib32/", "boot/")
_LOCAL = "usr/local/"
_DATABASES = (
    "var/lib/dpkg/",
    "lib/apk/db/",
    "usr/lib/apk/db/",
    "var/lib/rpm/",
    "usr/lib/sysimage/rpm/",
    "usr/share/rpm/",
    "usr/lib/opkg/",
    "var/lib/opkg/",
    "var/lib/pacman/",
)


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """The inventories of programs that belong to the distribution."""
    tops = {top for path in files for top in _top(path)}
    changed = {}
    for path, inventory in files.items():
        if not any(_owned(path, top) for top in tops):
            continue
        components = tuple(_declared(c) for c in inventory.components)
        if components != inventory.components:
            changed[path] = replace(inventory, components=components)
    return changed


def _top(path: str) -> list[str]:
    """The root of the file system (empty, or a folder with `/`) of which a path is a database."""
    found = []
    for place in _DATABASES:
        at = path.find(place)
        if at == 0 or (at > 0 and path[at - 1] == "/"):
            found.append(path[:at])
    return found


def _owned(path: str, top: str) -> bool:
    if not path.startswith(top):
        return False
    inside = path[len(top) :]
    return inside.startswith(_SYSTEM) and not inside.startswith(_LOCAL)


def _declared(component: Component) -> Component:
    if Role.DECLARED in component.roles:
        return component
    if dict(component.properties).get("evidence") not in _GUESSED:
        return component
    return replace(component, roles=tuple(sorted({*component.roles, Role.DECLARED})))
