"""The NL GOV REST-API Design Rules that an OpenAPI document itself can show.

Twelve technical rules of version 2; what needs a running API, a register or a reader of the texts
is not judged here and named in `NOT_CHECKED`. A Swagger 2.0 document breaks `core/doc-openapi`
and is judged by the others as far as it goes.

Source: Logius, "NLGov REST API Design Rules" 2.1 and 2.2, rules by their ids.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sbom.lazy_pattern import lazy
from sbom.readers.shape import items, line_of, mapping, text

NOT_CHECKED = (
    "core/changelog",
    "core/deprecation-schedule",
    "core/doc-language",
    "core/geospatial",
    "core/hide-implementation",
    "core/interface-language",
    "core/modify-resources",
    "core/naming-collections",
    "core/naming-resources",
    "core/nested-child",
    "core/publish-openapi",
    "core/resource-operations",
    "core/stateless",
    "core/transition-period",
    "transport/tls",
)
"""Rules that need a running API, its history or a person; never counted as followed."""
CHECKED = (
    "core/doc-openapi",
    "core/doc-openapi-contact",
    "core/error-handling/problem-details",
    "core/http-methods",
    "core/no-trailing-slash",
    "core/path-segments-kebab-case",
    "core/query-keys-camel-case",
    "core/semver",
    "core/transport-https",
    "core/uri-version",
    "core/version-header",
)
"""Rules judged here, sorted."""
SHOULD = frozenset({"core/path-segments-kebab-case", "core/query-keys-camel-case"})
"""Rules of which a breach is advice."""
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})
_BESIDE = frozenset({"parameters", "summary", "description", "servers", "$ref"})
_STANDARD = _METHODS - {"trace"}
_SEMVER = lazy(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]{1,200})?(?:\+[0-9A-Za-z.-]{1,200})?\Z"
)
_MAJOR = lazy(r"/v\d+(?:/|\Z)")
_SEGMENT = lazy(r"_?[a-z0-9]+(?:[-.][a-z0-9]+)*\Z")
_CAMEL = lazy(r"[a-z][a-zA-Z0-9]*\Z")
_VARIABLE = re.compile(r"\{([^{}]{1,200})\}")
_PLACES = 20
"""Breaches that are kept of one rule."""
_MAX_HOPS = 10


class Breach(NamedTuple):
    """One place where a rule is not followed."""

    rule: str
    """Id of the rule, without the leading slash."""
    place: str
    """JSON pointer into the document."""
    line: int | None


def check(document: Mapping[str, Any]) -> list[Breach]:
    """Every breach, at most 20 of one rule, in the order of `CHECKED` and of the document.

    Args:
        document: An OpenAPI 3 or Swagger 2 document; wrong types count as absent.
    """
    found: list[Breach] = []
    for rule, judge in _RULES:
        for number, (place, line) in enumerate(judge(document)):
            if number == _PLACES:
                break
            found.append(Breach(rule, place, line))
    return found


_Places = Iterator[tuple[str, int | None]]


def _version(document: Mapping[str, Any]) -> _Places:
    if not text(document.get("openapi")).startswith("3."):
        yield "", line_of(document, "swagger") or line_of(document, "openapi")


def _contact(document: Mapping[str, Any]) -> _Places:
    info = mapping(document.get("info"))
    contact = mapping(info.get("contact"))
    for key in ("name", "email", "url"):
        if not text(contact.get(key)):
            yield f"/info/contact/{key}", line_of(info, "contact") or line_of(document, "info")


def _problems(document: Mapping[str, Any]) -> _Places:
    swagger = "swagger" in document
    for pointer, line, operation in _operations(document):
        for status, response in mapping(operation.get("responses")).items():
            if status[:1] not in {"4", "5"}:
                continue
            content = mapping(_followed(document, response).get("content"))
            if swagger:
                kinds = operation.get("produces", document.get("produces"))
                content = {text(k): None for k in items(kinds)}
            if content and not any(k.startswith("application/problem+") for k in content):
                yield f"{pointer}/responses/{status}", line


def _methods(document: Mapping[str, Any]) -> _Places:
    for path, item in mapping(document.get("paths")).items():
        for key in mapping(item):
            if key not in _STANDARD and key not in _BESIDE and not key.startswith("x-"):
                yield f"/paths/{_escaped(path)}/{_escaped(key)}", line_of(item, key)


def _slashes(document: Mapping[str, Any]) -> _Places:
    paths = mapping(document.get("paths"))
    for path in paths:
        if len(path) > 1 and path.endswith("/"):
            yield f"/paths/{_escaped(path)}", line_of(paths, path)


def _segments(document: Mapping[str, Any]) -> _Places:
    paths = mapping(document.get("paths"))
    for path in paths:
        for segment in _VARIABLE.sub("", path[:2000]).split("/"):
            if segment and not _SEGMENT.match(segment):
                yield f"/paths/{_escaped(path)}", line_of(paths, path)
                break


def _query_keys(document: Mapping[str, Any]) -> _Places:
    for pointer, line, operation in _operations(document):
        for number, entry in enumerate(items(operation.get("parameters"))):
            parameter = _followed(document, entry)
            name = text(parameter.get("name"))
            if parameter.get("in") == "query" and name and not _CAMEL.match(name):
                yield f"{pointer}/parameters/{number}", line


def _semver(document: Mapping[str, Any]) -> _Places:
    info = mapping(document.get("info"))
    if not _SEMVER.match(text(info.get("version"))):
        yield "/info/version", line_of(info, "version") or line_of(document, "info")


def _https(document: Mapping[str, Any]) -> _Places:
    for number, address in enumerate(_servers(document)):
        if address.startswith("http://") and not _local(address):
            yield f"/servers/{number}/url", line_of(document, "servers")
    schemes = [text(s) for s in items(document.get("schemes"))]
    if "http" in schemes:
        yield "/schemes", line_of(document, "schemes")


def _major(document: Mapping[str, Any]) -> _Places:
    """In the address of the server, or in every path."""
    servers = _servers(document) or [text(document.get("basePath"))]
    paths = mapping(document.get("paths"))
    if paths and all(_MAJOR.search(p) for p in paths):
        return
    for number, address in enumerate(servers):
        if not _MAJOR.search(address) and not _local(address):
            yield f"/servers/{number}/url", line_of(document, "servers")


def _header(document: Mapping[str, Any]) -> _Places:
    for pointer, line, operation in _operations(document):
        for status, response in mapping(operation.get("responses")).items():
            if status[:1] not in {"2", "3"}:
                continue
            headers = mapping(_followed(document, response).get("headers"))
            if not any(h.lower() == "api-version" for h in headers):
                yield f"{pointer}/responses/{status}", line


_RULES = (
    ("core/doc-openapi", _version),
    ("core/doc-openapi-contact", _contact),
    ("core/error-handling/problem-details", _problems),
    ("core/http-methods", _methods),
    ("core/no-trailing-slash", _slashes),
    ("core/path-segments-kebab-case", _segments),
    ("core/query-keys-camel-case", _query_keys),
    ("core/semver", _semver),
    ("core/transport-https", _https),
    ("core/uri-version", _major),
    ("core/version-header", _header),
)


def _operations(
    document: Mapping[str, Any],
) -> Iterator[tuple[str, int | None, Mapping[str, Any]]]:
    """Operations with their pointer and line."""
    for path, item in mapping(document.get("paths")).items():
        for method, operation in mapping(item).items():
            if method in _METHODS:
                yield (
                    f"/paths/{_escaped(path)}/{method}",
                    line_of(item, method),
                    mapping(operation),
                )


def _servers(document: Mapping[str, Any]) -> list[str]:
    return [a for s in items(document.get("servers")) if (a := text(mapping(s).get("url")))]


def _local(address: str) -> bool:
    return address.partition("://")[2].startswith(("localhost", "127.", "[::1]", "0.0.0.0"))  # noqa: S104 - read, not bound


def _followed(document: Mapping[str, Any], value: object) -> Mapping[str, Any]:
    """The object that a reference within the document leads to."""
    found = mapping(value)
    for _ in range(_MAX_HOPS):
        reference = found.get("$ref")
        if not isinstance(reference, str):
            return found
        place: Any = document
        for part in reference.removeprefix("#/").split("/") if reference[:2] == "#/" else ["?"]:
            place = mapping(place).get(part.replace("~1", "/").replace("~0", "~"))
        found = mapping(place)
    return {}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
