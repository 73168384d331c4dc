"""`desc` in the database of pacman (Arch Linux and kin): one installed package a folder.

Rules: `pkg:alpm/arch/NAME@VERSION` with qualifier `arch`; plain, scope RUNTIME. `%REASON%` 1 says that another
package needs it: not direct. What it depends on is a property, since the names there may be those of
what a package provides. Licences as written, each a claim.

Source: pacman, `lib/libalpm/be_local.c` (local database version 9).
"""

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The package.

    Raises:
        NotThisFormatError: no name and version.
    """
    facts: dict[str, list[str]] = {}
    key = ""
    for line in decode(source.content).split("\n"):
        word = line.strip()
        if word.startswith("%") and word.endswith("%") and len(word) > 2:
            key = word.strip("%")
        elif word and key:
            facts.setdefault(key, []).append(word[:MAX_TEXT])
    first = {k: v[0] for k, v in facts.items()}
    name, version = first.get("NAME", ""), first.get("VERSION", "")
    if not name or not version:
        raise NotThisFormatError("is no package of pacman")
    architecture = first.get("ARCH", "")
    qualifiers = {"arch": architecture} if architecture else None
    base = first.get("BASE", "")
    return Inventory(
        components=(
            Component(
                purl=build("alpm", name, version, namespace="arch", qualifiers=qualifiers),
                name=name,
                version=version,
                direct=first.get("REASON") != "1",
                supplier=first.get("PACKAGER", ""),
                licenses=tuple(
                    LicenseClaim(raw=raw, source="%LICENSE%") for raw in facts.get("LICENSE", ())
                ),
                properties=pairs(
                    architecture=architecture,
                    base=base if base != name else "",
                    depends=", ".join(facts.get("DEPENDS", ()))[:MAX_TEXT],
                    description=first.get("DESC", ""),
                    homepage=first.get("URL", ""),
                ),
            ),
        )
    )
