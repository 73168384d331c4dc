"""What a document is made of: parts, definitions with roles, general terms, precedence, references."""

import msgspec

from sbom.contracts.document import Document
from sbom.contracts.general_terms import NamedTerms, terms_of
from sbom.contracts.parties import Definition, definitions_of
from sbom.contracts.ranking import Precedence, precedence_of
from sbom.contracts.references import Reference, references_of


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """The main text or an annex."""

    title: str
    """As titled; empty for the main text."""
    start: int
    end: int


class Outline(msgspec.Struct, frozen=True):
    """The structure of one document; offsets count in `Document.text`."""

    parts: tuple[Part, ...] = ()
    definitions: tuple[Definition, ...] = ()
    terms: tuple[NamedTerms, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    references: tuple[Reference, ...] = ()


def outline_of(document: Document) -> Outline:
    """The outline of a document: one pass per kind of fact, linear in its text."""
    return Outline(
        parts=_parts(document),
        definitions=definitions_of(document),
        terms=terms_of(document),
        precedence=precedence_of(document),
        references=references_of(document),
    )


def _parts(document: Document) -> tuple[Part, ...]:
    found: list[Part] = []
    for passage in document.passages:
        if found and found[-1].title == passage.part:
            found[-1] = msgspec.structs.replace(found[-1], end=passage.end)
        else:
            found.append(Part(passage.part, passage.start, passage.end))
    return tuple(found)
