"""What judges: pack, waivers and clock; and the digest that tells whether judging again is of use."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from policies.pack import Pack
from policies.waiver import Waiver
from scanner.version import __version__

if TYPE_CHECKING:  # decisions are rare; who has them has loaded this
    from policies.curations import Curation


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What judges: the merged pack, the user's waivers and the day."""

    pack: Pack
    waivers: tuple[Waiver, ...]
    curations: "tuple[Curation, ...]" = ()
    """Decisions of people on licences."""
    borrow: bool = True
    """Whether a licence that is not known is borrowed from the same software elsewhere."""
    now: datetime
    """Aware, UTC; its date is the day on which waivers are weighed."""


def judging_digest(judgement: Judgement, lookups: str = "") -> str:
    """Digest of everything besides the facts that decides a verdict on a component, but for the day.

    The day counts only by the rules that are in force on it. Waivers, ends of support and the like are
    weighed anew each day, see `Writer.last_day`.

    Args:
        judgement: What judges.
        lookups: Mark of the answers of look-ups about licences; empty: there are none.
    """
    seen = hashlib.sha256(judgement.pack.digest.encode())
    seen.update(",".join(judgement.pack.in_force(judgement.now.date())).encode())
    seen.update(__version__.encode())
    seen.update(msgspec.json.encode(judgement.waivers))
    if judgement.curations or lookups or not judgement.borrow:
        more = judgement.curations, lookups, judgement.borrow
        seen.update(msgspec.json.encode(more))
    return seen.hexdigest()[:32]
