"""What a truth test looks at: one document, the present, what is known of the product, others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import msgspec

from sbom.component import Component, ComponentKind, Role, VersionKind
from sbom.documents.wording import DERIVED
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE

Values = Mapping[str, Any]
"""Thresholds and lists of one test, from `truth.yaml`."""

_OWN = frozenset({Role.ROOT, Role.WORKSPACE})
_NO_PACKAGES = frozenset({ComponentKind.FILE, ComponentKind.DATA, ComponentKind.OPERATING_SYSTEM})
SYSTEM = frozenset({"deb", "rpm", "apk", "alpm", "oci", "docker"})
"""Purl types of what an image brings along."""


class State(StrEnum):
    """How a test went."""

    OK = "ok"
    """Nothing odd."""
    SUSPECT = "suspect"
    UNKNOWN = "unknown"
    """Not to be told from what is here."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one test found."""

    state: State
    evidence: tuple[str, ...] = ()
    """What it was seen in: components, refs, dates; at most a handful."""
    values: tuple[tuple[str, str], ...] = ()
    """For the texts: `count`, `total` and the like."""
    lacks: str = ""
    """With UNKNOWN, what would settle it: `against`, `tags`, `graph`, `hashes` ..."""


OK = Outcome(state=State.OK)


def unknown(lacks: str) -> Outcome:
    """The test cannot be made without something."""
    return Outcome(state=State.UNKNOWN, lacks=lacks)


def suspect(evidence: Iterable[str] = (), **values: object) -> Outcome:
    """Something is odd."""
    listed = tuple(e[:200] for e in evidence)
    return Outcome(
        state=State.SUSPECT,
        evidence=listed[:5],
        values=tuple(sorted((k, str(v)) for k, v in values.items())),
    )


def label(component: Component) -> str:
    """A component for people."""
    version = component.version or component.requirement
    return f"{component.name} {version}".strip()


def type_of(component: Component) -> str:
    """Its purl type; empty when the document gave no usable purl."""
    if DERIVED in component.properties:
        return ""
    return component.purl[4:].partition("/")[0]


def moment(text: str) -> datetime | None:
    """An instant, or None; one without time zone counts as UTC."""
    try:
        made = datetime.fromisoformat(text)
        return (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class Document:
    """One document with what is worked out of it, once."""

    def __init__(self, name: str, inventory: Inventory) -> None:
        self.name = name
        """For people, a file name mostly."""
        self.inventory = inventory
        facts: dict[str, str] = {}
        for descriptor in inventory.descriptors:
            facts.update(descriptor.properties)
        self.facts = facts

    @cached_property
    def third(self) -> list[Component]:
        """Components that are not the product itself, nor files, data or operating systems."""
        return [
            c
            for c in self.inventory.components
            if _OWN.isdisjoint(c.roles) and c.kind not in _NO_PACKAGES
        ]

    @cached_property
    def product(self) -> str:
        """Name of what the document is about, in lower case; empty when it does not say."""
        roots = [c.name for c in self.inventory.components if Role.ROOT in c.roles]
        return (roots[0] if roots else self.facts.get("component", "")).lower()

    @cached_property
    def purls(self) -> frozenset[str]:
        """Purls with an exact version that the document states itself."""
        return frozenset(
            c.purl
            for c in self.third
            if c.version_kind is VersionKind.EXACT and DERIVED not in c.properties
        )

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many third-party components there are of each purl type."""
        return Counter(t for c in self.third if (t := type_of(c)))

    @cached_property
    def timestamp(self) -> datetime | None:
        """When the document says it was made."""
        return moment(self.facts.get("timestamp", ""))

    @property
    def partial(self) -> bool:
        """Whether parts of it could not be read."""
        return any(i.kind in INCOMPLETE for i in self.inventory.issues)


class Look:
    """Everything a test may look at."""

    def __init__(
        self,
        document: Document,
        *,
        now: datetime,
        tags: Iterable[str] = (),
        others: Iterable[Document] = (),
    ) -> None:
        self.document = document
        self.now = now
        """Aware."""
        self.tags = frozenset(t.strip().lower() for t in tags if t.strip())
        """What the product is known to be made with: `java`, `react`, `docker`."""
        self.others = tuple(others)
        """Documents to compare with: other products, or earlier deliveries."""
