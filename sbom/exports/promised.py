"""What documents say that an export holds: formats, and names of kinds of things."""

import re
from collections.abc import Iterable

import msgspec

from sbom.contracts.clauses.units import Unit, units_of
from sbom.contracts.document import Document
from sbom.contracts.values import formats

_EXPORT = re.compile(
    r"\bexport\w*|uitvoer\w*|data-?overdracht|overdracht van (?:de )?(?:gegevens|data)|teruggave|dataportabiliteit|"
    r"data portability|return of (?:the )?data",
    re.IGNORECASE,
)
_ENTITIES = re.compile(
    r"(?:entiteit(?:en|stypen|typen)?|objecttypen?|tabellen|entit(?:y types|ies|y)|object types|tables)"
    r"(?:\s(?:zijn|are|omvat(?:ten)?|include)|\s?:)?\s(?P<list>[^.;\n]{3,400})",
    re.IGNORECASE,
)
_PARTS = re.compile(r",\s*|\s(?:en|and|alsmede|evenals)\s")
_WORDS = re.compile(r"^(?:de|het|alle|een|the|all|ten minste|at least)\s", re.IGNORECASE)
_SCHEMA = re.compile(
    r"\bschema\b|datamodel|data model|gegevenswoordenboek|data dictionary", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:niet|geen|not|no|never|nooit)\b", re.IGNORECASE)


class Said(msgspec.Struct, frozen=True):
    """One thing that a document says of the export."""

    what: str
    """A format in capitals, `SCHEMA`, or the name of a kind of thing."""
    document: str
    quote: str
    page: int | None
    article: str
    heading: str


def promised_formats(documents: Iterable[Document]) -> list[Said]:
    """Formats named in sentences on the export, each once a document."""
    found: dict[tuple[str, str], Said] = {}
    for document, unit in _units(documents):
        if not _EXPORT.search(f"{unit.heading} {unit.text}") or _NOT.search(unit.text):
            continue
        named = formats(unit.text)
        if named and _SCHEMA.search(unit.text):
            named.append("SCHEMA")
        for what in named:
            found.setdefault((document.name, what), _said(what, document, unit))
    return list(found.values())


def promised_entities(documents: Iterable[Document]) -> list[Said]:
    """Names of kinds of things that the export has to hold, each once."""
    found: dict[str, Said] = {}
    for document, unit in _units(documents):
        about = f"{document.name} {unit.part} {unit.heading} {unit.text}"
        match = _ENTITIES.search(unit.text)
        if match is None or not _EXPORT.search(about) or _NOT.search(unit.text):
            continue
        for raw in _PARTS.split(match["list"]):
            name = _WORDS.sub("", raw.strip(" :\"'()")).strip()
            if name and len(name.split()) <= 3:
                found.setdefault(name.lower(), _said(name, document, unit))
    return list(found.values())


def _units(documents: Iterable[Document]) -> Iterable[tuple[Document, Unit]]:
    for document in documents:
        for unit in units_of(document):
            if not unit.title:
                yield document, unit


def _said(what: str, document: Document, unit: Unit) -> Said:
    return Said(what, document.name, unit.text, unit.page, unit.number, unit.heading)
