"""*.sbt and Dependencies.scala: what a Scala project asks sbt for.

Rules: `"group" % "artifact" % "version"` is direct; with `%%` the artifact carries the binary version of
Scala (`_2.13`) where `scalaVersion` is a literal, else property `cross`. The version may be a `val` of
the same file. A configuration `% Test` or `% "test"` is TEST, `Provided` BUILD, `Optional` OPTIONAL;
`addSbtPlugin` and `addCompilerPlugin` are BUILD. A version that the build puts together is UNRESOLVED.

Source: sbt reference manual, "Library dependencies".
"""

from collections.abc import Sequence

from sbom.component import Component, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.code_tokens import Token, read_tokens
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_CROSS = frozenset({"%%", "%%%"})
_JOINTS = _CROSS | {"%"}
_PLUGINS = frozenset({"addSbtPlugin", "addCompilerPlugin"})
_SCOPES = {
    "test": Scope.TEST,
    "it": Scope.TEST,
    "provided": Scope.BUILD,
    "optional": Scope.OPTIONAL,
}


def parse(source: SourceFile, /) -> Inventory:
    """What the build asks for.

    Raises:
        NotThisFormatError: a Scala file without a dependency.
    """
    tokens = [t for t in read_tokens(decode(source.content), "scala") if t.kind != "newline"]
    values = _values(tokens)
    scala = _binary(values.get("scalaVersion", ""))
    gathering = Gathering()
    for place in range(len(tokens) - 4):
        group, first, artifact, second, stated = tokens[place : place + 5]
        joined = (
            first.value in _JOINTS and second.value == "%" and first.kind == second.kind == "sign"
        )
        if not joined or group.kind != "text" or artifact.kind != "text":
            continue
        if place and tokens[place - 1].value in _JOINTS:
            continue  # the artifact and version of the one before
        version = (
            stated.value if stated.kind == "text" else values.get(_last_word(tokens, place + 4), "")
        )
        cross = first.value in _CROSS
        name = f"{artifact.value}_{scala}" if cross and scala else artifact.value
        gathering.add(
            Component(
                purl=build("maven", name, version, namespace=group.value),
                name=f"{group.value}:{name}",
                version=version,
                version_kind=VersionKind.EXACT if version else VersionKind.UNRESOLVED,
                requirement=version or stated.value,
                scope=_scope(tokens, place),
                direct=True,
                line=group.line,
                properties=pairs(cross="scala" if cross and not scala else ""),
            )
        )
    if not gathering.components and source.path.endswith(".scala"):
        raise NotThisFormatError("holds no dependencies")
    return gathering.inventory(expects=False)


def _values(tokens: Sequence[Token]) -> dict[str, str]:
    """Literals by name: `val x = "1"`, `val x: String = "1"`, `scalaVersion := "2.13.8"`."""
    found: dict[str, str] = {}
    for place, token in enumerate(tokens):
        if token.kind != "text" or place < 2 or tokens[place - 1].value not in {"=", ":="}:
            continue
        name = tokens[place - 2]
        if name.value == "String" and place > 3 and tokens[place - 3].kind == "key":
            name = tokens[place - 3]
        if name.kind in {"word", "key"}:
            found.setdefault(name.value, token.value)
    return found


def _last_word(tokens: Sequence[Token], place: int) -> str:
    """The name at the end of `Versions.circe`."""
    word = tokens[place].value
    while (
        place + 2 < len(tokens)
        and tokens[place + 1].value == "."
        and tokens[place + 2].kind == "word"
    ):
        place += 2
        word = tokens[place].value
    return word


def _binary(version: str) -> str:
    parts = version.split(".")
    return parts[0] if parts[0] == "3" else ".".join(parts[:2])


def _scope(tokens: Sequence[Token], place: int) -> Scope:
    opened = tokens[max(0, place - 2) : place]
    if any(t.value in _PLUGINS for t in opened):
        return Scope.BUILD
    end = place + 5
    while end + 1 < len(tokens) and tokens[end].value == ".":
        end += 2
    if end + 1 < len(tokens) and tokens[end].value == "%":
        stated = tokens[end + 1].value.lower().partition("->")[0].split(",")[0].strip()
        return _SCOPES.get(stated, Scope.RUNTIME)
    return Scope.RUNTIME
