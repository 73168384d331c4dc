"""Waivers ("leg uit"): an approved deviation with a ground and an end date."""

from datetime import date

import msgspec


class Waiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One approved deviation. Either `fingerprint`, or `rule` with `subject`."""

    id: str
    """Short name, unique in the file."""
    ground: str
    """Why it may deviate, in one of the grounds of the pack."""
    explanation: str
    """What was weighed, for the annual report."""
    decided_by: str
    """Role or body that decided, not a person's name."""
    decided_on: date
    valid_until: date
    """Last day on which it holds; required."""
    fingerprint: str = ""
    rule: str = ""
    subject: str = ""
    """Glob over the finding's subject; `*` matches any run of characters."""
    system: str = ""
    """Limits the waiver to one system; empty: every system."""
    decision_document: str = ""
    """Reference in the document system."""
