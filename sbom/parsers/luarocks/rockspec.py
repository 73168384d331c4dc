"""*.rockspec: a Lua package of LuaRocks.

Rules: the package is ROOT, its version with the revision (`1.0.2-1`). `dependencies` RUNTIME,
`build_dependencies` BUILD, `test_dependencies` TEST, all direct; `lua` itself is STDLIB. `== 1.0` is
EXACT, other constraints a RANGE, nothing ABSENT. Entries for one platform carry property
`platform`. The licence is that of `description`. Only literals are read: the file is a Lua program.

Source: LuaRocks documentation, "Rockspec format".
"""

from collections.abc import Iterator

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.pypi import hash_pairs
from sbom.readers.lua_literals import LuaTable, LuaText, read_assignments
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_SECTIONS = (
    ("dependencies", Scope.RUNTIME),
    ("build_dependencies", Scope.BUILD),
    ("test_dependencies", Scope.TEST),
)
_NEED = lazy(r"([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)?)\s*(.*)\Z", 16)
_EXACT = lazy(r"==\s*([^\s,]+)\Z")
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it depends on.

    Raises:
        NotThisFormatError: neither `package` nor `dependencies` is assigned.
    """
    top = read_assignments(decode(source.content))
    name = _text(top, "package")
    if not name and "dependencies" not in top.named:
        raise NotThisFormatError("assigns neither `package` nor `dependencies`")
    gathering = Gathering()
    if name:
        gathering.add(_package(name, top))
    targets = []
    for section, scope in _SECTIONS:
        for stated, platform in _stated(top.named.get(section), ""):
            match = _NEED.match(stated.strip())
            if match is None:
                gathering.lost(stated, f"is no requirement in {section}", stated.line)
                continue
            made = _need(match.group(1), match.group(2).strip(), scope, stated.line, platform)
            targets.append(gathering.add(made))
    gathering.need(_ROOT, targets)
    return gathering.inventory(version=_text(top, "rockspec_format"), expects=False)


def _text(table: object, key: str) -> str:
    value = table.named.get(key) if isinstance(table, LuaTable) else None
    return value.strip()[:MAX_TEXT] if isinstance(value, str) else ""


def _stated(table: object, platform: str) -> Iterator[tuple[LuaText, str]]:
    if not isinstance(table, LuaTable):
        return
    for item in table.items:
        if isinstance(item, LuaText):
            yield item, platform
    platforms = table.named.get("platforms")
    if not platform and isinstance(platforms, LuaTable):
        for name, inner in platforms.named.items():
            yield from _stated(inner, name)


def _package(name: str, top: LuaTable) -> Component:
    version = _text(top, "version")
    origin, described = top.named.get("source"), top.named.get("description")
    raw = _text(described, "license")
    line = described.line if isinstance(described, LuaTable) else None
    stated = described.named.get("license") if isinstance(described, LuaTable) else None
    if isinstance(stated, LuaText):
        line = stated.line
    package = top.named["package"]
    md5 = _text(origin, "md5")
    return Component(
        purl=build("luarocks", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=(LicenseClaim(raw=raw, line=line, source="license"),) if raw else (),
        supplier=_text(described, "maintainer").partition("<")[0].strip()[:1000],
        hashes=hash_pairs([f"md5:{md5}"] if md5 else []),
        download=without_credentials(_text(origin, "url")),
        line=package.line if isinstance(package, LuaText) else None,
        properties=pairs(
            branch=_text(origin, "branch"),
            description=_text(described, "summary")[:1000],
            homepage=_text(described, "homepage"),
            tag=_text(origin, "tag"),
        ),
    )


def _need(name: str, requirement: str, scope: Scope, line: int, platform: str) -> Component:
    match = _EXACT.match(requirement)
    exact = match.group(1) if match else ""
    lua = name == "lua"
    namespace, _, last = name.rpartition("/")
    return Component(
        purl=build("generic", "lua", exact)
        if lua
        else build("luarocks", last, exact, namespace=namespace),
        name=name,
        version=exact,
        version_kind=firmness(exact, requirement),
        requirement=requirement,
        kind=ComponentKind.PLATFORM if lua else ComponentKind.LIBRARY,
        scope=scope,
        roles=(Role.STDLIB,) if lua else (),
        direct=True,
        line=line,
        properties=pairs(platform=platform),
    )
