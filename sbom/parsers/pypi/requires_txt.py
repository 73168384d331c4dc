"""requires.txt of an `.egg-info` folder: what a Python project requires, in the form of setuptools.

Rules: entries before the first section are RUNTIME; of `[extra]`, `[extra:marker]` and `[:marker]`
the extra is the property `group` (scope OPTIONAL) and the marker the property `marker`. All are
DECLARED, since what they resolved to stands elsewhere, and not direct; the PKG-INFO beside it
describes the project itself. Nothing is an empty file's right answer.

Source: setuptools documentation, "The .egg-info directory".
"""

from sbom.component import Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.pep508 import parse_requirement
from sbom.pypi import address_of, declared
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Requirements of a requires.txt.

    Raises:
        NotThisFormatError: the file does not lie in an `.egg-info` folder.
    """
    if not source.path.rpartition("/")[0].endswith(".egg-info"):
        raise NotThisFormatError("does not lie in an .egg-info folder")
    gathering = Gathering()
    extra = marker = ""
    for number, raw in enumerate(decode(source.content).splitlines(), 1):
        line = raw.strip()
        if not line or line[0] == "#":
            continue
        if line[0] == "[" and line[-1] == "]":
            extra, _, marker = (p.strip() for p in line[1:-1].partition(":"))
            continue
        try:
            wanted = parse_requirement(line)
        except ValueError:
            gathering.lost(line, "the requirement is not understood", number)
            continue
        made = declared(
            wanted.name,
            requirement=wanted.specifier,
            pin=wanted.pin,
            scope=Scope.OPTIONAL if extra else Scope.RUNTIME,
            roles=(Role.DECLARED,),
            direct=False,
            ref=f"requires/{wanted.name}",
            address=address_of(wanted.url) if wanted.url else None,
            line=number,
            properties=[
                ("extras", ", ".join(wanted.extras)),
                ("group", extra),
                ("marker", wanted.marker or marker),
            ],
        )
        gathering.add(made)
    return gathering.inventory(expects=False)
