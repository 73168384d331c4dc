"""METADATA of a `.dist-info` folder, PKG-INFO of an `.egg-info` folder or source archive.

Rules of this reader:

- The project described is one component, EXACT. It is installed, so without a role; only a PKG-INFO
  that lies in no `.egg-info` folder is that of an unpacked source archive: ROOT.
- Licence claims in the order of PEP 639: License-Expression, License, then classifiers; each names
  its field. `UNKNOWN`, which old tools write for nothing, is nothing. License-File is a property.
- Each Requires-Dist (and the older Requires) is DECLARED: what it resolved to has a METADATA of
  its own. It is direct for a ROOT only. Behind an extra it is OPTIONAL, with property `group`; the
  scope otherwise is RUNTIME. Requires-Python is a property.
- Of a header that may stand once the first counts. Names of headers ignore case.

Source: PyPA core metadata specifications 1.0 to 2.4; PEP 639.
"""

import re

from sbom import purl
from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim
from sbom.pep508 import parse_requirement
from sbom.pypi import address_of, archive_of, declared
from sbom.readers.mail_headers import Header, read_headers
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_EXTRA = lazy(r"\bextra\s*==\s*[\"']([^\"']+)[\"']")
_OF_SOURCES = re.compile(r"(?:.*/)?(?<!egg-info/)PKG-INFO\Z")
_INACTIVE = "Development Status :: 7 - Inactive"
_LICENSE_FIELDS = ("license-expression", "license")


def parse(source: SourceFile, /) -> Inventory:
    """The project, its licence claims and what it requires.

    Raises:
        NotThisFormatError: neither Metadata-Version nor Name among the headers.
    """
    headers, _ = read_headers(decode(source.content))
    fields: dict[str, list[Header]] = {}
    for header in headers:
        fields.setdefault(header.name.lower(), []).append(header)
    name = _first(fields, "name")
    if not name and "metadata-version" not in fields:
        raise NotThisFormatError("holds no core metadata")
    gathering = Gathering()
    if not name:
        gathering.lost("Name", "the metadata names no project")
        return gathering.inventory()
    installed = _OF_SOURCES.match(source.path) is None
    root = gathering.add(_project(name, fields, installed=installed))
    targets = []
    for header in (*fields.get("requires-dist", ()), *fields.get("requires", ())):
        made = _requirement(header, direct=not installed)
        if made is None:
            gathering.lost(header.value, "the requirement is not understood", header.line)
        else:
            targets.append(gathering.add(made))
    gathering.need(root, targets)
    return gathering.inventory(version=_first(fields, "metadata-version"))


def _first(fields: dict[str, list[Header]], name: str) -> str:
    found = fields.get(name)
    value = found[0].value[:MAX_TEXT] if found else ""
    return "" if value == "UNKNOWN" else value


def _project(name: str, fields: dict[str, list[Header]], *, installed: bool) -> Component:
    version = _first(fields, "version")
    author = _first(fields, "author") or _first(fields, "author-email").partition("<")[0].strip()
    files = (h.value for h in fields.get("license-file", ()))
    return Component(
        purl=purl.build("pypi", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=() if installed else (Role.ROOT,),
        direct=None,
        licenses=_claims(fields),
        supplier=author[:1000],
        line=fields["name"][0].line,
        properties=pairs(
            author=author[:1000],
            deprecated=_inactive(fields),
            description=_first(fields, "summary")[:1000],
            homepage=_first(fields, "home-page"),
            license_file=", ".join(files)[:MAX_TEXT],
            requires_python=_first(fields, "requires-python"),
        ),
    )


def _inactive(fields: dict[str, list[Header]]) -> str:
    """The classifier by which the makers say that they stopped, or empty."""
    return _INACTIVE if any(h.value == _INACTIVE for h in fields.get("classifier", ())) else ""


def _claims(fields: dict[str, list[Header]]) -> tuple[LicenseClaim, ...]:
    claims = []
    for field in _LICENSE_FIELDS:
        raw = _first(fields, field)
        if raw:
            claims.append(LicenseClaim(raw=raw, line=fields[field][0].line, source=field))
    for header in fields.get("classifier", ()):
        if header.value.startswith("License ::"):
            raw = header.value[:MAX_TEXT]
            claims.append(LicenseClaim(raw=raw, line=header.line, source="classifier"))
    return tuple(claims)


def _requirement(header: Header, *, direct: bool) -> Component | None:
    try:
        wanted = parse_requirement(header.value)
    except ValueError:
        return None
    extra = _EXTRA.search(wanted.marker)
    address = address_of(wanted.url) if wanted.url else None
    made = declared(
        wanted.name,
        requirement=wanted.specifier,
        pin=wanted.pin or (archive_of(wanted.url)[1] if wanted.url else ""),
        scope=Scope.OPTIONAL if extra else Scope.RUNTIME,
        roles=(Role.DECLARED,),
        direct=direct,
        ref=f"requires/{wanted.name}",
        address=address,
        line=header.line,
        properties=[
            ("extras", ", ".join(wanted.extras)),
            ("group", extra.group(1) if extra else ""),
            ("marker", wanted.marker),
        ],
    )
    return made if made.version_kind is not VersionKind.UNRESOLVED or address else None
