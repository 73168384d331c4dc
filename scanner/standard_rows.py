"""Rows about open standards: what a product needs, what a system shows, what an API breaks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from policies.facts import Facts
from policies.pack import Pack, Standard, Standards
from policies.standards import RANKS, Proof, asked, proofs
from sbom.errors import ConfigError
from scanner.words import Words

Row = Mapping[str, object]


def standards_of(pack: Pack) -> Standards:
    """The pack's standards.

    Raises:
        ConfigError: it has none.
    """
    if pack.standards is None:
        raise ConfigError("this policy pack has no standards.yaml")
    return pack.standards


def asked_rows(pack: Pack, tags: tuple[str, ...], say: Words) -> Iterator[Row]:
    """What a product with these tags has to follow; every standard when no tag is given.

    Raises:
        ConfigError: a tag that the pack does not know, with the nearest that it knows.
    """
    standards = standards_of(pack)
    require_tags(standards, tags)
    chosen = asked(standards, tags) if tags else dict(sorted(standards.standards.items()))
    for name, standard in chosen.items():
        yield _stated(name, standard, standards, tags, say)


def require_tags(standards: Standards, tags: Iterable[str]) -> None:
    """See to it that every tag is known: one that is misspelt would quietly ask for nothing.

    Raises:
        ConfigError: a tag that the pack does not know, with the nearest that it knows.
    """
    for tag in tags:
        if tag not in standards.tags:
            import difflib

            near = difflib.get_close_matches(tag, standards.tags, 1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            known = ", ".join(sorted(standards.tags))
            raise ConfigError(f"tag {tag!r} is not in standards.yaml{hint} Known tags: {known}")


def tag_names(pack: Pack, say: Words) -> str:
    """Every tag with what it means: `saas = dienst van een leverancier (SaaS)`, joined."""
    known = standards_of(pack).tags
    return "; ".join(f"{tag} = {say.pick(name)}" for tag, name in sorted(known.items()))


def _stated(
    name: str, standard: Standard, standards: Standards, tags: tuple[str, ...], say: Words
) -> Row:
    matched = [t for t in standard.relevant_when if not tags or t in tags]
    return {
        "id": name,
        "standard": say.pick(standard.title),
        "status": say.of("standard-status", standard.status),
        "as_of": standard.as_of,
        "certainty": standard.certainty.value,
        "versions": list(standard.versions),
        "scope": say.pick(standard.scope),
        "because": [say.pick(standards.tags[t]) for t in matched],
        "check": say.pick(standard.check.how) if standard.check else "",
        "legal_basis": standard.legal_basis,
        "note": standard.note,
        "url": standard.url,
    }


def system_rows(facts: Facts, pack: Pack, today: date, say: Words) -> Iterator[Row]:
    """Each standard that binds for each system, with its verdict and what was seen."""
    standards = standards_of(pack)
    seen = proofs(facts, standards, today)
    for system in facts.systems().values():
        for name, standard in asked(standards, system.tags).items():
            found = seen.get((system.id, name), [])
            verdict = _verdict(found)
            against = [p for p in found if not p.holds]
            shown = against or found
            best = max((p.level for p in shown), key=RANKS.__getitem__, default=None)
            yield {
                "system": system.id,
                "system_name": system.name,
                "id": name,
                "standard": say.pick(standard.title),
                "verdict": say.of("verdict", verdict),
                "proof": say.of("standard-level", best.value) if best else "",
                "what": sorted({p.what for p in shown})[:20],
                "places": sorted({_place(p) for p in shown})[:20],
                "url": standard.url,
            }


def _verdict(found: list[Proof]) -> str:
    if not found:
        return "unknown"
    return "complies" if all(p.holds for p in found) else "deviates"


def _place(proof: Proof) -> str:
    line = f":{proof.place.line}" if proof.place.line else ""
    return f"{proof.place.source}: {proof.place.path}{line}"


def api_rows(name: str, content: bytes) -> list[Row]:
    """Every breach of the API Design Rules in an OpenAPI document.

    Raises:
        ParseError: it is no OpenAPI document, or cannot be read.
    """
    from sbom.parsers.project.openapi import document_of
    from sbom.source import SourceFile
    from sbom.standards.api_design_rules import SHOULD, check

    document = document_of(SourceFile(path=name, content=content))
    return [
        {
            "rule": f"/{breach.rule}",
            "weight": "should" if breach.rule in SHOULD else "must",
            "line": breach.line,
            "place": breach.place or "/",
        }
        for breach in check(document)
    ]
