"""Whether an SPDX 3.0 JSON-LD document keeps to the model of its specification.

Checked are the class of each object, its members and their values, members that are required, that an
identifier is an IRI and stands once, that there is at most one SpdxDocument, and that a reference within the
document leads to an object of the right class. An element that is repeated word for word is the same
element. References to elements of no known document are remarks.
Classes and members of other namespaces, written as IRIs, are let be.

Source: SPDX 3.0.1 specification, model and JSON-LD serialisation.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sbom.documents.fault import Verdict, placed
from sbom.documents.json_places import shown
from sbom.documents.json_schema import is_iri_reference
from sbom.documents.spdx3_rules import Class, Member, classes, members

Path = tuple[str | int, ...]
Found = tuple[Path, str]
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_REF = re.compile(r".+:.")
"""An IRI, or the name of a blank node; not held against RFC 3987, for real identifiers have spaces."""
_SEMVER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}(?:[-+][0-9A-Za-z.+-]+)?\Z")
_MEDIA = re.compile(r"[^/]+/[^/]+\Z")
_SET = frozenset({"type", "spdxId", "@id", "@context", "@graph", "@type"})
_DEEP = 50


def of_json(text: str, value: dict[str, Any]) -> Verdict:
    """The verdict on a document.

    Args:
        text: The whole text, for lines.
        value: What it holds.
    """
    graph = value.get("@graph")
    held = graph if isinstance(graph, list) else [value]
    start: Path = ("@graph",) if isinstance(graph, list) else ()
    found: list[Found] = []
    objects: list[tuple[Path, dict[str, Any]]] = []
    for index, item in enumerate(held):
        path: Path = (*start, index) if start else ()
        if isinstance(item, dict):
            objects.extend(_inside(item, path, 0))
        else:
            found.append((path, "is no object"))
    look = _Look(objects)
    for path, entry in objects:
        found.extend(look.faults(path, entry))
    documents = [p for p, o in objects if _kind(o) == "SpdxDocument"]
    if len(documents) > 1:
        count = len(documents)
        found.append(((), f"holds {count} elements of type SpdxDocument, at most one is allowed"))
    if not objects:
        found.append(((), "holds no element"))
    versions = [v for _, o in objects if isinstance(v := o.get("specVersion"), str)]
    return Verdict(
        kind="SPDX JSON-LD",
        version=versions[0][:40] if versions else "",
        faults=placed(text, found),
        remarks=placed(text, list(look.lost())),
    )


def _kind(value: dict[str, Any]) -> str:
    stated = value.get("type", value.get("@type"))
    return stated if isinstance(stated, str) else ""


def _inside(value: dict[str, Any], path: Path, depth: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The object and those written inside it."""
    yield path, value
    if depth > _DEEP:
        return
    for name, held in value.items():
        for index, item in enumerate(held if isinstance(held, list) else (held,)):
            if isinstance(item, dict):
                here = (*path, name, index) if isinstance(held, list) else (*path, name)
                yield from _inside(item, here, depth + 1)


class _Look:
    """The objects of one document, with what refers to what."""

    def __init__(self, objects: list[tuple[Path, dict[str, Any]]]) -> None:
        self._objects = objects
        self._classes = classes()
        self._members = members()
        self._kinds: dict[str, str] = {}
        for _, entry in objects:
            for name in ("spdxId", "@id"):
                if isinstance(ref := entry.get(name), str):
                    self._kinds.setdefault(ref, _kind(entry))
        self._seen: dict[str, Path] = {}
        self._first: dict[str, dict[str, Any]] = {}

    def faults(self, path: Path, entry: dict[str, Any]) -> Iterator[Found]:
        """What is wrong with one object, without those inside it."""
        kind = _kind(entry)
        if not kind:
            yield path, "has no type"
            return
        known = self._classes.get(kind)
        if known is None:
            if ":" not in kind:
                yield (*path, "type"), f"type {kind[:80]!r} is not of SPDX 3"
            return
        if known.abstract:
            yield (*path, "type"), f"type {kind} has no objects of its own"
        for name, least in known.required:
            yield from self._required(path, entry, kind, name, least)
        for name, value in entry.items():
            if name not in _SET:
                yield from self._member(path, kind, known, name, value)
        if "Element" in known.above:
            yield from self._identity(path, entry, kind)

    def _required(
        self, path: Path, entry: dict[str, Any], kind: str, name: str, least: int
    ) -> Iterator[Found]:
        value = entry.get(name)
        if value in (None, "", []):
            yield path, f"{kind} has no {name}"
        elif least > 1 and (not isinstance(value, list) or len(value) < least):
            yield (*path, name), f"{name} holds fewer than {least}"

    def _member(
        self, path: Path, kind: str, known: Class, name: str, value: Any
    ) -> Iterator[Found]:
        member = self._members.get(name)
        if member is None or name not in known.members:
            if ":" not in name:
                yield (*path, name), f"{name[:80]!r} is not allowed here ({kind})"
            return
        if not isinstance(value, list):
            yield from self._value((*path, name), member, value)
            return
        if not member.several:
            yield (*path, name), f"{name} holds a list"
        for index, item in enumerate(value):
            yield from self._value((*path, name, index), member, item)

    def _value(self, path: Path, member: Member, value: Any) -> Iterator[Found]:
        name = next(str(s) for s in reversed(path) if isinstance(s, str))
        if member.kind == "vocabulary":
            if value not in member.words if isinstance(value, str) else True:
                told = str(value)[:60]
                yield path, f"{name} {told!r} is not of SPDX 3"
            return
        check = _CHECKS.get(member.kind)
        if check is not None:
            if not check(value):
                yield path, f"{name} {str(value)[:80]!r} is no {_WORDS[member.kind]}"
            return
        stated = _kind(value) if isinstance(value, dict) else ""
        if isinstance(value, str):
            stated = self._kinds.get(value, "")
            if member.kind == "CreationInfo" and not stated:
                yield path, f"creationInfo {value[:80]!r} is not in the document"
            elif not stated and not _REF.match(value):
                yield path, f"{name} {value[:80]!r} is no IRI"
        elif not isinstance(value, dict):
            yield path, f"{name} is no reference and no object"
        meant = self._classes.get(stated)
        if meant is not None and member.kind not in meant.above:
            yield path, f"{name} is a {stated}, not a {member.kind}"

    def _identity(self, path: Path, entry: dict[str, Any], kind: str) -> Iterator[Found]:
        ref = entry.get("spdxId", entry.get("@id"))
        if not isinstance(ref, str) or not ref:
            yield path, f"{kind} has no spdxId"
            return
        if not _REF.match(ref) or ref.startswith("_:"):
            yield path, f"spdxId {ref[:80]!r} is no IRI"
        elif ref in self._seen and "spdxId" in entry and self._first[ref] != entry:
            yield path, f"spdxId {ref[:80]!r} also stands at {shown(self._seen[ref])}"
        self._seen.setdefault(ref, path)
        self._first.setdefault(ref, entry)

    def lost(self) -> Iterator[Found]:
        """Ends of relationships that no element has and no import names."""
        maps = [o.get("externalSpdxId") for _, o in self._objects if _kind(o) == "ExternalMap"]
        outside = {ref for ref in maps if isinstance(ref, str)}
        for path, entry in self._objects:
            if "relationshipType" not in entry:
                continue
            targets = entry.get("to")
            for ref in (entry.get("from"), *(targets if isinstance(targets, list) else ())):
                if not isinstance(ref, str) or ref in self._kinds or ref in outside:
                    continue
                if not ref.startswith("https://spdx.org/"):
                    yield path, f"refers to {ref[:80]!r}, which is no element of the document"


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _like(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def _number(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"-?[0-9]{1,40}(?:\.[0-9]{0,40})?", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "any": lambda _: True,
    "text": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "count": lambda value: _whole(value, 1),
    "size": lambda value: _whole(value, 0),
    "number": _number,
    "semver": _like(_SEMVER),
    "media": _like(_MEDIA),
    "time": _like(_TIME),
    "uri": lambda value: isinstance(value, str) and is_iri_reference(value),
}
_WORDS = {
    "text": "text", "bool": "true or false", "count": "number from 1", "size": "number from 0",
    "number": "number", "semver": "semantic version", "media": "media type", "uri": "IRI",
    "time": "time of the form YYYY-MM-DDThh:mm:ssZ",
}  # fmt: skip
