"""CSAF 6.1.1-6.1.5, 6.1.23, 6.1.29, 6.1.32: identifiers and references between parts."""

from collections.abc import Iterator

from sbom.vex.csaf_view import Mistake, View
from sbom.vex.wire import numbered, table, tables, text, texts

_GROUPED = (
    "first_known_exploitation_dates",
    "flags",
    "ids",
    "involvements",
    "notes",
    "remediations",
    "threats",
)


def _references(view: View, key: str) -> Iterator[tuple[str, str]]:
    for number, note in numbered(view.head.get("notes")):
        for place, ident in enumerate(texts(note.get(key))):
            yield f"/document/notes[{number}]/{key}[{place}]", ident
    for path, item in view.parts(*_GROUPED):
        for place, ident in enumerate(texts(item.get(key))):
            yield f"{path}/{key}[{place}]", ident


def _product_references(view: View) -> Iterator[tuple[str, str]]:
    yield from _references(view, "product_ids")
    tree = "/product_tree"
    for number, group in numbered(view.tree.get("product_groups")):
        for place, ident in enumerate(texts(group.get("product_ids"))):
            yield f"{tree}/product_groups[{number}]/product_ids[{place}]", ident
    for number, relation in numbered(view.tree.get("relationships")):
        for key in ("product_reference", "relates_to_product_reference"):
            yield f"{tree}/relationships[{number}]/{key}", text(relation.get(key))
    for number, path in numbered(view.tree.get("product_paths")):
        key = "beginning_product_reference"
        yield f"{tree}/product_paths[{number}]/{key}", text(path.get(key))
        for place, step in numbered(path.get("subpaths")):
            key = "next_product_reference"
            yield f"{tree}/product_paths[{number}]/subpaths[{place}]/{key}", text(step.get(key))
    for place_, vulnerability in view.vulnerabilities:
        for group_, listed in table(vulnerability.get("product_status")).items():
            for number, ident in enumerate(texts(listed)):
                yield f"{place_}/product_status/{group_}[{number}]", ident
    for place_, item in view.parts("scores", "metrics"):
        for number, ident in enumerate(texts(item.get("products"))):
            yield f"{place_}/products[{number}]", ident


def missing_product(view: View) -> Iterator[Mistake]:
    """6.1.1: every product id that is used is defined."""
    known = {text(p.get("product_id")) for _, p, _ in view.full_names}
    for path, ident in _product_references(view):
        if ident not in known:
            yield Mistake(path, f"product id {ident!r} is not defined")


def product_twice(view: View) -> Iterator[Mistake]:
    """6.1.2: no product id is defined twice."""
    seen: set[str] = set()
    for path, product, _ in view.full_names:
        ident = text(product.get("product_id"))
        if ident in seen:
            yield Mistake(f"{path}/product_id", f"product id {ident!r} is defined twice")
        seen.add(ident)


def circular(view: View) -> Iterator[Mistake]:
    """6.1.3: no product is defined by way of itself."""
    needs: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for key in ("relationships", "product_paths"):
        for number, relation in numbered(view.tree.get(key)):
            ident = text(table(relation.get("full_product_name")).get("product_id"))
            ends = [
                text(relation.get(k))
                for k in (
                    "product_reference",
                    "relates_to_product_reference",
                    "beginning_product_reference",
                )
            ]
            ends += [
                text(s.get("next_product_reference")) for s in tables(relation.get("subpaths"))
            ]
            needs.setdefault(ident, set()).update(e for e in ends if e)
            places.setdefault(ident, f"/product_tree/{key}[{number}]")
    waiting = {k: {t for t in ends if t in needs} for k, ends in needs.items()}
    users: dict[str, list[str]] = {}
    for ident, needed in waiting.items():
        for end in needed:
            users.setdefault(end, []).append(ident)
    free = [k for k, needed in waiting.items() if not needed]
    while free:
        done = free.pop()
        for user in users.get(done, ()):
            waiting[user].discard(done)
            if not waiting[user]:
                free.append(user)
        waiting.pop(done, None)
    for ident in waiting:
        yield Mistake(places[ident], f"product id {ident!r} leads back to itself")


def missing_group(view: View) -> Iterator[Mistake]:
    """6.1.4: every product group id that is used is defined."""
    for path, ident in _references(view, "group_ids"):
        if ident not in view.groups:
            yield Mistake(path, f"product group id {ident!r} is not defined")


def group_twice(view: View) -> Iterator[Mistake]:
    """6.1.5: no product group id is defined twice."""
    seen: set[str] = set()
    for number, group in numbered(view.tree.get("product_groups")):
        ident = text(group.get("group_id"))
        if ident in seen:
            path = f"/product_tree/product_groups[{number}]/group_id"
            yield Mistake(path, f"product group id {ident!r} is defined twice")
        seen.add(ident)


def cve_twice(view: View) -> Iterator[Mistake]:
    """6.1.23: no CVE stands in two vulnerabilities."""
    seen: set[str] = set()
    for path, vulnerability in view.vulnerabilities:
        cve = text(vulnerability.get("cve"))
        if cve and cve in seen:
            yield Mistake(f"{path}/cve", f"{cve} stands in two vulnerabilities")
        seen.add(cve)


def involvement_twice(view: View) -> Iterator[Mistake]:
    """6.1.24: no party is involved twice at one date."""
    for path, vulnerability in view.vulnerabilities:
        seen: set[tuple[str, str]] = set()
        for number, item in numbered(vulnerability.get("involvements")):
            key = (text(item.get("party")), text(item.get("date")))
            if key in seen:
                yield Mistake(f"{path}/involvements[{number}]", f"{key[0]} is involved twice")
            seen.add(key)


def remediation_without_product(view: View) -> Iterator[Mistake]:
    """6.1.29: every remediation names products or groups."""
    for path, item in view.parts("remediations"):
        if "product_ids" not in item and "group_ids" not in item:
            yield Mistake(path, "remediation names no product")


def flag_without_product(view: View) -> Iterator[Mistake]:
    """6.1.32: every flag names products or groups."""
    for path, item in view.parts("flags"):
        if "product_ids" not in item and "group_ids" not in item:
            yield Mistake(path, "flag names no product")
