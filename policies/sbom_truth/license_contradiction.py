"""Licences that differ from those of the same component elsewhere, or within the document."""

from collections.abc import Iterable

from policies.sbom_truth.look import OK, Document, Look, Outcome, Values, suspect, unknown
from sbom.component import Component
from sbom.documents.wording import DERIVED
from sbom.license import LicenseKind

_STATED = frozenset({LicenseKind.DECLARED, LicenseKind.CONCLUDED})


def _expressions(component: Component) -> frozenset[str]:
    from sbom.licensing.reading import normalise

    return frozenset(
        e for c in component.licenses if c.kind in _STATED and (e := normalise(c.raw)) is not None
    )


def _ids(expressions: Iterable[str]) -> frozenset[str]:
    """The licences named, without operators: another way to join the same ones is no conflict."""
    words = (w.strip("()") for e in expressions for w in e.split())
    return frozenset(_family(w) for w in words if w not in {"AND", "OR", "WITH", ""})


def _family(word: str) -> str:
    return word.removesuffix("-only").removesuffix("-or-later").removesuffix("+")


def _known(documents: Iterable[Document]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for document in documents:
        for component in document.third:
            if "@" in component.purl and DERIVED not in component.properties:
                stated = _expressions(component)
                if stated:
                    found.setdefault(component.purl, stated)
    return found


def check(look: Look, values: Values) -> Outcome:
    """Suspect when enough components share no licence with their like elsewhere."""
    known = _known(look.others)
    clashes, compared = [], 0
    for component in look.document.third:
        stated = _expressions(component)
        if not stated or "@" not in component.purl or DERIVED in component.properties:
            continue
        other = known.setdefault(component.purl, stated)
        if other is stated:
            continue
        compared += 1
        if _ids(stated).isdisjoint(_ids(other)):
            here, there = " / ".join(sorted(stated)), " / ".join(sorted(other))
            clashes.append(f"{component.name} {component.version}: {here} ≠ {there}")
    if not compared and not look.others:
        return unknown("against")
    if len(clashes) < values["min_clashes"] or len(clashes) < values["share"] * compared:
        return OK
    return suspect(clashes, count=len(clashes), total=compared)
