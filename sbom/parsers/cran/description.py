"""DESCRIPTION of an R package or project.

Rules: the package is ROOT; with a field `Built` it is an installed one, without a role, and what
it needs is DECLARED and not direct. License is a claim as written (`GPL (>= 2) | file LICENSE`).
Depends, Imports and LinkingTo are RUNTIME, Suggests and Enhances OPTIONAL (left out when
installed). `(== 1.0)` is EXACT, any other requirement a RANGE. R and the packages of priority base
are STDLIB. The field is a property. A package with `Priority: base` is STDLIB itself. `Remotes` is a property.

Source: "Writing R Extensions", section "The DESCRIPTION file".
"""

from collections.abc import Mapping

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.r_fields import BASE, Need, needs_of
from sbom.readers.mail_headers import Header, read_headers
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_SECTIONS = (
    ("Depends", Scope.RUNTIME),
    ("Imports", Scope.RUNTIME),
    ("LinkingTo", Scope.RUNTIME),
    ("Suggests", Scope.OPTIONAL),
    ("Enhances", Scope.OPTIONAL),
)
_KNOWN = frozenset({"Package", "Imports", "Depends", "Suggests"})
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it needs.

    Raises:
        NotThisFormatError: neither a package nor requirements among the fields.
    """
    headers, _ = read_headers(decode(source.content))
    fields: dict[str, Header] = {}
    for header in headers:
        fields.setdefault(header.name, header)
    if _KNOWN.isdisjoint(fields):
        raise NotThisFormatError("holds none of the fields of an R package")
    installed = "Built" in fields
    gathering = Gathering()
    if _value(fields, "Package"):
        gathering.add(_package(fields, installed=installed))
    targets = []
    for section, scope in _SECTIONS:
        stated = fields.get(section)
        if stated is None or (installed and scope is Scope.OPTIONAL):
            continue
        needs, wrong = needs_of(stated.value)
        for text in wrong:
            gathering.lost(text, f"is no requirement in {section}", stated.line)
        for need in needs:
            made = _need(need, section, scope, stated.line, installed=installed)
            targets.append(gathering.add(made))
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _value(fields: Mapping[str, Header], name: str) -> str:
    found = fields.get(name)
    return " ".join(found.value.split())[:MAX_TEXT] if found else ""


def _package(fields: Mapping[str, Header], *, installed: bool) -> Component:
    name, version = _value(fields, "Package"), _value(fields, "Version")
    raw = _value(fields, "License")
    roles = [] if installed else [Role.ROOT]
    if _value(fields, "Priority") == "base":
        roles.append(Role.STDLIB)
    kind = "bioconductor" if "biocViews" in fields else "cran"
    return Component(
        purl=build(kind, name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=tuple(sorted(roles)),
        ref=_ROOT,
        licenses=(
            (LicenseClaim(raw=raw, line=fields["License"].line, source="License"),) if raw else ()
        ),
        supplier=_value(fields, "Maintainer").partition("<")[0].strip()[:1000],
        line=fields["Package"].line,
        properties=pairs(
            author=_value(fields, "Author")[:1000],
            description=_value(fields, "Title")[:1000],
            homepage=_value(fields, "URL"),
            remotes=_value(fields, "Remotes"),
            repository=_value(fields, "Repository"),
        ),
    )


def _need(need: Need, section: str, scope: Scope, line: int, *, installed: bool) -> Component:
    platform = need.name == "R"
    exact = need.requirement[2:].strip() if need.requirement.startswith("==") else ""
    roles = [Role.DECLARED] if installed else []
    if platform or need.name in BASE:
        roles.append(Role.STDLIB)
    made = ("generic", "R") if platform else ("cran", need.name)
    return Component(
        purl=build(*made, exact),
        name=need.name,
        version=exact,
        version_kind=firmness(exact, need.requirement),
        requirement=need.requirement,
        kind=ComponentKind.PLATFORM if platform else ComponentKind.LIBRARY,
        scope=scope,
        roles=tuple(sorted(roles)),
        direct=not installed,
        ref=f"{section}/{need.name}",
        line=line,
        properties=pairs(field=section),
    )
