"""Open standards of a system: which ones its product tags ask for, and what was seen of each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from policies.facts import DescriptorFact, Facts
from policies.finding import Confidence, Finding, Place, SubjectKind, Verdict
from policies.pack import Standard, Standards
from policies.rule import Context, Counted
from sbom.standards.api_design_rules import SHOULD


class Level(StrEnum):
    """How much a proof says, least first."""

    SEEN = "seen"
    """Software that is made for the standard is in use; how well it is applied was not seen."""
    OBSERVED = "observed"
    """A file that follows the standard is there."""
    TESTED = "tested"
    """A test or check of the standard itself was done."""


RANKS = {level: number for number, level in enumerate(Level)}
"""Least first."""


class Proof(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing that speaks for or against a standard in a system."""

    system: str
    standard: str
    level: Level
    holds: bool
    what: str
    """Test, rule, document or component, for the reader."""
    place: Place


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says of one standard in one system."""

    verdict: Verdict
    """DEVIATES or UNKNOWN."""
    confidence: Confidence
    proofs: list[Proof]
    values: dict[str, str] = {}
    """For the texts, beyond the standard's own."""


_CRITERIA = {"2.1": 50, "2.2": 55}
"""Success criteria of levels A and AA by version of WCAG."""
_MOST_CRITERIA = 55
_EVALUATION_DAYS = 3 * 366
"""How old an evaluation of accessibility may be: 36 months."""
_SHOWN = 20
"""Places of a finding that are kept; the rest is counted."""


def asked(standards: Standards, tags: tuple[str, ...]) -> dict[str, Standard]:
    """Standards that bind for a product with these tags, sorted by id."""
    wanted = set(tags)
    return {
        name: standard
        for name, standard in sorted(standards.standards.items())
        if standard.status in standards.binding and not wanted.isdisjoint(standard.relevant_when)
    }


def proofs(facts: Facts, standards: Standards, today: date) -> dict[tuple[str, str], list[Proof]]:
    """Everything that was seen of any standard, by system and standard, sorted.

    Args:
        facts: The estate.
        standards: Of the pack.
        today: Decides whether a security.txt has expired.
    """
    found: dict[tuple[str, str], set[Proof]] = {}
    for proof in (*_from_documents(facts, standards, today), *_from_components(facts, standards)):
        found.setdefault((proof.system, proof.standard), set()).add(proof)
    return {key: sorted(some) for key, some in sorted(found.items())}


def standard_findings(
    rule: str,
    facts: Facts,
    context: Context,
    judge_one: Callable[[str, Standard, list[Proof]], "Verdict | Shown"],
) -> Iterator[Finding | Counted]:
    """Findings and counts of a rule that looks at one system and one binding standard at a time.

    A system without product tags gives nothing: which standards bind for it is not known.

    Args:
        rule: Id of the rule.
        facts: The estate.
        context: Of the rule.
        judge_one: Id of the standard, the standard, and all proofs: how it counts, or what to show.
    """
    standards = context.pack.standards
    systems = facts.systems()
    wanted = {s.id: asked(standards, s.tags) for s in systems.values()} if standards else {}
    if standards is None or not any(wanted.values()):
        return
    seen = proofs(facts, standards, context.today)
    counts: dict[tuple[str, Verdict], int] = {}
    for system, names in sorted(wanted.items()):
        for name, standard in names.items():
            found = judge_one(name, standard, seen.get((system, name), []))
            if isinstance(found, Verdict):
                counts[system, found] = counts.get((system, found), 0) + 1
                continue
            places = sorted({p.place for p in found.proofs})
            values = {
                **found.values,
                "standard_nl": standard.title.nl,
                "standard_en": standard.title.en,
                "status": standard.status,
                "url": standard.url,
                "what": "; ".join(sorted({p.what for p in found.proofs}))[:600],
                "system_name": systems[system].name,
            }
            yield Finding(
                rule=rule,
                subject_kind=SubjectKind.SYSTEM,
                subject=system,
                system=system,
                verdict=found.verdict,
                severity=context.severity,
                confidence=found.confidence,
                key=(("standard", name),),
                values=tuple(sorted(values.items())),
                places=tuple(places[:_SHOWN]),
                place_count=len(places),
            )
    for (system, verdict), count in sorted(counts.items()):
        yield Counted(system=system, verdict=verdict, count=count)


def _from_components(facts: Facts, standards: Standards) -> Iterator[Proof]:
    by_base: dict[str, list[str]] = {}
    for name, standard in standards.standards.items():
        for base in standard.seen_in:
            by_base.setdefault(base, []).append(name)
    for use in facts.uses_named(by_base):
        if use.system and "root" not in use.roles:
            for name in by_base[use.purl_base]:
                yield Proof(
                    system=use.system,
                    standard=name,
                    level=Level.SEEN,
                    holds=True,
                    what=use.name,
                    place=use.place,
                )


def _from_documents(facts: Facts, standards: Standards, today: date) -> Iterator[Proof]:
    kinds: dict[str, list[str]] = {}
    for name, standard in standards.standards.items():
        for kind in standard.files:
            kinds.setdefault(kind, []).append(name)
    for fact in facts.descriptors({*kinds, "internet-nl"}):
        if not fact.system:
            continue
        if fact.descriptor.kind == "internet-nl":
            yield from _tested(fact, standards)
            continue
        for name in kinds[fact.descriptor.kind]:
            yield from _READERS.get(name, _there)(fact, name, today)


def _proof(
    fact: DescriptorFact, standard: str, level: Level, what: str, *, holds: bool, line: int = 0
) -> Proof:
    place = Place(source=fact.source, path=fact.path, line=line)
    return Proof(
        system=fact.system, standard=standard, level=level, holds=holds, what=what, place=place
    )


def _tested(fact: DescriptorFact, standards: Standards) -> Iterator[Proof]:
    """Tests of internet.nl: a failed one speaks against, a passed one for the standard."""
    for name, standard in standards.standards.items():
        for test, state in fact.descriptor.properties:
            if test.startswith(standard.tests) and state in {"passed", "failed"}:
                what = f"{fact.descriptor.name}: {test}"
                yield _proof(fact, name, Level.TESTED, what, holds=state == "passed")


def _there(fact: DescriptorFact, name: str, _: date) -> Iterator[Proof]:
    what = fact.descriptor.name or fact.path.rpartition("/")[2]
    yield _proof(fact, name, Level.OBSERVED, what, holds=True)


def _openapi(fact: DescriptorFact, name: str, _: date) -> Iterator[Proof]:
    stated = dict(fact.descriptor.properties).get("openapi", "")
    what = f"{fact.descriptor.name or fact.path} (OpenAPI {stated})"
    yield _proof(fact, name, Level.OBSERVED, what, holds=stated.startswith("3."))


def _design_rules(fact: DescriptorFact, name: str, _: date) -> Iterator[Proof]:
    """Each rule that the document breaks; the document as a whole where it breaks none."""
    broken = False
    for key, told in fact.descriptor.properties:
        rule = key.removeprefix("rule ")
        if rule == key or told == "ok" or rule in SHOULD:
            continue
        broken = True
        line, _space, pointer = told.partition(" ")
        what = f"/{rule} {pointer}"
        number = int(line) if line.isdecimal() else 0
        yield _proof(fact, name, Level.TESTED, what, holds=False, line=number)
    if not broken:
        what = fact.descriptor.name or fact.path
        yield _proof(fact, name, Level.TESTED, what, holds=True)


def _security_txt(fact: DescriptorFact, name: str, today: date) -> Iterator[Proof]:
    """Contact and Expires are required, and the file must not have expired."""
    properties: Mapping[str, str] = dict(fact.descriptor.properties)
    expires = properties.get("expires", "")
    if properties.get("contacts", "0") == "0":
        yield _proof(fact, name, Level.TESTED, "Contact", holds=False)
    try:
        current = date.fromisoformat(expires[:10]) >= today
    except ValueError:
        current = False
    yield _proof(fact, name, Level.TESTED, f"Expires {expires or '-'}", holds=current)


def _accessible(fact: DescriptorFact, name: str, today: date) -> Iterator[Proof]:
    """An evaluation at level AA: each criterion that failed, or the whole where none is left open."""
    stated = dict(fact.descriptor.properties)
    states = {k.removeprefix("test "): v for k, v in stated.items() if k.startswith("test ")}
    failed = sorted(test for test, state in states.items() if state == "failed")
    for test in failed:
        yield _proof(fact, name, Level.TESTED, f"{fact.descriptor.name}: {test}", holds=False)
    settled = sum(state in {"passed", "inapplicable"} for state in states.values())
    whole = settled == len(states) and settled >= _CRITERIA.get(
        stated.get("wcag", ""), _MOST_CRITERIA
    )
    if failed or not whole or stated.get("conformance-target") not in {"AA", "AAA"}:
        return
    try:
        held = date.fromisoformat(stated.get("date", "")[:10])
    except ValueError:
        return
    if (today - held).days <= _EVALUATION_DAYS:
        what = f"{fact.descriptor.name}: WCAG {stated['wcag']} AA, {held.isoformat()}"
        yield _proof(fact, name, Level.TESTED, what, holds=True)


_READERS: Mapping[str, Callable[[DescriptorFact, str, date], Iterator[Proof]]] = {
    "openapi": _openapi,
    "rest-api-design-rules": _design_rules,
    "security-txt": _security_txt,
    "digitoegankelijk": _accessible,
}
