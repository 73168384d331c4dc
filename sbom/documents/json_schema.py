"""A JSON Schema validator for the keywords that the schemas of CycloneDX use; linear, with paths.

The usual library checks `iri-reference` with an Earley parser, which takes a minute for a BOM of 350
kB; here a schema is compiled to functions once, and each value is looked at once per schema that holds
for it. A keyword that is not known is refused when compiling, so that no rule is passed over silently.

Formats: `iri-reference` and `uri` by the characters and the shape of RFC 3987 and RFC 3986 (no
resolution), `date-time` by RFC 3339, `date` likewise, `idn-email` by the presence of `@`.

Source: JSON Schema draft 7, validation; RFC 3339, 3986 and 3987.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

Link = tuple[Any, ...]
"""A path as a chain: () at the top, else (link to the holder, key or index)."""
Check = Callable[[Any, Link, list["Mistake"]], None]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*\Z")
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f]|%(?![0-9A-Fa-f]{2})')
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
)
_NOTES = frozenset(
    "$schema $id $comment title description default examples deprecated meta:enum definitions "  # noqa: SIM905 - words in a row
    "additionalItems then else".split()
)
"""Keywords that say nothing on their own; `then` and `else` belong to `if`, `additionalItems` to
`items`."""


class Mistake(NamedTuple):
    """One value that does not fit."""

    link: Link
    message: str
    depth: int
    """Levels below the top, to tell which of several choices came furthest."""

    def path(self) -> tuple[str | int, ...]:
        """Keys and indexes from the top."""
        steps: list[str | int] = []
        link = self.link
        while link:
            link, step = link
            steps.append(step)
        return tuple(reversed(steps))


class Schema:
    """A compiled schema and the documents that it refers to."""

    def __init__(self, documents: Mapping[str, Any], name: str) -> None:
        """Compile a document.

        Args:
            documents: Schema documents by the names that `$ref` uses.
            name: Which of them.

        Raises:
            ValueError: a keyword or type that is not known here.
        """
        self._documents = documents
        self._made: dict[tuple[str, str], Check] = {}
        self._check = self._at(name, "")

    def mistakes(self, value: Any) -> list[Mistake]:
        """What does not fit, in the order of the document.

        Raises:
            RecursionError: nested too deeply.
        """
        out: list[Mistake] = []
        self._check(value, (), out)
        return out

    def _at(self, name: str, pointer: str) -> Check:
        """The check of a part of a document, compiled once; parts may hold themselves."""
        known = self._made.get((name, pointer))
        if known is not None:
            return known
        part = self._documents[name]
        for step in pointer.split("/")[1:]:
            part = part[step.replace("~1", "/").replace("~0", "~")]
        made: list[Check] = []

        def later(value: Any, link: Link, out: list[Mistake]) -> None:
            made[0](value, link, out)

        self._made[name, pointer] = later
        made.append(self._compile(part, name))
        self._made[name, pointer] = made[0]
        return made[0]

    def _compile(self, schema: Any, name: str) -> Check:
        if schema is True or schema == {}:
            return _accept
        if schema is False:
            return _refuse
        if "$ref" in schema:
            document, _, pointer = schema["$ref"].partition("#")
            return self._at(document or name, pointer)
        checks: list[Check] = []
        for keyword, value in schema.items():
            if keyword in _NOTES:
                continue
            checks.extend(self._keyword(keyword, value, schema, name))
        if len(checks) == 1:
            return checks[0]

        def all_of(value: Any, link: Link, out: list[Mistake]) -> None:
            for check in checks:
                check(value, link, out)

        return all_of

    def _keyword(self, keyword: str, value: Any, schema: Any, name: str) -> Iterator[Check]:
        if keyword in _LIMITS:
            yield _LIMITS[keyword](value)
        elif keyword == "items" and isinstance(value, list):
            further = schema.get("additionalItems", True)
            yield _places([self._compile(s, name) for s in value], self._compile(further, name))
        elif keyword == "items":
            yield _items(self._compile(value, name))
        elif keyword in {"properties", "patternProperties", "additionalProperties", "required"}:
            if keyword == next(k for k in schema if k in _OBJECT):
                yield self._object(schema, name)
        elif keyword in {"oneOf", "anyOf", "allOf"}:
            parts = [self._compile(s, name) for s in value]
            yield from parts if keyword == "allOf" else [_choice(parts, one=keyword == "oneOf")]
        elif keyword == "not":
            yield _not(self._compile(value, name))
        elif keyword == "if":
            then = self._compile(schema.get("then", True), name)
            other = self._compile(schema.get("else", True), name)
            yield _condition(self._compile(value, name), then, other)
        else:
            raise ValueError(f"keyword {keyword!r} is not known here")

    def _object(self, schema: Any, name: str) -> Check:
        """Members: those that are named, those that match, all others, and those required."""
        named = {k: self._compile(s, name) for k, s in schema.get("properties", {}).items()}
        matched = [
            (re.compile(p), self._compile(s, name))
            for p, s in schema.get("patternProperties", {}).items()
        ]
        further = schema.get("additionalProperties", True)
        rest = None if further is False else self._compile(further, name)
        required = tuple(schema.get("required", ()))
        free = rest is _accept

        def check(value: Any, link: Link, out: list[Mistake]) -> None:
            if not isinstance(value, dict):
                return
            for key in required:
                if key not in value:
                    out.append(_mistake(link, f"{key!r} is required"))
            for key, held in value.items():
                inner = named.get(key)
                if inner is not None:
                    inner(held, (link, key), out)
                    continue
                hit = False
                for pattern, other in matched:
                    if pattern.search(key):
                        hit = True
                        other(held, (link, key), out)
                if hit or free:
                    continue
                if rest is None:
                    out.append(_mistake((link, key), f"{key[:80]!r} is not allowed here"))
                else:
                    rest(held, (link, key), out)

        return check


_OBJECT = ("properties", "patternProperties", "additionalProperties", "required")


def _mistake(link: Link, message: str) -> Mistake:
    depth, at = 0, link
    while at:
        at, depth = at[0], depth + 1
    return Mistake(link, message, depth)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _accept(_value: Any, _link: Link, _out: list[Mistake]) -> None:
    return


def _refuse(_value: Any, link: Link, out: list[Mistake]) -> None:
    out.append(_mistake(link, "is not allowed here"))


def _items(check: Check) -> Check:
    def each(value: Any, link: Link, out: list[Mistake]) -> None:
        if isinstance(value, list):
            for index, held in enumerate(value):
                check(held, (link, index), out)

    return each


def _places(checks: list[Check], further: Check) -> Check:
    def each(value: Any, link: Link, out: list[Mistake]) -> None:
        if isinstance(value, list):
            for index, held in enumerate(value):
                (checks[index] if index < len(checks) else further)(held, (link, index), out)

    return each


def _choice(parts: list[Check], *, one: bool) -> Check:
    def choose(value: Any, link: Link, out: list[Mistake]) -> None:
        fits, best = 0, None
        for part in parts:
            tried: list[Mistake] = []
            part(value, link, tried)
            if not tried:
                fits += 1
                if not one:
                    return
            else:
                deepest = max(m.depth for m in tried)
                if best is None or (deepest, -len(tried)) > best[:2]:
                    best = (deepest, -len(tried), tried)
        if fits > 1:
            out.append(_mistake(link, f"fits {fits} of the choices, of which one may hold"))
        elif not fits:
            out.extend(best[2] if best else [_mistake(link, "fits none of the choices")])

    return choose


def _not(part: Check) -> Check:
    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        tried: list[Mistake] = []
        part(value, link, tried)
        if not tried:
            out.append(_mistake(link, "has a form that is excluded"))

    return check


def _condition(test: Check, then: Check, other: Check) -> Check:
    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        tried: list[Mistake] = []
        test(value, link, tried)
        (other if tried else then)(value, link, out)

    return check


def _is(value: Any, kind: str) -> bool:
    if kind == "integer":
        whole = isinstance(value, float) and value.is_integer()
        return (isinstance(value, int) and not isinstance(value, bool)) or whole
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, _KINDS[kind])


_KINDS: dict[str, type] = {
    "string": str, "object": dict, "array": list, "boolean": bool, "null": type(None),
}  # fmt: skip


def _type(stated: Any) -> Check:
    kinds = [stated] if isinstance(stated, str) else list(stated)
    if not all(k in _KINDS or k in {"integer", "number"} for k in kinds):
        raise ValueError(f"type {stated!r} is not known here")
    only = _KINDS.get(kinds[0]) if len(kinds) == 1 else None
    wanted = " or ".join(kinds)

    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        if only is not None:
            fits = isinstance(value, only)
        else:
            fits = any(_is(value, k) for k in kinds)
        if not fits:
            out.append(_mistake(link, f"{_shown(value)} is not of type {wanted}"))

    return check


def _enum(allowed: list[Any]) -> Check:
    texts = frozenset(a for a in allowed if isinstance(a, str))
    others = [a for a in allowed if not isinstance(a, str)]

    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        if (isinstance(value, str) and value in texts) or value in others:
            return
        said = ", ".join(map(_shown, allowed[:12])) + (" ..." if len(allowed) > 12 else "")
        out.append(_mistake(link, f"{_shown(value)} is not one of {said}"))

    return check


def _pattern(stated: str) -> Check:
    search = re.compile(stated).search

    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        if isinstance(value, str) and not search(value):
            out.append(_mistake(link, f"{_shown(value)} does not have the form {stated}"))

    return check


def _unique(stated: bool) -> Check:  # noqa: FBT001 - the value of a keyword
    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        if not stated or not isinstance(value, list) or len(value) < 2:
            return
        seen: dict[str, int] = {}
        for index, item in enumerate(value):
            key = json.dumps(item, sort_keys=True)
            if key in seen:
                out.append(_mistake((link, index), f"is the same as item {seen[key]}"))
            seen.setdefault(key, index)

    return check


def _bound(
    name: str,
    fits: Callable[[float, float], bool],
    *,
    size: type[str] | type[list[Any]] | type[dict[str, Any]] | None,
) -> Any:
    def make(limit: float) -> Check:
        def check(value: Any, link: Link, out: list[Mistake]) -> None:
            if size is not None:
                if isinstance(value, size) and not fits(len(value), limit):
                    out.append(_mistake(link, f"{_shown(value)} breaks {name} {limit}"))
            elif _is(value, "number") and not fits(value, limit):
                out.append(_mistake(link, f"{value} breaks {name} {limit}"))

        return check

    return make


def _format(name: str) -> Check:
    test = _FORMATS.get(name)
    if test is None:
        return _accept

    def check(value: Any, link: Link, out: list[Mistake]) -> None:
        if isinstance(value, str) and not test(value):
            out.append(_mistake(link, f"{_shown(value)} is no {name}"))

    return check


def is_iri_reference(text: str) -> bool:
    """Whether a text has the shape of an IRI reference (RFC 3987, section 2.2)."""
    if _NOT_IRI.search(text) or text.count("#") > 1:
        return False
    start = len(text)
    for mark in "/?#":
        place = text.find(mark)
        start = place if 0 <= place < start else start
    scheme, colon, rest = text[:start].partition(":")
    if colon and not _SCHEME.match(scheme):
        return False
    rest = (rest if colon else text[:start]) + text[start:]
    authority = rest[2:].partition("/")[0] if rest.startswith("//") else ""
    outside = rest[2 + len(authority) :] if authority else rest
    return "[" not in outside and "]" not in outside


def _is_time(text: str) -> bool:
    match = _TIME.match(text)
    if match is None:
        return False
    try:
        # A leap second is allowed by RFC 3339.
        datetime.fromisoformat(f"{match[1]}T{match[2].replace(':60', ':59')}")
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_iri(text: str) -> bool:
    scheme, colon, _ = text.partition(":")
    return bool(colon) and _SCHEME.match(scheme) is not None and is_iri_reference(text)


def _is_uri(text: str) -> bool:
    return _is_iri(text) and not _NOT_ASCII.search(text)


_FORMATS: dict[str, Callable[[str], bool]] = {
    "iri-reference": is_iri_reference,
    "iri": _is_iri,
    "uri": _is_uri,
    "date-time": _is_time,
    "date": _is_date,
    "idn-email": lambda text: "@" in text,
}
_LIMITS: dict[str, Callable[[Any], Check]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda value: _enum([value]),
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _unique,
    "minimum": _bound("minimum", lambda a, b: a >= b, size=None),
    "maximum": _bound("maximum", lambda a, b: a <= b, size=None),
    "minLength": _bound("minLength", lambda a, b: a >= b, size=str),
    "maxLength": _bound("maxLength", lambda a, b: a <= b, size=str),
    "minItems": _bound("minItems", lambda a, b: a >= b, size=list),
    "maxItems": _bound("maxItems", lambda a, b: a <= b, size=list),
    "minProperties": _bound("minProperties", lambda a, b: a >= b, size=dict),
    "maxProperties": _bound("maxProperties", lambda a, b: a <= b, size=dict),
}
