"""The database of apk: `lib/apk/db/installed` (Alpine, Wolfi and others).

Rules: every entry with a name and a version is a component of scope RUNTIME. Properties
`source` (field `o`, the origin that Alpine's advisories go by), `source-version`, `commit`.
Dependencies are resolved through names and provided names (`so:`, `cmd:`, `pc:`). The purl's
namespace is `alpine` unless os-release says otherwise (see `sbom.joiners.os_release`).

Source: Alpine Linux wiki, "Apk spec", "Installed database V2".
"""

import re

from sbom.component import Component, Dependency, Scope
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_FIELDS = frozenset("PVALoUmTDpci")
_CONSTRAINT = re.compile(r"[<>=~@]")


def parse(source: SourceFile, /) -> Inventory:
    """Installed packages.

    Raises:
        ParseError: text, but no entry names a package.
    """
    if not source.content.strip():
        return Inventory(expects_components=False)
    text = decode(source.content)
    kept: list[tuple[dict[str, str], int]] = []
    issues: list[Issue] = []
    fields: dict[str, str] = {}
    start, odd = 0, 0
    for number, line in enumerate((*text.split("\n"), ""), 1):
        line = line.rstrip("\r")  # noqa: PLW2901 - the same line without its ending
        if not line:
            if fields:
                _close(fields, start, kept, issues)
            fields, start = {}, 0
        elif line[1:2] == ":":
            start = start or number
            if line[0] in _FIELDS:
                fields.setdefault(line[0], line[2:].strip())
        else:
            odd = odd or number
            issues.append(_lost(line, number, "the line is no field"))
    if not kept and not any(i.message.startswith("has no") for i in issues):
        raise ParseError("holds no entry of an apk database", line=odd or None)
    provided = _provided(kept)
    return Inventory(
        components=tuple(_component(f, line) for f, line in kept),
        dependencies=tuple(d for f, _ in kept if (d := _edges(f, provided))),
        issues=tuple(issues),
    )


def _close(
    fields: dict[str, str],
    start: int,
    kept: list[tuple[dict[str, str], int]],
    issues: list[Issue],
) -> None:
    name, version = fields.get("P", ""), fields.get("V", "")
    if name and version:
        kept.append((fields, start))
    elif name or version:
        message = "has no version" if name else "has no name"
        issues.append(_lost(name or version, start, message))


def _component(fields: dict[str, str], line: int) -> Component:
    name, version = fields["P"], fields["V"]
    license_ = fields.get("L", "")
    origin = fields.get("o", "")
    return Component(
        purl=build(
            "apk", name, version, namespace="alpine", qualifiers={"arch": fields.get("A", "")}
        ),
        name=name,
        version=version,
        scope=Scope.RUNTIME,
        ref=_ref(fields),
        licenses=(LicenseClaim(raw=license_[:MAX_TEXT], source="L"),) if license_ else (),
        supplier=fields.get("m", "")[:MAX_TEXT],
        line=line,
        properties=pairs(
            architecture=fields.get("A", ""),
            source=origin,
            source_version=version if origin else "",
            commit=fields.get("c", ""),
            description=fields.get("T", "")[:500],
            homepage=fields.get("U", "")[:MAX_TEXT],
        ),
    )


def _ref(fields: dict[str, str]) -> str:
    return f"{fields['P']}@{fields['V']}"


def _provided(kept: list[tuple[dict[str, str], int]]) -> dict[str, str]:
    """Ref by provided name; a package's own name wins."""
    provided: dict[str, str] = {}
    for fields, _ in kept:
        for word in fields.get("p", "").split():
            provided.setdefault(_CONSTRAINT.split(word, maxsplit=1)[0], _ref(fields))
    provided.update((fields["P"], _ref(fields)) for fields, _ in kept)
    return provided


def _edges(fields: dict[str, str], provided: dict[str, str]) -> Dependency | None:
    targets = {
        hit
        for word in fields.get("D", "").split()
        if (hit := provided.get(_CONSTRAINT.split(word, maxsplit=1)[0])) and hit != _ref(fields)
    }
    return Dependency(ref=_ref(fields), targets=tuple(sorted(targets))) if targets else None


def _lost(subject: str, line: int, message: str) -> Issue:
    return Issue(kind=IssueKind.ENTRY, subject=subject[:200], line=line, message=message)
