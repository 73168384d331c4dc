"""Licence claims to what a document may say: a valid id, a valid expression or a name.

Whether a text is an SPDX expression is for the caller to know: `normalise` gives the expression a
raw licence means, or None. Without it nothing is trusted and every licence is written as a name.
"""

import re
from collections.abc import Callable, Container

import msgspec

from sbom.lazy_pattern import lazy
from sbom.license import LicenseClaim

Normalise = Callable[[str], str | None]
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\Z")
_REF = lazy(r"(?<![:\w.-])LicenseRef-[A-Za-z0-9.-]+")
_UNSAFE = lazy(r"[^A-Za-z0-9.-]+")


class Stated(msgspec.Struct, frozen=True):
    """One licence as a document may state it; exactly one of the three is not empty."""

    id: str = ""
    """A single SPDX id, in capitals and small letters as the list has it."""
    expression: str = ""
    """Any other valid expression, such as `MIT OR Apache-2.0` or `LicenseRef-x`."""
    name: str = ""
    """Raw text that no expression is known for."""


class Licensing:
    """Remembers what each distinct raw licence becomes."""

    def __init__(self, normalise: Normalise | None, ids: Container[str] | None) -> None:
        """Trust `normalise` for expressions, and `ids` (if given) for what may stand as an id."""
        self._normalise = normalise
        self._ids = ids
        self._known: dict[str, Stated] = {}

    def stated(self, raw: str) -> Stated:
        """What a raw licence becomes; looked up once per distinct text."""
        found = self._known.get(raw)
        if found is None:
            found = self._known[raw] = self._state(raw)
        return found

    def _state(self, raw: str) -> Stated:
        expression = self._normalise(raw) if self._normalise is not None else None
        if not expression:
            return Stated(name=raw)
        if _ID.match(expression) and not expression.startswith(("LicenseRef-", "DocumentRef-")):
            if self._ids is None or expression in self._ids:
                return Stated(id=expression)
            return Stated(name=raw)
        return Stated(expression=expression)

    def expression(self, claims: list[LicenseClaim], names: dict[str, str]) -> str:
        """One SPDX expression for all claims of a kind, joined with AND; NOASSERTION for none.

        Args:
            claims: Of one kind.
            names: Filled with LicenseRef id to raw text for what is no expression.
        """
        parts = set()
        for claim in claims:
            stated = self.stated(claim.raw)
            part = stated.id or stated.expression
            if not part:
                part = ref_for(stated.name, names)
            elif "LicenseRef-" in part:
                for ref in _REF.findall(part):
                    names.setdefault(ref, claim.raw)
            parts.add(part)
        if not parts:
            return "NOASSERTION"
        if len(parts) == 1:
            return parts.pop()
        return " AND ".join(f"({p})" if " OR " in p.upper() else p for p in sorted(parts))


def ref_for(raw: str, names: dict[str, str]) -> str:
    """A LicenseRef id for a raw licence, the same one each time within `names`."""
    slug = _UNSAFE.sub("-", raw)[:60].strip("-.") or "unnamed"
    ref = f"LicenseRef-{slug}"
    number = 2
    while names.setdefault(ref, raw) != raw:
        ref = f"LicenseRef-{slug}-{number}"
        number += 1
    return ref
