"""vendor/modules.txt: the modules whose packages Go copied into the vendor folder.

Rules: a module with packages is a component. One without any serves the module graph only: role
INDIRECT_HASH. A replaced module is REPLACED (property `replaced-by`) beside its replacement
(property `replaces`), which holds the packages; a replacement by a folder is LOCAL. A line that
only records a replacement, without version and packages, is a CONSTRAINT. `## explicit` modules
stand in go.mod, which since Go 1.17 also lists indirect ones: so only its absence tells, not direct.
Property `go` is the language version.

Source: cmd/go, "Modules and vendoring"; Go Modules Reference, "Vendoring".
"""

from collections.abc import Iterator

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.go_module import commit_of, package_url
from sbom.inventory import Inventory
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile


class _Module:
    """One `# module version` line and what follows it."""

    __slots__ = ("explicit", "go", "line", "packages", "path", "to", "version")

    def __init__(self, path: str, version: str, to: list[str], line: int) -> None:
        self.path = path
        self.version = version
        self.to = to
        """Words of the replacement: a path and perhaps a version; or empty."""
        self.line = line
        self.explicit = False
        self.go = ""
        self.packages = 0


def parse(source: SourceFile, /) -> Inventory:
    """Modules of a modules.txt.

    Raises:
        NotThisFormatError: no line of a module.
    """
    gathering = Gathering()
    found: dict[tuple[str, str], _Module] = {}
    current: _Module | None = None
    for number, raw in enumerate(decode(source.content).splitlines(), 1):
        line = raw.strip()
        if line.startswith("## "):
            if current is not None:
                words = line[3:].replace(";", " ").split()
                current.explicit = current.explicit or "explicit" in words
                current.go = (
                    words[words.index("go") + 1]
                    if words[-1:] != ["go"] and ("go" in words)
                    else current.go
                )
        elif line.startswith("# "):
            current = _module(line[2:], number)
            if current is None:
                gathering.lost(line, "the line is not `# module version`", number)
            else:
                current = found.setdefault((current.path, current.version), current)
        elif line and current is not None:
            current.packages += 1
    if not found:
        raise NotThisFormatError("holds no line of a module")
    for module in found.values():
        for component in _components(module):
            gathering.add(component)
    return gathering.inventory()


def _module(text: str, number: int) -> _Module | None:
    before, arrow, after = text.partition("=>")
    words, to = before.split(), after.split()
    if not words or len(words) > 2 or (arrow and not 1 <= len(to) <= 2):
        return None
    version = words[1] if len(words) == 2 else ""
    if version and not version.startswith("v"):
        return None
    return _Module(words[0], version, to, number) if version or to else None


def _components(module: _Module) -> Iterator[Component]:
    path, version, to = module.path, module.version, module.to
    facts = {"go": module.go, "packages": str(module.packages or "")}
    unused = () if module.packages else (Role.INDIRECT_HASH,)
    direct = None if module.explicit else False
    if not to:
        yield _component(path, version, unused, module, direct, commit=commit_of(version), **facts)
        return
    used = bool(version or module.packages)
    roles: tuple[Role, ...] = (Role.REPLACED,) if used else (Role.CONSTRAINT,)
    yield _component(path, version, roles, module, direct, replaced_by=" ".join(to))
    if len(to) == 2:
        roles = unused if used else (Role.CONSTRAINT,)
    else:
        roles = (Role.LOCAL,) if used else (Role.CONSTRAINT, Role.LOCAL)
    stands = " ".join(p for p in (path, version) if p)
    new = to[1] if len(to) == 2 else ""
    yield _component(to[0], new, roles, module, direct, replaces=stands, **facts)


def _component(  # one per fact
    path: str,
    version: str,
    roles: tuple[Role, ...],
    module: _Module,
    direct: bool | None,  # noqa: FBT001  # as Component.direct
    **facts: str,
) -> Component:
    return Component(
        purl=package_url(path, version),
        name=path,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        roles=tuple(sorted(roles)),
        direct=direct,
        line=module.line,
        properties=pairs(**facts),
    )
