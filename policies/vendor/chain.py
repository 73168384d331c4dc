"""The chain of ownership of a vendor, out of all registers of the dossier together.

Rows are the same organisation when a number fits, or when their names are the same words. Each step names
its country, source and date. Where sources name another ultimate owner, all are shown.
"""

import re
from collections.abc import Sequence

import msgspec

from policies.vendor.line import Proof
from sbom.registers.facts import Vendor
from sbom.registers.identifiers import Identifier
from sbom.registers.names import How, matches

Known = Sequence[tuple[str, Vendor]]
"""(document, row) of the registers in the dossier."""
_WORD = re.compile(r"\w+")
_FORMS = frozenset(
    {
        "bv",
        "b",
        "v",
        "nv",
        "n",
        "ltd",
        "limited",
        "inc",
        "llc",
        "gmbh",
        "ag",
        "sa",
        "plc",
        "corp",
        "the",
        "de",
    }
)
"""Legal forms; "holding" and "group" are not among them: a holding is another than what it holds."""
_MOST = 8
"""Steps of a chain."""


class Owner(msgspec.Struct, frozen=True):
    """Who is at the end of the chain."""

    name: str
    country: str
    """ISO 3166-1 alpha-2, empty where nobody says it."""
    proof: Proof


def rows_of(name: str, ids: Sequence[Identifier], known: Known) -> list[tuple[str, Vendor]]:
    """Every row of the registers that is this organisation for certain, by number or the same name."""
    vendors = [v for _, v in known]
    sure = [m for m in matches(name, ids, vendors, most=20) if m.how is not How.SIMILAR]
    numbers = {i for m in sure for i in m.vendor.ids}
    more = matches(name, sorted(numbers), vendors, most=20) if numbers else []
    chosen = {id(m.vendor) for m in (*sure, *(m for m in more if m.how is not How.SIMILAR))}
    return [(d, v) for d, v in known if id(v) in chosen]


def owners_of(rows: Sequence[tuple[str, Vendor]], known: Known) -> tuple[list[Owner], list[Proof]]:
    """The ultimate owners that the sources name, and the steps towards them.

    Args:
        rows: Of the vendor itself.
        known: All rows.
    """
    owners: dict[tuple[tuple[str, ...], str], Owner] = {}
    steps: list[Proof] = []
    for document, vendor in rows:
        walked, owner = _walk(document, vendor, known)
        steps += [s for s in walked if s not in steps]
        if owner is not None:
            owners.setdefault((_plain(owner.name), owner.country), owner)
    return list(owners.values()), steps


def _walk(document: str, vendor: Vendor, known: Known) -> tuple[list[Proof], Owner | None]:
    steps: list[Proof] = []
    seen = {_plain(vendor.name)}
    for _ in range(_MOST):
        name = vendor.ultimate_parent or vendor.parent
        if not name:
            break
        country = _stated_country(vendor)
        found = [(d, v) for d, v in known if _plain(v.name) == _plain(name) not in seen]
        country = country or next((v.country for _, v in found if v.country), "")
        step = _proof(document, vendor, f"{vendor.name} / {name} ({country or '?'})")
        steps.append(step)
        if vendor.ultimate_parent and (country or not found):
            return steps, Owner(name, country, step)
        further = next(((d, v) for d, v in found if v.parent or v.ultimate_parent), None)
        if further is None:
            sure = vendor.ultimate_parent != ""
            return steps, Owner(name, country, step) if sure else None
        seen.add(_plain(name))
        document, vendor = further
    return steps, None


def _stated_country(vendor: Vendor) -> str:
    """The country that a row gives for the owner that it names; a direct parent may be elsewhere."""
    if vendor.ultimate_parent:
        alone = vendor.parent in {"", vendor.ultimate_parent}
        return vendor.ultimate_parent_country or (vendor.parent_country if alone else "")
    return vendor.parent_country


def _proof(document: str, vendor: Vendor, told: str) -> Proof:
    source = f", {vendor.source}" if vendor.source else ""
    day = f", {vendor.as_of.isoformat()}" if vendor.as_of else ""
    return Proof(document=document, quote=f"{told}{source}{day}", line=vendor.line)


def _plain(name: str) -> tuple[str, ...]:
    """The words of a name without its legal form."""
    return tuple(w for w in _WORD.findall(name.lower()) if w not in _FORMS)
