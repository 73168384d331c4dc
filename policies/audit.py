"""An audit of one list of components: what falls under which advisory, and what could not be asked.

Pure and quick: every component is asked once; only those that fall under something cost more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from policies.priority import Priority, Setting, priority
from sbom.advisories.ecosystems import key_of
from sbom.advisories.endoflife import cycle_of, has_ended
from sbom.advisories.feed import Cycle, Product
from sbom.advisories.index import Advisories
from sbom.advisories.matching import Matcher, Status, Unknown
from sbom.advisories.merging import Exposure, exposures
from sbom.component import Component, VersionKind
from sbom.errors import ParseError
from sbom.versions import native_satisfies

SOON_DAYS = 180
"""End of life within so many days is told beforehand."""


class Exposed(msgspec.Struct, frozen=True, kw_only=True):
    """A component and one vulnerability in it."""

    index: int
    """Of the component in the list."""
    component: Component
    exposure: Exposure
    priority: Priority
    fix_in_range: bool | None
    """Whether a fixing version meets the requirement as written; None: no requirement or no fix."""


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A component whose line of releases is past its end, or near it."""

    index: int
    component: Component
    product: Product
    cycle: Cycle
    ended: bool
    """False: ends within `SOON_DAYS`."""


class Unasked(msgspec.Struct, frozen=True, kw_only=True):
    """A component of which nothing can be known, or only in part."""

    index: int
    component: Component
    reason: Unknown


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome."""

    components: int
    clean: int
    """Asked, with a certain answer, and under no advisory."""
    exposed: tuple[Exposed, ...]
    """Highest points first; then by component and id."""
    endings: tuple[Ending, ...]
    unasked: tuple[Unasked, ...]
    """In the order of the list."""

    def reasons(self) -> dict[str, int]:
        """Number of components per reason that they could not be asked."""
        found: dict[str, int] = {}
        for entry in self.unasked:
            found[entry.reason.value] = found.get(entry.reason.value, 0) + 1
        return dict(sorted(found.items()))


def audit(
    components: Sequence[Component],
    advisories: Advisories,
    today: date,
    setting: Setting | None = None,
) -> Audit:
    """Ask the advisories about a list of components.

    Args:
        components: Of one source or document.
        advisories: What is known.
        today: For ends of life.
        setting: Where they are used; `direct` and `scope` come from each component.
    """
    matcher = Matcher(advisories)
    products = advisories.products()
    where = setting or Setting()
    exposed: list[Exposed] = []
    endings: list[Ending] = []
    unasked: list[Unasked] = []
    clean = 0
    for index, component in enumerate(components):
        asked = matcher.ask(component)
        if asked.unknown is not None:
            unasked.append(Unasked(index=index, component=component, reason=asked.unknown))
        if asked.matches:
            kind = component.purl[4:].partition("/")[0]
            for found in exposures(kind, asked.matches, advisories):
                exposed.append(_exposed(index, component, found, where))
        elif asked.unknown is None:
            clean += 1
        if products and asked.unknown is not Unknown.NOT_IN_USE:
            ending = ending_of(index, component, products, today)
            if ending is not None:
                endings.append(ending)
    exposed.sort(key=lambda e: (-e.priority.points, e.component.purl, e.exposure.id, e.index))
    return Audit(
        components=len(components),
        clean=clean,
        exposed=tuple(exposed),
        endings=tuple(endings),
        unasked=tuple(unasked),
    )


def _exposed(index: int, component: Component, exposure: Exposure, where: Setting) -> Exposed:
    own = msgspec.structs.replace(where, direct=component.direct, scope=component.scope.value)
    return Exposed(
        index=index,
        component=component,
        exposure=exposure,
        priority=priority(exposure, own),
        fix_in_range=fix_in_range(component, exposure.fixed),
    )


def fix_in_range(component: Component, fixed: Iterable[str]) -> bool | None:
    """Whether one of the fixing versions meets what the project asks for; None: not to be said."""
    versions = list(fixed)
    if not component.requirement or not versions or not component.purl.startswith("pkg:"):
        return None
    kind = component.purl[4:].partition("/")[0]
    try:
        return any(native_satisfies(kind, component.requirement, v) for v in versions[:50])
    except ParseError:
        return None


def ending_of(
    index: int, component: Component, products: Mapping[str, Product], today: date
) -> Ending | None:
    """The end of life of a component's line of releases, when it is past or near; else None."""
    if component.version_kind is not VersionKind.EXACT or component.purl[:4] != "pkg:":
        return None
    product = products.get(key_of(component.purl))
    cycle = cycle_of(product, component.version) if product is not None else None
    if product is None or cycle is None:
        return None
    ended = has_ended(cycle, today)
    soon = False
    if ended is False and cycle.ends:
        soon = (date.fromisoformat(cycle.ends[:10]) - today).days <= SOON_DAYS
    if not ended and not soon:
        return None
    return Ending(index=index, component=component, product=product, cycle=cycle, ended=bool(ended))


def certain(found: Iterable[Exposed]) -> list[Exposed]:
    """Those of which the version is known to be affected."""
    return [e for e in found if e.exposure.status is Status.AFFECTED]
