"""MODULE.bazel: what a Bazel project asks for.

Rules: `module` is ROOT. Each `bazel_dep` is direct and EXACT: the version is the least that is asked
for, and Bazel takes it unless another module asks for more. `dev_dependency = True` is DEV, others
BUILD. A `git_override` or `archive_override` of the same name makes it GIT or URL, `local_path_override`
LOCAL; `single_version_override` with a version sets the version.

Source: Bazel, "MODULE.bazel files".
"""

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.code_tokens import Call, arguments, read_tokens, statements
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_KNOWN = frozenset({"module", "bazel_dep", "use_extension", "include"})
_OVERRIDES = {
    "git_override": Role.GIT,
    "archive_override": Role.URL,
    "local_path_override": Role.LOCAL,
}
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The module and what it asks for.

    Raises:
        NotThisFormatError: no call of a MODULE.bazel.
    """
    gathering = Gathering()
    asked: list[tuple[Call, int]] = []
    overrides: dict[str, tuple[str, Call]] = {}
    known = False
    for statement in statements(read_tokens(decode(source.content), "starlark")):
        word, call = statement[0].value, arguments(statement[1:])
        known = known or word in _KNOWN
        if word == "module" and _first(call, "name"):
            gathering.add(_module(call, statement[0].line))
        elif word == "bazel_dep" and (_first(call, "name") or call.texts):
            asked.append((call, statement[0].line))
        elif word.endswith("_override") and _first(call, "module_name"):
            overrides[_first(call, "module_name")] = (word, call)
    if not known:
        raise NotThisFormatError("holds no call of a MODULE.bazel")
    targets = [gathering.add(_component(call, line, overrides)) for call, line in asked]
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _first(call: Call, key: str) -> str:
    return next(iter(call.named.get(key, ())), "")


def _module(call: Call, line: int) -> Component:
    name, version = _first(call, "name"), _first(call, "version")
    return Component(
        purl=build("generic", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        roles=(Role.ROOT,),
        ref=_ROOT,
        line=line,
    )


def _component(call: Call, line: int, overrides: dict[str, tuple[str, Call]]) -> Component:
    name = _first(call, "name") or call.texts[0]
    version = _first(call, "version")
    word, override = overrides.get(name, ("", call))
    role = _OVERRIDES.get(word)
    if word == "single_version_override":
        version = _first(override, "version") or version
    address = (
        without_credentials(_first(override, "remote") or _first(override, "urls")) if role else ""
    )
    commit = _first(override, "commit") if role else ""
    qualifiers = {"vcs_url": vcs_url(address, commit)} if role is Role.GIT and address else {}
    if role is Role.URL and address:
        qualifiers = {"download_url": address}
    return Component(
        purl=build("bazel", name, version, qualifiers=qualifiers or None),
        name=name,
        version=version,
        version_kind=firmness(version),
        scope=Scope.DEV if _first(call, "dev_dependency") == "True" else Scope.BUILD,
        roles=(role,) if role else (),
        direct=True,
        download=address,
        line=line,
        properties=pairs(commit=commit),
    )
