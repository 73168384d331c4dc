"""Several documents as one bill of materials: one entry per component, and who stated what.

The merge is that of `bom.from_inventories`: components are one when their purls are. Where documents
state different things of one component, each keeps a property `stated` =
`<document>: license MIT; supplier Voorbeeld B.V.`; where they agree, the occurrences name them.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from sbom.component import Component
from sbom.documents.bom import Bom, BomComponent, from_inventories, ref_of
from sbom.inventory import Descriptor, Inventory
from sbom.issue import INCOMPLETE

MAX_STATED = 2048
_DOCUMENTS = ("cyclonedx-document", "spdx-document")


def united(
    documents: Sequence[tuple[str, Inventory]],
    *,
    name: str = "",
    version: str = "",
    tool: tuple[str, str] = ("Sluis", ""),
) -> Bom:
    """One bill of materials of documents; the same for the same documents in any order.

    Its time is that of the latest document that states one, so that nothing depends on the clock; its
    supplier and author are those of the documents when they agree.

    Args:
        documents: Name and facts of each; names become places in the evidence.
        name: What the bill is about; default the root of the only document that has one.
        version: Its version.
        tool: Name and version of the maker.
    """
    facts = [dict(d.properties) for _, i in documents for d in i.descriptors if _is_document(d)]
    bom = from_inventories(
        documents,
        name=name,
        version=version,
        timestamp=max((t for f in facts if (t := _time(f.get("timestamp", "")))), default=None),
        tool=tool,
        author=_same([f.get("author", "") for f in facts]),
        supplier=_same([f.get("supplier", "") for f in facts]),
        complete=None
        if not any(issue.kind in INCOMPLETE for _, i in documents for issue in i.issues)
        else False,
    )
    return bom if len(documents) < 2 else _with_provenance(bom, documents)


def left_out(inventory: Inventory) -> str:
    """What a document holds that a bill of materials of ours has no place for, in words; or empty."""
    found = []
    vulnerabilities = sum(d.kind == "vulnerability" for d in inventory.descriptors)
    if vulnerabilities:
        found.append(f"{vulnerabilities} vulnerabilities")
    for descriptor in inventory.descriptors:
        facts = dict(descriptor.properties)
        if services := facts.get("services"):
            found.append(f"{services.count(', ') + 1} services")
        found.extend(f"{facts[n]} {n}" for n in ("files", "snippets") if n in facts)
    return ", ".join(found)


def _is_document(descriptor: Descriptor) -> bool:
    return descriptor.kind in _DOCUMENTS


def _time(stated: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _same(stated: list[str]) -> str:
    """What all that say something say."""
    found = {s for s in stated if s}
    return found.pop() if len(found) == 1 else ""


def _with_provenance(bom: Bom, documents: Sequence[tuple[str, Inventory]]) -> Bom:
    stated: dict[str, dict[str, set[str]]] = {}
    for path, inventory in documents:
        for component in inventory.components:
            facts = stated.setdefault(ref_of(component), {}).setdefault(path, set())
            facts.update(_facts(component))
    return msgspec.structs.replace(
        bom,
        root=_attributed(bom.root, stated),
        components=tuple(_attributed(c, stated) for c in bom.components),
    )


def _facts(component: Component) -> list[str]:
    """What a document states of a component and another may state otherwise."""
    found = [f"license {c.raw}" for c in component.licenses]
    found += [f"hash {algorithm}:{content}" for algorithm, content in component.hashes]
    if component.supplier:
        found.append(f"supplier {component.supplier}")
    found.append(f"scope {component.scope.value}")
    return found


def _attributed(entry: BomComponent, stated: dict[str, dict[str, set[str]]]) -> BomComponent:
    by_document = stated.get(entry.ref, {})
    if len(by_document) < 2 or len(set(map(frozenset, by_document.values()))) == 1:
        return entry
    common = set.intersection(*by_document.values())
    pairs = [
        ("stated", f"{path}: {'; '.join(sorted(facts - common)) or 'nothing more'}"[:MAX_STATED])
        for path, facts in by_document.items()
    ]
    properties = tuple(sorted({*entry.component.properties, *pairs}))
    component = msgspec.structs.replace(entry.component, properties=properties)
    return msgspec.structs.replace(entry, component=component)
