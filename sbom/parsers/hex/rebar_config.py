"""rebar.config: what an Erlang project asks rebar3 for.

Rules: `deps` are direct RUNTIME; those of the profile `test` are TEST, of other profiles DEV;
`plugins` and `project_plugins` are BUILD. `"1.0"` is EXACT, `"~> 1.0"` a RANGE, a bare name ABSENT.
`{git, …}` is GIT with its tag, branch or commit, `{pkg, name}` an ALIAS.

Source: rebar3 documentation, "Dependencies".
"""

from collections.abc import Iterator
from typing import Any

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.terms import Atom, Term, read_terms
from sbom.readers.text import decode
from sbom.source import SourceFile

_SECTIONS = {"deps": Scope.RUNTIME, "plugins": Scope.BUILD, "project_plugins": Scope.BUILD}
_EXACT = lazy(r"(?:==\s*)?([0-9][0-9A-Za-z.+-]*)\Z")
_FETCHED = frozenset({"git", "git_subdir", "hg"})


def parse(source: SourceFile, /) -> Inventory:
    """What the project asks for.

    Raises:
        ParseError: the brackets do not fit.
        NotThisFormatError: no terms of rebar.
    """
    top = [t for t in read_terms(decode(source.content), comment="%") if isinstance(t, Term)]
    if not any(_head(t) for t in top):
        raise NotThisFormatError("holds no terms of rebar")
    gathering = Gathering()
    for entry, scope in _entries(top):
        made = _component(entry, scope)
        if made is None:
            line = entry.line if isinstance(entry, Term) else None
            gathering.lost(str(entry)[:80], "is no dependency of rebar", line)
        else:
            gathering.add(made)
    return gathering.inventory(expects=False)


def _head(term: Any) -> str:
    named = isinstance(term, Term) and term.kind == "{" and len(term) > 1
    return str(term[0]) if named and isinstance(term[0], Atom) else ""


def _entries(top: list[Term]) -> Iterator[tuple[object, Scope]]:
    for term in top:
        head = _head(term)
        if head in _SECTIONS:
            yield from ((e, _SECTIONS[head]) for e in _items(term[1]))
        elif head == "profiles":
            for profile in _items(term[1]):
                scope = Scope.TEST if _head(profile) == "test" else Scope.DEV
                for part in (
                    _items(profile[1]) if isinstance(profile, Term) and _head(profile) else ()
                ):
                    if _head(part) in _SECTIONS:
                        yield from ((e, scope) for e in _items(part[1]))


def _items(value: object) -> list[Any]:
    return list(value) if isinstance(value, Term) and value.kind == "[" else []


def _component(entry: object, scope: Scope) -> Component | None:
    parts: list[Any] = list(entry) if isinstance(entry, Term) and entry.kind == "{" else [entry]
    line = entry.line if isinstance(entry, Term) else None
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return None
    app = name = str(parts[0])  # an atom is a text of its own kind, which cannot be stored
    wanted, address, facts = "", "", {}
    for part in parts[1:]:
        head = _head(part)
        if isinstance(part, str) and not isinstance(part, Atom):
            wanted = part.strip()
        elif head == "pkg" and isinstance(part[1], str):
            name = str(part[1])
        elif head in _FETCHED and isinstance(part[1], str):
            address = without_credentials(str(part[1]))
            facts = {str(t[0]): str(t[1]) for t in part[2:] if _head(t) and isinstance(t[1], str)}
    match = _EXACT.match(wanted)
    version = match.group(1) if match and not address else ""
    roles = ([Role.GIT] if address else []) + ([Role.ALIAS] if name != app else [])
    commit = facts.get("ref", "")
    qualifiers = {"vcs_url": vcs_url(address, commit)} if address else None
    return Component(
        purl=build("hex", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else firmness("", wanted),
        requirement=wanted,
        scope=scope,
        roles=tuple(sorted(roles)),
        direct=True,
        download=address,
        line=line,
        properties=pairs(
            alias=app if name != app else "",
            branch=facts.get("branch", ""),
            commit=commit,
            tag=facts.get("tag", ""),
        ),
    )
