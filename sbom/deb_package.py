"""A package of dpkg or opkg as its control paragraph states it.

Source: Debian Policy 5.3, 7 (relations) and 5.6.1 (Source); purl specification, type deb.
"""

import re
from collections.abc import Iterable, Mapping

from sbom.component import Component, ComponentKind, Dependency, Scope
from sbom.deb822 import Paragraph
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]*\Z")
_SOURCE = re.compile(r"(\S+)(?:\s+\(([^()\s]+)\))?")


def vendor_of(fields: Mapping[str, str]) -> str:
    """`ubuntu` or `debian` when the maintainer's address says so, else empty."""
    maintainer = fields.get("maintainer", "").lower()
    if "ubuntu.com" in maintainer:
        return "ubuntu"
    return "debian" if "debian.org" in maintainer else ""


def fault_of(fields: Mapping[str, str]) -> str:
    """Why a paragraph names no package at a version, or empty."""
    name, version = fields.get("package", ""), fields.get("version", "")
    if not name:
        return "names no package"
    if not _NAME.match(name):
        return "is not the name of a package"
    if not version:
        return "has no version"
    return "has a version with blanks in it" if any(c.isspace() for c in version) else ""


def component_of(
    paragraph: Paragraph, *, purl_type: str = "deb", vendor: str = "", ref: str = ""
) -> Component:
    """The component of a paragraph without fault.

    Args:
        paragraph: Fields of one package.
        purl_type: `deb` or `opkg`.
        vendor: Namespace of the purl.
        ref: Identity within the file.
    """
    fields = paragraph.fields
    name, version = fields["package"], fields["version"]
    source = _SOURCE.match(fields.get("source", ""))
    license_ = fields.get("license", "")
    summary = fields.get("description", "").partition("\n")[0]
    state = fields.get("status", "").rpartition(" ")[2]
    return Component(
        purl=build(
            purl_type,
            name,
            version,
            namespace=vendor,
            qualifiers={"arch": fields.get("architecture", "")},
        ),
        name=name,
        version=version,
        kind=ComponentKind.LIBRARY,
        scope=Scope.RUNTIME,
        ref=ref,
        licenses=(LicenseClaim(raw=license_[:MAX_TEXT], source="License"),) if license_ else (),
        supplier=fields.get("maintainer", "")[:MAX_TEXT],
        line=paragraph.line,
        properties=pairs(
            architecture=fields.get("architecture", ""),
            source=source.group(1) if source else "",
            source_version=(source.group(2) or "") if source else "",
            description=summary[:500],
            homepage=fields.get("homepage", "")[:MAX_TEXT],
            section=fields.get("section", ""),
            essential="yes" if fields.get("essential", "").lower() == "yes" else "",
            state="" if state == "installed" else state,
        ),
    )


def edges(packages: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[Dependency, ...]:
    """Edges from `Depends` and `Pre-Depends` to what is installed; of alternatives, the first there.

    Args:
        packages: (ref, fields) of everything that is installed.
    """
    listed = list(packages)
    provided: dict[str, str] = {}
    for ref, fields in listed:
        for name in _names(fields.get("provides", "")):
            provided.setdefault(name[0], ref)
    for ref, fields in listed:
        provided[fields["package"]] = ref
    made = []
    for ref, fields in listed:
        wanted = f"{fields.get('pre-depends', '')},{fields.get('depends', '')}"
        targets = {
            hit
            for options in _names(wanted)
            if (hit := next((provided[o] for o in options if o in provided), "")) and hit != ref
        }
        if targets:
            made.append(Dependency(ref=ref, targets=tuple(sorted(targets))))
    return tuple(made)


def _names(relation: str) -> list[list[str]]:
    """Names in a relation field: one list of alternatives for each comma."""
    found = []
    for part in relation.split(","):
        names = [o.partition("(")[0].partition(":")[0].strip() for o in part.split("|")]
        if names[0]:
            found.append(names)
    return found
