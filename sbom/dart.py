"""Dart packages: what lock and manifest share.

Source: Dart documentation, "Package dependencies", "The pubspec file"; package pub, lock file.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.git_address import vcs_url, without_credentials
from sbom.purl import build
from sbom.readers.shape import text


class Origin(NamedTuple):
    """Where a package comes from."""

    role: Role | None
    """GIT, LOCAL, STDLIB (shipped with an SDK), or None for a hosted package."""
    download: str
    commit: str
    reference: str
    """Branch or tag of a git repository."""
    path: str
    """Folder, within the repository for git."""


HOSTED = Origin(None, "", "", "", "")


def package_url(name: str, version: str, origin: Origin) -> str:
    """The purl; a package from git has the repository as qualifier."""
    qualifiers = {}
    if origin.role is Role.GIT:
        qualifiers["vcs_url"] = vcs_url(origin.download, origin.commit)
    return build("pub", name, version, qualifiers=qualifiers)


def git_origin(description: object) -> Origin:
    """From the description of a git dependency: an address or a mapping."""
    if isinstance(description, str):
        return Origin(Role.GIT, without_credentials(description.strip()), "", "", "")
    stated: Mapping[str, Any] = description if isinstance(description, dict) else {}
    path = text(stated.get("path"))
    return Origin(
        Role.GIT,
        without_credentials(text(stated.get("url"))),
        text(stated.get("resolved-ref")),
        text(stated.get("ref")),
        "" if path == "." else path,
    )


def sdk(name: str, requirement: str, line: int | None) -> Component:
    """The Dart or Flutter SDK that the project asks for, as a component of role STDLIB."""
    requirement = "" if requirement == "any" else requirement
    return Component(
        purl=build("generic", name),
        name=name,
        version_kind=VersionKind.RANGE if requirement else VersionKind.ABSENT,
        requirement=requirement,
        kind=ComponentKind.PLATFORM,
        scope=Scope.RUNTIME,
        roles=(Role.STDLIB,),
        direct=True,
        ref=f"sdk/{name}",
        line=line,
    )
