"""opam files: `opam`, `name.opam` and `name.opam.locked` of OCaml.

Rules: the package is ROOT. Its name is the field, else that of the file `name.opam`, else of the
folder `name.version`; likewise its version. `license` is one claim for each string. `depends` are
direct: `{build}` BUILD, `{with-test}` TEST, `{with-doc}` and `{with-dev-setup}` DEV, else RUNTIME;
`depopts` OPTIONAL. A constraint `= "1.0"` alone is EXACT, other constraints a RANGE, nothing
ABSENT; filters on variables (`os = "win32"`) constrain no version. `ocaml` and its compilers are
STDLIB. `conflicts` name no components. The checksum and address of `url` are those of the package.

Source: opam manual, "Package definitions".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import without_credentials
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.pypi import hash_pairs
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_TOKEN = re.compile(
    r'"""(.*?)"""|"((?:[^"\\]|\\.)*+)"|(\(\*.*?\*\)|\#[^\n]*+)|'
    r"([A-Za-z_][A-Za-z0-9_:+-]*+)|([\[\](){}|&!<>=?]+?)|\n",
    re.DOTALL,
)
_VERSION = re.compile(
    r'(?<![\w:+-])[A-Za-z_][\w:+-]*+\s*+(?:[<>!]=?|=)\s*+"[^"\n]*+"|(\|)'
    r'|(<=|>=|!=|=|<|>)\s*+(?:"([^"\n]*+)"|version\b)'
)
"""A filter on a variable (`os = "win32"`, no group), `|`, or a constraint on the version."""
_STDLIB = frozenset({"ocaml", "ocaml-base-compiler", "ocaml-variants", "ocaml-system"})
_WORDS = (
    ("with-test", Scope.TEST),
    ("with-doc", Scope.DEV),
    ("with-dev-setup", Scope.DEV),
    ("build", Scope.BUILD),
)
_ROOT = "."


class _Token(NamedTuple):
    kind: str
    """`text`, `word` or the bracket or operator itself."""
    value: str
    line: int
    start: int


class _Need(NamedTuple):
    name: str
    constraint: str
    line: int


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it depends on.

    Raises:
        NotThisFormatError: no `opam-version` and no other field.
    """
    content = decode(source.content)
    fields = _fields(content)
    if content.strip() and not fields:
        raise NotThisFormatError("holds no fields of an opam file")
    name, version = _identity(source.path, fields)
    gathering = Gathering()
    if name and fields:
        gathering.add(_package(name, version, fields))
    targets = []
    for field, scope in (("depends", Scope.RUNTIME), ("depopts", Scope.OPTIONAL)):
        for need in _needs(fields.get(field, []), content):
            targets.append(gathering.add(_component(need, scope, version)))
    gathering.need(_ROOT, targets)
    return gathering.inventory(version=_text(fields, "opam-version"), expects=False)


def _tokens(content: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(content):
        long, short, comment, word, mark = match.groups()
        string = long if long is not None else short
        if string is not None:
            yield _Token("text", string, line, match.start())
        elif word is not None:
            yield _Token("word", word, line, match.start())
        elif mark is not None:
            yield _Token(mark, mark, line, match.start())
        if comment is not None or string is not None or mark is None:
            line += match.group().count("\n")


def _fields(content: str) -> dict[str, list[_Token]]:
    """Tokens of each field; those of a section `url { ... }` have its name before theirs."""
    found: dict[str, list[_Token]] = {}
    current: list[_Token] = []
    section, depth, before = "", 0, ""
    for token in _tokens(content):
        if token.kind == "word" and depth == 0:
            if token.value.endswith(":"):
                current = found.setdefault(section + token.value[:-1], [])
            else:
                before = token.value
                current.append(token)
            continue
        if depth == 0 and token.kind == "{" and before and not section:
            section = f"{before}."
            continue
        if depth == 0 and token.kind == "}" and section:
            section, current, before = "", [], ""
            continue
        if token.kind in "[({":
            depth += 1
        elif token.kind in "])}":
            depth = max(0, depth - 1)
        current.append(token)
    return found


def _text(fields: dict[str, list[_Token]], name: str) -> str:
    found = (t.value for t in fields.get(name, ()) if t.kind == "text")
    return next(found, "").strip()[:MAX_TEXT]


def _identity(path: str, fields: dict[str, list[_Token]]) -> tuple[str, str]:
    parts = path.split("/")
    base = parts[-1].removesuffix(".locked")
    name, version = _text(fields, "name"), _text(fields, "version")
    if base.endswith(".opam"):
        name = name or base.removesuffix(".opam")
    elif len(parts) > 1 and parts[-2] != "opam":
        folder, _, stated = parts[-2].partition(".")
        if stated[:1].isdigit() or stated[:1] == "v":
            name, version = name or folder, version or stated
    return name, version


def _package(name: str, version: str, fields: dict[str, list[_Token]]) -> Component:
    claims = tuple(
        LicenseClaim(raw=t.value.strip()[:MAX_TEXT], line=t.line, source="license")
        for t in fields.get("license", ())
        if t.kind == "text" and t.value.strip()
    )
    sums = [t.value for t in fields.get("url.checksum", ()) if t.kind == "text"]
    first = next(iter(fields.values()))
    address = _text(fields, "url.src") or _text(fields, "url.archive")
    return Component(
        purl=build("opam", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=claims,
        supplier=_text(fields, "maintainer").partition("<")[0].strip()[:1000],
        hashes=hash_pairs(s.replace("=", ":", 1) for s in sums),
        download=without_credentials(address),
        line=next((t.line for t in fields.get("name", first)), 1),
        properties=pairs(
            author=_text(fields, "authors")[:1000],
            description=_text(fields, "synopsis")[:1000],
            homepage=_text(fields, "homepage"),
            repository=_text(fields, "dev-repo"),
        ),
    )


def _needs(tokens: list[_Token], content: str) -> Iterator[_Need]:
    """Names outside braces, each with the text of the braces that follow it."""
    depth, start = 0, 0
    waiting: _Token | None = None
    for token in tokens:
        if token.kind == "{":
            depth += 1
            if depth == 1:
                start = token.start + 1
        elif token.kind == "}":
            depth = max(0, depth - 1)
            if depth == 0 and waiting is not None:
                yield _Need(waiting.value, content[start : token.start], waiting.line)
                waiting = None
        elif depth == 0 and token.kind == "text":
            if waiting is not None:
                yield _Need(waiting.value, "", waiting.line)
            waiting = token if token.value.strip() else None
    if waiting is not None:
        yield _Need(waiting.value, "", waiting.line)


def _constraint(text: str, own: str) -> tuple[str, str]:
    """The requirement on the version, and the version when that is the only one it allows."""
    found: list[tuple[str, str | None]] = []
    joints: list[str] = []
    joint = " & "
    for either, operator, version in (m.groups() for m in _VERSION.finditer(text)):
        if either:
            joint = " | "
        elif operator:
            joints.append(joint if found else "")
            found.append((operator, version))
            joint = " & "
    requirement = "".join(
        f"{j}{o} {'version' if v is None else v}" for j, (o, v) in zip(joints, found, strict=True)
    )
    if len(found) != 1 or found[0][0] != "=":
        return requirement, ""
    version = found[0][1]
    return requirement, own if version is None else version


def _component(need: _Need, scope: Scope, own: str) -> Component:
    requirement, exact = _constraint(need.constraint, own)
    if scope is Scope.RUNTIME:
        words = need.constraint.replace("&", " ").replace("|", " ").split()
        scope = next((s for w, s in _WORDS if w in words), scope)
    return Component(
        purl=build("opam", need.name, exact),
        name=need.name,
        version=exact,
        version_kind=firmness(exact, requirement),
        requirement=requirement,
        scope=scope,
        roles=(Role.STDLIB,) if need.name in _STDLIB else (),
        direct=True,
        line=need.line,
        properties=pairs(filter=" ".join(need.constraint.split())[:1000]),
    )
