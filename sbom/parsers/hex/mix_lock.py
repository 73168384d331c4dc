"""mix.lock: what Elixir's Mix resolved.

Rules: `:hex` entries are EXACT; the package may have another name than the application that is the
key: then role ALIAS. An organisation (`hexpm:acme`) is the namespace of the purl, another
repository a property. `:git` entries are GIT and ABSENT, properties `commit`, `branch`, `tag`;
`:path` is LOCAL. The outer checksum is the SHA-256 of the archive; the inner one, older, is not of
the archive and becomes a property. Edges come from the list of requirements; the lock does not
tell what is direct, nor scopes (UNKNOWN).

Source: Hex, `Hex.SCM` and `Mix.Dep.Lock`.
"""

from itertools import pairwise
from typing import Any

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.integrity import hash_of_hex
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.terms import Atom, Key, Term, keywords, read_terms
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Packages and edges of a mix.lock.

    Raises:
        ParseError: the brackets do not fit.
        NotThisFormatError: no map at the top.
    """
    top = read_terms(decode(source.content), comment="#")
    if len(top) != 1 or not isinstance(top[0], Term) or top[0].kind != "{":
        raise NotThisFormatError("holds no map `%{...}`")
    gathering = Gathering()
    entries: Term = top[0]
    for key, value in pairwise(entries):
        if isinstance(key, Term) or not isinstance(value, Term):
            if isinstance(key, Key):
                gathering.lost(str(key), "the entry is no tuple", entries.line)
            continue
        made = _component(str(key), value)
        if made is None:
            gathering.lost(str(key), "the entry is no `{:hex, ...}` or `{:git, ...}`", value.line)
            continue
        gathering.add(made)
        gathering.need(made.ref, _needs(value))
    return gathering.inventory(expects=any(isinstance(e, Key | Term) for e in entries))


def _text(term: Term, index: int) -> str:
    value = term[index] if len(term) > index else ""
    return value.strip() if isinstance(value, str) and not isinstance(value, Key) else ""


def _component(app: str, entry: Term) -> Component | None:
    kind = entry[0] if entry and isinstance(entry[0], Atom) else ""
    if kind == "hex" and _text(entry, 1) and _text(entry, 2):
        return _hex(app, entry)
    if kind == "git" and _text(entry, 1):
        return _git(app, entry)
    if kind == "path":
        return Component(
            purl=build("hex", app),
            name=app,
            version_kind=firmness(""),
            scope=Scope.UNKNOWN,
            roles=(Role.LOCAL,),
            ref=app,
            line=entry.line,
        )
    return None


def _hex(app: str, entry: Term) -> Component:
    name, version = _text(entry, 1), _text(entry, 2)
    repository, _, organisation = _text(entry, 6).partition(":")
    alias = name != app
    return Component(
        purl=build("hex", name, version, namespace=organisation),
        name=f"{organisation}/{name}" if organisation else name,
        version=version,
        scope=Scope.UNKNOWN,
        roles=(Role.ALIAS,) if alias else (),
        ref=app,
        hashes=hash_of_hex(_text(entry, 7)),
        line=entry.line,
        properties=pairs(
            alias=app if alias else "",
            inner_checksum=_text(entry, 3),
            repository=repository if repository != "hexpm" else "",
        ),
    )


def _git(app: str, entry: Term) -> Component:
    address, commit = without_credentials(_text(entry, 1)), _text(entry, 2)
    options = keywords(entry[3] if len(entry) > 3 else None)
    branch, tag = (options.get(k) for k in ("branch", "tag"))
    return Component(
        purl=build("hex", app, qualifiers={"vcs_url": vcs_url(address, commit)}),
        name=app,
        version_kind=firmness(""),
        scope=Scope.UNKNOWN,
        roles=(Role.GIT,),
        ref=app,
        download=address,
        line=entry.line,
        properties=pairs(
            branch=branch if isinstance(branch, str) else "",
            commit=commit,
            tag=tag if isinstance(tag, str) else "",
        ),
    )


def _needs(entry: Term) -> list[str]:
    listed: Any = entry[5] if len(entry) > 5 and isinstance(entry[5], Term) else ()
    return [
        str(need[0])
        for need in listed
        if isinstance(need, Term) and need and isinstance(need[0], str)
    ]
