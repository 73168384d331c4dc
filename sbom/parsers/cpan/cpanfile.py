"""cpanfile: what a Perl project asks for.

Rules: `requires` is RUNTIME, in a block `on 'test'` TEST, `on 'develop'` DEV, `on 'configure'` and
`on 'build'` BUILD; `recommends` and `suggests` are OPTIONAL; `test_requires`, `author_requires`,
`build_requires` and `configure_requires` say their phase themselves. All are direct. `== 1.2` is EXACT;
a bare number is the least that will do, so a RANGE; `0` or nothing is ABSENT. `perl` is STDLIB. The module
is a property where the name is another (`Test::More`, `Test-More`). The file is a Perl program: only literals are read.

Source: Module::CPANfile, "cpanfile format".
"""

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.code_tokens import Call, Token, arguments, read_tokens, statements
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_PHASES = {"test": Scope.TEST, "develop": Scope.DEV, "configure": Scope.BUILD, "build": Scope.BUILD}
_WORDS = {
    "requires": None,
    "recommends": Scope.OPTIONAL,
    "suggests": Scope.OPTIONAL,
    "test_requires": Scope.TEST,
    "author_requires": Scope.DEV,
    "build_requires": Scope.BUILD,
    "configure_requires": Scope.BUILD,
}
_EXACT = lazy(r"==\s*(v?[0-9][0-9._]*)\Z")
_ENDS = frozenset({";", "{", "}"})


def parse(source: SourceFile, /) -> Inventory:
    """Modules that a cpanfile asks for.

    Raises:
        NotThisFormatError: no statement of a cpanfile.
    """
    gathering = Gathering()
    phases: list[Scope] = []
    known = False
    for statement in statements(_unbroken(source), _ENDS):
        word, call = statement[0].value, arguments(statement[1:])
        known = known or word in _WORDS or word in {"on", "feature"}
        if word == "}":
            if phases:
                phases.pop()
        elif word in _WORDS:
            _add(
                gathering,
                call,
                _WORDS[word] or (phases[-1] if phases else Scope.RUNTIME),
                statement[0].line,
            )
        if statement[-1].value == "{":
            stated = next(iter(call.texts or call.atoms), "")
            if not stated and len(statement) > 1:
                stated = statement[1].value
            outer = phases[-1] if phases else Scope.RUNTIME
            phases.append(_PHASES.get(stated, outer) if word == "on" else outer)
    if not known:
        raise NotThisFormatError("holds no statement of a cpanfile")
    return gathering.inventory(expects=False)


def _unbroken(source: SourceFile) -> list[Token]:
    """Its tokens: a line's end means nothing in Perl."""
    return [t for t in read_tokens(decode(source.content), "perl") if t.kind != "newline"]


def _add(gathering: Gathering, call: Call, scope: Scope, line: int) -> None:
    stated = [*call.texts, *(call.named.get(call.texts[0], ()) if call.texts else ())]
    module = stated[0].strip() if stated else next(iter(call.named), "")
    if not module:
        gathering.note("requires", "is put together when the file runs", line)
        return
    wanted = next((t.strip() for t in (stated[1:] or call.named.get(module, ()))), "")
    wanted = "" if wanted in {"0", ">= 0", ">=0"} else wanted
    match = _EXACT.match(wanted)
    version = match.group(1) if match else ""
    perl, name = module == "perl", module.replace("::", "-")
    gathering.add(
        Component(
            purl=build("generic" if perl else "cpan", name, version),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else firmness("", wanted),
            requirement=wanted,
            kind=ComponentKind.PLATFORM if perl else ComponentKind.LIBRARY,
            scope=scope,
            roles=(Role.STDLIB,) if perl else (),
            direct=True,
            line=line,
            properties=pairs(module=module if module != name else ""),
        )
    )
