"""*.gemspec: a Ruby gem and what it needs.

Rules: the gem is ROOT; under `specifications/` it is an installed one, without a role, and its needs
are DECLARED and not direct. `add_dependency` and `add_runtime_dependency` are RUNTIME,
`add_development_dependency` DEV (left out when installed). One plain number is EXACT, other
requirements a RANGE, nothing ABSENT. A version that is a constant of the program is ABSENT.
`license` and `licenses` are claims as written. The file is a Ruby program: only literals are read.

Source: RubyGems, "Specification Reference".
"""

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.code_tokens import Token, arguments
from sbom.readers.text import decode
from sbom.ruby import PUT_TOGETHER, read_statements, requirement_of
from sbom.source import SourceFile

_NEEDS = {
    "add_dependency": Scope.RUNTIME,
    "add_runtime_dependency": Scope.RUNTIME,
    "add_development_dependency": Scope.DEV,
}
_FIELDS = frozenset({"name", "version", "license", "licenses", "homepage", "platform"})
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The gem and what it needs.

    Raises:
        NotThisFormatError: no `Gem::Specification`.
    """
    # RubyGems puts NUL bytes between the folders in the `# stub:` line of a gem with extensions.
    content = decode(source.content.replace(b"\0", b" "))
    if "Gem::Specification" not in content:
        raise NotThisFormatError("holds no specification of a gem")
    installed = "specifications" in source.path.split("/")
    gathering = Gathering()
    fields: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    needs: list[Component] = []
    for statement in read_statements(content):
        found = _field(statement)
        if found is not None:
            fields.setdefault(found[0], found[1])
            lines.setdefault(found[0], statement[0].line)
            continue
        made = _need(statement, gathering, installed=installed)
        if made is not None:
            needs.append(made)
    name = next(iter(fields.get("name", ())), "") or _name_of(source.path)
    version = next(iter(fields.get("version", ())), "")
    gathering.add(
        Component(
            purl=build("gem", name, version),
            name=name,
            version=version,
            version_kind=firmness(version),
            roles=() if installed else (Role.ROOT,),
            ref=_ROOT,
            line=lines.get("name"),
            licenses=tuple(
                LicenseClaim(raw=text.strip(), source=key, line=lines[key])
                for key in ("license", "licenses")
                for text in fields.get(key, ())
                if text.strip()
            ),
        )
    )
    seen: set[tuple[str, str, Scope]] = set()
    targets = []
    for need in needs:
        key = (need.name, need.requirement, need.scope)
        if key not in seen:  # installed ones state each need once for each age of RubyGems
            seen.add(key)
            targets.append(gathering.add(need))
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _name_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".gemspec")


def _field(statement: list[Token]) -> tuple[str, tuple[str, ...]] | None:
    """`s.name = "x"`: the field and its literal texts."""
    if len(statement) < 5 or statement[1].value != "." or statement[3].value != "=":
        return None
    field = statement[2].value
    if field not in _FIELDS:
        return None
    return field, arguments(statement[4:]).texts


def _need(statement: list[Token], gathering: Gathering, *, installed: bool) -> Component | None:
    place = next((i for i, t in enumerate(statement[:8]) if t.value in _NEEDS), None)
    if place is None or place == 0:
        return None
    line, scope = statement[place].line, _NEEDS[statement[place].value]
    texts = arguments(statement[place + 1 :]).texts
    first = next((t for t in statement[place + 1 :] if t.value not in {"(", "%"}), None)
    if not texts or first is None or first.kind != "text":
        gathering.note(statement[place].value, PUT_TOGETHER, line)
        return None
    if installed and scope is Scope.DEV:
        return None
    version, requirement, kind = requirement_of(texts[1:])
    return Component(
        purl=build("gem", texts[0], version),
        name=texts[0],
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=scope,
        roles=(Role.DECLARED,) if installed else (),
        direct=not installed,
        line=line,
    )
