"""Ends of life by product, of endoflife.date: its repository as one JSON, its API 1 and older files.

Rules: `eol` may be a day or true/false. A version belongs to the longest cycle of which the numbers
open its own (`3.11.4` to `3.11`); one that fits no cycle gets none, never the nearest.
Source: endoflife.date, "API documentation" v1 and its repository's product files, 2026-08.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sbom.advisories.ecosystems import key_of
from sbom.advisories.feed import Cycle, Feed, Product
from sbom.issue import Issue, IssueKind


def looks_like(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is one of the forms."""
    if isinstance(value.get("products"), dict):
        return True
    result = value.get("result")
    if isinstance(result, dict):
        return "releases" in result
    return isinstance(result, list) and any(
        isinstance(r, dict) and "releases" in r for r in result[:3]
    )


def is_cycles(value: Any) -> bool:
    """Whether a JSON array is the older form: the cycles of one product."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, dict) and "cycle" in v and "eol" in v for v in value[:3])
    )


def read(value: Mapping[str, Any], feed: Feed) -> None:
    """Add the products to a feed."""
    feed.sources.add("endoflife")
    products = value.get("products")
    if isinstance(products, dict):
        source = value.get("source")
        if isinstance(source, dict) and isinstance(source.get("date"), str):
            feed.stated = source["date"]
        for name, facts in products.items():
            _product(str(name), facts, feed)
        return
    result = value.get("result")
    for facts in result if isinstance(result, list) else [result]:
        _product(_text(facts, "name") if isinstance(facts, dict) else "", facts, feed)


def read_cycles(name: str, cycles: list[Any], feed: Feed) -> None:
    """Add the older form to a feed; the product is named by its file."""
    feed.sources.add("endoflife")
    feed.products.append(
        Product(id=name, title=name, cycles=tuple(c for c in map(_cycle, cycles) if c is not None))
    )


def by_key(products: Iterable[Product]) -> dict[str, Product]:
    """Products by the key of each of their package URLs; of two, the one with more cycles."""
    found: dict[str, Product] = {}
    for product in products:
        for purl in product.purls:
            key = key_of(purl)
            if key not in found or len(found[key].cycles) < len(product.cycles):
                found[key] = product
    return found


def cycle_of(product: Product, version: str) -> Cycle | None:
    """The cycle that a version belongs to, or None."""
    numbers = version.lstrip("vV").partition("-")[0].partition("+")[0].split(".")
    best: Cycle | None = None
    length = 0
    for cycle in product.cycles:
        parts = cycle.name.lstrip("vV").split(".")
        if len(parts) > length and numbers[: len(parts)] == parts:
            best, length = cycle, len(parts)
    return best


def has_ended(cycle: Cycle, today: date) -> bool | None:
    """Whether maintenance is over; None when that is not stated."""
    if cycle.ends:
        try:
            return date.fromisoformat(cycle.ends[:10]) <= today
        except ValueError:
            return None
    return cycle.ended


def _product(name: str, facts: Any, feed: Feed) -> None:
    if not isinstance(facts, dict) or not name:
        feed.issues.append(
            Issue(kind=IssueKind.ENTRY, subject=name[:200], message="is no product and is lost")
        )
        return
    purls = []
    identifiers = facts.get("identifiers")
    for entry in identifiers if isinstance(identifiers, list) else ():
        if not isinstance(entry, dict):
            continue
        purl = entry.get("purl") or (entry.get("id") if entry.get("type") == "purl" else None)
        if isinstance(purl, str) and purl.startswith("pkg:"):
            purls.append(purl)
    releases = facts.get("releases")
    cycles = [_cycle(r) for r in releases] if isinstance(releases, list) else []
    feed.products.append(
        Product(
            id=name[:200],
            title=_text(facts, "title") or _text(facts, "label") or name,
            purls=tuple(purls),
            cycles=tuple(c for c in cycles if c is not None),
        )
    )


def _cycle(facts: Any) -> Cycle | None:
    if not isinstance(facts, dict):
        return None
    name = facts.get("releaseCycle") or facts.get("cycle") or facts.get("name")
    if not isinstance(name, str | int | float) or isinstance(name, bool):
        return None
    end = facts.get("eol") if "eol" in facts else facts.get("eolFrom")
    ended = end if isinstance(end, bool) else None
    if ended is None and end is None and isinstance(facts.get("isEol"), bool):
        ended = facts["isEol"]
    support = facts.get("support") or facts.get("eoasFrom")
    latest = facts.get("latest")
    return Cycle(
        name=str(name),
        released=_text(facts, "releaseDate"),
        ends=end if isinstance(end, str) else "",
        ended=ended,
        support_ends=support if isinstance(support, str) else "",
        latest=_text(latest, "name") if isinstance(latest, dict) else _text(facts, "latest"),
        lts=bool(facts.get("lts") or facts.get("isLts")),
    )


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return (
        str(found)[:200]
        if isinstance(found, str | int | float) and not isinstance(found, bool)
        else ""
    )
