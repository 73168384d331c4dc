"""*.app below `ebin`: an application of Erlang/OTP as it is installed.

Rules: `pkg:otp/NAME@VERSION`, plain, with the licences that the file states. The applications that it
needs are DECLARED and ABSENT, not direct; `kernel` and `stdlib` are STDLIB as well. A version that is not a
text (`{cmd, ...}`, `git`) is UNRESOLVED.

Source: Erlang/OTP, Kernel reference, "app"; rebar3 and Mix add `licenses`.
"""

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.terms import Term, read_terms
from sbom.readers.text import decode
from sbom.source import SourceFile

_STDLIB = frozenset({"kernel", "stdlib"})
_UNSETTLED = frozenset({"", "git", "semver", "undefined"})


def parse(source: SourceFile, /) -> Inventory:
    """The application and what it needs.

    Raises:
        ParseError: the brackets do not fit.
        NotThisFormatError: no `{application, Name, [...]}`.
    """
    for term in read_terms(decode(source.content), comment="%"):
        if isinstance(term, Term) and len(term) == 3 and term[0] == "application":
            name, facts = term[1], term[2]
            if isinstance(name, str) and name.strip() and isinstance(facts, Term):
                return _inventory(name.strip(), facts, term.line)
    raise NotThisFormatError("holds no application of Erlang")


def _inventory(name: str, facts: Term, line: int) -> Inventory:
    fields = {f[0]: f[1] for f in facts if isinstance(f, Term) and len(f) == 2 and _word(f[0])}
    version = _word(fields.get("vsn"))
    firm = version.lower() not in _UNSETTLED
    gathering = Gathering()
    own = gathering.add(
        Component(
            purl=build("otp", name, version if firm else ""),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if firm else _loose(version),
            roles=(Role.STDLIB,) if name in _STDLIB else (),
            ref=name,
            line=line,
            licenses=tuple(
                LicenseClaim(raw=text, source="licenses", line=line)
                for text in _words(fields.get("licenses"))
            ),
            properties=pairs(description=_word(fields.get("description"))),
        )
    )
    needs = [
        gathering.add(
            Component(
                purl=build("otp", need),
                name=need,
                version_kind=VersionKind.ABSENT,
                roles=(Role.DECLARED, Role.STDLIB) if need in _STDLIB else (Role.DECLARED,),
                direct=False,
                line=line,
            )
        )
        for need in dict.fromkeys(_words(fields.get("applications")))
        if need != name
    ]
    gathering.need(own, needs)
    return gathering.inventory()


def _loose(version: str) -> VersionKind:
    return VersionKind.UNRESOLVED if version else VersionKind.ABSENT


def _word(value: object) -> str:
    return value.strip()[:MAX_TEXT] if isinstance(value, str) else ""


def _words(value: object) -> list[str]:
    return [w for w in map(_word, value) if w] if isinstance(value, Term) else []
