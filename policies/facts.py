"""What a rule may ask: an indexed, read-only view of the estate at one scan."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

from policies.finding import Finding, Place, Verdict
from sbom.inventory import Descriptor

NOT_JUDGED_ROLES = frozenset(
    {"root", "workspace", "declared", "constraint", "replaced", "hash-only", "stdlib"}
)
"""Roles (`sbom.component.Role`) whose entries are not themselves third-party software in use: the
project itself, what a lock resolves elsewhere, bounds on versions, what something else stands in
for, bare checksums, and the language's own library. Left out of `license_keys`, `uses_of` and
`unresolved`."""


class UseMode(StrEnum):
    """How a system's software is used; it decides what a licence asks for."""

    INTERNAL = "internal"
    """Run for own staff."""
    HOSTED = "hosted"
    """Run for residents or others over a network."""
    PUBLIC_CLIENT = "public-client"
    """Code goes to the user's browser or app."""
    DISTRIBUTED = "distributed"
    """Handed over or published: source, packages or images."""
    DEV_TOOL = "dev-tool"
    """Build, test or development only."""


class SystemFact(msgspec.Struct, frozen=True, kw_only=True):
    """A system of the municipality as `estate.yaml` states it."""

    id: str
    name: str
    domain: str = ""
    owner: str = ""
    sourcing: str = "own"
    """`own`, `commercial` or `mixed`."""
    use_mode: UseMode = UseMode.HOSTED
    criticality: str = "medium"
    """`low`, `medium`, `high` or `vital`."""
    tags: tuple[str, ...] = ()
    supplier: str = ""
    outbound_license: str = ""
    """SPDX expression under which it is published or handed over; empty: not stated."""


class FileFact(msgspec.Struct, frozen=True, kw_only=True):
    """One file that a format claimed."""

    path: str
    format: str
    state: str
    """`read`, `failed`, `partial`, `skipped` or `unsupported`."""
    components: int
    """Components the file itself yielded."""
    expects: bool
    """True when an empty result is odd."""


class SourceFact(msgspec.Struct, frozen=True, kw_only=True):
    """One source of the last scan."""

    uri: str
    kind: str
    """`git`, `folder` or `sbom`."""
    system: str
    """System id; empty: linked to no system."""
    state: str
    """`complete`, `partial` or `failed`."""
    supplied: bool
    """True for a delivered SBOM: repository duties (licence file, publiccode.yml) do not apply."""
    files: tuple[FileFact, ...]
    license_files: tuple[str, ...]
    """Paths of licence files at the top of the source."""
    declared_licenses: tuple[str, ...]
    """Raw licences that the source declares for itself (publiccode.yml, root manifests)."""
    publiccode: tuple[str, ...]
    """Paths of publiccode.yml files."""


class DescriptorFact(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of a system as a whole: an API, a test report, a security.txt."""

    source: str
    """Uri of the source."""
    system: str
    """System id; empty: linked to no system."""
    path: str
    descriptor: Descriptor


class LicenseKey(msgspec.Struct, frozen=True, kw_only=True):
    """A distinct value on which licence judgement depends; a thousand uses share one."""

    claims: tuple[tuple[str, str], ...]
    """(kind, raw) of all claims on the component version within the source, sorted, distinct."""
    use_mode: UseMode | None
    """None: the source belongs to no system."""
    scope: str
    """`sbom.component.Scope` value."""
    supplied: bool
    """True when the component comes from a delivered SBOM."""


class ComponentUse(msgspec.Struct, frozen=True, kw_only=True):
    """One use of a component version."""

    purl: str
    """With version when exact."""
    purl_base: str
    """Without version, qualifiers and subpath."""
    name: str
    version: str
    version_kind: str
    requirement: str
    system: str
    scope: str
    roles: tuple[str, ...]
    direct: bool | None
    place: Place


SHOWN_PLACES = 20
"""Places of a group that are kept; the rest is counted."""


class UseGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The uses of one piece of software in one system that share a licence key, taken together."""

    system: str
    purl_base: str
    name: str
    """Of the first use by purl and place."""
    versions: frozenset[str]
    """Versions, or the requirement of uses without one; may hold the empty text."""
    direct: bool | None
    """True when any use is direct, else False when any is known not to be."""
    places: tuple[Place, ...]
    """The first `SHOWN_PLACES`, distinct, sorted."""
    count: int
    """Number of uses."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation before said of components that nothing touched since."""

    findings: list[Finding] = []
    """Those that are taken over as they are."""
    counts: list[tuple[str, Verdict, int]] = []
    """(system, verdict, number) of findings that stand and are not given."""


class LicenseChange(msgspec.Struct, frozen=True, kw_only=True):
    """A component with other licence claims than in the previous complete scan of its source."""

    purl_base: str
    name: str
    system: str
    before: tuple[tuple[str, str, str], ...]
    """(version, kind, raw), sorted."""
    after: tuple[tuple[str, str, str], ...]
    place: Place


class Facts(Protocol):
    """The estate: in memory (`policies.memory_facts`) or over the database (`scanner.store`)."""

    def systems(self) -> Mapping[str, SystemFact]:
        """Systems by id."""
        ...

    def sources(self) -> Iterable[SourceFact]:
        """Sources, sorted by uri."""
        ...

    def license_keys(self) -> Iterable[LicenseKey]:
        """Distinct keys over all components in use (see `NOT_JUDGED_ROLES`), in a stable order."""
        ...

    def uses_of(self, key: LicenseKey, /) -> Iterator[ComponentUse]:
        """Uses that share a key, sorted by system, purl, place."""
        ...

    def use_groups(
        self, keys: Collection[LicenseKey], /, *, touched: bool = False
    ) -> Iterator[tuple[LicenseKey, UseGroup]]:
        """Uses that share one of the keys, a group for each key, system and `purl_base`.

        Groups of one `purl_base` come together, in the order of the keys.

        Args:
            keys: Of `license_keys`.
            touched: Only components about which `kept` says nothing.
        """
        ...

    def kept(self, rule: str, /) -> Kept | None:
        """What stands from the evaluation before; None: all components must be judged.

        For rules whose findings depend on nothing but the uses of one component and the pack.
        """
        ...

    def use_counts(self, key: LicenseKey, /) -> Mapping[str, int]:
        """Number of distinct `purl_base` among the uses of a key, by system id (empty: no system).

        Lets a rule count what complies without walking through a million uses.
        """
        ...

    def unresolved(self, *, touched: bool = False) -> Iterator[ComponentUse]:
        """Third-party uses whose version is not EXACT and that no lock in the source resolves.

        Args:
            touched: Only components about which `kept` says nothing.
        """
        ...

    def license_changes(self) -> Iterator[LicenseChange]:
        """Differences with the previous scan."""
        ...

    def descriptors(self, kinds: Collection[str], /) -> Iterator[DescriptorFact]:
        """Descriptors of these kinds, sorted by system, source, path and name."""
        ...

    def uses_named(self, bases: Collection[str], /) -> Iterator[ComponentUse]:
        """Uses whose `purl_base` is one of these, whatever their role, sorted as `uses_of`."""
        ...
