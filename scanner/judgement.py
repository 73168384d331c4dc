"""What judges: pack, waivers and clock; and the digest that tells whether judging again is of use."""

import hashlib
from datetime import datetime

import msgspec

from policies.pack import Pack
from policies.waiver import Waiver
from scanner.version import __version__


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What judges: the merged pack, the user's waivers and the day."""

    pack: Pack
    waivers: tuple[Waiver, ...]
    now: datetime
    """Aware, UTC; its date is the day on which waivers are weighed."""


def judging_digest(judgement: Judgement) -> str:
    """Digest of everything besides the facts that decides a verdict."""
    seen = hashlib.sha256(judgement.pack.digest.encode())
    seen.update(judgement.now.date().isoformat().encode())
    seen.update(__version__.encode())
    seen.update(msgspec.json.encode(judgement.waivers))
    return seen.hexdigest()[:32]
