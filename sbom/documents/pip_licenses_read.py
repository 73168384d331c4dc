"""What `pip-licenses --format=json` writes: one object per installed Python package.

Every entry is a component of type pypi with an exact version; the tool lists what is installed, so
scope and `direct` are not known. Licences that the tool joined with `; ` are separate claims.

Source: documentation of pip-licenses 5, option --format.
"""

from typing import Any

from sbom.component import Component, Scope
from sbom.documents.wording import MAX_RAW, address, claim, first_line, version_kind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from sbom.readers.json_reader import load_json
from sbom.readers.shape import text
from sbom.readers.text import KeyFinder, decode

_FIELDS = ("License", "License-Metadata", "License-Classifier", "License-Expression")


def read(content: bytes) -> Inventory:
    """Facts of one document.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: no list of objects with `Name` and `Version`.
    """
    value = load_json(content)
    entries = value if isinstance(value, list) else []
    if not any(isinstance(e, dict) and {"Name", "Version"} <= e.keys() for e in entries):
        raise NotThisFormatError("is a JSON list but not of pip-licenses (no Name and Version)")
    gathering = Gathering()
    places = KeyFinder(decode(content))
    for entry in entries:
        if not isinstance(entry, dict) or not text(entry.get("Name")):
            gathering.lost("entry", "has no Name")
            continue
        name = text(entry["Name"])
        gathering.add(_component(entry, name, places.line_of(f'"{name}"')))
    return gathering.inventory(descriptors=(Descriptor(kind="pip-licenses-document"),))


def _component(entry: dict[str, Any], name: str, line: int | None) -> Component:
    version = text(entry.get("Version"))
    kind = version_kind(version)
    facts = (
        ("author", text(entry.get("Author"))),
        ("description", text(entry.get("Description"))),
        ("homepage", address(text(entry.get("URL")))),
    )
    return Component(
        purl=build("pypi", name, version if kind == "exact" else ""),
        name=name,
        version=version if kind == "exact" else "",
        version_kind=kind,
        requirement=version if kind == "range" else "",
        scope=Scope.UNKNOWN,
        licenses=_claims(entry),
        line=line,
        properties=tuple((n, v[:1024]) for n, v in facts if v and v != "UNKNOWN"),
    )


def _claims(entry: dict[str, Any]) -> tuple[LicenseClaim, ...]:
    found: dict[str, LicenseClaim] = {}
    for field in _FIELDS:
        stated = entry.get(field)
        listed = stated if isinstance(stated, list) else text(stated).split("; ")
        for raw in listed:
            if isinstance(raw, str) and raw.strip().upper() != "UNKNOWN":
                made = claim(raw[:MAX_RAW], LicenseKind.DECLARED, field)
                if made is not None:
                    found.setdefault(made.raw, made)
    line = first_line(text(entry.get("LicenseText")))
    if line and line != "UNKNOWN" and (made := claim(line, LicenseKind.DETECTED, "LicenseText")):
        found.setdefault(made.raw, made)
    return tuple(found.values())
