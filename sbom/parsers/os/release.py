"""os-release: the operating system of a root file system.

Rules: one component of kind OPERATING_SYSTEM, purl `pkg:generic/ID@VERSION_ID`, for checks on the
end of support. Without VERSION_ID (a rolling or testing release) the version is ABSENT; property
`build-id`, `codename` and `id-like` when stated. `sbom.joiners.os_release` uses it to complete the
purls of the packages in the same root.

Source: os-release(5), freedesktop.org.
"""

import re

from sbom.component import Component, ComponentKind, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Fragment, Inventory
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_LINE = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)\Z")
_ESCAPED = re.compile(r"\\([$\"'\\`])")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")


def parse(source: SourceFile, /) -> Inventory:
    """The operating system.

    Raises:
        NotThisFormatError: no ID and no NAME.
    """
    facts: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(decode(source.content).split("\n"), 1):
        match = _LINE.match(line.strip())
        if match:
            facts[match.group(1)] = _unquoted(match.group(2))[:400]
            lines[match.group(1)] = number
    name = facts.get("ID", "").lower()
    if not _ID.match(name):
        if "NAME" not in facts:
            raise NotThisFormatError("names no operating system")
        name = "linux"
    version = facts.get("VERSION_ID", "")
    component = Component(
        purl=build("generic", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.OPERATING_SYSTEM,
        scope=Scope.RUNTIME,
        direct=True,
        line=lines.get("VERSION_ID") or lines.get("ID"),
        properties=pairs(
            build_id=facts.get("BUILD_ID", ""),
            codename=facts.get("VERSION_CODENAME", ""),
            id_like=facts.get("ID_LIKE", ""),
            description=facts.get("PRETTY_NAME", ""),
            homepage=facts.get("HOME_URL", ""),
            support_end=facts.get("SUPPORT_END", ""),
            variant=facts.get("VARIANT_ID", ""),
            cpe=facts.get("CPE_NAME", ""),
        ),
    )
    data = {"id": name, "version": version, "like": facts.get("ID_LIKE", "").lower().split()}
    return Inventory(components=(component,), fragments=(Fragment(kind="os/release", data=data),))


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return _ESCAPED.sub(r"\1", value)
