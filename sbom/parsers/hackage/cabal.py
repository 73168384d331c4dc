"""*.cabal: a Haskell package and what it needs.

Rules: the package is ROOT with its licence as written. `build-depends` of a library, foreign library or
executable are direct RUNTIME, of a test suite or benchmark TEST; `build-tool-depends` and
`setup-depends` BUILD. `== 1.2.3` is EXACT, other constraints a RANGE, nothing ABSENT; a sublibrary
(`pkg:lib`, `pkg:{a, b}`) counts as its package. What the package needs of itself is left out. A package
that several stanzas ask for is listed once for each scope and requirement.

Source: Cabal user guide, "Package description".
"""

from collections.abc import Iterator
from typing import NamedTuple

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.text import decode
from sbom.source import SourceFile

_FIELD = lazy(r"\s*([A-Za-z][A-Za-z0-9-]*)\s*:\s?(.*)\Z")
_STANZA = lazy(
    r"\s*(library|foreign-library|executable|test-suite|benchmark|custom-setup|common|flag"
    r"|source-repository)\b\s*([^\s:]*)\s*\Z"
)
_NEED = lazy(r"([A-Za-z0-9][A-Za-z0-9-]*)\s*(?::\s*(?:\{[^}]*\}|[A-Za-z0-9_-]+))?\s*(.*)\Z", 16)
_EXACT = lazy(r"==\s*([0-9][0-9.]*[0-9]|[0-9])\Z")
_SCOPES = {"test-suite": Scope.TEST, "benchmark": Scope.TEST, "custom-setup": Scope.BUILD}
_BUILD = frozenset({"build-tool-depends", "build-tools", "setup-depends"})
_NEEDS = _BUILD | {"build-depends"}
_ROOT = "."


class _Field(NamedTuple):
    stanza: str
    name: str
    value: str
    line: int


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it needs.

    Raises:
        NotThisFormatError: neither a name nor a need.
    """
    fields = list(_fields(decode(source.content)))
    top = {f.name: f for f in reversed(fields) if not f.stanza}
    if "name" not in top and not any(f.name in _NEEDS for f in fields):
        raise NotThisFormatError("holds no field of a cabal package")
    gathering = Gathering()
    name = top["name"].value if "name" in top else _name_of(source.path)
    gathering.add(_package(name, top))
    targets, seen = [], set()
    for field in fields:
        if field.name not in _NEEDS:
            continue
        scope = Scope.BUILD if field.name in _BUILD else _SCOPES.get(field.stanza, Scope.RUNTIME)
        for stated in _split(field.value):
            match = _NEED.match(stated)
            if match is None:
                gathering.lost(stated, "is no constraint on a package", field.line)
                continue
            key = (match.group(1), match.group(2).strip(), scope)
            if match.group(1) != name and key not in seen:
                seen.add(key)
                targets.append(gathering.add(_need(*key, field.line)))
    gathering.need(_ROOT, targets)
    version = top["cabal-version"].value if "cabal-version" in top else ""
    return gathering.inventory(version=version, expects=False)


def _name_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".cabal")


def _fields(text: str) -> Iterator[_Field]:
    """Fields with the kind of stanza that they stand in; `common` counts as a library."""
    stanza, name, parts, line, indent = "", "", [], 0, 0
    for number, raw in enumerate(text.splitlines(), 1):
        bare = raw.strip()
        if not bare or bare.startswith("--"):
            continue
        depth = len(raw) - len(raw.lstrip())
        if name and depth > indent:
            parts.append(bare)
            continue
        if name:
            yield _Field(stanza, name, " ".join(parts).strip(), line)
            name = ""
        match = _FIELD.match(raw)
        if match is not None:
            if depth == 0 and not match.group(1).lower().endswith("depends"):
                stanza = ""
            name, parts, line, indent = match.group(1).lower(), [match.group(2)], number, depth
            continue
        opened = _STANZA.match(raw.lower())
        if opened is not None:
            stanza = opened.group(1)
    if name:
        yield _Field(stanza, name, " ".join(parts).strip(), line)


def _split(value: str) -> Iterator[str]:
    """Needs of a list; a comma within braces does not part them."""
    depth, start = 0, 0
    for place, sign in enumerate(value):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif sign == "," and depth == 0:
            if value[start:place].strip():
                yield value[start:place].strip()
            start = place + 1
    if value[start:].strip():
        yield value[start:].strip()


def _package(name: str, top: dict[str, _Field]) -> Component:
    version = top["version"].value if "version" in top else ""
    stated = top.get("license")
    claims = (LicenseClaim(raw=stated.value, source="license", line=stated.line),) if stated else ()
    return Component(
        purl=build("hackage", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=claims if stated and stated.value else (),
        line=top["name"].line if "name" in top else None,
    )


def _need(name: str, requirement: str, scope: Scope, line: int) -> Component:
    match = _EXACT.match(requirement)
    version = match.group(1) if match else ""
    return Component(
        purl=build("hackage", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else firmness("", requirement),
        requirement=requirement,
        scope=scope,
        roles=(Role.STDLIB,) if name == "base" else (),
        direct=True,
        line=line,
    )
