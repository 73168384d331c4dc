"""What the licences of a system ask of whoever runs or hands it on, as a checklist.

Duties come from the classes of the pack and, for single licences, from `conditions.yaml`; each with its
source and how sure that is. Which of them bite depends on the use: what is not handed on asks nothing about
handing on.
"""

from collections.abc import Iterable

import msgspec

from policies.facts import UseMode
from policies.licensing import class_of, judge
from policies.pack import Pack
from policies.pack_parts import Bilingual
from sbom.licensing.expression import parse
from sbom.licensing.tree import leaves

_BITES = {
    "no": frozenset({"use", "litigation", "time"}),
    "network-only": frozenset({"use", "litigation", "time", "remote-interaction"}),
    "yes": frozenset({"use", "litigation", "time", "remote-interaction", "distribution"}),
}


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, and for what."""

    id: str
    text: Bilingual
    trigger: str
    """`distribution`, `remote-interaction`, `litigation`, `time` or `use`."""
    source: str
    """Article, section or class that asks it."""
    certainty: str
    by_vendor: bool
    """Whether it is the supplier who has to do it: ask for it."""
    licenses: tuple[str, ...]
    components: tuple[str, ...]
    """Package URLs, sorted."""


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One component as judged."""

    purl: str
    claims: tuple[tuple[str, str], ...]
    scope: str = "runtime"
    supplied: bool = False


def obligations(
    components: Iterable[Component], use_mode: UseMode | None, pack: Pack
) -> list[Duty]:
    """Duties that apply, those about handing on first, then by how many components ask them.

    Args:
        components: Of one system; of a choice the side counts that the use allows best.
        use_mode: Of the system; None: as published, the strictest.
        pack: Classes, contexts and conditions.
    """
    gathered: dict[tuple[str, bool], tuple[set[str], set[str]]] = {}
    for one in components:
        verdict = judge(one.claims, use_mode, one.scope, one.supplied, pack)
        text = verdict.chosen or verdict.expression
        licenses = [str(leaf) for leaf in leaves(parse(text))] if text else ["-"]
        reach = pack.licenses.contexts[verdict.context].distribution
        vendor = reach.startswith("vendor")
        bites = _BITES[reach.removeprefix("vendor-") if reach != "vendor" else "yes"]
        for name in licenses:
            for duty in _duties(name, pack):
                if _trigger(duty, pack) in bites:
                    names, purls = gathered.setdefault((duty, vendor), (set(), set()))
                    names.add(name)
                    purls.add(one.purl)
    found = [
        _made(duty, names, purls, pack, by_vendor=vendor)
        for (duty, vendor), (names, purls) in gathered.items()
    ]
    order = ("distribution", "remote-interaction", "use", "time", "litigation")
    return sorted(found, key=lambda d: (order.index(d.trigger), -len(d.components), d.id))


def _duties(license_id: str, pack: Pack) -> list[str]:
    if license_id == "-":
        return list(pack.licenses.classes["unknown"].obligations)
    bare = license_id.partition(" WITH ")[0]
    found = list(pack.licenses.classes[class_of(bare, pack)].obligations)
    if pack.conditions:
        found += [name for name, duty in pack.conditions.duties.items() if duty.fits(license_id)]
    return found


def _trigger(name: str, pack: Pack) -> str:
    if pack.conditions and name in pack.conditions.duties:
        return pack.conditions.duties[name].trigger
    return pack.licenses.obligations[name].trigger


def _made(name: str, licenses: set[str], purls: set[str], pack: Pack, *, by_vendor: bool) -> Duty:
    if pack.conditions and name in pack.conditions.duties:
        duty = pack.conditions.duties[name]
        text, source, certainty = duty.text, duty.source, duty.certainty
    else:
        known = pack.licenses.obligations[name]
        text, source, certainty = known.text, f"licenses.yaml: {name}", known.certainty
    return Duty(
        id=name,
        text=text,
        trigger=_trigger(name, pack),
        source=source,
        certainty=certainty.value,
        by_vendor=by_vendor,
        licenses=tuple(sorted(licenses - {"-"})),
        components=tuple(sorted(purls)),
    )
