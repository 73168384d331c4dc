"""mix.exs: what an Elixir project asks for.

Rules: `app` of the project is ROOT; its version, also one that an attribute of the module holds
(`@version`), is EXACT. Every tuple `{:name, "requirement"}` or `{:name, options}` with an option of a
dependency is direct. `only: :dev` is DEV, `only: :test` TEST (both: DEV), `optional: true` OPTIONAL,
`runtime: false` BUILD, others RUNTIME. `== 1.0.0` and `1.0.0` are EXACT, other requirements a RANGE.
`git` and `github` are GIT, `path` and `in_umbrella` LOCAL; `hex: :other` is an ALIAS. The file is an
Elixir program: only literals are read.

Source: Mix, "Mix.Tasks.Deps"; Elixir, `Version`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.code_tokens import Call, Token, arguments, read_tokens
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_OPTIONS = frozenset(
    {
        "git",
        "github",
        "path",
        "in_umbrella",
        "hex",
        "only",
        "optional",
        "runtime",
        "organization",
        "env",
    }
)
_REQUIREMENT = lazy(r"\s*(?:~>|>=|<=|==|!=|>|<)?\s*[0-9]")
_EXACT = lazy(r"\s*(?:==)?\s*([0-9][0-9A-Za-z.+-]*)\s*\Z")
_ROOT = "."
_LONGEST = 80  # tokens of one tuple


def parse(source: SourceFile, /) -> Inventory:
    """The project and what it asks for.

    Raises:
        NotThisFormatError: no project of Mix.
    """
    content = decode(source.content)
    tokens = [t for t in read_tokens(content, "elixir") if t.kind != "newline"]
    if not any(t.value == "project" and t.kind == "word" for t in tokens):
        raise NotThisFormatError("holds no project of Mix")
    gathering = Gathering()
    root = _project(tokens)
    if root is not None:
        gathering.add(root)
    targets = []
    for name, inner in _tuples(tokens):
        made = _component(name, arguments(inner))
        if made is not None:
            targets.append(gathering.add(made))
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _project(tokens: Sequence[Token]) -> Component | None:
    found: dict[str, Token] = {}
    attributes: dict[str, str] = {}
    for token, following in pairwise(tokens):
        if token.kind == "key" and token.value in {"app", "version"}:
            found.setdefault(token.value, following)
        elif token.kind == "word" and token.value.startswith("@") and following.kind == "text":
            attributes.setdefault(token.value, following.value)
    app = found.get("app")
    if app is None or app.kind != "atom":
        return None
    stated = found.get("version")
    version = ""
    if stated is not None:
        version = stated.value if stated.kind == "text" else attributes.get(stated.value, "")
    return Component(
        purl=build("hex", app.value, version),
        name=app.value,
        version=version,
        version_kind=firmness(version),
        roles=(Role.ROOT,),
        ref=_ROOT,
        line=app.line,
    )


def _tuples(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Name and further tokens of each `{:name, …}`."""
    for place in range(len(tokens) - 3):
        name = tokens[place + 1]
        if tokens[place].value != "{" or name.kind != "atom" or tokens[place + 2].value != ",":
            continue
        depth = 1
        for end in range(place + 3, min(len(tokens), place + _LONGEST)):
            if tokens[end].kind != "sign":
                continue
            if tokens[end].value in "([{":
                depth += 1
            elif tokens[end].value in ")]}":
                depth -= 1
            if depth == 0:
                yield name, tokens[place + 3 : end]
                break


def _component(name: Token, call: Call) -> Component | None:
    named = call.named
    wanted = call.texts[0].strip() if call.texts else ""
    if wanted and not _REQUIREMENT.match(wanted):
        return None
    if not wanted and _OPTIONS.isdisjoint(named):
        return None

    def first(key: str) -> str:
        return next(iter(named.get(key, ())), "")

    match = _EXACT.match(wanted)
    version = match.group(1) if match else ""
    address, commit = without_credentials(first("git")), first("ref")
    if not address and first("github"):
        address = f"https://github.com/{first('github')}.git"
    hexed, organisation = first("hex") or name.value, first("organization")
    roles = []
    if address:
        roles.append(Role.GIT)
    elif "path" in named or first("in_umbrella") == "true":
        roles.append(Role.LOCAL)
    if hexed != name.value:
        roles.append(Role.ALIAS)
    qualifiers = {"vcs_url": vcs_url(address, commit)} if address else None
    return Component(
        purl=build("hex", hexed, version, namespace=organisation, qualifiers=qualifiers),
        name=f"{organisation}/{hexed}" if organisation else hexed,
        version=version,
        version_kind=VersionKind.EXACT if version else firmness("", wanted),
        requirement=wanted,
        scope=_scope(named),
        roles=tuple(sorted(roles)),
        direct=True,
        download=address,
        line=name.line,
        properties=pairs(
            alias=name.value if hexed != name.value else "",
            branch=first("branch"),
            commit=commit,
            tag=first("tag"),
        ),
    )


def _scope(named: dict[str, tuple[str, ...]]) -> Scope:
    only = set(named.get("only", ()))
    if only and not only - {"dev", "test", "docs", "lint"}:
        return Scope.TEST if only == {"test"} else Scope.DEV
    if "true" in named.get("optional", ()):
        return Scope.OPTIONAL
    return Scope.BUILD if "false" in named.get("runtime", ()) else Scope.RUNTIME
