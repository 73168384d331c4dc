"""Components: one piece of software at one version, as one file states it."""

from enum import StrEnum

import msgspec

from sbom.license import LicenseClaim


class ComponentKind(StrEnum):
    """What kind of thing it is; values are CycloneDX 1.6 component types."""

    LIBRARY = "library"
    APPLICATION = "application"
    FRAMEWORK = "framework"
    CONTAINER = "container"
    PLATFORM = "platform"
    OPERATING_SYSTEM = "operating-system"
    FILE = "file"
    FIRMWARE = "firmware"
    DATA = "data"


class Scope(StrEnum):
    """What a component is needed for."""

    RUNTIME = "runtime"
    DEV = "dev"
    OPTIONAL = "optional"
    TEST = "test"
    BUILD = "build"
    UNKNOWN = "unknown"
    """The format does not say (a yarn.lock alone, for example)."""


class Role(StrEnum):
    """Why an entry is not simply a third-party package taken from a registry."""

    ROOT = "root"
    """The project itself."""
    WORKSPACE = "workspace"
    """Another package of the same repository."""
    LOCAL = "local"
    """A path, link or file dependency."""
    GIT = "git"
    """Taken from a git repository rather than from a registry."""
    URL = "url"
    """Taken from a plain download address (an archive)."""
    STDLIB = "stdlib"
    """The language's own standard library or runtime."""
    ALIAS = "alias"
    """Known in this project under another name; `properties` holds `alias`."""
    REPLACED = "replaced"
    """The original of a replace, override or patch; what stands in for it is listed too."""
    PLATFORM = "platform"
    """A platform-specific variant (native gem, optional binary)."""
    BUNDLED = "bundled"
    """Shipped inside another component."""
    CONSTRAINT = "constraint"
    """Only limits a version (constraints file, dependencyManagement, central version)."""
    DECLARED = "declared"
    """Stated in a manifest and resolved by a lock elsewhere in the same source."""
    PARENT = "parent"
    """A parent or imported descriptor (Maven parent or BOM)."""
    INDIRECT_HASH = "hash-only"
    """Listed only for verification (go.sum), not known to be built in."""


class VersionKind(StrEnum):
    """How firm the version is."""

    EXACT = "exact"
    RANGE = "range"
    """A requirement such as `^1.2`; `requirement` holds it and `version` is empty."""
    UNRESOLVED = "unresolved"
    """A placeholder such as `${revision}` or a branch name that this source does not settle."""
    ABSENT = "absent"
    """No version is stated."""


class Component(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One component as one file states it: an occurrence, before merging."""

    purl: str
    """Canonical package URL; has a version only when `version_kind` is EXACT.
    Made with `sbom.purl.build`, never by hand."""
    name: str
    """Full name as its ecosystem writes it: `@scope/name`, `group:artifact`, `vendor/package`,
    Go module path, image name."""
    version: str = ""
    """Exact version as the format means it; empty unless `version_kind` is EXACT or UNRESOLVED
    (then the placeholder as written)."""
    version_kind: VersionKind = VersionKind.EXACT
    requirement: str = ""
    """The range or reference as written, when the file states one."""
    kind: ComponentKind = ComponentKind.LIBRARY
    scope: Scope = Scope.RUNTIME
    roles: tuple[Role, ...] = ()
    """Sorted, without doubles; empty for a plain third-party component."""
    direct: bool | None = None
    """True: asked for by the project itself; False: transitive; None: the format does not say."""
    ref: str = ""
    """Identity of the entry within its file, the end of `Dependency` edges; unique in the file
    (lock key, install path, `name@version`). Empty: takes no part in the graph."""
    module: str = ""
    """Workspace or module within the file that it belongs to; empty: the file's own folder."""
    licenses: tuple[LicenseClaim, ...] = ()
    supplier: str = ""
    hashes: tuple[tuple[str, str], ...] = ()
    """(algorithm as in CycloneDX, for example `SHA-512`; lower-case hex), sorted."""
    download: str = ""
    """Download location or repository as stated; credentials removed."""
    line: int | None = None
    """1-based line of the entry."""
    purl_raw: str = ""
    """The purl as the document stated it, when it was repaired."""
    properties: tuple[tuple[str, str], ...] = ()
    """Further facts by name, sorted: `alias`, `platform`, `extras`, `marker`, `digest`, `replaced-by`,
    `replaces`, `install-script`, `deprecated`, `group`, `description`, `author`, `homepage` ..."""


class Dependency(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Edges of the graph within one file."""

    ref: str
    """`Component.ref` of the one that needs."""
    targets: tuple[str, ...]
    """`Component.ref` of what it needs, sorted."""
