"""`standards.yaml`: open standards, and the product tags that make them relevant."""

import msgspec

from policies.pack_parts import Bilingual, Certainty, PackHead, Part


class StandardCheck(Part, frozen=True):
    """How one can tell whether a product follows a standard."""

    type: str
    """`internet.nl`, `linter`, `file`, `validator`, `certificate`, `statement`, `declaration` ..."""
    how: Bilingual


class Standard(Part, frozen=True):
    """One open standard."""

    name: str
    status: str
    """`mandatory`, `legally-required`, `recommended`, `in-procedure`, `removed`, `not-listed`."""
    domain: str
    scope: Bilingual
    url: str
    relevant_when: tuple[str, ...] = ()
    """Product tags, any of which makes it relevant."""
    versions: tuple[str, ...] = ()
    as_of: str = ""
    """Date of the newest source for the status; empty: none was seen."""
    certainty: Certainty = Certainty.OWN_KNOWLEDGE
    check: StandardCheck | None = None
    legal_basis: str = ""
    note: str = ""
    source: str = ""
    tests: tuple[str, ...] = ()
    """Beginnings of the names of internet.nl tests that judge it."""
    files: tuple[str, ...] = ()
    """Kinds of `sbom.inventory.Descriptor` that judge or show it."""
    seen_in: tuple[str, ...] = ()
    """Purls without version whose use shows it."""
    name_en: str = ""
    """The name in English; empty: as in Dutch."""

    @property
    def title(self) -> Bilingual:
        """The name in both languages."""
        return Bilingual(nl=self.name, en=self.name_en or self.name)


class Standards(PackHead, frozen=True):
    """`standards.yaml`: open standards, and the product tags that make them relevant."""

    threshold_eur: int
    """Purchase value from which the duty holds."""
    binding: tuple[str, ...]
    """Statuses that oblige."""
    tags: dict[str, Bilingual]
    standards: dict[str, Standard]
    grounds: dict[str, Bilingual] = msgspec.field(default_factory=dict)
    """Grounds on which a town may deviate."""
