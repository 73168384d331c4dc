"""What the readers of Python formats share: words of scopes, addresses, file names of archives."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sbom import purl
from sbom.component import Component, Role, Scope, VersionKind
from sbom.git_address import without_secrets
from sbom.lazy_pattern import lazy
from sbom.pep508 import normalise

MAX_HASHES = 50
"""File hashes kept per component; a wheel matrix can hold hundreds."""

MAX_VARIANTS = 64
"""Entries of one name that one edge may lead to; a bound against hostile locks."""

_WORDS = re.compile(r"[^a-z0-9]+")
_CREDENTIALS = lazy(r"(?<=://)(?!git@)[^/?#\s]*@")
_WHEEL = lazy(r"([A-Za-z0-9._]+?)-([0-9][^-]*)(?:-[0-9][^-]*)?-[^-]+-[^-]+-[^-]+\.whl\Z")
_ARCHIVE = lazy(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)-v?([0-9][A-Za-z0-9.+!_]*)"
    r"\.(?:tar\.gz|tar\.bz2|tar\.xz|tgz|zip|egg)\Z"
)
_VCS = ("git+", "hg+", "svn+", "bzr+")

_SCOPE_WORDS: Mapping[str, Scope] = {
    word: scope
    for scope, words in (
        (
            Scope.DEV,
            """dev devel develop development local lint linting linters lints format formatting
            style typing mypy tools tooling docs doc documentation debug bench benchmark
            benchmarks precommit ruff black sphinx mkdocs""",
        ),
        (Scope.TEST, "test tests testing ci qa e2e tox pytest cov coverage unittest unittests"),
        (Scope.BUILD, "build builds building packaging release publish"),
        (Scope.OPTIONAL, "optional optionals extra extras"),
        (Scope.RUNTIME, "main default base prod production runtime common core"),
    )
    for word in words.split()
}


class Address(NamedTuple):
    """A URL or version-control address taken apart."""

    url: str
    """Without credentials, scheme prefix (`git+`), revision and fragment."""
    vcs: str
    """`git`, `hg`, `svn`, `bzr`, or empty for a plain download."""
    revision: str
    """Branch, tag or commit; empty when none is stated."""
    egg: str
    """Name from `#egg=`, extras removed; empty when none is stated."""
    fragment: Mapping[str, str]
    """The rest of the fragment: `subdirectory`, `sha256` ..."""


def scope_of(name: str, otherwise: Scope) -> Scope:
    """Scope that the name of a group, extra, environment or file speaks of.

    The first word that means something decides: `test-docs` is a test scope.
    """
    for word in _WORDS.split(name.lower()):
        found = _SCOPE_WORDS.get(word)
        if found is not None:
            return found
    return otherwise


def scope_word(word: str) -> Scope | None:
    """Scope that a whole word stands for (a folder called `docs`), or None."""
    return _SCOPE_WORDS.get(word.lower())


def without_credentials(url: str) -> str:
    """A URL without user, password and tokens; `git@` of ssh addresses stays, it is no secret."""
    return without_secrets(_CREDENTIALS.sub("", url) if "@" in url else url)


def address_of(text: str) -> Address:
    """A URL as pip writes it, `git+https://host/path@ref#egg=name&subdirectory=x`, taken apart."""
    body, _, tail = text.strip().partition("#")
    fragment = dict(p.split("=", 1) for p in tail.split("&") if "=" in p)
    vcs = next((v[:-1] for v in _VCS if body.startswith(v)), "")
    if vcs:
        body = body[len(vcs) + 1 :]
    elif body.startswith(("git://", "git@")) or body.endswith(".git"):
        vcs = "git"
    body = without_credentials(body)
    revision = ""
    start = body.find("://") + 3 if "://" in body else 0
    slash = body.find("/", start)
    if vcs and slash >= 0:
        at = body.find("@", slash)
        if at >= 0:
            body, revision = body[:at], body[at + 1 :]
    egg = fragment.pop("egg", "").partition("[")[0].strip()
    return Address(body, vcs, revision, egg, fragment)


def archive_of(path: str) -> tuple[str, str]:
    """Name and version that the file name of a wheel or source archive states; empty when none."""
    base = path.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
    base = base.replace("%2B", "+").replace("%2b", "+")
    found = _WHEEL.match(base) or _ARCHIVE.match(base)
    return (found[1], found[2]) if found else ("", "")


def sha256_pairs(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Hashes as `Component.hashes` wants them, from hex SHA-256 digests; at most `MAX_HASHES`."""
    return tuple([("SHA-256", v) for v in sorted(set(values))[:MAX_HASHES]])


def hash_pairs(values: Iterable[object]) -> tuple[tuple[str, str], ...]:
    """As `sha256_pairs`, from `algorithm:hex` texts; others are left out."""
    found: set[tuple[str, str]] = set()
    for value in values:
        if isinstance(value, str):
            algorithm, _, digest = value.partition(":")
            title = _ALGORITHMS.get(algorithm.lower())
            if title and digest and digest.isalnum():
                found.add((title, digest.lower()))
    return tuple(sorted(found)[:MAX_HASHES])


_ALGORITHMS = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "blake2b": "BLAKE2b-512",
}


def fetched_purl(name: str, version: str, address: Address, commit: str = "") -> str:
    """The purl of a project taken from an address: `vcs_url` or `download_url` says which."""
    if address.vcs:
        revision = commit or address.revision
        vcs_url = f"{address.vcs}+{address.url}" + (f"@{revision}" if revision else "")
        return purl.build("pypi", name, version, qualifiers={"vcs_url": vcs_url})
    return purl.build("pypi", name, version, qualifiers={"download_url": address.url})


def declared(  # noqa: PLR0913  # one keyword per fact a declaration may state
    name: str,
    *,
    requirement: str = "",
    pin: str = "",
    scope: Scope = Scope.RUNTIME,
    roles: tuple[Role, ...] = (),
    direct: bool | None = True,
    ref: str = "",
    address: Address | None = None,
    line: int | None = None,
    properties: Iterable[tuple[str, str]] = (),
) -> Component:
    """A component as a manifest asks for it.

    Args:
        name: As written.
        requirement: The range as written; empty when there is none.
        pin: The exact version when the range allows one only.
        scope: What it is needed for.
        roles: Beside GIT and URL, which follow from the address.
        direct: As `Component.direct`.
        ref: As `Component.ref`.
        address: Where it is taken from, when that is no registry.
        line: 1-based.
        properties: Pairs; those with an empty value are left out.
    """
    version, kind = pin, VersionKind.EXACT
    if "$" in pin:
        kind = VersionKind.UNRESOLVED
    elif not pin:
        kind = VersionKind.RANGE if requirement.strip("* ") else VersionKind.ABSENT
    download = ""
    exact = version if kind is VersionKind.EXACT else ""
    if address is None:
        made = purl.build("pypi", name, exact)
    else:
        roles = (*roles, Role.GIT if address.vcs == "git" else Role.URL)
        download = address.url
        made = fetched_purl(name, exact, address)
        if not pin and address.revision:
            version, kind = address.revision, VersionKind.UNRESOLVED
    return Component(
        purl=made,
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=scope,
        roles=tuple(sorted(set(roles))),
        direct=direct,
        ref=ref,
        download=download,
        line=line,
        properties=tuple(sorted(p for p in properties if p[1])),
    )


class Graph:
    """Which scope each entry of a lock has, by reachability from what the project asks for."""

    def __init__(self, edges: list[dict[str, list[tuple[int, tuple[str, ...]]]]]) -> None:
        """`edges[i]` holds per extra (`""` for none) the targets: (index, extras asked for)."""
        self._edges = edges
        self.scopes: dict[int, Scope] = {}

    def reach(self, starts: Iterable[tuple[int, tuple[str, ...]]], scope: Scope) -> None:
        """Give `scope` to everything reached from `starts` that has none yet.

        Call it for the strongest scope first. Linear in the edges.
        """
        seen: set[tuple[int, str]] = set()
        stack = [(i, e) for i, extras in starts for e in ("", *extras)]
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            index, extra = state
            self.scopes.setdefault(index, scope)
            for target, extras in self._edges[index].get(extra, ()):
                stack.append((target, ""))
                for wanted in extras:
                    stack.append((target, wanted))


def unique_ref(name: str, version: str, taken: dict[str, int], hint: object = "") -> str:
    """`name@version`, made unique within a file by `hint` or a number.

    Args:
        name: As written.
        version: Empty for none.
        taken: Refs given so far, with the last number used for each; it is updated.
        hint: What tells a double from its original, for example a category.
    """
    folded = normalise(name)
    if folded == "-":
        folded = name
    base = f"{folded}@{version}" if version else folded
    if base in taken and hint:
        base = f"{base}+{hint}"
    if base not in taken:
        taken[base] = 1
        return base
    number = taken[base] + 1
    while f"{base}#{number}" in taken:
        number += 1
    taken[base] = number
    taken[f"{base}#{number}"] = 1
    return f"{base}#{number}"


_STRENGTH = (Scope.RUNTIME, Scope.OPTIONAL, Scope.BUILD, Scope.TEST, Scope.DEV, Scope.UNKNOWN)


def strongest(scopes: Iterable[Scope]) -> Scope:
    """The scope that counts when a component is needed for several; UNKNOWN when there is none."""
    return min(scopes, key=_STRENGTH.index, default=Scope.UNKNOWN)
