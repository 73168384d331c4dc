"""May this licence go into a work under that licence, in this use? With reason and source.

The same licence asks different things of internal use, a hosted service, code that goes to a
browser, a copy for another municipality and publication under the EUPL. Nothing here is a verdict
of a court: `REVIEW` means that a lawyer looks, and says at what.

Sources: `conditions.yaml` of the pack (appendix of the EUPL, pairs of licences; each with its source)
and the classes of the pack. Versions of the GNU GPL: the licence texts; own knowledge.
"""

from enum import StrEnum

import msgspec

from policies.facts import UseMode
from policies.licensing import judge
from policies.pack import Pack
from sbom.licensing.choice import choose
from sbom.licensing.expression import ExpressionError, parse
from sbom.licensing.tree import Leaf, leaves, render


class Fit(StrEnum):
    """How a licence fits, from best to worst."""

    FITS = "fits"
    SEPARATE = "separate"
    """Fits as a separate component that stays under its own licence."""
    REVIEW = "review"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"


class Compatibility(msgspec.Struct, frozen=True, kw_only=True):
    """One answer."""

    expression: str
    """Licence that was judged, canonical; as given when it cannot be read."""
    chosen: str
    """What is left once every OR is settled for the best side."""
    outbound: str
    use_mode: UseMode
    fit: Fit
    reason: str
    """Key of the reason of the licence that decides: see `REASONS`."""
    decides: str
    """That licence."""


REASONS: dict[str, tuple[str, str]] = {
    "same": (
        "De licentie is die van het werk zelf.",
        "The licence is that of the work itself.",
    ),
    "not-handed-on": (
        "Er wordt niets doorgegeven; de licentie vraagt dan niets.",
        "Nothing is handed on, so the licence asks nothing.",
    ),
    "notices": (
        "Mag mee; bewaar licentietekst en copyrightregels.",
        "May come along; keep text and copyright lines.",
    ),
    "own-licence": (
        "Mag mee als los onderdeel onder de eigen licentie; bied de broncode ervan aan.",
        "May come along as a separate part under its own licence; offer its source.",
    ),
    "eupl-appendix": (
        (
            "Staat in de bijlage van de EUPL: het samengevoegde werk mag onder die licentie "
            "uit; omgekeerd niet."
        ),
        (
            "On the list of the EUPL: the combined work may go out under that licence, not "
            "the other way round."
        ),
    ),
    "copyleft": (
        (
            "Het samengevoegde werk moet onder deze licentie uit, en dat past niet bij de "
            "gekozen licentie."
        ),
        "The combined work must go out under this licence, which does not fit the chosen one.",
    ),
    "network-source": (
        "Wie de dienst gebruikt heeft recht op de broncode.",
        "Users of the service have a right to the source.",
    ),
    "patent-clause": (
        "Apache-2.0 en GPL-2.0-only gaan niet samen in een werk.",
        "Apache-2.0 and GPL-2.0-only do not go together in one work.",
    ),
    "advertising": (
        "De reclameclausule van de ene licentie past niet bij de andere.",
        "The advertising clause of the one does not fit the other.",
    ),
    "binds-receiver": (
        (
            "Wie de software krijgt, krijgt ook de rechten van deze licentie: geef de broncode van het "
            "geheel erbij."
        ),
        "Whoever gets the software gets the rights of this licence: hand over the source of the whole.",
    ),
    "supplier-duty": (
        "De leverancier moet de broncode van het geheel aanbieden; vraag daar schriftelijk naar.",
        "The supplier has to offer the source of the whole; ask for it in writing.",
    ),
    "gnu-versions": (
        "Twee versies van de GPL zonder 'of later' gaan niet samen.",
        "Two GPL versions without 'or later' do not go together.",
    ),
    "not-open": (
        "Geen open licentie: gebruik en doorgifte zijn beperkt.",
        "Not an open licence: use and handing on are limited.",
    ),
    "content": (
        "Licentie voor inhoud of data, niet voor software.",
        "A licence for content or data, not for software.",
    ),
    "unknown": (
        "De licentie of haar klasse is niet bekend.",
        "The licence or its class is not known.",
    ),
}
"""Why: in Dutch, in English."""

_HANDED_ON = frozenset({UseMode.PUBLIC_CLIENT, UseMode.DISTRIBUTED})
_OPEN = frozenset({"public-domain", "permissive"})
_COPYLEFT = frozenset({"strong-copyleft", "network-copyleft"})
_RANK = {Fit.FITS: 0, Fit.SEPARATE: 1, Fit.REVIEW: 2, Fit.UNKNOWN: 3, Fit.CONFLICTS: 4}


def compatible(
    expression: str, outbound: str, use_mode: UseMode, pack: Pack, *, supplied: bool = False
) -> Compatibility:
    """Whether a component fits a work.

    Args:
        expression: SPDX expression of the component; bounded as `expression.parse` is.
        outbound: SPDX expression under which the work goes out, for example `EUPL-1.2`; of several
            licences all have to fit. Empty: none was chosen.
        use_mode: How the work is used.
        pack: For the class of each licence, exceptions applied, and its conditions.
        supplied: A supplier put the component in a product that we get.

    An OR is settled for the side that fits best; of an AND the worst part decides.
    """
    try:
        tree = parse(expression)
    except ExpressionError:
        return Compatibility(
            expression=expression, chosen="", outbound=outbound, use_mode=use_mode,
            fit=Fit.UNKNOWN, reason="unknown", decides=expression,
        )  # fmt: skip
    found: dict[Leaf, tuple[Fit, str]] = {}
    try:
        works = [str(leaf) for leaf in leaves(parse(outbound))] if outbound else [""]
    except ExpressionError:
        works = [outbound]

    def rank(leaf: Leaf) -> tuple[int, ...]:
        if leaf not in found:
            fits = [_fit(leaf, work, use_mode, pack, supplied=supplied) for work in works]
            found[leaf] = max(fits, key=lambda f: _RANK[f[0]])
        return (_RANK[found[leaf][0]],)

    choice = choose(tree, rank)
    worst = max(leaves(choice.node), key=rank)
    return Compatibility(
        expression=render(tree),
        chosen=render(choice.node),
        outbound=outbound,
        use_mode=use_mode,
        fit=found[worst][0],
        reason=found[worst][1],
        decides=str(worst),
    )


def _fit(
    leaf: Leaf, outbound: str, use_mode: UseMode, pack: Pack, *, supplied: bool
) -> tuple[Fit, str]:
    name = str(leaf)
    kind = judge((("declared", name),), use_mode, "runtime", False, pack).license_class
    if name == outbound:
        return Fit.FITS, "same"
    if kind == "unknown":
        return Fit.UNKNOWN, "unknown"
    if kind in {"source-available", "restricted", "proprietary"}:
        return (Fit.CONFLICTS if use_mode in _HANDED_ON else Fit.REVIEW), "not-open"
    if kind.startswith("data-content"):
        return Fit.REVIEW, "content"
    if supplied and kind in _COPYLEFT:
        return Fit.REVIEW, "supplier-duty"
    if use_mode not in _HANDED_ON:
        if use_mode is UseMode.HOSTED and kind == "network-copyleft":
            return Fit.REVIEW, "network-source"
        return Fit.FITS, "not-handed-on"
    if not outbound and kind in _COPYLEFT:
        return Fit.REVIEW, "binds-receiver"
    return _combined(name, kind, outbound, pack)


def _combined(name: str, kind: str, outbound: str, pack: Pack) -> tuple[Fit, str]:
    """How a licence fits a work that is handed on under another."""
    conditions = pack.conditions
    for pair in conditions.pairs if conditions else ():
        if (pair.inbound, pair.outbound) == (name, outbound):
            return Fit(pair.fit), pair.reason
    if kind in _OPEN:
        return Fit.FITS, "notices"
    if kind == "weak-copyleft":
        return Fit.SEPARATE, "own-licence"
    if kind not in _COPYLEFT:
        return Fit.UNKNOWN, "unknown"
    appendix = conditions.appendices.get(outbound) if conditions else None
    if appendix is not None and name in appendix.licenses:
        return Fit.REVIEW, "eupl-appendix"
    if name.startswith("GPL-") and outbound.startswith(("GPL-", "AGPL-3.0")):
        if _goes_with(name, outbound):
            return Fit.FITS, "notices"
        return Fit.CONFLICTS, "gnu-versions"
    return Fit.CONFLICTS, "copyleft"


def _goes_with(name: str, outbound: str) -> bool:
    """Whether code under one GNU GPL may go into a work under another."""
    mine, theirs = name.split("-")[1], outbound.split("-")[1]
    if name.endswith("-or-later"):
        return mine <= theirs
    return mine == theirs
