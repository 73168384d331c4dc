"""What changed between two bills of materials: components, versions, licences and suppliers.

A component is known by its purl without version; a root whose purl was made from its name is left
out. Versions that went and versions that came of one
package are one change; a package that is in one bill only was added or removed. Licences and suppliers
are compared for what both bills hold, over all versions of the package together; equal licences in
other words (`Apache 2`, `Apache-2.0`) are no change when `normalise` knows both.

Linear in the number of components.
"""

import msgspec

from sbom.component import Component, Role, VersionKind
from sbom.documents.bom import Bom
from sbom.documents.licensing import Normalise
from sbom.documents.wording import DERIVED
from sbom.license import LicenseKind
from sbom.purl import base


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one package."""

    what: str
    """`added`, `removed`, `version`, `license` or `supplier`."""
    package: str
    """purl without version."""
    name: str
    before: tuple[str, ...] = ()
    """Sorted: versions, licences or suppliers; versions for what was removed."""
    after: tuple[str, ...] = ()
    """Same; versions for what was added."""


class _Package:
    """All that a bill says of one package."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.versions: set[str] = set()
        self.licenses: set[str] = set()
        self.suppliers: set[str] = set()

    def add(self, component: Component, normalise: Normalise | None) -> None:
        if component.version_kind is VersionKind.EXACT:
            self.versions.add(component.version)
        elif component.requirement or component.version:
            self.versions.add(component.requirement or component.version)
        for claim in component.licenses:
            if claim.kind in {LicenseKind.DECLARED, LicenseKind.CONCLUDED}:
                known = normalise(claim.raw) if normalise is not None else None
                self.licenses.update(_terms(known) if known else (claim.raw,))
        if component.supplier:
            self.suppliers.add(component.supplier)


def changes(before: Bom, after: Bom, *, normalise: Normalise | None = None) -> tuple[Change, ...]:
    """Changes from one bill to another, sorted by package and kind.

    Args:
        before: The older bill.
        after: The newer bill.
        normalise: SPDX expression that a raw licence means, or None.
    """
    old, new = _packages(before, normalise), _packages(after, normalise)
    found: list[Change] = []
    for package in sorted(old.keys() | new.keys()):
        a, b = old.get(package), new.get(package)
        if a is None or b is None:
            held = a or b
            if held is None:
                continue
            versions = tuple(sorted(held.versions))
            found.append(
                Change(what="added", package=package, name=held.name, after=versions)
                if a is None
                else Change(what="removed", package=package, name=held.name, before=versions)
            )
            continue
        for what, stated in (
            ("version", (a.versions, b.versions)),
            ("license", (a.licenses, b.licenses)),
            ("supplier", (a.suppliers, b.suppliers)),
        ):
            if stated[0] != stated[1]:
                ends = [tuple(sorted(s)) for s in stated]
                found.append(
                    Change(what=what, package=package, name=b.name, before=ends[0], after=ends[1])
                )
    return tuple(found)


def _packages(bom: Bom, normalise: Normalise | None) -> dict[str, _Package]:
    known: dict[str, _Package] = {}
    for entry in bom.components:
        c = entry.component
        if Role.ROOT in c.roles and DERIVED in c.properties:
            continue
        package = base(entry.component.purl)
        held = known.get(package)
        if held is None:
            held = known[package] = _Package(entry.component.name)
        held.add(entry.component, normalise)
    return known


def _terms(expression: str) -> list[str]:
    """Licences that hold together: SPDX joins with AND what CycloneDX lists."""
    if "(" in expression or " OR " in expression:
        return [expression]
    return expression.split(" AND ")
