"""`conditions.yaml`: what licences ask of each other and of whoever uses them; reviewed data with its source."""

import msgspec

from policies.pack_parts import Bilingual, Certainty, PackHead, Part


class Appendix(Part, frozen=True):
    """Licences under which a work may go on, by the words of its own licence."""

    licenses: tuple[str, ...]
    source: str
    certainty: Certainty = Certainty.OWN_KNOWLEDGE


class Pair(Part, frozen=True):
    """Two licences that do or do not go together in one work, whatever their classes say."""

    inbound: str
    outbound: str
    fit: str
    """`fits`, `separate`, `review` or `conflicts`."""
    reason: str
    """Key of `policies.compatibility.REASONS`."""
    source: str
    certainty: Certainty = Certainty.OWN_KNOWLEDGE


class Duty(Part, frozen=True):
    """What some licences ask beyond the duties of their class."""

    text: Bilingual
    trigger: str
    """As `Obligation.trigger`."""
    licenses: tuple[str, ...]
    """SPDX ids; a `*` at the end covers every id that begins so."""
    source: str
    """Article or section."""
    certainty: Certainty = Certainty.OWN_KNOWLEDGE

    def fits(self, license_id: str) -> bool:
        """Whether a licence asks it."""
        bare = license_id.partition(" WITH ")[0]
        return any(
            bare == name or (name.endswith("*") and bare.startswith(name[:-1]))
            for name in self.licenses
        )


class Conditions(PackHead, frozen=True):
    """The file."""

    appendices: dict[str, Appendix] = msgspec.field(default_factory=dict)
    """By licence of the work."""
    pairs: tuple[Pair, ...] = ()
    duties: dict[str, Duty] = msgspec.field(default_factory=dict)
