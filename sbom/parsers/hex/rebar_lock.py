"""rebar.lock: what Erlang's rebar3 resolved.

Rules: `pkg` entries are EXACT; the package may have another name than the application: then role
ALIAS. `git`, `git_subdir` and `hg` entries are GIT (URL for hg) and ABSENT, property `commit`; a
tag or branch is a property. Level 0 is direct, deeper levels are not. `pkg_hash_ext` is the SHA-256
of the archive; the older `pkg_hash` is a property. The lock holds no edges and no scopes (UNKNOWN).

Source: rebar3, `rebar_config:write_lock_file`.
"""

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.integrity import hash_of_hex
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.terms import Term, read_terms
from sbom.readers.text import decode
from sbom.source import SourceFile

_FETCHED = frozenset({"git", "git_subdir", "hg"})


def parse(source: SourceFile, /) -> Inventory:
    """Packages of a rebar.lock.

    Raises:
        ParseError: the brackets do not fit.
        NotThisFormatError: no list of entries.
    """
    top = read_terms(decode(source.content), comment="%")
    terms = [t for t in top if isinstance(t, Term)]
    version, entries = "", None
    if terms and terms[0].kind == "{" and len(terms[0]) == 2 and isinstance(terms[0][0], str):
        version, entries = terms[0]
    elif terms and terms[0].kind == "[":
        entries = terms[0]
    if not isinstance(entries, Term):
        raise NotThisFormatError("holds no list of entries")
    outer, inner = _checksums(terms, "pkg_hash_ext"), _checksums(terms, "pkg_hash")
    gathering = Gathering()
    for entry in entries:
        made = _component(entry, outer, inner) if isinstance(entry, Term) else None
        if made is None:
            subject = str(entry[0]) if isinstance(entry, Term) and entry else "entry"
            line = entry.line if isinstance(entry, Term) else None
            gathering.lost(subject, "the entry is not `{Name, Source, Level}`", line)
        else:
            gathering.add(made)
    return gathering.inventory(version=version, expects=bool(entries))


def _checksums(terms: list[Term], kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for holder in terms[1:]:
        for part in holder:
            if isinstance(part, Term) and len(part) == 2 and part[0] == kind:
                for pair in part[1] if isinstance(part[1], Term) else ():
                    if isinstance(pair, Term) and len(pair) == 2 and isinstance(pair[1], str):
                        found[str(pair[0])] = pair[1].lower()
    return found


def _component(entry: Term, outer: dict[str, str], inner: dict[str, str]) -> Component | None:
    if len(entry) < 2 or not isinstance(entry[0], str) or not isinstance(entry[1], Term):
        return None
    app, source = entry[0], entry[1]
    direct = entry[2] == 0 if len(entry) > 2 else None
    kind = source[0] if source and isinstance(source[0], str) else ""
    words = [w if isinstance(w, str) else "" for w in source]
    if kind == "pkg" and len(words) > 2 and words[1] and words[2]:
        name, version = words[1], words[2]
        return Component(
            purl=build("hex", name, version),
            name=name,
            version=version,
            scope=Scope.UNKNOWN,
            roles=(Role.ALIAS,) if name != app else (),
            direct=direct,
            ref=app,
            hashes=hash_of_hex(outer.get(app, "")),
            line=entry.line,
            properties=pairs(alias=app if name != app else "", inner_checksum=inner.get(app, "")),
        )
    if kind in _FETCHED and len(words) > 1 and words[1]:
        address = without_credentials(words[1])
        where = source[2] if len(source) > 2 and isinstance(source[2], Term) else []
        reference = {str(where[0]): str(where[1])} if len(where) == 2 else {}
        commit = reference.get("ref", "")
        qualifiers = (
            {"vcs_url": vcs_url(address, commit)} if kind != "hg" else {"download_url": address}
        )
        return Component(
            purl=build("hex", app, qualifiers=qualifiers),
            name=app,
            version_kind=firmness(""),
            scope=Scope.UNKNOWN,
            roles=(Role.URL,) if kind == "hg" else (Role.GIT,),
            direct=direct,
            ref=app,
            download=address,
            line=entry.line,
            properties=pairs(
                branch=reference.get("branch", ""), commit=commit, tag=reference.get("tag", "")
            ),
        )
    return None
