"""Providers and modules of Terraform as components.

The type `terraform` is not in the purl specification; other inventories use it in this shape.

Source: Terraform documentation, "Provider Requirements", "Version Constraints", "Module Sources".
"""

import re

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.git_address import vcs_url, without_credentials
from sbom.purl import build
from sbom.readers.shape import pairs

_PUBLIC = frozenset({"registry.terraform.io", "registry.opentofu.org"})
_FIRM = re.compile(r"=?\s*v?(\d+(?:\.\d+)*(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)\Z")
_PART = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*\Z")
_HOST = re.compile(r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+(?::\d+)?\Z|localhost(?::\d+)?\Z")
_HOSTED = re.compile(
    r"(?:git::)?(?:(?:https?|ssh|git)://)?(?:[^@/\s]+@)?(github\.com|gitlab\.com|bitbucket\.org)"
    r"[:/]([^/\s]+)/([^/\s?]+?)(?:\.git)?(?://([^?\s]*))?(?:\?(\S*))?\Z"
)
_TYPES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
_SHA = re.compile(r"[0-9a-f]{7,40}\Z")
_TAG = re.compile(r"(?:[A-Za-z][\w-]*[-_/])?v?\d+(?:\.\d+)*(?:[-+.][0-9A-Za-z.+-]+)?\Z")


def constraint_kind(requirement: str) -> tuple[str, VersionKind]:
    """Version and kind of a constraint: a plain version or `= 1.2.3` is EXACT."""
    if not requirement:
        return "", VersionKind.ABSENT
    if "$" in requirement:
        return "", VersionKind.UNRESOLVED
    match = _FIRM.match(requirement.strip())
    return (match.group(1), VersionKind.EXACT) if match else ("", VersionKind.RANGE)


def provider_component(
    address: str, version: str, *, locked: bool, requirement: str = "", line: int | None = None
) -> Component | None:
    """A provider; None when the address is none.

    Args:
        address: `[HOST/]NAMESPACE/NAME`.
        version: Version when `locked`, else the constraint.
        locked: Whether it comes from a lock.
        requirement: Constraint beside a locked version.
        line: 1-based line.
    """
    parts = address.lower().split("/")
    host = parts.pop(0) if len(parts) == 3 else ""
    if len(parts) == 1:
        parts.insert(0, "hashicorp")
    if (
        len(parts) != 2
        or not all(_PART.match(p) for p in parts)
        or (host and not _HOST.match(host))
    ):
        return None
    exact, kind = (version, VersionKind.EXACT) if locked else constraint_kind(version)
    return Component(
        purl=build(
            "terraform",
            parts[1],
            exact,
            namespace=parts[0],
            qualifiers={"repository_url": "" if host in _PUBLIC else host},
        ),
        name="/".join(parts),
        version=exact,
        version_kind=kind,
        requirement=requirement if locked else version,
        kind=ComponentKind.LIBRARY,
        scope=Scope.BUILD,
        direct=True,
        line=line,
        properties=pairs(use="provider", registry=host),
    )


def module_component(
    address: str, version: str, *, name: str, line: int | None = None
) -> Component | None:
    """A module; None without a source that is a literal.

    Args:
        address: `source` as written.
        version: `version` as written; only registries have one.
        name: Label of the block.
        line: 1-based line.
    """
    if not address or address.startswith("${"):
        return None
    if address.startswith(("./", "../", "/")) or address in {".", ".."}:
        purl = build("generic", address.rstrip("/").rpartition("/")[2].strip(".") or "module")
        return _module(purl, address, ("", VersionKind.ABSENT), (Role.LOCAL,), address, name, line)
    hosted = _HOSTED.match(address)
    if hosted:
        host, owner, repository, path, query = hosted.groups("")
        ref = _ref(query)
        kind = _ref_kind(ref)
        exact = ref if kind is VersionKind.EXACT else ""
        purl = build(_TYPES[host], repository, exact, namespace=owner, subpath=path)
        title = f"{owner}/{repository}"
        return _module(purl, title, (ref, kind), (Role.GIT,), address, name, line)
    if "::" in address or "://" in address or "@" in address:
        git = address.startswith(("git::", "git@", "hg::")) or ".git" in address
        clean, _, query = without_credentials(address).partition("?")
        ref = _ref(query) if git else ""
        plain = clean.partition("::")[2] or clean
        scheme, separator, rest = plain.partition("://")
        rest, _, inner = (rest if separator else plain).partition("//")
        plain = f"{scheme}://{rest}" if separator else rest
        title = rest.rstrip("/").rpartition("/")[2].removesuffix(".git") or name
        qualifiers = {"vcs_url": vcs_url(plain)} if git else {"download_url": plain}
        kind = _ref_kind(ref)
        exact = ref if kind is VersionKind.EXACT else ""
        purl = build("generic", title, exact, qualifiers=qualifiers, subpath=inner)
        roles = (Role.GIT if git else Role.URL,)
        return _module(purl, title, (ref, kind), roles, address, name, line)
    path, _, inner = address.partition("//")
    parts = path.split("/")
    host = parts.pop(0) if len(parts) == 4 else ""
    if len(parts) != 3 or not all(_PART.match(p) for p in parts):
        return None
    exact, kind = constraint_kind(version)
    purl = build(
        "terraform",
        parts[2],
        exact,
        namespace="/".join(parts[:2]),
        qualifiers={"repository_url": "" if host in _PUBLIC else host},
        subpath=inner,
    )
    return _module(purl, "/".join(parts), (exact, kind), (), version, name, line)


def _ref(query: str) -> str:
    return next((p[4:] for p in query.split("&") if p.startswith("ref=")), "")


def _ref_kind(ref: str) -> VersionKind:
    if not ref:
        return VersionKind.ABSENT
    firm = _SHA.match(ref) or _TAG.match(ref)
    return VersionKind.EXACT if firm and "$" not in ref else VersionKind.UNRESOLVED


def _module(
    purl: str,
    title: str,
    version: tuple[str, VersionKind],
    roles: tuple[Role, ...],
    requirement: str,
    name: str,
    line: int | None,
) -> Component:
    return Component(
        purl=purl,
        name=title,
        version=version[0],
        version_kind=version[1],
        requirement=without_credentials(requirement),
        scope=Scope.BUILD,
        roles=roles,
        direct=True,
        line=line,
        properties=pairs(use="module", module=name),
    )
