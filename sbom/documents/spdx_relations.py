"""SPDX relationships to edges, scopes and roots.

Rules:

- Edges: DEPENDS_ON and DEPENDENCY_OF with their kinds (RUNTIME, DEV, TEST, BUILD, OPTIONAL,
  PROVIDED), the *_TOOL_OF kinds, HAS_PREREQUISITE, STATIC_LINK and DYNAMIC_LINK, and CONTAINS,
  because many tools know no other link. CONTAINS makes nothing `direct`.
- Scopes: DEV, TEST, BUILD and OPTIONAL kinds give the dependent that scope; any plain edge gives
  RUNTIME, and RUNTIME wins. What stands in no such relationship has scope UNKNOWN: SPDX 2 has no
  field for it.
- ROOT: what the document DESCRIBES (or `documentDescribes`), when that is one package. When it
  describes several, those of them that nothing else points to and that point to something, unless
  that is all of them.

Source: SPDX 2.3, clause 11 (relationships).
"""

from typing import Any

import msgspec

from sbom.component import Scope
from sbom.documents.cyclonedx_model import items, text
from sbom.documents.wording import STRENGTH

_FORWARD = {
    "DEPENDS_ON": Scope.RUNTIME,
    "CONTAINS": Scope.RUNTIME,
    "HAS_PREREQUISITE": Scope.RUNTIME,
    "STATIC_LINK": Scope.RUNTIME,
    "DYNAMIC_LINK": Scope.RUNTIME,
}
"""(A type B): A needs B, and B has that scope."""
_BACKWARD = {
    "DEPENDENCY_OF": Scope.RUNTIME,
    "CONTAINED_BY": Scope.RUNTIME,
    "PREREQUISITE_FOR": Scope.RUNTIME,
    "RUNTIME_DEPENDENCY_OF": Scope.RUNTIME,
    "PROVIDED_DEPENDENCY_OF": Scope.RUNTIME,
    "DEV_DEPENDENCY_OF": Scope.DEV,
    "DEV_TOOL_OF": Scope.DEV,
    "BUILD_DEPENDENCY_OF": Scope.BUILD,
    "BUILD_TOOL_OF": Scope.BUILD,
    "TEST_DEPENDENCY_OF": Scope.TEST,
    "TEST_TOOL_OF": Scope.TEST,
    "OPTIONAL_DEPENDENCY_OF": Scope.OPTIONAL,
    "OPTIONAL_COMPONENT_OF": Scope.OPTIONAL,
}
"""(A type B): B needs A, and A has that scope."""
_HOLDING = frozenset({"CONTAINS", "CONTAINED_BY"})


class Relations(msgspec.Struct, frozen=True, kw_only=True):
    """What the relationships of a document say."""

    edges: dict[str, set[str]]
    """SPDXID of the one that needs, to what it needs; packages only."""
    asked: dict[str, set[str]]
    """As `edges`, without those of containment."""
    scopes: dict[str, Scope]
    """Strongest scope by SPDXID."""
    described: tuple[str, ...]
    """What the document describes, in order."""
    dangling: tuple[str, ...]
    """Ids that no element of the document has."""
    unread: int
    """Relationships of kinds that say nothing of dependence between packages."""


def relations(value: Any, describes: Any, *, packages: set[str], others: set[str]) -> Relations:
    """Read `relationships` and `documentDescribes`.

    Args:
        value: `relationships`, any JSON.
        describes: `documentDescribes`, any JSON.
        packages: SPDXIDs of packages.
        others: SPDXIDs of files, snippets and the document.
    """
    edges: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    scopes: dict[str, Scope] = {}
    described = dict.fromkeys(t for d in items(describes) if (t := text(d)) in packages)
    dangling: dict[str, None] = {}
    unread = 0
    for item in items(value):
        if not isinstance(item, dict):
            continue
        first, second = text(item.get("spdxElementId")), text(item.get("relatedSpdxElement"))
        kind = text(item.get("relationshipType"))
        if not first or not second or not kind:
            continue
        for ref in (first, second):
            if ref not in packages and ref not in others and not _outside(ref):
                dangling[ref] = None
        if kind == "DESCRIBED_BY":
            first, second, kind = second, first, "DESCRIBES"
        if kind == "DESCRIBES":
            if second in packages:
                described[second] = None
            continue
        if kind in _BACKWARD:
            first, second, scope = second, first, _BACKWARD[kind]
        elif kind in _FORWARD:
            scope = _FORWARD[kind]
        else:
            unread += 1
            continue
        if second not in packages or first not in packages or first == second:
            continue
        edges.setdefault(first, set()).add(second)
        if kind not in _HOLDING:
            asked.setdefault(first, set()).add(second)
        if second not in scopes or STRENGTH[scope] < STRENGTH[scopes[second]]:
            scopes[second] = scope
    return Relations(
        edges=edges,
        asked=asked,
        scopes=scopes,
        described=tuple(described),
        dangling=tuple(dangling),
        unread=unread,
    )


def _outside(ref: str) -> bool:
    """Whether an id is of no element by design or of another document."""
    return ref in {"NONE", "NOASSERTION", "SPDXRef-DOCUMENT"} or ref.startswith("DocumentRef-")


def roots(found: Relations) -> set[str]:
    """SPDXIDs of what the document is about; empty when it does not say."""
    described = found.described
    if len(described) <= 1:
        return set(described)
    pointed = {t for targets in found.edges.values() for t in targets}
    tops = {d for d in described if d in found.edges and d not in pointed}
    return tops if len(tops) < len(described) else set()
