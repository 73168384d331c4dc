"""CSAF 6.1.13, 6.1.25, 6.1.31, 6.1.34, 6.1.42-44, 6.1.50, 6.1.57-59, 6.1.61: the product tree."""

from collections.abc import Iterator

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy
from sbom.purl import parse, unquote
from sbom.vex.csaf_view import Mistake, View
from sbom.vex.wire import numbered, text, texts

_RANGE_WORDS = frozenset("after all before earlier later prior versions".split())  # noqa: SIM905 - words in a row
_STARS = lazy(r"\\.|(\*)")
_VERS = lazy(r"vers:([a-z][a-z0-9.+-]*)/(.+)\Z")
_CONSTRAINT = lazy(r"(>=|<=|!=|<|>)?([^\s<>=!|*]+)\Z")


def purls(view: View) -> Iterator[Mistake]:
    """6.1.13: every package URL is valid."""
    for path, helper in view.helpers:
        for key in ("purl", "purls"):
            for number, purl in enumerate(texts(helper.get(key))):
                place = f"{path}/{key}" + (f"[{number}]" if key == "purls" else "")
                try:
                    parts = parse(purl)
                except ParseError as error:
                    yield Mistake(place, f"{purl!r} {error.reason}")
                    continue
                if parts.type == "maven" and not parts.namespace:
                    yield Mistake(place, f"{purl!r} has no namespace")
                elif parts.type == "oci" and parts.namespace:
                    yield Mistake(place, f"{purl!r} has a namespace")


def hash_twice(view: View) -> Iterator[Mistake]:
    """6.1.25: one file has one hash of an algorithm."""
    for path, helper in view.helpers:
        for number, file in numbered(helper.get("hashes")):
            seen: set[str] = set()
            for place, item in numbered(file.get("file_hashes")):
                algorithm = text(item.get("algorithm"))
                if algorithm in seen:
                    where = f"{path}/hashes[{number}]/file_hashes[{place}]"
                    yield Mistake(where, f"{algorithm} stands twice")
                seen.add(algorithm)


def range_in_version(view: View) -> Iterator[Mistake]:
    """6.1.31: a product version is no range."""
    for path, category, name in view.branches:
        if category != "product_version":
            continue
        low = name.lower()
        words = set(low.split())
        if "<" in low or ">" in low or words & _RANGE_WORDS:
            yield Mistake(f"{path}/name", f"{name!r} is a range")


def deep_branches(view: View) -> Iterator[Mistake]:
    """6.1.34: no product lies below more than 30 branches."""
    for path, _, above in view.full_names:
        if len(above) > 30:
            yield Mistake(path, f"lies below {len(above)} branches")


def purl_qualifiers(view: View) -> Iterator[Mistake]:
    """6.1.42 (2.1): package URLs of one product differ in qualifiers only."""
    for path, helper in view.helpers:
        bare = set()
        for purl in texts(helper.get("purls")):
            try:
                parts = parse(purl)
            except ParseError:
                continue
            bare.add((parts.type, parts.namespace, parts.name, parts.version, parts.subpath))
        if len(bare) > 1:
            yield Mistake(f"{path}/purls", "differ in more than their qualifiers")


def _stars(view: View, key: str) -> Iterator[Mistake]:
    for path, helper in view.helpers:
        for number, stated in enumerate(texts(helper.get(key))):
            if sum(1 for m in _STARS.finditer(stated) if m[1]) > 1:
                yield Mistake(f"{path}/{key}[{number}]", f"{stated!r} has several stars")


def model_stars(view: View) -> Iterator[Mistake]:
    """6.1.43 (2.1): a model number has at most one star."""
    yield from _stars(view, "model_numbers")


def serial_stars(view: View) -> Iterator[Mistake]:
    """6.1.44 (2.1): a serial number has at most one star."""
    yield from _stars(view, "serial_numbers")


def sku_stars(view: View) -> Iterator[Mistake]:
    """6.1.61 (2.1): a stock-keeping unit has at most one star."""
    yield from _stars(view, "skus")


def _constraints(name: str) -> list[tuple[str, str]] | None:
    """(comparator, version) of a vers or vers-like range; None when it is neither."""
    match = _VERS.match(name)
    body = match[2] if match else name
    if body == "*" and match:
        return []
    found = []
    for part in body.split("|"):
        constraint = _CONSTRAINT.match(part)
        if constraint is None:
            return None
        found.append((constraint[1] or "=", unquote(constraint[2])))
    return found


def range_rules(view: View) -> Iterator[Mistake]:
    """6.1.50 (2.1): a version range is written in vers, or as its constraints alone."""
    for path, category, name in view.branches:
        if category != "product_version_range":
            continue
        found = _constraints(name)
        if found is None or (not name.startswith("vers:") and not any(c != "=" for c, _ in found)):
            yield Mistake(f"{path}/name", f"{name!r} is no vers range")


def single_version(view: View) -> Iterator[Mistake]:
    """6.1.59 (2.1): a version range is more than one version."""
    for path, category, name in view.branches:
        if category == "product_version_range":
            found = _constraints(name)
            if found is not None and len(found) == 1 and found[0][0] == "=":
                yield Mistake(f"{path}/name", f"{name!r} is a single version")


def stacked_categories(view: View) -> Iterator[Mistake]:
    """6.1.57 (2.1): no category but product_family stands twice above a product."""
    for path, _, above in view.full_names:
        kinds = [c for c, _ in above if c != "product_family"]
        if len(set(kinds)) < len(kinds):
            yield Mistake(path, "has a branch category twice above it")


def version_and_range(view: View) -> Iterator[Mistake]:
    """6.1.58 (2.1): no product lies below both a version and a version range."""
    for path, _, above in view.full_names:
        if {"product_version", "product_version_range"} <= {c for c, _ in above}:
            yield Mistake(path, "lies below a version and a version range")
