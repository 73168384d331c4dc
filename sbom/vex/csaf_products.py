"""The product tree of a CSAF document: branches, full names, relationships and product paths.

The name of a branch of category `product_version` or `product_version_range` gives the version,
that of `vendor` the vendor. Branches may be 30 deep (6.1.34); deeper ones are read too, without
recursion. A product that is defined twice keeps its first definition.

Source: CSAF 2.0 and 2.1, section 3.2.2 (relationships are product paths in 2.1).
"""

from collections.abc import Iterator
from typing import Any

from sbom.vex.statement import Relation, VexProduct
from sbom.vex.wire import table, tables, text, texts

_MAX_DEPTH = 500
"""Branches in branches that are followed."""


def full_names(
    tree: dict[str, Any],
) -> Iterator[tuple[str, dict[str, Any], tuple[tuple[str, str], ...]]]:
    """Every full product name: its place in the tree, the object, and the branches above it.

    A place is written as in the standard's results: `/product_tree/branches[0]/product`.
    """
    stack: list[tuple[str, dict[str, Any], tuple[tuple[str, str], ...]]] = [
        (f"/product_tree/branches[{n}]", b, ())
        for n, b in reversed(list(enumerate(tables(tree.get("branches")))))
    ]
    while stack:
        place, branch, above = stack.pop()
        here = (*above, (text(branch.get("category")), text(branch.get("name"))))
        product = branch.get("product")
        if isinstance(product, dict):
            yield f"{place}/product", product, here
        if len(here) < _MAX_DEPTH:
            inner = list(enumerate(tables(branch.get("branches"))))
            stack.extend((f"{place}/branches[{n}]", b, here) for n, b in reversed(inner))
    for number, product in enumerate(tables(tree.get("full_product_names"))):
        yield f"/product_tree/full_product_names[{number}]", product, ()
    for key in ("relationships", "product_paths"):
        for number, relation in enumerate(tables(tree.get(key))):
            product = relation.get("full_product_name")
            if isinstance(product, dict):
                yield f"/product_tree/{key}[{number}]/full_product_name", product, ()


def products(tree: dict[str, Any]) -> dict[str, VexProduct]:
    """Products by id, in the order of the tree."""
    found: dict[str, VexProduct] = {}
    for _, product, above in full_names(tree):
        ident = text(product.get("product_id"))
        if ident and ident not in found:
            found[ident] = _product(ident, product, above)
    return found


def _product(ident: str, product: dict[str, Any], above: tuple[tuple[str, str], ...]) -> VexProduct:
    helper = table(product.get("product_identification_helper"))
    categories = dict(above)
    purls = dict.fromkeys([*texts(helper.get("purl")), *texts(helper.get("purls"))])
    hashes = {
        (text(h.get("algorithm")), text(h.get("value")).lower())
        for file in tables(helper.get("hashes"))
        for h in tables(file.get("file_hashes"))
    }
    return VexProduct(
        id=ident,
        name=text(product.get("name")),
        vendor=categories.get("vendor", ""),
        version=categories.get("product_version", ""),
        version_range=categories.get("product_version_range", ""),
        purls=tuple(purls),
        cpes=tuple(texts(helper.get("cpe"))),
        hashes=tuple(sorted(hashes)),
        branch=above,
        serials=tuple(
            t for k in ("model_numbers", "serial_numbers", "skus") for t in texts(helper.get(k))
        ),
        sbom_urls=tuple(texts(helper.get("sbom_urls"))),
    )


def relations(tree: dict[str, Any]) -> tuple[Relation, ...]:
    """Relationships (2.0), and the steps of product paths (2.1)."""
    found = []
    for relation in tables(tree.get("relationships")):
        found.append(
            Relation(
                product=text(table(relation.get("full_product_name")).get("product_id")),
                part=text(relation.get("product_reference")),
                kind=text(relation.get("category")),
                whole=text(relation.get("relates_to_product_reference")),
            )
        )
    for path in tables(tree.get("product_paths")):
        part = text(path.get("beginning_product_reference"))
        product = text(table(path.get("full_product_name")).get("product_id"))
        for step in tables(path.get("subpaths")):
            whole = text(step.get("next_product_reference"))
            kind = text(step.get("category"))
            found.append(Relation(product=product, part=part, kind=kind, whole=whole))
            part = whole
    return tuple(found)


def groups(tree: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Product ids by group id."""
    found: dict[str, tuple[str, ...]] = {}
    for group in tables(tree.get("product_groups")):
        ident = text(group.get("group_id"))
        if ident:
            found.setdefault(ident, tuple(texts(group.get("product_ids"))))
    return found
