"""What services answer about the licence of a component: where to ask, and how to read it.

- deps.dev API v3, `GetVersion`: `licenses` holds SPDX expressions, or `non-standard`.
  Source: https://docs.deps.dev/api/v3/ (GetVersion).
- ClearlyDefined `definitions/{type}/{provider}/{namespace}/{name}/{revision}`: `licensed.declared`, and
  copyright lines under `licensed.facets.core.attribution.parties`.
- An npm registry, `/{name}/{version}`: `license`, or the older `licenses`.
- A Python index, `/pypi/{name}/{version}/json`: in the order of PEP 639: `license_expression`, then
  `license` when it is a name that can be read, then the classifiers.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec

from sbom.errors import ParseError
from sbom.licensing.reading import normalise
from sbom.purl import Purl, parse

MOST_LINES = 200
_LONG = 200
"""A `license` field of a Python package beyond this holds a text, not a name."""
_SYSTEMS = {
    "cargo": "CARGO", "gem": "RUBYGEMS", "golang": "GO", "maven": "MAVEN", "npm": "NPM",
    "nuget": "NUGET", "pypi": "PYPI",
}  # fmt: skip
_DEFINED = {
    "cargo": "crate/cratesio", "composer": "composer/packagist", "gem": "gem/rubygems",
    "golang": "go/golang", "maven": "maven/mavencentral", "npm": "npm/npmjs", "nuget": "nuget/nuget",
    "pypi": "pypi/pypi",
}  # fmt: skip
_NOTHING = frozenset({"", "NONE", "NOASSERTION", "UNKNOWN", "non-standard", "OTHER"})


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from one answer."""

    licenses: tuple[str, ...] = ()
    """As stated, sorted, distinct; several all apply."""
    copyrights: tuple[str, ...] = ()


def path_of(service: str, purl: str) -> str:
    """Path below the base address at which a service tells of a component; empty when it cannot.

    Args:
        service: `deps.dev`, `clearlydefined`, `npm` or `pypi`.
        purl: With an exact version.
    """
    try:
        made = parse(purl)
    except ParseError:
        return ""
    if not made.version:
        return ""
    return _PATHS[service](made)


def read_answer(service: str, content: bytes) -> Answer:
    """The licences that an answer states.

    Raises:
        ParseError: the answer is no JSON object.
    """
    try:
        tree = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"the answer is not valid JSON: {str(error)[:100]}") from error
    if not isinstance(tree, dict):
        raise ParseError("the answer is no JSON object")
    return _READERS[service](tree)


def _full(made: Purl, sign: str) -> str:
    return f"{made.namespace}{sign}{made.name}" if made.namespace else made.name


def _deps_path(made: Purl) -> str:
    system = _SYSTEMS.get(made.type)
    if system is None:
        return ""
    name = _full(made, ":" if made.type == "maven" else "/")
    return f"/v3/systems/{system}/packages/{_safe(name)}/versions/{_safe(made.version)}"


def _defined_path(made: Purl) -> str:
    place = _DEFINED.get(made.type)
    if place is None:
        return ""
    namespace = _safe(made.namespace) if made.namespace else "-"
    return f"/definitions/{place}/{namespace}/{_safe(made.name)}/{_safe(made.version)}"


def _npm_path(made: Purl) -> str:
    if made.type != "npm":
        return ""
    return f"/{_safe(_full(made, '/'))}/{_safe(made.version)}"


def _pypi_path(made: Purl) -> str:
    if made.type != "pypi":
        return ""
    return f"/pypi/{_safe(made.name)}/{_safe(made.version)}/json"


def _safe(text: str) -> str:
    return quote(text, safe="@") if text.startswith("@") else quote(text, safe="")


def _deps_answer(tree: dict[str, Any]) -> Answer:
    listed = tree.get("licenses")
    return Answer(licenses=_texts(listed if isinstance(listed, list) else []))


def _defined_answer(tree: dict[str, Any]) -> Answer:
    licensed = _map(tree.get("licensed"))
    parties = _map(_map(_map(licensed.get("facets")).get("core")).get("attribution")).get("parties")
    lines = [p for p in parties if isinstance(p, str)] if isinstance(parties, list) else []
    return Answer(
        licenses=_texts([licensed.get("declared")]),
        copyrights=tuple(sorted({" ".join(p.split())[:300] for p in lines[:MOST_LINES]})),
    )


def _npm_answer(tree: dict[str, Any]) -> Answer:
    stated = tree.get("license", tree.get("licenses"))
    listed = stated if isinstance(stated, list) else [stated]
    return Answer(licenses=_texts([s.get("type") if isinstance(s, dict) else s for s in listed]))


def _pypi_answer(tree: dict[str, Any]) -> Answer:
    info = _map(tree.get("info"))
    expression = _texts([info.get("license_expression")])
    if expression:
        return Answer(licenses=expression)
    stated = info.get("license")
    named = _texts([stated]) if isinstance(stated, str) and len(stated) <= _LONG else ()
    if named and normalise(named[0]):
        return Answer(licenses=named)
    classifiers = info.get("classifiers")
    marks = classifiers if isinstance(classifiers, list) else []
    found = _texts([m for m in marks if isinstance(m, str) and m.startswith("License ::")])
    told = tuple(m for m in found if m != "License :: OSI Approved")
    return Answer(licenses=told or named)


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(values: list[Any]) -> tuple[str, ...]:
    kept = {" ".join(v.split())[:4096] for v in values[:50] if isinstance(v, str)}
    return tuple(sorted(kept - _NOTHING))


_PATHS: dict[str, Callable[[Purl], str]] = {
    "deps.dev": _deps_path,
    "clearlydefined": _defined_path,
    "npm": _npm_path,
    "pypi": _pypi_path,
}
_READERS: dict[str, Callable[[dict[str, Any]], Answer]] = {
    "deps.dev": _deps_answer,
    "clearlydefined": _defined_answer,
    "npm": _npm_answer,
    "pypi": _pypi_answer,
}
