"""Conan references: `name/version@user/channel#recipe:package#revision%time`.

Source: Conan 2 documentation, "Recipe and package identifiers"; purl specification, type conan.
"""

import re
from typing import NamedTuple

from sbom.component import Component, Role, Scope, VersionKind
from sbom.purl import build
from sbom.readers.shape import pairs

_REFERENCE = re.compile(
    r"([A-Za-z0-9_][A-Za-z0-9_+.-]*)/(\[[^\]\n]*\]|[^\s@#:%/\[\]]+)"
    r"(?:@(?:([^\s/#:%@]+)/([^\s/#:%@]+))?)?(?:#([^\s:%#]*))?(?:[:%][^\n]*|#[^\n]*)?\Z"
)


class Reference(NamedTuple):
    """The parts of a reference; empty where it does not state them."""

    name: str
    version: str
    """As written; in brackets it is a range."""
    user: str
    channel: str
    revision: str
    """Of the recipe."""


def read_reference(text: str) -> Reference | None:
    """The reference, or None when the text is not one."""
    match = _REFERENCE.match(text.strip())
    return None if match is None else Reference(*(g or "" for g in match.groups()))


def component(  # one keyword per fact an entry may state
    reference: Reference,
    *,
    scope: Scope,
    direct: bool | None,
    ref: str = "",
    roles: tuple[Role, ...] = (),
    line: int | None = None,
    field: str = "",
) -> Component:
    """A component of a reference; user and channel are qualifiers of its purl.

    `_` stands for no user and no channel. The recipe's revision is the property
    `recipe-revision`; a range is a RANGE, a `{placeholder}` UNRESOLVED.
    """
    version, requirement, kind = reference.version, "", VersionKind.EXACT
    if version[:1] == "[":
        version, requirement, kind = "", version, VersionKind.RANGE
    elif "{" in version or version[:1] == "$":
        kind = VersionKind.UNRESOLVED
    user, channel = (p if p != "_" else "" for p in (reference.user, reference.channel))
    return Component(
        purl=build(
            "conan",
            reference.name,
            version if kind is VersionKind.EXACT else "",
            qualifiers={"user": user, "channel": channel},
        ),
        name=reference.name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=scope,
        roles=roles,
        direct=direct,
        ref=ref,
        line=line,
        properties=pairs(
            channel=channel, user=user, recipe_revision=reference.revision, field=field
        ),
    )
