"""What a dependency asks for: the specifiers of npm, Yarn and pnpm.

Source: npm documentation (package.json, `npm-package-arg`); Yarn manual, chapter protocols; pnpm
documentation, pages workspaces, catalogs, aliases.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sbom.component import Role, VersionKind
from sbom.npm.address import commit_of, role_of, without_credentials
from sbom.npm.identity import exact_version, split_descriptor

_SHORTHAND = re.compile(r"(?:github|gitlab|bitbucket|gist):|[^@:/\s.~][^@:/\s]*/[^:/\s]+(?:#.*)?\Z")
_RANGE = re.compile(r"[\d^~<>=*xXv|.\s]")
_LOCAL = ("file:", "link:", "portal:", "exec:", "./", "../", "~/", "/")


class Specifier(NamedTuple):
    """One requirement, read."""

    name: str
    """Real name of the package; differs from the key for an alias."""
    text: str
    """As written, without credentials."""
    version: str
    """Exact version, or the placeholder of an unresolved one."""
    kind: VersionKind
    role: Role | None
    """ALIAS, WORKSPACE, LOCAL, GIT, URL, or None for a registry package."""
    address: str
    """Repository, archive or path; empty for registry packages."""


@lru_cache(maxsize=16384)
def read_specifier(name: str, text: str) -> Specifier:
    """What `"name": "text"` of a manifest asks for.

    A dist-tag (`latest`), a branch and a catalog entry are UNRESOLVED; `*` and the empty text are a
    RANGE. A `patch:` is read as what it patches.
    """
    raw = text.strip()
    clean = without_credentials(raw)
    if raw.startswith("npm:"):
        target, wanted = split_descriptor(raw[4:])
        if not target or exact_version(target) or (not wanted and _RANGE.match(target)):
            return _registry(name, clean, raw[4:], None)
        if target == name:
            return _registry(name, clean, wanted, None)
        return _registry(target, clean, wanted, Role.ALIAS)
    if raw.startswith("patch:"):
        return _patched(name, clean)
    if raw.startswith("workspace:"):
        target, wanted = split_descriptor(raw[10:])
        real = target if wanted else name
        return Specifier(real, clean, "", VersionKind.RANGE, Role.WORKSPACE, "")
    if raw.startswith("jsr:"):
        return _registry(name, clean, raw[4:].rpartition("@")[2] or "*", None)
    if raw.startswith("catalog:"):
        return Specifier(name, clean, clean, VersionKind.UNRESOLVED, None, "")
    if raw.startswith(_LOCAL) or raw == ".":
        return Specifier(name, clean, "", VersionKind.ABSENT, Role.LOCAL, clean)
    role = role_of(raw)
    if role is not None or _SHORTHAND.match(raw):
        kind = VersionKind.UNRESOLVED if "#" in raw else VersionKind.ABSENT
        branch = clean.partition("#")[2] if kind is VersionKind.UNRESOLVED else ""
        return Specifier(name, clean, branch, kind, role or Role.GIT, clean)
    return _registry(name, clean, raw, None)


def specifier_commit(specifier: Specifier) -> str:
    """The commit a git specifier pins, or empty."""
    return commit_of(specifier.address) if specifier.role is Role.GIT else ""


def _registry(name: str, text: str, wanted: str, role: Role | None) -> Specifier:
    version = exact_version(wanted)
    if version:
        return Specifier(name, text, version, VersionKind.EXACT, role, "")
    if not wanted or _RANGE.match(wanted):
        return Specifier(name, text, "", VersionKind.RANGE, role, "")
    return Specifier(name, text, wanted, VersionKind.UNRESOLVED, role, "")


def _patched(name: str, text: str) -> Specifier:
    """`patch:name@npm%3A1.2.3#path`: the inner descriptor, percent-encoded."""
    inner = decoded(text[6:].partition("#")[0])
    target, wanted = split_descriptor(inner)
    made = read_specifier(target or name, wanted)
    return made._replace(text=text, role=None if made.role is Role.ALIAS else made.role)


def decoded(text: str) -> str:
    """Percent-decoded text (`urllib` costs 5 ms at start)."""
    if "%" not in text:
        return text
    head, *rest = text.split("%")
    out = bytearray(head.encode())
    for part in rest:
        try:
            out.append(int(part[:2], 16))
            out += part[2:].encode()
        except ValueError:
            out += b"%" + part.encode()
    return out.decode("utf-8", "replace")
