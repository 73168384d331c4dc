"""An inventory: all facts that one file (or one joined set of files) states."""

from typing import Any

import msgspec

from sbom.component import Component, Dependency
from sbom.issue import Issue
from sbom.license import LicenseClaim


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """What a joiner needs to know of one file beyond its components."""

    kind: str
    """For example `maven/pom`; one joiner per kind."""
    data: Any
    """JSON-like: dict, list, str, int, bool, None. Must survive msgspec there and back."""


class Descriptor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a descriptive file says of the project as a whole (publiccode.yml, LICENSE, README)."""

    kind: str
    """`publiccode`, `license-file`, `spdx-document`, `cyclonedx-document` ..."""
    name: str = ""
    version: str = ""
    licenses: tuple[LicenseClaim, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    """Sorted pairs, for example `organisation`, `spec-version`, `timestamp`, `supplier`, `tool`."""


class Inventory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Facts and issues of one file. Immutable; joiners return new ones."""

    components: tuple[Component, ...] = ()
    """In the order of the file."""
    dependencies: tuple[Dependency, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    issues: tuple[Issue, ...] = ()
    format_version: str = ""
    """Version of the format read, for example lockfileVersion `3` or specVersion `1.6`."""
    expects_components: bool = True
    """False when an empty result is right (an empty dependency table, a licence file)."""
