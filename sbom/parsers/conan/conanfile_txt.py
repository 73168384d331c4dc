"""conanfile.txt: what a consumer asks of Conan.

Rules: every line of `[requires]` is RUNTIME, of `[tool_requires]` and `[build_requires]` BUILD, of
`[test_requires]` TEST; all are direct. `name/[range]` is a RANGE. Other sections hold no
components.

Source: Conan 2 documentation, "conanfile.txt".
"""

from sbom.component import Scope
from sbom.conan import component, read_reference
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.readers.text import decode
from sbom.source import SourceFile

_SCOPES = {
    "requires": Scope.RUNTIME,
    "tool_requires": Scope.BUILD,
    "build_requires": Scope.BUILD,
    "test_requires": Scope.TEST,
}


def parse(source: SourceFile, /) -> Inventory:
    """References of a conanfile.txt.

    Raises:
        NotThisFormatError: no `[section]` at all.
    """
    gathering = Gathering()
    section = ""
    sections: set[str] = set()
    for number, raw in enumerate(decode(source.content).splitlines(), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line[0] == "[" and line[-1] == "]" and "/" not in line:
            section = line[1:-1].strip().lower()
            sections.add(section)
            continue
        scope = _SCOPES.get(section)
        if scope is None:
            continue
        stated = line.partition(" #")[0].strip()
        reference = read_reference(stated)
        if reference is None:
            gathering.lost(stated, "is no reference `name/version`", number)
            continue
        gathering.add(component(reference, scope=scope, direct=True, line=number))
    if not sections:
        raise NotThisFormatError("holds no section of a conanfile.txt")
    return gathering.inventory(expects=not sections.isdisjoint(_SCOPES))
