"""cabal.project.freeze: the versions that `cabal freeze` fixed.

Rules: `any.name ==1.0` is EXACT. `any.name installed` is a package of the compiler's own store:
STDLIB, ABSENT. `name +flag -flag` gives the property `flags` to the package of that name and is
none itself. Other constraints are a RANGE. What is direct the file does not say, nor scopes
(RUNTIME).

Source: Cabal user guide, "cabal.project.freeze", "Configuring flags".
"""

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_CONSTRAINT = lazy(
    r"(?:any\.|setup\.|[A-Za-z0-9-]+:setup\.)?([A-Za-z0-9][A-Za-z0-9-]*)\s*(.*)\Z", 16
)
_EXACT = lazy(r"==\s*([0-9][0-9A-Za-z.-]*)\Z")


def parse(source: SourceFile, /) -> Inventory:
    """Packages of a cabal.project.freeze.

    Raises:
        NotThisFormatError: no field at all.
    """
    gathering = Gathering()
    found: dict[str, tuple[str, int]] = {}
    flags: dict[str, list[str]] = {}
    field = ""
    fields = 0
    for number, raw in enumerate(decode(source.content).splitlines(), 1):
        line = raw.partition("--")[0].rstrip() if raw.lstrip().startswith("--") else raw.rstrip()
        if not line.strip():
            continue
        if line[0] not in " \t":
            name, colon, rest = line.partition(":")
            if not colon:
                gathering.lost(line, "is neither a field nor its continuation", number)
                continue
            field, fields, line = name.strip().lower(), fields + 1, rest
        if field != "constraints":
            continue
        for part in line.split(","):
            stated = part.strip()
            if stated:
                _take(stated, number, found, flags, gathering)
    if not fields:
        raise NotThisFormatError("holds no field of a cabal project")
    for name, (constraint, number) in found.items():
        gathering.add(_component(name, constraint, flags.get(name, []), number))
    return gathering.inventory(expects=bool(found))


def _take(
    stated: str,
    number: int,
    found: dict[str, tuple[str, int]],
    flags: dict[str, list[str]],
    gathering: Gathering,
) -> None:
    match = _CONSTRAINT.match(stated)
    if match is None or not match.group(2):
        gathering.lost(stated, "is no constraint on a package", number)
        return
    name, rest = match.groups()
    if rest[0] in "+-":
        flags.setdefault(name, []).extend(rest.split())
    else:
        found.setdefault(name, (rest.strip(), number))


def _component(name: str, constraint: str, flags: list[str], number: int) -> Component:
    installed = constraint == "installed"
    match = _EXACT.match(constraint)
    version = match.group(1) if match else ""
    requirement = "" if installed else constraint
    return Component(
        purl=build("hackage", name, version),
        name=name,
        version=version,
        version_kind=firmness(version, requirement),
        requirement=requirement,
        roles=(Role.STDLIB,) if installed else (),
        line=number,
        properties=pairs(flags=" ".join(flags)),
    )
