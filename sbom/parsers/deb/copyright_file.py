"""Licences of an installed Debian package: `usr/share/doc/PACKAGE/copyright`.

Rules: a file of DEP-5 gives one DECLARED claim for each distinct short name in its paragraphs
(`License: GPL-2+`), raw as Debian writes them; `sbom.joiners.os_release` moves the claims to the
package of that name. Free-form copyright files state no claim: reading licences out of prose is
detection, not declaration. Files named by a paragraph `Files: debian/*` (the packaging itself) are
left out when others are there.

Source: Debian, "Machine-readable debian/copyright file" 1.0 (DEP-5).
"""

from sbom.deb822 import paragraphs
from sbom.errors import NotThisFormatError
from sbom.inventory import Fragment, Inventory
from sbom.readers.text import decode
from sbom.source import SourceFile

_MARKS = ("copyright-format/1.0", "dep.debian.net/deps/dep5", "dep5", "copyright-format/")
_MOST = 100


def parse(source: SourceFile, /) -> Inventory:
    """Short names of licences, as fragment `deb/copyright`.

    Raises:
        NotThisFormatError: not machine-readable.
    """
    text = decode(source.content)
    head = text[:2048].lower()
    if not any(m in head for m in _MARKS):
        raise NotThisFormatError("is not in the machine-readable form of DEP-5")
    names: dict[str, bool] = {}
    for paragraph in paragraphs(text):
        fields = paragraph.fields
        name = fields.get("license", "").partition("\n")[0].strip()
        if not name or "files" not in fields:
            continue
        packaging = all(f.startswith("debian/") for f in fields["files"].split())
        names[name[:400]] = names.get(name[:400], True) and packaging
    kept = [n for n, packaging in names.items() if not packaging] or list(names)
    package = source.path.split("/")[-2] if "/" in source.path else ""
    data = {"package": package, "licenses": kept[:_MOST]}
    return Inventory(
        fragments=(Fragment(kind="deb/copyright", data=data),), expects_components=False
    )
