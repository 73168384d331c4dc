"""Facts held in memory: for tests, and for judging one document without a database."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from policies.facts import (
    NOT_JUDGED_ROLES,
    SHOWN_PLACES,
    ComponentUse,
    DescriptorFact,
    FileFact,
    Kept,
    LicenseChange,
    LicenseKey,
    SourceFact,
    SystemFact,
    UseGroup,
)
from policies.finding import Place
from sbom.component import Component, VersionKind
from sbom.inventory import Inventory

Use = tuple[LicenseKey, ComponentUse]


class MemoryFacts:
    """An implementation of `policies.facts.Facts` over plain values."""

    def __init__(
        self,
        *,
        systems: Iterable[SystemFact] = (),
        sources: Iterable[SourceFact] = (),
        uses: Iterable[Use] = (),
        changes: Iterable[LicenseChange] = (),
        descriptors: Iterable[DescriptorFact] = (),
    ) -> None:
        """Index the values.

        Args:
            systems: Ids are unique.
            sources: Uris are unique.
            uses: Component uses with their keys; roles of `NOT_JUDGED_ROLES` are left out here.
            changes: Differences with an earlier scan.
            descriptors: What files say of systems as a whole.
        """
        self._descriptors = sorted(descriptors, key=_place_of)
        self._systems = {s.id: s for s in sorted(systems, key=lambda s: s.id)}
        self._sources = tuple(sorted(sources, key=lambda s: s.uri))
        self._changes = tuple(sorted(changes, key=lambda c: (c.system, c.purl_base, c.place)))
        self._uses: dict[LicenseKey, list[ComponentUse]] = {}
        self._counts: dict[LicenseKey, dict[str, int]] = {}
        exact: set[tuple[str, str]] = set()
        judged = [(k, u) for k, u in uses if NOT_JUDGED_ROLES.isdisjoint(u.roles)]
        for key, use in judged:
            self._uses.setdefault(key, []).append(use)
            if use.version_kind == VersionKind.EXACT:
                exact.add((use.place.source, use.purl_base))
        for group in self._uses.values():
            group.sort(key=_order)
        self._unresolved = sorted(
            (
                u
                for _, u in judged
                if u.version_kind != VersionKind.EXACT
                and (u.place.source, u.purl_base) not in exact
            ),
            key=_order,
        )

    def systems(self) -> Mapping[str, SystemFact]:
        """Systems by id."""
        return self._systems

    def sources(self) -> Iterable[SourceFact]:
        """Sources, sorted by uri."""
        return self._sources

    def license_keys(self) -> Iterable[LicenseKey]:
        """Distinct keys, sorted."""
        return sorted(
            self._uses, key=lambda k: (k.claims, str(k.use_mode or ""), k.scope, k.supplied)
        )

    def uses_of(self, key: LicenseKey, /) -> Iterator[ComponentUse]:
        """Uses of a key, sorted by system, purl and place."""
        return iter(self._uses.get(key, ()))

    def use_groups(
        self,
        keys: Collection[LicenseKey],
        /,
        *,
        touched: bool = False,  # noqa: ARG002 - all are
    ) -> Iterator[tuple[LicenseKey, UseGroup]]:
        """Groups of the keys, sorted by component, then in the order of the keys."""
        found: dict[tuple[str, int, str], list[ComponentUse]] = {}
        ordered = list(keys)
        for number, key in enumerate(ordered):
            for use in self._uses.get(key, ()):
                found.setdefault((use.purl_base, number, use.system), []).append(use)
        for (_, number, _), uses in sorted(found.items(), key=lambda item: item[0]):
            yield ordered[number], group_of(uses)

    def kept(self, rule: str, /) -> Kept | None:  # noqa: ARG002 - nothing was judged before
        """Nothing: all must be judged."""
        return None

    def use_counts(self, key: LicenseKey, /) -> Mapping[str, int]:
        """Distinct components of a key by system."""
        known = self._counts.get(key)
        if known is None:
            found: dict[str, set[str]] = {}
            for use in self._uses.get(key, ()):
                found.setdefault(use.system, set()).add(use.purl_base)
            known = {system: len(bases) for system, bases in sorted(found.items())}
            self._counts[key] = known
        return known

    def unresolved(self, *, touched: bool = False) -> Iterator[ComponentUse]:  # noqa: ARG002 - nothing is kept here
        """Uses without an exact version anywhere in their source."""
        return iter(self._unresolved)

    def license_changes(self) -> Iterator[LicenseChange]:
        """The changes given."""
        return iter(self._changes)

    def descriptors(self, kinds: Collection[str], /) -> Iterator[DescriptorFact]:
        """Descriptors of these kinds, sorted."""
        return (d for d in self._descriptors if d.descriptor.kind in kinds)

    def uses_named(self, bases: Collection[str], /) -> Iterator[ComponentUse]:
        """Uses of these components, sorted."""
        wanted = frozenset(bases)
        found = [u for uses in self._uses.values() for u in uses if u.purl_base in wanted]
        return iter(sorted(found, key=_order))


def group_of(uses: Sequence[ComponentUse]) -> UseGroup:
    """Uses of one piece of software in one system, sorted by purl and place, taken together."""
    known = {use.direct for use in uses}
    return UseGroup(
        system=uses[0].system,
        purl_base=uses[0].purl_base,
        name=uses[0].name,
        versions=frozenset(use.version or use.requirement for use in uses),
        direct=True if True in known else False if False in known else None,
        places=tuple(sorted({use.place for use in uses})[:SHOWN_PLACES]),
        count=len(uses),
    )


def facts_of(
    files: Mapping[str, Inventory],
    *,
    uri: str,
    kind: str = "folder",
    system: SystemFact | None = None,
    supplied: bool = False,
    formats: Mapping[str, str] | None = None,
) -> MemoryFacts:
    """Facts of one source that was just read, for judging without a database.

    Args:
        files: Inventory by path, joined.
        uri: Name of the source.
        kind: `git`, `folder` or `sbom`.
        system: The system it belongs to; None: none.
        supplied: Whether it is a delivered SBOM.
        formats: Format name by path.
    """
    claims = _claims(files)
    mode = None if system is None else system.use_mode
    uses: list[Use] = []
    for path, inventory in files.items():
        for component in inventory.components:
            base = purl_base(component.purl)
            key = LicenseKey(
                claims=claims.get((base, component.version), ()),
                use_mode=mode,
                scope=component.scope.value,
                supplied=supplied,
            )
            place = Place(source=uri, path=path, line=component.line or 0)
            uses.append((key, _use(component, base, system.id if system else "", place)))
    return MemoryFacts(
        systems=() if system is None else (system,),
        sources=(_source(files, uri, kind, system, formats or {}, supplied=supplied),),
        uses=uses,
        descriptors=[
            DescriptorFact(
                source=uri, system=system.id if system else "", path=path, descriptor=descriptor
            )
            for path, inventory in files.items()
            for descriptor in inventory.descriptors
        ],
    )


def purl_base(purl: str) -> str:
    """The purl without version, qualifiers and subpath."""
    bare = purl.partition("#")[0].partition("?")[0]
    at = bare.rfind("@")
    return bare[:at] if at > bare.rfind("/") else bare


def _place_of(fact: DescriptorFact) -> tuple[str, str, str, str]:
    return fact.system, fact.source, fact.path, fact.descriptor.name


def _order(use: ComponentUse) -> tuple[object, ...]:
    return use.system, use.purl, use.place


def _claims(files: Mapping[str, Inventory]) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """All claims on a component version within the source."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for inventory in files.values():
        for component in inventory.components:
            place = purl_base(component.purl), component.version
            found.setdefault(place, set()).update((c.kind.value, c.raw) for c in component.licenses)
    return {place: tuple(sorted(pairs)) for place, pairs in found.items()}


def _use(component: Component, base: str, system: str, place: Place) -> ComponentUse:
    return ComponentUse(
        purl=component.purl,
        purl_base=base,
        name=component.name,
        version=component.version,
        version_kind=component.version_kind.value,
        requirement=component.requirement,
        system=system,
        scope=component.scope.value,
        roles=tuple(r.value for r in component.roles),
        direct=component.direct,
        place=place,
    )


def _source(
    files: Mapping[str, Inventory],
    uri: str,
    kind: str,
    system: SystemFact | None,
    formats: Mapping[str, str],
    *,
    supplied: bool,
) -> SourceFact:
    facts = []
    license_files: list[str] = []
    publiccode: list[str] = []
    declared: set[str] = set()
    for path, inventory in sorted(files.items()):
        state = "partial" if inventory.issues else "read"
        facts.append(
            FileFact(
                path=path,
                format=formats.get(path, ""),
                state=state,
                components=len(inventory.components),
                expects=inventory.expects_components,
            )
        )
        for descriptor in inventory.descriptors:
            if descriptor.kind == "license-file" and (
                "/" not in path or path.startswith("LICENSES/")
            ):
                license_files.append(path)
            if descriptor.kind == "publiccode":
                publiccode.append(path)
                declared.update(c.raw for c in descriptor.licenses)
    return SourceFact(
        uri=uri,
        kind=kind,
        system=system.id if system else "",
        state="complete" if all(f.state == "read" for f in facts) else "partial",
        supplied=supplied,
        files=tuple(facts),
        license_files=tuple(license_files),
        declared_licenses=tuple(sorted(declared)),
        publiccode=tuple(publiccode),
    )
