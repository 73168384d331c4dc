"""CycloneDX JSON as it is on the wire: typed entries, and a tolerant way to the same types.

Well-formed entries are decoded straight into these structs by msgspec. An entry with a wrong JSON
type somewhere is read again by `lenient_entry`, which keeps what can be kept.
Source: CycloneDX JSON schemas bom-1.2 to bom-1.7.
"""

import json
from typing import Any

import msgspec

NOTHING = msgspec.Raw()
"""A part that the document does not state."""
MAX_NESTING = 200
"""Levels of components in components that are read; deeper ones are lost with an ENTRY issue."""


class License(msgspec.Struct, gc=False):
    """`license` of a licence choice."""

    id: str | None = None
    name: str | None = None
    expression: str | None = None
    """Not in any schema; some tools put it here."""
    url: str | None = None
    acknowledgement: str | None = None
    text: Any = None
    """Object with `content`, or a string."""


class Choice(msgspec.Struct, gc=False):
    """One entry of `licenses`: a licence or an expression."""

    license: License | None = None
    expression: str | None = None
    acknowledgement: str | None = None


class Hash(msgspec.Struct, gc=False):
    """One checksum."""

    alg: str | None = None
    content: str | None = None


class Party(msgspec.Struct, gc=False):
    """An organisation or a person."""

    name: str | None = None
    url: Any = None
    email: str | None = None


class Reference(msgspec.Struct, gc=False):
    """One external reference."""

    type: str | None = None
    url: str | None = None


class Property(msgspec.Struct, gc=False):
    """One name and value."""

    name: str | None = None
    value: str | None = None


class Occurrence(msgspec.Struct, gc=False):
    """Where a component was seen."""

    location: str | None = None
    line: int | None = None


class Evidence(msgspec.Struct, gc=False):
    """What supports a component."""

    licenses: list[Choice] | None = None
    occurrences: list[Occurrence] | None = None


class Entry(
    msgspec.Struct,
    gc=False,
    rename={
        "bom_ref": "bom-ref",
        "external_references": "externalReferences",
        "version_range": "versionRange",
        "is_external": "isExternal",
    },
):
    """One component."""

    name: str | None = None
    version: str | None = None
    group: str | None = None
    type: str | None = None
    bom_ref: str | None = None
    purl: str | None = None
    cpe: str | None = None
    scope: str | None = None
    version_range: str | None = None
    is_external: bool | None = None
    description: str | None = None
    copyright: str | None = None
    author: str | None = None
    publisher: str | None = None
    modified: bool | None = None
    licenses: msgspec.Raw = NOTHING
    """List of `Choice`, undecoded: few distinct ones make up a document."""
    hashes: list[Hash] | None = None
    supplier: Party | None = None
    manufacturer: Party | None = None
    authors: list[Party] | None = None
    external_references: list[Reference] | None = None
    properties: msgspec.Raw = NOTHING
    """List of `Property`, undecoded for the same reason."""
    evidence: Evidence | None = None
    pedigree: dict[str, msgspec.Raw] | None = None
    components: list[msgspec.Raw] | None = None


class Edges(msgspec.Struct, gc=False, rename={"depends_on": "dependsOn"}):
    """One entry of `dependencies`."""

    ref: str | None = None
    depends_on: list[str] | None = None


ENTRY = msgspec.json.Decoder(Entry)
EDGES = msgspec.json.Decoder(list[Edges])
TABLE = msgspec.json.Decoder(dict[str, msgspec.Raw])
ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
CHOICES = msgspec.json.Decoder(list[Choice])
PROPERTIES = msgspec.json.Decoder(list[Property])


def decoded(raw: msgspec.Raw | bytes) -> Any:
    """Plain values of a raw part; None when it cannot be decoded."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        try:
            return strict(json.loads(bytes(raw).decode("utf-8", "replace")))
        except (ValueError, RecursionError):
            return None


def strict(value: Any) -> Any:
    """The value without what JSON or UTF-8 cannot hold: NaN becomes None, lone surrogates `?`."""
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return json.loads(content, parse_constant=lambda _: None)


def text(value: Any) -> str | None:
    """A string out of any scalar; None out of anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    return None


def items(value: Any) -> list[Any]:
    """A list; a single object stands for a list of one."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict | str) else []


def choices(value: Any) -> list[Choice]:
    """Licence choices of any shape, bare strings included."""
    found = []
    for item in items(value):
        if isinstance(item, str):
            found.append(Choice(license=License(name=item)))
        elif isinstance(item, dict):
            inner = item.get("license")
            made: License | None = None
            if isinstance(inner, str):
                made = License(name=inner)
            elif isinstance(inner, dict) or not item.keys().isdisjoint({"id", "name"}):
                source = inner if isinstance(inner, dict) else item
                made = License(
                    id=text(source.get("id")),
                    name=text(source.get("name")),
                    expression=text(source.get("expression")),
                    url=text(source.get("url")),
                    acknowledgement=text(source.get("acknowledgement")),
                    text=source.get("text"),
                )
            found.append(
                Choice(
                    license=made,
                    expression=text(item.get("expression")),
                    acknowledgement=text(item.get("acknowledgement")),
                )
            )
    return found


def properties(value: Any) -> list[Property]:
    """Properties of any shape, an object of names and values included."""
    if isinstance(value, dict) and not {"name", "value"} & value.keys():
        value = [{"name": k, "value": v} for k, v in value.items()]
    return [
        Property(text(p.get("name")), text(p.get("value")))
        for p in items(value)
        if isinstance(p, dict)
    ]


def party(value: Any) -> Party | None:
    """An organisation or person, also when only its name is given."""
    if isinstance(value, str):
        return Party(name=value)
    if isinstance(value, list):
        return party(value[0]) if value else None
    if isinstance(value, dict):
        return Party(name=text(value.get("name")), email=text(value.get("email")))
    return None


def lenient_entry(value: dict[str, Any]) -> Entry:
    """An entry out of a JSON object with wrong types in it; what does not fit is left out."""
    evidence = value.get("evidence")
    pedigree = value.get("pedigree")
    nested = value.get("components")
    return Entry(
        **{key: text(value.get(wire)) for key, wire in _TEXTS},
        is_external=value.get("isExternal") is True or None,
        modified=value.get("modified") is True or None,
        licenses=_raw(value.get("licenses")),
        hashes=[
            Hash(text(h.get("alg")), text(h.get("content")))
            for h in items(value.get("hashes"))
            if isinstance(h, dict)
        ],
        supplier=party(value.get("supplier")),
        manufacturer=party(value.get("manufacturer")),
        authors=[p for a in items(value.get("authors")) if (p := party(a))],
        external_references=[
            Reference(text(r.get("type")), text(r.get("url")))
            for r in items(value.get("externalReferences"))
            if isinstance(r, dict)
        ],
        properties=_raw(value.get("properties")),
        evidence=_evidence(evidence) if isinstance(evidence, dict) else None,
        pedigree=dict.fromkeys(pedigree, _NULL) if isinstance(pedigree, dict) else None,
        components=[msgspec.Raw(msgspec.json.encode(n)) for n in items(nested)],
    )


def _raw(value: Any) -> msgspec.Raw:
    return NOTHING if value is None else msgspec.Raw(msgspec.json.encode(value))


_NULL = msgspec.Raw(b"null")
_TEXTS = tuple(
    (key, wire)
    for key, wire in (
        ("name", "name"),
        ("version", "version"),
        ("group", "group"),
        ("type", "type"),
        ("bom_ref", "bom-ref"),
        ("purl", "purl"),
        ("cpe", "cpe"),
        ("scope", "scope"),
        ("version_range", "versionRange"),
        ("description", "description"),
        ("copyright", "copyright"),
        ("author", "author"),
        ("publisher", "publisher"),
    )
)


def _evidence(value: dict[str, Any]) -> Evidence:
    occurrences = []
    for item in items(value.get("occurrences")):
        if isinstance(item, dict):
            line = item.get("line")
            number = line if isinstance(line, int) and not isinstance(line, bool) else None
            occurrences.append(Occurrence(text(item.get("location")), number))
    return Evidence(licenses=choices(value.get("licenses")), occurrences=occurrences)
