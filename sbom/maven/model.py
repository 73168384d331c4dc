"""The parts of a pom that Sluis looks at, as written: nothing is inherited or interpolated yet.

Source: Maven POM reference, model 4.0.0 and 4.1.0.
"""

from enum import StrEnum

import msgspec


class Place(StrEnum):
    """Where in a pom an entry stands."""

    DEPENDENCY = "dependency"
    MANAGED = "managed"
    """dependencyManagement."""
    PLUGIN = "plugin"
    """build/plugins and reporting/plugins."""
    MANAGED_PLUGIN = "managed-plugin"
    """pluginManagement."""
    PLUGIN_DEPENDENCY = "plugin-dependency"
    """Dependencies of a plugin, and annotation processors in its configuration."""
    EXTENSION = "extension"
    RELOCATION = "relocation"
    """distributionManagement/relocation: the project goes on under other coordinates."""


class Entry(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """One dependency, plugin or extension; all texts as written, stripped."""

    place: Place
    group: str
    artifact: str
    version: str = ""
    type: str = ""
    classifier: str = ""
    scope: str = ""
    optional: str = ""
    line: int = 0
    exclusions: tuple[str, ...] = ()
    """`group:artifact`, as written."""
    system_path: str = ""
    profile: str = ""
    """Id of the profile that holds the entry; empty for the main part."""
    owner: str = ""
    """`group:artifact` of the plugin that a PLUGIN_DEPENDENCY belongs to."""


class Profile(msgspec.Struct, frozen=True, array_like=True):
    """What a profile adds besides entries."""

    id: str
    active: bool
    """Active when nobody asks for profiles, see `sbom.maven.activation`."""
    properties: dict[str, str]


class Parent(msgspec.Struct, frozen=True, array_like=True):
    """The parent element."""

    group: str
    artifact: str
    version: str
    path: str | None
    """relativePath as written; None when it is not stated (then `../pom.xml`)."""
    line: int


class License(msgspec.Struct, frozen=True, array_like=True):
    """One licence element."""

    name: str
    url: str
    line: int


class Pom(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One pom."""

    group: str = ""
    artifact: str = ""
    version: str = ""
    packaging: str = ""
    line: int = 1
    facts: dict[str, str] = {}
    """name, description, url, inceptionYear, prerequisites.maven, organization.name, scm.url ..."""
    developers: tuple[str, ...] = ()
    parent: Parent | None = None
    properties: dict[str, str] = {}
    profiles: tuple[Profile, ...] = ()
    modules: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    entries: tuple[Entry, ...] = ()
